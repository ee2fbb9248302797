"""One question on the screen, whatever its type: its widget, its two ways out, its comment and its proof.

The store is the truth: a widget shows what is stored, and its callback commits before anything is drawn.
No widget has a default: an untouched question has no answer. Labels are looked up by methods of
dictionaries, which the session state can serialise, unlike functions made on the spot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import streamlit as st
from msgspec import Struct

from domino_survey import wording
from domino_survey.answers import (
    DONT_KNOW,
    MISSING,
    NOT_APPLICABLE,
    PROOFS,
    Answer,
    State,
    Value,
    answered,
)
from domino_survey.errors import DominoError
from domino_survey.i18n import N_, plain
from domino_survey.i18n import label as spoken
from domino_survey.schema import (
    COMMENT_LIMIT,
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
from domino_survey.services import drafts
from domino_survey.ui import communes, notices, state

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.schema import Question
    from domino_survey.services.drafts import Draft, Saved
    from domino_survey.storage import Facet
    from domino_survey.ui.guard import HolderVisit

Visibility: TypeAlias = Literal["visible", "collapsed"]

PROOF_CAPTIONS = {
    "estimation": N_("Votre avis, sans vérification"),
    "constat": N_("Plusieurs personnes le constatent"),
    "mesure": N_("Un relevé, un document, une enquête"),
}
STATE_LABELS = {"not_applicable": N_("Sans objet"), "dont_know": N_("Ne sait pas")}
STATES = {"not_applicable": NOT_APPLICABLE, "dont_know": DONT_KNOW}


class Field(Struct, frozen=True):
    """A question in one assessment, as a widget knows it."""

    visit: HolderVisit
    draft: Draft
    item: Question

    def key(self, part: str = "answer") -> str:
        """The key of one of the question's widgets."""
        return state.widget_key(self.draft.response.id, self.item.id, part)

    @property
    def stored(self) -> Answer:
        """What the store holds."""
        return self.draft.answer(self.item.id)

    @property
    def label(self) -> str:
        """The question in words, marked when it must be answered."""
        t = self.visit.t
        text = spoken(t.text(self.item.text))
        return t("{question} (obligatoire)", question=text) if self.item.required else text


def draw(field: Field, *, label_visible: bool = True) -> None:
    """The widget of a question, with what was last refused beside it."""
    key = field.key()
    visibility: Visibility = "visible" if label_visible else "collapsed"
    match field.item:
        case ScaleQuestion() | SingleChoice() | YesNo():
            _sync(field, key, field.stored.value)
            labels = option_labels(field)
            st.radio(
                field.label,
                option_codes(field.item),
                index=None,
                format_func=labels.__getitem__,
                key=key,
                on_change=_save_choice,
                args=(field,),
                label_visibility=visibility,
            )
        case MultipleChoice():
            _several(field, label_visible=label_visible)
        case NumberQuestion():
            _number(field, visibility)
        case TextQuestion():
            _sync(field, key, field.stored.value or "")
            _note_base(field, "answer")
            st.text_input(
                field.label,
                key=key,
                on_change=_save_text,
                args=(field,),
                label_visibility=visibility,
            )
        case LongTextQuestion():
            _sync(field, key, field.stored.value or "")
            _note_base(field, "answer")
            st.text_area(
                field.label,
                key=key,
                on_change=_save_text,
                args=(field,),
                label_visibility=visibility,
            )
            _limit(field, field.item.max_length)
        case DateQuestion():
            _date(field, visibility)
        case TerritoryQuestion():
            communes.draw(field, _save)
    for sentence in state.faults().get(key, []):
        st.error(plain(sentence), icon=":material/error:")


def option_labels(field: Field) -> dict[str, str]:
    """The words of each option, by code, ready for a label."""
    words = wording.labels_of(field.visit.t, field.item)
    return {code: plain(text) for code, text in words.items()}


def ticked(
    item: MultipleChoice, current: Value | None, changed: str, *, on: bool
) -> tuple[str, ...]:
    """The options chosen once one is ticked or unticked, in the questionnaire's order.

    An exclusive option takes the others out, and any other takes the exclusive ones out.
    """
    exclusive = {option.code for option in item.options if option.exclusive}
    chosen = set(current if isinstance(current, tuple) else ())
    if not on:
        chosen.discard(changed)
    elif changed in exclusive:
        chosen = {changed}
    else:
        chosen = (chosen - exclusive) | {changed}
    return tuple(code for code in option_codes(item) if code in chosen)


