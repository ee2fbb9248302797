"""Short texts put together by their words: which theme each is nearest to, which say things alike, which hold a word.

Nothing is learnt from elsewhere: the words of the texts, and those of the questionnaire.
"""

from domino_survey.likeness.grouping import MOST, Group, grouped
from domino_survey.likeness.searching import Span, found

__all__ = ["MOST", "Group", "Span", "found", "grouped"]
