"""One question of the sandbox: its widget shows what is tried, and changes nothing but the session.

As in `questions`, widgets have no default of their own and hold option codes; but here what they show is
the answer that was sent or the one that is tried in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from msgspec import Struct

from domino_survey import wording
from domino_survey.answers import MISSING, Answer, State, answered
from domino_survey.errors import DominoError
from domino_survey.i18n import label as spoken
from domino_survey.i18n import plain
from domino_survey.schema import (
    MultipleChoice,
    NumberQuestion,
    ScaleQuestion,
    SingleChoice,
    YesNo,
    option_codes,
)
from domino_survey.services.exploring import require_fitting
from domino_survey.ui import fields, notices, questions, state

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.i18n import Translator
    from domino_survey.schema import Question
    from domino_survey.services.results import Result


PROPOSED = "proposed-"  # keys of the buttons that try what is proposed


class Sandbox(Struct, frozen=True):
    """The answers tried on one result."""

    t: Translator
    result: Result

    @property
    def changes(self) -> dict[str, Answer]:
        """What is tried, by question."""
        tried = state.trials(self.result.submission.id)
        return {item: Answer.from_json(stored) for item, stored in tried.items()}

    def sent(self, item: str) -> Answer:
        """The answer that was sent."""
        return self.result.answers.get(item, MISSING)

    def shown(self, item: str) -> Answer:
        """The answer that is tried, or else the one that was sent."""
        return self.changes.get(item, self.sent(item))

    def try_answer(self, item: str, answer: Answer) -> None:
        """Try an answer; the one that was sent ends the trial."""
        tried = state.trials(self.result.submission.id)
        if answer == self.sent(item):
            tried.pop(item, None)
        else:
            tried[item] = answer.to_json()

    def propose(self, place: str, given: Mapping[str, Answer]) -> None:
        """Try what is proposed at a place of the screen, or say there why it does not go with the rest."""
        state.faults().pop(place, None)
        state.press(self.result.submission.id, place)
        try:
            for item in given:
                require_fitting(self.result, {**self.changes, **given}, item)
        except DominoError as refusal:
            state.faults()[place] = notices.sentences(self.t, refusal)
            return
        for item, answer in given.items():
            self.try_answer(item, answer)

    def last_at(self, place: str) -> bool:
        """Whether the last trial was made at this place of the screen."""
        return state.pressed(self.result.submission.id) == place

    def reset(self, *items: str) -> None:
        """Back to what was sent, for these questions, or for all."""
        tried, faults = state.trials(self.result.submission.id), state.faults()
        for item in items or self.result.questionnaire.items:
            tried.pop(item, None)
            faults.pop(self.key(item), None)
        for place in [place for place in faults if place.startswith(PROPOSED)]:
            del faults[place]

    def key(self, item: str, part: str = "try") -> str:
        """The key of a widget of a question."""
        return state.widget_key(self.result.response.id, item, part)


def draw(sandbox: Sandbox, question: Question) -> None:
    """The widget of a scored question, its ways out, and what was refused."""
    text = spoken(sandbox.t.text(question.text))
    match question:
        case ScaleQuestion() | SingleChoice() | YesNo():
            _one(sandbox, question, text)
        case MultipleChoice():
            _several(sandbox, question, text)
        case NumberQuestion():
            _number(sandbox, question, text)
        case _:
            return
    _ways_out(sandbox, question)
    for sentence in state.faults().get(sandbox.key(question.id), []):
        st.error(plain(sentence), icon=":material/error:")


def _labels(sandbox: Sandbox, question: Question) -> dict[str, str]:
    words = wording.labels_of(sandbox.t, question)
    return {code: plain(text) for code, text in words.items()}


def _one(sandbox: Sandbox, question: Question, text: str) -> None:
    key = sandbox.key(question.id)
    _sync(sandbox, question, key, sandbox.shown(question.id).value)
    st.radio(
        text,
        option_codes(question),
        index=None,
        format_func=_labels(sandbox, question).__getitem__,
        key=key,
        on_change=_take_choice,
        args=(sandbox, question),
    )


def _several(sandbox: Sandbox, question: MultipleChoice, text: str) -> None:
    st.markdown(text)
    value = sandbox.shown(question.id).value
    chosen = value if isinstance(value, tuple) else ()
    with st.container(gap="xsmall"):
        for code, label in _labels(sandbox, question).items():
            key = sandbox.key(question.id, f"try/{code}")
            _sync(sandbox, question, key, code in chosen)
            st.checkbox(label, key=key, on_change=_take_several, args=(sandbox, question, code))


def _number(sandbox: Sandbox, question: NumberQuestion, text: str) -> None:
    t, key = sandbox.t, sandbox.key(question.id)
    _sync(sandbox, question, key, sandbox.shown(question.id).value)
    unit = plain(t.text(question.unit)) if question.unit else ""
    st.number_input(
        t("{question} ({unit})", question=text, unit=unit) if unit else text,
        value=None,
        step=1.0,
        format="%g",
        key=key,
        on_change=_take_number,
        args=(sandbox, question),
        placeholder=t("Un nombre"),
    )


def _ways_out(sandbox: Sandbox, question: Question) -> None:
    t = sandbox.t
    offered = [
        name
        for name, allowed in (
            ("not_applicable", question.not_applicable is not None),
            ("dont_know", question.dont_know),
        )
        if allowed
    ]
    if not offered:
        return
    key = sandbox.key(question.id, "try-state")
    current = {State.NOT_APPLICABLE: "not_applicable", State.DONT_KNOW: "dont_know"}.get(
        sandbox.shown(question.id).state
    )
    _sync(sandbox, question, key, current)
    st.pills(
        t("Autres réponses"),
        offered,
        format_func={name: t(questions.STATE_LABELS[name]) for name in offered}.__getitem__,
        key=key,
        on_change=_take_state,
        args=(sandbox, question),
        label_visibility="collapsed",
    )


def _sync(sandbox: Sandbox, question: Question, key: str, shown: object) -> None:
    """Show what is tried, unless what was typed was refused and waits to be mended."""
    if sandbox.key(question.id) in state.faults():
        return
    if key not in st.session_state or st.session_state[key] != shown:
        st.session_state[key] = shown


def _take(sandbox: Sandbox, question: Question, answer: Answer) -> None:
    key = sandbox.key(question.id)
    try:
        require_fitting(sandbox.result, {**sandbox.changes, question.id: answer}, question.id)
    except DominoError as refusal:
        state.faults()[key] = notices.sentences(sandbox.t, refusal)
        return
    state.faults().pop(key, None)
    state.press(sandbox.result.submission.id, key)
    sandbox.try_answer(question.id, answer)


def _take_choice(sandbox: Sandbox, question: Question) -> None:
    code = st.session_state[sandbox.key(question.id)]
    _take(sandbox, question, MISSING if code is None else answered(code))


def _take_several(sandbox: Sandbox, question: MultipleChoice, changed: str) -> None:
    on = bool(st.session_state[sandbox.key(question.id, f"try/{changed}")])
    codes = fields.ticked(question, sandbox.shown(question.id).value, changed, on=on)
    _take(sandbox, question, answered(codes) if codes else MISSING)


def _take_number(sandbox: Sandbox, question: Question) -> None:
    number = st.session_state[sandbox.key(question.id)]
    _take(sandbox, question, MISSING if number is None else answered(float(number)))


def _take_state(sandbox: Sandbox, question: Question) -> None:
    name = st.session_state[sandbox.key(question.id, "try-state")]
    _take(sandbox, question, fields.STATES[name] if name else MISSING)
