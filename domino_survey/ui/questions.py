"""One question on the screen, whatever its type: its widget, its two ways out, its comment and its proof.

The store is the truth: a widget shows what is stored, and its callback commits before anything is drawn.
No widget has a default: an untouched question has no answer. Labels are looked up by methods of
dictionaries, which the session state can serialise, unlike functions made on the spot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import streamlit as st

from domino_survey import wording
from domino_survey.answers import (
    MISSING,
    PROOFS,
    State,
)
from domino_survey.i18n import N_, plain
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
from domino_survey.ui import communes, fields, state

if TYPE_CHECKING:
    from domino_survey.ui.fields import Field

Visibility: TypeAlias = Literal["visible", "collapsed"]

PROOF_CAPTIONS = {
    "estimation": N_("Votre avis, sans vérification"),
    "constat": N_("Plusieurs personnes le constatent"),
    "mesure": N_("Un relevé, un document, une enquête"),
}
STATE_LABELS = {"not_applicable": N_("Sans objet"), "dont_know": N_("Ne sait pas")}


def draw(field: Field, *, label_visible: bool = True) -> None:
    """The widget of a question, with what was last refused beside it."""
    key = field.key()
    visibility: Visibility = "visible" if label_visible else "collapsed"
    match field.item:
        case ScaleQuestion() | SingleChoice() | YesNo():
            fields.sync(field, key, field.stored.value)
            labels = option_labels(field)
            st.radio(
                field.label,
                option_codes(field.item),
                index=None,
                format_func=labels.__getitem__,
                key=key,
                on_change=fields.save_choice,
                args=(field,),
                label_visibility=visibility,
            )
        case MultipleChoice():
            _several(field, label_visible=label_visible)
        case NumberQuestion():
            _number(field, visibility)
        case TextQuestion():
            fields.sync(field, key, field.stored.value or "")
            fields.note_base(field, "answer")
            st.text_input(
                field.label,
                key=key,
                on_change=fields.save_text,
                args=(field,),
                label_visibility=visibility,
            )
        case LongTextQuestion():
            fields.sync(field, key, field.stored.value or "")
            fields.note_base(field, "answer")
            st.text_area(
                field.label,
                key=key,
                on_change=fields.save_text,
                args=(field,),
                label_visibility=visibility,
            )
            _limit(field, field.item.max_length)
        case DateQuestion():
            _date(field, visibility)
        case TerritoryQuestion():
            communes.draw(field, fields.save)
    for sentence in state.faults().get(key, []):
        st.error(plain(sentence), icon=":material/error:")


def option_labels(field: Field) -> dict[str, str]:
    """The words of each option, by code, ready for a label."""
    words = wording.labels_of(field.visit.t, field.item)
    return {code: plain(text) for code, text in words.items()}


def _several(field: Field, *, label_visible: bool) -> None:
    if label_visible:
        st.markdown(f"**{field.label}**" if field.item.required else field.label)
    chosen = field.stored.value if isinstance(field.stored.value, tuple) else ()
    with st.container(gap="xsmall"):
        for code, label in option_labels(field).items():
            key = field.key(f"answer/{code}")
            fields.sync(field, key, code in chosen)
            st.checkbox(label, key=key, on_change=fields.save_several, args=(field, code))


def _number(field: Field, visibility: Visibility) -> None:
    item, t = field.item, field.visit.t
    if not isinstance(item, NumberQuestion):
        return
    key = field.key()
    value = field.stored.value
    number = value if isinstance(value, int | float) else None
    fields.sync(field, key, number)
    unit = plain(t.text(item.unit)) if item.unit else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.number_input(
            t("{question} ({unit})", question=field.label, unit=unit) if unit else field.label,
            value=None,
            step=1.0,
            format="%g",
            key=key,
            on_change=fields.save_number,
            args=(field,),
            placeholder=t("Un nombre"),
            label_visibility=visibility,
            width=240,
        )
        # Beside the box: in it, the unit would go as soon as a number is typed.
        if unit and visibility == "collapsed":
            st.markdown(unit, width="content")


def _date(field: Field, visibility: Visibility) -> None:
    fields.sync(field, field.key(), field.stored.value or "")
    st.text_input(
        field.label,
        key=field.key(),
        placeholder=field.visit.t("année-mois-jour, par exemple 2026-03-15"),
        on_change=fields.save_text,
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
        fields.sync(field, key, current)
        st.pills(
            t("Autres réponses"),
            offered,
            format_func={name: t(STATE_LABELS[name]) for name in offered}.__getitem__,
            key=key,
            on_change=fields.save_state,
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
        fields.sync(field, key, proof)
        st.radio(
            t("Sur quoi repose cette réponse ?"),
            PROOFS,
            index=None,
            format_func={name: t(wording.PROOF_LABELS[name]) for name in PROOFS}.__getitem__,
            captions=[t(PROOF_CAPTIONS[name]) for name in PROOFS],
            key=key,
            on_change=fields.save_proof,
            args=(field,),
        )
        key = field.key("comment")
        fields.sync(field, key, comment)
        fields.note_base(field, "comment")
        st.text_area(
            t("Commentaire (facultatif, sans nommer de personne)"),
            key=key,
            on_change=fields.save_comment,
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
            on_click=fields.save,
            args=(field, MISSING),
        )


def _limit(field: Field, most: int) -> None:
    """How much may be written, said before it is refused, and when it is saved."""
    t = field.visit.t
    st.caption(
        t(
            "{limit} caractères au plus. Enregistré quand vous quittez le champ.",
            limit=t.number(most),
        )
    )
