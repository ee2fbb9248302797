"""The columns of an export with one row per response: what each question, comment and score becomes."""

from __future__ import annotations

import hashlib
from functools import cached_property, partial
from typing import TYPE_CHECKING, cast

from msgspec import Struct
from msgspec.structs import replace

from domino_survey import scoring
from domino_survey.answers import MISSING, PROOFS, Answer, AnswerTable, State, table_of
from domino_survey.i18n import N_
from domino_survey.numerics import np
from domino_survey.schema import (
    OVERALL,
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
from domino_survey.scoring import Reason, Scores, dimension_id
from domino_survey.services.assessments import answers_of
from domino_survey.services.dataset import WITHHELD, Cells, Kind, Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from domino_survey.i18n import Translator
    from domino_survey.numerics import Mask
    from domino_survey.schema import Prompt, Question, Questionnaire
    from domino_survey.storage import StoredSubmission
    from domino_survey.territories import Territories

# Of a SHA-256: as good as unique among all the responses that anyone will collect.
_PSEUDONYM = 16

PROOF_LABELS = {
    "estimation": N_("Estimation"),
    "constat": N_("Constat partagé"),
    "mesure": N_("Mesure"),
}
REASON_LABELS = {
    Reason.NOTHING_ASKED: N_("aucune question posée"),
    Reason.NOTHING_ANSWERED: N_("aucune réponse"),
    Reason.LOW_COVERAGE: N_("pas assez de réponses"),
    Reason.MOSTLY_NOT_APPLICABLE: N_("trop de questions sans objet"),
}
ORIGINS = (("real", N_("réelle")), ("demo", N_("démonstration, inventée")))
# Whose view of the practice a response is.
VIEWS = (
    ("own", N_("l'initiative")),
    ("guest", N_("une personne invitée à répondre à part")),
    ("shared", N_("la réponse commune d'un groupe")),
)


class Content(Struct, frozen=True):
    """What goes into the columns beside the answers to closed questions, numbers and days.

    `identifiers`: the name, the texts of the profile, the commune. `texts`: the texts of the axes whose
    author shares them. Never both: texts are shared without a name.
    """

    identifiers: bool = False
    texts: bool = False
    proofs: bool = False
    scores: bool = True


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


def planned(setting: Setting) -> tuple[Planned, ...]:
    """All columns, in order: the response, its profile, the axes, its scores."""
    columns = [*response_columns(setting)]
    for item in setting.questionnaire.items.values():
        columns.extend(_item_columns(setting, item))
    if setting.content.scores:
        columns.extend(score_columns(setting))
    return _named(setting.questionnaire, columns)


def _named(model: Questionnaire, columns: Sequence[Planned]) -> tuple[Planned, ...]:
    """The columns under names that differ: those that are the questions' own stay as they are."""
    taken = set(model.items)
    named: list[Planned] = []
    for column in columns:
        name, number = column.variable.id, 2
        own = name == column.variable.item and name in model.items
        while name in taken and not own:
            name, number = f"{column.variable.id}_{number}", number + 1
        taken.add(name)
        named.append(Planned(replace(column.variable, id=name), column.make))
    return tuple(named)


# --- The response ---------------------------------------------------------------------------------


def response_columns(setting: Setting) -> Iterator[Planned]:
    """What names a row and says how it came about."""
    t, model = setting.translate, setting.questionnaire
    part = t("Le bilan")

    def about(name: str, label: str, kind: Kind, **fields: object) -> Variable:
        return Variable(name, label, kind, part=part, **fields)  # type: ignore[arg-type]

    yield Planned(
        about("response", t("Bilan et numéro d'envoi, sous pseudonyme"), Kind.TEXT), _response
    )
    yield Planned(about("initiative", t("Initiative, sous pseudonyme"), Kind.TEXT), _initiative)
    origins = tuple((code, t(label)) for code, label in ORIGINS)
    yield Planned(
        about("origin", t("Origine des réponses"), Kind.CHOICE, values=origins),
        lambda batch: chosen([one.submission.origin for one in batch.sent], origins),
    )
    views = tuple((code, t(label)) for code, label in VIEWS)
    yield Planned(
        about("view", t("Qui répond"), Kind.CHOICE, values=views),
        lambda batch: chosen([_view(setting, one) for one in batch.sent], views),
    )
    paths = tuple((path.code, setting.words(path.label)) for path in model.paths)
    yield Planned(
        about("path", t("Parcours"), Kind.CHOICE, values=paths),
        lambda batch: chosen([batch.said(row, "path") for row in range(batch.size)], paths),
    )
    languages = tuple((code, code) for code in model.languages)
    yield Planned(
        about("language", t("Langue du bilan"), Kind.CHOICE, values=languages),
        lambda batch: chosen([batch.said(row, "language") for row in range(batch.size)], languages),
    )
    yield Planned(about("sent_on", t("Jour de l'envoi"), Kind.DAY), _day)
    yield Planned(
        about("method", t("Version de la méthode de calcul"), Kind.TEXT),
        lambda batch: Cells(objects([one.submission.method_version for one in batch.sent])),
    )


def _response(batch: Batch) -> Cells:
    sent = [one.submission for one in batch.sent]
    return Cells(objects([f"{pseudonym(one.response_id)}-{one.number}" for one in sent]))


def _initiative(batch: Batch) -> Cells:
    return Cells(objects([pseudonym(one.initiative_id) for one in batch.sent]))


def _view(setting: Setting, one: StoredSubmission) -> str:
    response = one.submission.response_id
    if response in setting.guests:
        return "guest"
    return "shared" if response in setting.shared else "own"


def _day(batch: Batch) -> Cells:
    local = batch.setting.translate.local
    return Cells(
        objects([local(one.submission.submitted_at).date().isoformat() for one in batch.sent])
    )


def objects(texts: Sequence[str]) -> NDArray[np.object_]:
    """Texts as an array of shape (n,)."""
    found = np.empty(len(texts), dtype=object)
    found[:] = texts
    return found


def chosen(codes: Sequence[str], values: Sequence[tuple[str, str]]) -> Cells:
    """Codes as positions among `values`; -1 for what is none of them."""
    places = {code: place for place, (code, _) in enumerate(values)}
    return Cells(np.array([places.get(code, -1) for code in codes], dtype=np.int16))


# --- Answers --------------------------------------------------------------------------------------


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


def _item_columns(setting: Setting, item: Question | Prompt) -> Iterator[Planned]:
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


# --- Scores ---------------------------------------------------------------------------------------


def nodes(setting: Setting) -> tuple[tuple[str, str], ...]:
    """Every node with a score, with its title: themes, axes, the overall score, dimensions."""
    model = setting.questionnaire
    titles = {theme.id: setting.words(theme.title) for theme in model.themes}
    titles |= {axis.id: setting.words(axis.title) for axis in model.axes}
    titles[OVERALL] = setting.translate("Ensemble")
    dimensions = [(dimension_id(one.code), setting.words(one.label)) for one in model.dimensions]
    return (*((node, titles[node]) for node in model.node_ids), *dimensions)


def reasons(setting: Setting) -> tuple[tuple[str, str], ...]:
    """Why there is no score, by code."""
    return tuple((reason.code, setting.translate(text)) for reason, text in REASON_LABELS.items())


def score_columns(setting: Setting) -> Iterator[Planned]:
    """The score of each node as it was stored, its bounds, its coverage, why there is none."""
    t = setting.translate
    parts = (
        ("value", "", t("score")),
        ("low", ".low", t("borne basse")),
        ("high", ".high", t("borne haute")),
        ("coverage", ".coverage", t("couverture")),
    )
    for node, title in nodes(setting):
        base = Variable(node, title, Kind.NUMBER, item=node, part=t("Scores"), minimum=0)
        for field, ending, words in parts:
            top = 1 if field == "coverage" else 100
            variable = replace(base, id=node + ending, label=f"{title} : {words}", maximum=top)
            yield Planned(variable, partial(score_cells, node, field))
        why = replace(base, id=f"{node}.reason", label=t("{name} : sans score", name=title))
        values = reasons(setting)
        yield Planned(
            replace(why, kind=Kind.CHOICE, values=values, minimum=None),
            partial(reason_cells, node, values),
        )


def score_cells(node: str, field: str, batch: Batch) -> Cells:
    """A part of the stored score of a node, NaN where there is none."""
    found = [one.scores.get(node) for one in batch.sent]
    numbers = [None if score is None else getattr(score, field) for score in found]
    return Cells(np.array([np.nan if one is None else one for one in numbers], dtype=np.float64))


def reason_cells(node: str, values: Sequence[tuple[str, str]], batch: Batch) -> Cells:
    """Why a node has no score; -1 where it has one."""
    found = [one.scores.get(node) for one in batch.sent]
    return chosen([(score.reason or "") if score else "" for score in found], values)