def _several(field: Field, *, label_visible: bool) -> None:
    if label_visible:
        st.markdown(f"**{field.label}**" if field.item.required else field.label)
    chosen = field.stored.value if isinstance(field.stored.value, tuple) else ()
    with st.container(gap="xsmall"):
        for code, label in option_labels(field).items():
            key = field.key(f"answer/{code}")
            _sync(field, key, code in chosen)
            st.checkbox(label, key=key, on_change=_save_several, args=(field, code))


def _number(field: Field, visibility: Visibility) -> None:
    item, t = field.item, field.visit.t
    if not isinstance(item, NumberQuestion):
        return
    key = field.key()
    value = field.stored.value
    number = value if isinstance(value, int | float) else None
    _sync(field, key, number)
    unit = plain(t.text(item.unit)) if item.unit else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.number_input(
            t("{question} ({unit})", question=field.label, unit=unit) if unit else field.label,
            value=None,
            step=1.0,
            format="%g",
            key=key,
            on_change=_save_number,
            args=(field,),
            placeholder=t("Un nombre"),
            label_visibility=visibility,
            width=240,
        )
        # Beside the box: in it, the unit would go as soon as a number is typed.
        if unit and visibility == "collapsed":
            st.markdown(unit, width="content")


def _date(field: Field, visibility: Visibility) -> None:
    _sync(field, field.key(), field.stored.value or "")
    st.text_input(
        field.label,
        key=field.key(),
        placeholder=field.visit.t("année-mois-jour, par exemple 2026-03-15"),
        on_change=_save_text,
        args=(field,),
        label_visibility=visibility,
        width=320,
    )


def ways_out(field: Field) -> None:
    """'Not applicable' and 'do not know', where the question offers them, and clearing the answer."""
    t, item = field.visit.t, field.item
    offered = [
        name
        for name, allowed in (
            ("not_applicable", item.not_applicable is not None),
            ("dont_know", item.dont_know),
        )
        if allowed
    ]
    key = field.key("state")
    current = {State.NOT_APPLICABLE: "not_applicable", State.DONT_KNOW: "dont_know"}.get(
        field.stored.state
    )
    if offered:
        _sync(field, key, current)
        st.pills(
            t("Autres réponses"),
            offered,
            format_func={name: t(STATE_LABELS[name]) for name in offered}.__getitem__,
            key=key,
            on_change=_save_state,
            args=(field,),
            label_visibility="collapsed",
        )
    if item.not_applicable is not None:
        st.caption(plain(t.text(item.not_applicable)))


def comment_and_proof(field: Field) -> None:
    """The optional comment, and what the answer rests on."""
    t, draft, item = field.visit.t, field.draft, field.item
    comment, proof = draft.comment(item.id), draft.proof(item.id)
    # The same words whether it is filled in or not: a panel with other words is another one, closed.
    with st.expander(t("Commentaire et niveau de preuve")):
        key = field.key("proof")
        _sync(field, key, proof)
        st.radio(
            t("Sur quoi repose cette réponse ?"),
            PROOFS,
            index=None,
            format_func={name: t(wording.PROOF_LABELS[name]) for name in PROOFS}.__getitem__,
            captions=[t(PROOF_CAPTIONS[name]) for name in PROOFS],
            key=key,
            on_change=_save_proof,
            args=(field,),
        )
        key = field.key("comment")
        _sync(field, key, comment)
        _note_base(field, "comment")
        st.text_area(
            t("Commentaire (facultatif, sans nommer de personne)"),
            key=key,
            on_change=_save_comment,
            args=(field,),
        )
        _limit(field, COMMENT_LIMIT)
        for sentence in state.faults().get(key, []):
            st.error(plain(sentence), icon=":material/error:")
    if comment or proof:
        st.caption(t("Commentaire ou niveau de preuve enregistré."))


