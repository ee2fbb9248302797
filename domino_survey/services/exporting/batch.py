"""Submissions read for an export, some at a time, and what columns are made with."""

from __future__ import annotations

import hashlib
from functools import cached_property, partial
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from domino_survey import scoring
from domino_survey.answers import MISSING, Answer, AnswerTable, State, table_of
from domino_survey.numerics import np
from domino_survey.services.assessments import answers_of
from domino_survey.services.exporting.dataset import Cells, Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from domino_survey.i18n import Translator
    from domino_survey.numerics import Mask
    from domino_survey.schema import Questionnaire
    from domino_survey.scoring import Scores
    from domino_survey.services.exporting.dataset import Block
    from domino_survey.services.exporting.wish import Content
    from domino_survey.storage import StoredSubmission
    from domino_survey.territories import Territories

# Of a SHA-256: as good as unique among all the responses that anyone will collect.
_PSEUDONYM = 16


class Setting(Struct, frozen=True):
    """What columns are made with: the questionnaire, the language, the places, who answered for whom."""

    questionnaire: Questionnaire
    translate: Translator
    territories: Territories
    content: Content
    guests: frozenset[str]
    shared: frozenset[str]

    def words(self, texts: Mapping[str, str] | None) -> str:
        """A text of the questionnaire as it was written, in the language or in its first one."""
        if not texts:
            return ""
        return texts.get(self.translate.language) or next(iter(texts.values()))


class Batch(Struct, frozen=True, dict=True):
    """Some submissions, read: n of them."""

    setting: Setting
    sent: Sequence[StoredSubmission]

    @property
    def size(self) -> int:
        """How many."""
        return len(self.sent)

    @cached_property
    def answers(self) -> list[dict[str, Answer]]:
        """What each says, by item."""
        return [answers_of(one.submission) for one in self.sent]

    @cached_property
    def table(self) -> AnswerTable:
        """The same by columns."""
        return table_of(self.setting.questionnaire, self.answers)

    @cached_property
    def scores(self) -> Scores:
        """What is asked, and the scores of questions, by the present method."""
        model = self.setting.questionnaire
        paths = [model.path(self.said(row, "path")) for row in range(self.size)]
        short = np.array([path.essential_only for path in paths], dtype=bool)
        return scoring.score(model, self.table, essential_only=short)

    @cached_property
    def shares_texts(self) -> Mask:
        """Whose author shares the texts of the axes, shape (n,)."""
        sharing = self.setting.questionnaire.profile.sharing
        if sharing is None or sharing.free_text is None:
            return np.zeros(self.size, dtype=bool)
        chosen = [answers.get(sharing.item, MISSING).value for answers in self.answers]
        return np.array([allows(value, sharing.free_text) for value in chosen], dtype=bool)

    def said(self, row: int, name: str) -> str:
        """A word of the submission that is no answer: its path, its language."""
        return str(self.sent[row].submission.answers.get(name, ""))

    def facet(self, name: str, item: str) -> list[str]:
        """The comments or the proofs on an item; empty where there is none."""
        found = (
            cast("Mapping[str, object]", one.submission.answers.get(name, {})) for one in self.sent
        )
        return [str(facets.get(item) or "") for facets in found]

    def states(self, item: str) -> NDArray[np.int8]:
        """The state of an item in each, shape (n,): not asked where it is not, whatever it holds."""
        state = self.table.columns[item].state.copy()
        state[~self.scores.asked[item]] = State.NOT_ASKED
        return state

    def texts(self, item: str) -> NDArray[np.object_]:
        """The answers of an item as texts, several codes joined by a space; empty where none counts."""
        found = np.full(self.size, "", dtype=object)
        for row in np.flatnonzero(self.states(item) == State.ANSWERED).tolist():
            value = self.answers[row][item].value
            found[row] = " ".join(value) if isinstance(value, tuple) else str(value)
        return found


class Planned(Struct, frozen=True):
    """A column and how a batch fills it."""

    variable: Variable
    make: Callable[[Batch], Cells]


def allows(value: object, code: str) -> bool:
    """Whether an answer to the question on sharing holds this option."""
    return code in value if isinstance(value, tuple) else value == code


def pseudonym(identifier: str) -> str:
    """What stands for an id: the same in every export, and found again by who has the database."""
    return hashlib.sha256(f"export:{identifier}".encode()).hexdigest()[:_PSEUDONYM]


def objects(texts: Sequence[str]) -> NDArray[np.object_]:
    """Texts as an array of shape (n,)."""
    found = np.empty(len(texts), dtype=object)
    found[:] = texts
    return found


def chosen(codes: Sequence[str], values: Sequence[tuple[str, str]]) -> Cells:
    """Codes as positions among `values`; -1 for what is none of them."""
    places = {code: place for place, (code, _) in enumerate(values)}
    return Cells(np.array([places.get(code, -1) for code in codes], dtype=np.int16))


def blocks(
    batches: Callable[[], Iterator[Batch]], make: Callable[[Batch], Block]
) -> Callable[[], Iterator[Block]]:
    """The blocks of a table, a batch at a time."""
    return partial(_each, batches, make)


def _each(
    batches: Callable[[], Iterator[Batch]], make: Callable[[Batch], Block]
) -> Iterator[Block]:
    for batch in batches():
        yield make(batch)
