"""What an export makes of each question: of its answers, its comments and its proofs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from domino_survey.answers import PROOFS, State
from domino_survey.numerics import np
from domino_survey.schema import (
    YES,
    DateQuestion,
    LongTextQuestion,
    MultipleChoice,
    NumberQuestion,
    ScaleQuestion,
    SingleChoice,
    TerritoryQuestion,
    TextQuestion,
    YesNo,
    option_codes,
)
from domino_survey.services.exporting.batch import Batch, Planned, Setting, chosen, objects
from domino_survey.services.exporting.dataset import WITHHELD, Cells, Kind, Variable
from domino_survey.services.labels import PROOF_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from domino_survey.schema import Prompt, Question, Questionnaire


def item_variable(setting: Setting, item: Question | Prompt) -> Variable:
    """What the column of an item's answers is, before its kind is known to matter."""
    axis = setting.questionnaire.axis_of.get(item.id)
    return Variable(
        id=item.id,
        label=setting.words(item.short or item.text),
        kind=Kind.TEXT,
        item=item.id,
        part=setting.words(axis.title) if axis else setting.translate("Profil"),
        question=setting.words(item.text),
        states=True,
    )


def is_identifier(model: Questionnaire, item: Question | Prompt) -> bool:
    """Whether an item of the profile may say who answers: a name, a text, a commune."""
    if isinstance(item, TerritoryQuestion) or item.id == model.profile.name:
        return True
    return isinstance(item, TextQuestion | LongTextQuestion) and item.id not in model.axis_of


def is_left_out(setting: Setting, item: Question | Prompt) -> bool:
    """Whether an item has no column of its own in this export."""
    if is_identifier(setting.questionnaire, item):
        return not setting.content.identifiers
    return isinstance(item, TextQuestion | LongTextQuestion) and not setting.content.texts


def values_of(setting: Setting, item: Question | Prompt) -> tuple[tuple[str, str], ...]:
    """The codes of an item with their labels; empty for one without options."""
    match item:
        case ScaleQuestion():
            return tuple((level.code, setting.words(level.label)) for level in item.levels)
        case SingleChoice() | MultipleChoice():
            return tuple((option.code, setting.words(option.label)) for option in item.options)
        case YesNo():
            yes, no = setting.translate("Oui"), setting.translate("Non")
            return tuple((code, yes if code == YES else no) for code in option_codes(item))
        case _:
            return ()


def item_columns(setting: Setting, item: Question | Prompt) -> Iterator[Planned]:
    """The columns of a question: its answers, what is counted of them, what stands beside them."""
    base = item_variable(setting, item)
    make: Callable[[Batch], Cells]
    match item:
        case ScaleQuestion() | SingleChoice() | YesNo():
            kind, make = Kind.CHOICE, partial(_numbers, item.id)
        case MultipleChoice():
            kind, make = Kind.CODES, partial(_texts, item.id)
        case NumberQuestion():
            kind, make = Kind.NUMBER, partial(_numbers, item.id)
            base = replace(
                base,
                unit=setting.words(item.unit),
                minimum=item.minimum,
                maximum=item.maximum,
                integer=item.integer,
            )
        case DateQuestion():
            kind, make = Kind.DAY, partial(_texts, item.id)
        case TextQuestion() | LongTextQuestion() if not is_identifier(setting.questionnaire, item):
            kind, make = Kind.TEXT, partial(_shared_texts, item.id)
            base = replace(base, withheld=True)
        case _:
            kind, make = Kind.TEXT, partial(_texts, item.id)
    if not is_left_out(setting, item):
        values, ordered = values_of(setting, item), isinstance(item, ScaleQuestion)
        yield Planned(replace(base, kind=kind, values=values, ordered=ordered), make)
    if isinstance(item, MultipleChoice):
        yield from _flags(setting, item, base)
    if isinstance(item, TerritoryQuestion):
        yield from _places(setting, item, base)
    if item.id in setting.questionnaire.axis_of and item.id not in _prompts(setting.questionnaire):
        yield from _beside(setting, item, base)


def _prompts(model: Questionnaire) -> frozenset[str]:
    return frozenset(prompt.id for axis in model.axes for prompt in axis.prompts)


def _numbers(item: str, batch: Batch) -> Cells:
    return Cells(batch.table.columns[item].value, batch.states(item))


