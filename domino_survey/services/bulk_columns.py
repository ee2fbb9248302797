"""Very many whole assessments stored at once, from columns; `services.bulk` is for some hundreds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from domino_survey import aggregation, scoring
from domino_survey.answers import PROOFS, PROVEN, Answer, State
from domino_survey.numerics import np
from domino_survey.schema import MultipleChoice, option_codes
from domino_survey.scoring import METHOD_VERSION, Reason
from domino_survey.services.observing import places_of
from domino_survey.storage import AuditEntry, Batch, NodeColumns, Texts, canonical_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from domino_survey.answers import AnswerTable, Column
    from domino_survey.schema import Question, Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.storage import Origin, QuestionnaireRef


class Written(Struct, frozen=True):
    """Texts of a column, of which few are different: `different[codes[i]]` in row i, None for none."""

    codes: NDArray[np.integer[Any]]
    different: Sequence[str | None]


class Columns(Struct, frozen=True):
    """Submitted assessments by columns, each array of shape (n,).

    Attributes:
        key: what their ids follow from, with their number.
        first: number of the first row.
        table: the answers that have columns; what is not there was not asked or not answered.
        written: the other answers, by item: texts, places by commune.
        proofs: by question; 0 for none, else the position in `PROOFS` from 1.
        short: whether the path asks the essential questions only.
        initiative: numbers, not falling.
        started, ended: datetime64[us], in UTC.
        language: of all of them.
    """

    key: str
    first: int
    table: AnswerTable
    written: Mapping[str, Written]
    proofs: Mapping[str, NDArray[np.uint8]]
    short: NDArray[np.bool_]
    initiative: NDArray[np.int64]
    started: NDArray[np.datetime64]
    ended: NDArray[np.datetime64]
    language: str

    def rows(self, start: int, stop: int) -> Columns:
        """The assessments from `start` to `stop` (left out)."""
        part = slice(start, stop)
        return Columns(
            self.key,
            self.first + start,
            self.table.rows(start, stop),
            {k: Written(one.codes[part], one.different) for k, one in self.written.items()},
            {question: proof[part] for question, proof in self.proofs.items()},
            self.short[part],
            self.initiative[part],
            self.started[part],
            self.ended[part],
            self.language,
        )


def stored_of(context: Context, key: str, first: int, stop: int) -> int:
    """How many rows of a key from `first` to `stop` (left out) the store holds: the first ones."""
    return context.repository.loaded(key, first, stop)


def creation_statements() -> list[str]:
    """The statements that make the tables of a store, for who measures loading them in another way."""
    from domino_survey.storage.tables import CREATION  # noqa: PLC0415 - for measures only

    return list(CREATION)


def store_columns(
    context: Context, questionnaire: Questionnaire, columns: Iterable[Columns], *, origin: Origin
) -> int:
    """Score and store assessments, one transaction for each of these; gives how many there were."""
    reference = context.library.archive(questionnaire, context.clock())
    audit = AuditEntry(context.clock(), "operator", "import", origin, {"form": "columns"})
    batches = (_batch(context, questionnaire, reference, one, origin) for one in columns)
    return context.repository.load(batches, audit)


def _batch(
    context: Context,
    questionnaire: Questionnaire,
    reference: QuestionnaireRef,
    columns: Columns,
    origin: Origin,
) -> Batch:
    table, profile = columns.table, questionnaire.profile
    scores = scoring.score(questionnaire, table, essential_only=columns.short)
    proven = {
        question: (proof > 0) & np.isin(proof - 1, [PROOFS.index(one) for one in PROVEN])
        for question, proof in columns.proofs.items()
    }
    communes = columns.written.get(profile.territory or "")
    codes = [code or "" for code in communes.different] if communes else [""]
    where = communes.codes if communes else np.zeros(table.size, dtype=np.uint8)
    paths = [
        next(
            (p.code for p in questionnaire.paths if p.essential_only == short),
            questionnaire.paths[0].code,
        )
        for short in (False, True)
    ]
    layout = aggregation.layout_of(questionnaire)
    answers = {
        item: _texts(questionnaire.items[item], table.columns[item]) for item in layout.items
    }
    for item, written in columns.written.items():
        texts = [None if one is None else _stored(one) for one in written.different]
        answers[item] = Texts(written.codes, texts)
    return Batch(
        key=columns.key,
        first=columns.first,
        questionnaire=reference,
        method_version=METHOD_VERSION,
        origin=origin,
        initiative=columns.initiative,
        started_at=columns.started,
        submitted_at=columns.ended,
        path=Texts(columns.short.astype(np.uint8), paths),
        language=Texts(np.zeros(table.size, dtype=np.uint8), [columns.language]),
        answers=answers,
        proofs={
            question: Texts(proof, [None, *map(canonical_json, PROOFS)])
            for question, proof in columns.proofs.items()
        },
        scores={
            node: NodeColumns(
                found.value,
                found.low,
                found.high,
                found.coverage,
                Texts(found.reason, [reason.code or None for reason in Reason]),
            )
            for node, found in scores.nodes.items()
        },
        shared=_shared(questionnaire, table),
        short=columns.short,
        places={
            kind: Texts(where, texts)
            for kind, texts in places_of(context.territories, codes).items()
        },
        coded=aggregation.coded(questionnaire, table, scores, proven),
    )


def _texts(item: Question, column: Column) -> Texts:
    """The stored form of the answers to an item; each different one is written once."""
    codes = option_codes(item)
    states = [None, *(_stored_state(State(n)) for n in range(1, len(State)))]
    given = column.answered
    if codes and not isinstance(item, MultipleChoice):
        found = np.where(given, column.value + len(State), column.state).astype(np.uint16)
        return Texts(found, [*states, *map(_stored, codes)])
    values, places = np.unique(column.value[given], return_inverse=True)
    found = column.state.astype(np.uint32)
    found[given] = places + len(State)
    if isinstance(item, MultipleChoice):
        different = [
            _stored(tuple(code for n, code in enumerate(codes) if int(bits) >> n & 1))
            for bits in values.tolist()
        ]
    else:
        different = [_stored(float(value)) for value in values.tolist()]
    return Texts(found, [*states, *different])


def _stored(value: str | float | tuple[str, ...]) -> str:
    return canonical_json(Answer(State.ANSWERED, value).to_json())


def _stored_state(state: State) -> str | None:
    found = Answer(state).to_json() if state is not State.ANSWERED else None
    return None if found is None else canonical_json(found)


def _shared(questionnaire: Questionnaire, table: AnswerTable) -> NDArray[np.bool_]:
    sharing = questionnaire.profile.sharing
    if sharing is None:
        return np.zeros(table.size, dtype=bool)
    members = aggregation.members_by_option(questionnaire, table, sharing.item)
    return members[sharing.aggregates]
