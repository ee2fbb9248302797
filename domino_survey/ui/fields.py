"""A question in one assessment as its widgets know it: what the store holds, and saving what is filled in.

The store is the truth: a widget shows what is stored, and its callback commits before anything is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from msgspec import Struct

from domino_survey.answers import (
    DONT_KNOW,
    MISSING,
    NOT_APPLICABLE,
    Answer,
    Value,
    answered,
)
from domino_survey.errors import DominoError
from domino_survey.i18n import label as spoken
from domino_survey.schema import MultipleChoice, option_codes
from domino_survey.services import drafts
from domino_survey.ui import notices, state

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.schema import Question
    from domino_survey.services.drafts import Draft, Saved
    from domino_survey.storage import Facet
    from domino_survey.ui.guard import HolderVisit

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


def sync(field: Field, key: str, stored: object) -> None:
    """Show what the store holds, unless what was typed was refused and waits to be mended."""
    if {key, field.key()} & state.faults().keys():
        return
    if key not in st.session_state or st.session_state[key] != stored:
        st.session_state[key] = stored


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


def note_base(field: Field, facet: Facet) -> None:
    """Remember what the text in a field was written upon.

    While someone types, the browser keeps their text whatever the server draws: what others wrote
    meanwhile was not seen.
    """
    state.bases().setdefault(field.key(facet), field.draft.event_id(field.item.id, facet))


def _base(field: Field, facet: Facet) -> str | None:
    return state.bases().get(field.key(facet), field.draft.event_id(field.item.id, facet))


def save(field: Field, answer: Answer) -> None:
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


def save_choice(field: Field) -> None:
    """The option of a radio."""
    code = st.session_state[field.key()]
    save(field, MISSING if code is None else answered(code))


def save_several(field: Field, changed: str) -> None:
    """An option that was ticked or unticked."""
    if not isinstance(field.item, MultipleChoice):
        return
    current = field.visit.draft.answer(field.item.id).value
    on = bool(st.session_state[field.key(f"answer/{changed}")])
    codes = ticked(field.item, current, changed, on=on)
    save(field, answered(codes) if codes else MISSING)


def save_number(field: Field) -> None:
    """The number of a box."""
    number = st.session_state[field.key()]
    save(field, MISSING if number is None else answered(float(number)))


def save_text(field: Field) -> None:
    """The text of a field; an empty one takes the answer back."""
    text = str(st.session_state[field.key()] or "")
    value: Value = text
    save(field, answered(value) if text.strip() else MISSING)


def save_state(field: Field) -> None:
    """One of the two ways out."""
    name = st.session_state[field.key("state")]
    save(field, STATES[name] if name else MISSING)


def save_proof(field: Field) -> None:
    """What the answer rests on."""
    visit = field.visit
    drafts.save_proof(
        visit.context,
        visit.identity,
        visit.opened.response_id,
        field.item.id,
        st.session_state[field.key("proof")],
        session=visit.session,
    )


def save_comment(field: Field) -> None:
    """The comment."""
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
