"""A result in words: the same sentences for screens and for reports, which dress them differently.

What a person or the author of a questionnaire wrote goes through `escape` on its way into a
sentence: Markdown wants it escaped, a report takes it as it is (`as_is`).
"""

from domino_survey.wording.answers import answer_words, labels_of
from domino_survey.wording.explanation import (
    LEFT_OUT,
    adding_up,
    decimals_of,
    rule_lines,
    rule_words,
    sum_sentence,
    theme_words,
    untold_sentence,
)
from domino_survey.wording.plan import STATUSES, caution_words, movement_lines, movements_heading
from domino_survey.wording.profile import (
    NO_SCORE,
    PROOF_LABELS,
    Escape,
    answered_words,
    as_is,
    figure,
    interval_words,
    level_words,
    main_sentence,
    overall_sentence,
    proof_sentence,
)
from domino_survey.wording.reasons import cited_sources, facts_in_words, name_of, readable, title_of
from domino_survey.wording.sureness import highest_sentence, lowest_sentence, varied_sentence

__all__ = [
    "LEFT_OUT",
    "NO_SCORE",
    "PROOF_LABELS",
    "STATUSES",
    "Escape",
    "adding_up",
    "answer_words",
    "answered_words",
    "as_is",
    "caution_words",
    "cited_sources",
    "decimals_of",
    "facts_in_words",
    "figure",
    "highest_sentence",
    "interval_words",
    "labels_of",
    "level_words",
    "lowest_sentence",
    "main_sentence",
    "movement_lines",
    "movements_heading",
    "name_of",
    "overall_sentence",
    "proof_sentence",
    "readable",
    "rule_lines",
    "rule_words",
    "sum_sentence",
    "theme_words",
    "title_of",
    "untold_sentence",
    "varied_sentence",
]
