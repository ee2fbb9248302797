"""The long form of an export: one row per answer, and one per score."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from domino_survey.answers import PROOFS, State
from domino_survey.i18n import N_
from domino_survey.numerics import np
from domino_survey.schema import NumberQuestion
from domino_survey.services.dataset import MARKS, WITHHELD, Cells, Kind, Variable
from domino_survey.services.export_columns import (
    PROOF_LABELS,
    Planned,
    chosen,
    comments,
    is_identifier,
    is_left_out,
    nodes,
    objects,
    reason_cells,
    reasons,
    response_columns,
    score_cells,
    shared,
    values_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from domino_survey.schema import Prompt, Question
    from domino_survey.services.dataset import Block
    from domino_survey.services.export_columns import Batch, Setting

KEY = ("response", "initiative", "sent_on", "path")
ANSWERED = ("answered", N_("répondue"))


def items_of(setting: Setting) -> tuple[Question | Prompt, ...]:
    """The questions that have rows: all but those that this export leaves out."""
    return tuple(
        item for item in setting.questionnaire.items.values() if not is_left_out(setting, item)
    )


def answer_variables(setting: Setting) -> tuple[Variable, ...]:
    """The columns of the table of answers."""
    t = setting.translate
    items = items_of(setting)
    questions = tuple((item.id, setting.words(item.short or item.text)) for item in items)
    states = [(mark.name, t(mark.label)) for mark in MARKS.values()]
    if not setting.content.texts:
        states = [one for one in states if one[0] != MARKS[WITHHELD].name]
    proofs = tuple((code, t(PROOF_LABELS[code])) for code in PROOFS)
    part = t("La réponse")
    found = [
        *_keys(setting),
        Variable("question", t("Question"), Kind.CHOICE, part=part, values=questions),
        Variable(
            *("state", t("État de la réponse"), Kind.CHOICE),
            part=part,
            values=((ANSWERED[0], t(ANSWERED[1])), *states),
        ),
        Variable("value", t("Réponse : code, codes, nombre ou texte"), Kind.TEXT, part=part),
        Variable("number", t("Réponse, si c'est un nombre"), Kind.NUMBER, part=part),
        Variable("label", t("Réponse en toutes lettres"), Kind.TEXT, part=part),
        Variable(
            *("score", t("Score de la réponse, de 0 à 100"), Kind.NUMBER),
            part=part,
            minimum=0,
            maximum=100,
        ),
    ]
    if setting.content.proofs:
        found.append(
            Variable(
                *("proof", t("Niveau de preuve"), Kind.CHOICE),
                part=part,
                values=proofs,
                ordered=True,
            )
        )
    if setting.content.texts:
        found.append(Variable("comment", t("Commentaire"), Kind.TEXT, part=part))
    return tuple(found)


def score_variables(setting: Setting) -> tuple[Variable, ...]:
    """The columns of the table of scores."""
    t, part = setting.translate, setting.translate("Scores")

    def score(name: str, label: str, top: float = 100) -> Variable:
        return Variable(name, label, Kind.NUMBER, part=part, minimum=0, maximum=top)

    return (
        *_keys(setting),
        Variable(
            "node", t("Axe, thème ou dimension"), Kind.CHOICE, part=part, values=nodes(setting)
        ),
        score("score", t("Score")),
        score("low", t("Borne basse")),
        score("high", t("Borne haute")),
        score("coverage", t("Couverture"), 1),
        Variable("reason", t("Sans score"), Kind.CHOICE, part=part, values=reasons(setting)),
    )


def answer_block(setting: Setting, batch: Batch) -> Block:
    """The rows of a batch: its responses in order, the questions of each in order."""
    items = items_of(setting)
    rows = [_answer(setting, batch, item) for item in items]
    columns = [_woven([row[place] for row in rows]) for place in range(len(rows[0]))]
    return (*_repeated(setting, batch, len(items)), _cycled(len(items), batch.size), *columns)


def score_block(setting: Setting, batch: Batch) -> Block:
    """The rows of a batch: its responses in order, the nodes of each in order."""
    names = [node for node, _ in nodes(setting)]
    fields: list[Callable[[str], Cells]] = [
        lambda node, field=field: score_cells(node, field, batch)  # type: ignore[misc]
        for field in ("value", "low", "high", "coverage")
    ]
    fields.append(lambda node: reason_cells(node, reasons(setting), batch))
    columns = [_woven([make(node) for node in names]) for make in fields]
    return (*_repeated(setting, batch, len(names)), _cycled(len(names), batch.size), *columns)


def _answer(setting: Setting, batch: Batch, item: Question | Prompt) -> list[Cells]:
    """State, value, number, label, score, and proof and comment where wanted, of one question."""
    state, texts = batch.states(item.id), batch.texts(item.id)
    numbers = np.full(batch.size, np.nan)
    if isinstance(item, NumberQuestion):
        here = state == State.ANSWERED
        numbers[here] = batch.table.columns[item.id].value[here]
        texts = objects([text.removesuffix(".0") for text in texts])
    labels = objects([""] * batch.size)
    known = dict(values_of(setting, item))
    if known:
        labels = objects([" ; ".join(known[code] for code in text.split()) for text in texts])
    elif _is_text(item) and not is_identifier(setting.questionnaire, item):
        held = shared(batch, texts, state)
        texts, state = held.value, held.states()
    names = [ANSWERED[0], *(mark.name for mark in MARKS.values())]
    order = {State.ANSWERED: ANSWERED[0], **{key: mark.name for key, mark in MARKS.items()}}
    said = chosen([order[one] for one in state.tolist()], [(name, "") for name in names])
    scores = batch.scores.items.get(item.id, np.full(batch.size, np.nan))
    found = [said, Cells(texts), Cells(numbers), Cells(labels), Cells(scores)]
    if setting.content.proofs:
        proofs = chosen(batch.facet("proofs", item.id), [(code, "") for code in PROOFS])
        found.append(Cells(np.where(batch.scores.asked[item.id], proofs.value, np.int16(-1))))
    if setting.content.texts:
        found.append(_comments(item.id, batch))
    return found


def _is_text(item: Question | Prompt) -> bool:
    return item.type in {"text", "long_text"}


def _comments(item: str, batch: Batch) -> Cells:
    cells = comments(item, batch)
    return Cells(np.where(cells.states() == State.ANSWERED, cells.value, ""))


def _keys(setting: Setting) -> tuple[Variable, ...]:
    known = {column.variable.id: column.variable for column in response_columns(setting)}
    return tuple(known[name] for name in KEY)


def _repeated(setting: Setting, batch: Batch, times: int) -> list[Cells]:
    columns = {one.variable.id: one.make(batch) for one in response_columns(setting)}
    return [Cells(np.repeat(columns[name].value, times)) for name in KEY]


def _cycled(count: int, size: int) -> Cells:
    return Cells(np.tile(np.arange(count, dtype=np.int16), size))


def _woven(columns: Sequence[Cells]) -> Cells:
    """One column of n times k cells from k columns of n: those of a response stay together."""
    return Cells(np.stack([one.value for one in columns], axis=1).ravel())


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


def wide_block(columns: Sequence[Planned], batch: Batch) -> Block:
    """The rows of a batch, one per response."""
    return tuple(column.make(batch) for column in columns)
