"""The answers of a result as a file to load again, and what the files to take away are called."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal

from domino_survey.answers.files import AnswersFile, write_answers_file

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.services.results import Result

LONGEST_NAME = 40


def answers_file(result: Result) -> bytes:
    """All answers of the submission, asked or not, with comments and proofs; see `answers.files`."""
    return write_answers_file(
        AnswersFile(
            questionnaire=result.questionnaire,
            path=result.path.code,
            language=str(result.submission.answers["language"]),
            answers=result.answers,
            comments=result.comments,
            proofs=result.proofs,
        )
    )


def file_name(result: Result, t: Translator, ending: Literal["pdf", "xlsx", "json"]) -> str:
    """A name for a file to take away, in ASCII: `bilan-repair-cafe-des-quais-2026-11-23.pdf`."""
    day = t.local(result.submission.submitted_at).date().isoformat()
    parts = (_ascii(t("bilan")), _ascii(result.name or result.questionnaire.id), day)
    return "-".join(part for part in parts if part) + f".{ending}"


def _ascii(text: str) -> str:
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", "".join(letters).lower())[:LONGEST_NAME].strip("-")
