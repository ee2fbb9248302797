"""Words for people: translation, typography, numbers and dates, in French first and in English."""

from domino_survey.i18n.catalogue import LANGUAGES, N_, Language
from domino_survey.i18n.markup import label, plain, visible
from domino_survey.i18n.numbers import read_number, write_number
from domino_survey.i18n.translator import Translator, rounded
from domino_survey.i18n.typography import typeset

__all__ = [
    "LANGUAGES",
    "N_",
    "Language",
    "Translator",
    "label",
    "plain",
    "read_number",
    "rounded",
    "typeset",
    "visible",
    "write_number",
]
