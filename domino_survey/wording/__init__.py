"""A result in words: the same sentences for screens and for reports, which dress them differently.

What a person or the author of a questionnaire wrote goes through `escape` on its way into a
sentence: Markdown wants it escaped, a report takes it as it is (`as_is`).
"""

from domino_survey.wording.answers import answer_words, labels_of
from domino_survey.wording.changes import change_words, effort_words, further_words, gain_words
from domino_survey.wording.evidence import evidence_lines
from domino_survey.wording.explanation import (
    LEFT_OUT,
    decimals_of,
    rounding_note,
    rule_lines,
    rule_words,
    sum_sentence,
    theme_words,
    untold_sentence,
)
from domino_survey.wording.plan import STATUSES, caution_words, movement_lines, movements_heading
from domino_survey.wording.profile import (
    NO_SCORE,
    OUT_OF_PLACE,
    Escape,
    answered_words,
    as_is,
    dimension_words,
    figure,
    interval_words,
    level_words,
    main_sentence,
    out_of_place,
    overall_sentence,
    points,
    proof_sentence,
)
from domino_survey.wording.reasons import cited_sources, facts_in_words, name_of, readable, title_of
from domino_survey.wording.roadmap import (
    comparison_caution,
    figure_lines,
    figures_heading,
    outcome_words,
)
from domino_survey.wording.sureness import highest_sentence, lowest_sentence, varied_sentence
from domino_survey.wording.territory import (
    HALVES,
    KINDS,
    WHY_HIDDEN,
    comparison_sentence,
    filter_name,
    group_sentence,
    proof_words,
    selection_name,
    territory_name,
)

__all__ = [
    "HALVES",
    "KINDS",
    "LEFT_OUT",
    "NO_SCORE",
    "OUT_OF_PLACE",
    "STATUSES",
    "WHY_HIDDEN",
    "Escape",
    "answer_words",
    "answered_words",
    "as_is",
    "caution_words",
    "change_words",
    "cited_sources",
    "comparison_caution",
    "comparison_sentence",
    "decimals_of",
    "dimension_words",
    "effort_words",
    "evidence_lines",
    "facts_in_words",
    "figure",
    "figure_lines",
    "figures_heading",
    "filter_name",
    "further_words",
    "gain_words",
    "group_sentence",
    "highest_sentence",
    "interval_words",
    "labels_of",
    "level_words",
    "lowest_sentence",
    "main_sentence",
    "movement_lines",
    "movements_heading",
    "name_of",
    "out_of_place",
    "outcome_words",
    "overall_sentence",
    "points",
    "proof_sentence",
    "proof_words",
    "readable",
    "rounding_note",
    "rule_lines",
    "rule_words",
    "selection_name",
    "sum_sentence",
    "territory_name",
    "theme_words",
    "title_of",
    "untold_sentence",
    "varied_sentence",
]