def clear_button(field: Field) -> None:
    """Takes an answer back."""
    if field.stored.state is not State.MISSING:
        st.button(
            field.visit.t("Effacer ma réponse"),
            key=field.key("clear"),
            type="tertiary",
            icon=":material/backspace:",
            on_click=_save,
            args=(field, MISSING),
        )


def _sync(field: Field, key: str, stored: object) -> None:
    """Show what the store holds, unless what was typed was refused and waits to be mended."""
    if {key, field.key()} & state.faults().keys():
        return
    if key not in st.session_state or st.session_state[key] != stored:
        st.session_state[key] = stored


def _limit(field: Field, most: int) -> None:
    """How much may be written, said before it is refused, and when it is saved."""
    t = field.visit.t
    st.caption(
        t(
            "{limit} caractères au plus. Enregistré quand vous quittez le champ.",
            limit=t.number(most),
        )
    )


def _note_base(field: Field, facet: Facet) -> None:
    """Remember what the text in a field was written upon.

    While someone types, the browser keeps their text whatever the server draws: what others wrote
    meanwhile was not seen.
    """
    state.bases().setdefault(field.key(facet), field.draft.event_id(field.item.id, facet))


def _base(field: Field, facet: Facet) -> str | None:
    return state.bases().get(field.key(facet), field.draft.event_id(field.item.id, facet))


def _save(field: Field, answer: Answer) -> None:
    """Commit an answer; a refusal stays beside the field, with what was typed."""
    visit, item_id = field.visit, field.item.id
    _settle(
        field,
        "answer",
        lambda: drafts.save_answer(
            visit.context,
            visit.identity,
            visit.opened.response_id,
            item_id,
            answer,
            session=visit.session,
            base=_base(field, "answer"),
            questionnaire_hash=field.draft.questionnaire.hash,
        ),
    )


def _settle(field: Field, facet: Facet, save: Callable[[], Saved]) -> None:
    """Save, and say what became of it: refused, put beside someone else's text, put in place of it."""
    t, key = field.visit.t, field.key(facet)
    try:
        saved = save()
    except DominoError as refusal:
        state.faults()[key] = notices.sentences(t, refusal)
        return
    state.faults().pop(key, None)
    if key in state.bases():
        state.bases()[key] = saved.draft.event_id(field.item.id, facet)
    if saved.overtaken is None:
        return
    st.toast(
        t(
            "Une autre personne écrivait ici en même temps : les deux textes sont gardés, l'un sous "
            "l'autre."
        )
        if saved.joined
        else t(
            "Une autre personne venait de répondre à cette question. Votre réponse la remplace ; "
            "la sienne reste dans l'historique."
        ),
        icon=":material/group:",
        duration="long",
    )


def _save_choice(field: Field) -> None:
    code = st.session_state[field.key()]
    _save(field, MISSING if code is None else answered(code))


def _save_several(field: Field, changed: str) -> None:
    if not isinstance(field.item, MultipleChoice):
        return
    current = field.visit.draft.answer(field.item.id).value
    on = bool(st.session_state[field.key(f"answer/{changed}")])
    codes = ticked(field.item, current, changed, on=on)
    _save(field, answered(codes) if codes else MISSING)


def _save_number(field: Field) -> None:
    number = st.session_state[field.key()]
    _save(field, MISSING if number is None else answered(float(number)))


def _save_text(field: Field) -> None:
    text = str(st.session_state[field.key()] or "")
    value: Value = text
    _save(field, answered(value) if text.strip() else MISSING)


def _save_state(field: Field) -> None:
    name = st.session_state[field.key("state")]
    _save(field, STATES[name] if name else MISSING)


def _save_proof(field: Field) -> None:
    visit = field.visit
    drafts.save_proof(
        visit.context,
        visit.identity,
        visit.opened.response_id,
        field.item.id,
        st.session_state[field.key("proof")],
        session=visit.session,
    )


def _save_comment(field: Field) -> None:
    visit = field.visit
    _settle(
        field,
        "comment",
        lambda: drafts.save_comment(
            visit.context,
            visit.identity,
            visit.opened.response_id,
            field.item.id,
            str(st.session_state[field.key("comment")] or ""),
            session=visit.session,
            base=_base(field, "comment"),
        ),
    )