def _texts(item: str, batch: Batch) -> Cells:
    return Cells(batch.texts(item), batch.states(item))


def _shared_texts(item: str, batch: Batch) -> Cells:
    return shared(batch, batch.texts(item), batch.states(item))


def shared(batch: Batch, texts: NDArray[np.object_], state: NDArray[np.int8]) -> Cells:
    """Texts without those that their authors do not share."""
    withheld = (state == State.ANSWERED) & ~batch.shares_texts
    return Cells(np.where(withheld, "", texts), np.where(withheld, np.int8(WITHHELD), state))


def _flags(setting: Setting, item: MultipleChoice, base: Variable) -> Iterator[Planned]:
    t = setting.translate
    for place, (code, label) in enumerate(values_of(setting, item)):
        flag = replace(
            base,
            id=f"{item.id}/{code}",
            label=f"{base.label} : {label}",
            kind=Kind.FLAG,
            values=(("0", t("Non")), ("1", t("Oui"))),
        )
        yield Planned(flag, partial(_flag, item.id, place))


def _flag(item: str, place: int, batch: Batch) -> Cells:
    bits = batch.table.columns[item].value
    return Cells(((bits >> np.uint64(place)) & np.uint64(1)).astype(np.int16), batch.states(item))


def _places(setting: Setting, item: Question | Prompt, base: Variable) -> Iterator[Planned]:
    t, register = setting.translate, setting.territories
    if setting.content.identifiers:
        label = t("Intercommunalité (SIREN)")
        yield Planned(
            replace(base, id=f"{item.id}/epci", label=label, kind=Kind.TEXT),
            lambda batch: _within(item.id, "epci", batch),
        )
    for name, label in (("departement", t("Département")), ("region", t("Région"))):
        units = register.units("departement" if name == "departement" else "region")
        values = tuple((unit.code, unit.name) for unit in units)
        yield Planned(
            replace(base, id=f"{item.id}/{name}", label=label, kind=Kind.CHOICE, values=values),
            partial(_unit, item.id, name, values),
        )


def _within(item: str, kind: str, batch: Batch) -> Cells:
    """The place of a kind that each commune lies in; missing for one that the register does not know."""
    texts, state = batch.texts(item), batch.states(item)
    field = "department" if kind == "departement" else kind
    for row in np.flatnonzero(state == State.ANSWERED).tolist():
        commune = batch.setting.territories.commune(texts[row])
        texts[row] = getattr(commune, field) if commune is not None else ""
    state[(state == State.ANSWERED) & (texts == "")] = State.MISSING
    return Cells(texts, state)


def _unit(item: str, kind: str, values: Sequence[tuple[str, str]], batch: Batch) -> Cells:
    found = _within(item, kind, batch)
    return Cells(chosen(found.value.tolist(), values).value, found.state)


def _beside(setting: Setting, item: Question | Prompt, base: Variable) -> Iterator[Planned]:
    """The proof and the comment that stand under an answer."""
    t = setting.translate
    if setting.content.proofs:
        values = tuple((code, t(PROOF_LABELS[code])) for code in PROOFS)
        proof = replace(
            base,
            id=f"{item.id}:proof",
            label=t("{question} : niveau de preuve", question=base.label),
            kind=Kind.CHOICE,
            values=values,
            ordered=True,
            question="",
        )
        yield Planned(proof, partial(_proof, item.id, values))
    if setting.content.texts:
        comment = replace(
            base,
            id=f"{item.id}:comment",
            label=t("{question} : commentaire", question=base.label),
            question="",
            withheld=True,
        )
        yield Planned(comment, partial(comments, item.id))


def _proof(item: str, values: Sequence[tuple[str, str]], batch: Batch) -> Cells:
    codes = batch.facet("proofs", item)
    return Cells(chosen(codes, values).value, _beside_states(item, codes, batch))


def comments(item: str, batch: Batch) -> Cells:
    """The comments on an item that their authors share."""
    texts = batch.facet("comments", item)
    return shared(batch, objects(texts), _beside_states(item, texts, batch))


def _beside_states(item: str, said: Sequence[str], batch: Batch) -> NDArray[np.int8]:
    state = np.array([State.ANSWERED if one else State.MISSING for one in said], dtype=np.int8)
    state[~batch.scores.asked[item]] = State.NOT_ASKED
    return state
