"""What may be asked of an export: which responses, which columns, in what shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import date

    from domino_survey.i18n import Language
    from domino_survey.storage import Origin, QuestionnaireRef


class Content(Struct, frozen=True):
    """What goes into the columns beside the answers to closed questions, numbers and days.

    `identifiers`: the name, the texts of the profile, the commune. `texts`: the texts of the axes whose
    author shares them. Never both: texts are shared without a name.
    """

    identifiers: bool = False
    texts: bool = False
    proofs: bool = False
    scores: bool = True


Shape = Literal["wide", "long"]


class Wish(Struct, frozen=True):
    """What is asked for.

    Attributes:
        references: the contents of questionnaires, each a study of its own.
        origin: real or demonstration responses, never both.
        every: all submissions of all responses, rather than the latest of each initiative; also
            those of people who answered apart on an invitation.
        since, until: days of sending, in France, both included.
        shared_only: only those whose authors agree to grouped figures.
        content: which columns.
        language: of the labels.
        shape: one row per response, or one per answer.
    """

    references: tuple[QuestionnaireRef, ...]
    origin: Origin = "real"
    every: bool = False
    since: date | None = None
    until: date | None = None
    shared_only: bool = False
    content: Content = Content()
    language: Language = "fr"
    shape: Shape = "wide"
