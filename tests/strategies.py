"""Questionnaires and answers drawn by hypothesis, for the properties of the scoring method."""

from __future__ import annotations

from typing import Any, Literal

from hypothesis import HealthCheck
from hypothesis import strategies as st

from domino_survey.answers import DONT_KNOW, MISSING, NOT_APPLICABLE, Answer, answered
from domino_survey.schema import (
    Band,
    Cap,
    MultipleChoice,
    NodeScoring,
    NumberQuestion,
    Question,
    Questionnaire,
    Scoring,
    option_codes,
)
from tests.builders import (
    axis,
    multiple,
    number,
    percent,
    questionnaire,
    scale,
    single,
    text,
    theme,
    yes_no,
)

PLAIN: dict[str, Any] = {
    "max_examples": 60,
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}

WEIGHTS = st.floats(0.1, 10)
POWERS: st.SearchStrategy[float | Literal["min"]] = st.sampled_from(
    [1.0, 1.0, 0.0, -1.0, 0.5, 3.0, -4.0, "min"]
)
SCORES = st.floats(0, 100) | st.sampled_from([0.0, 50.0, 100.0])
STATES = st.sampled_from([NOT_APPLICABLE, DONT_KNOW, MISSING])
ANSWERS = SCORES.map(answered) | STATES


@st.composite
def node_scorings(draw: st.DrawFn, children: tuple[str, ...] = ()) -> NodeScoring:
    """Any power, and sometimes a cap on a child."""
    caps = []
    if children and draw(st.integers(0, 3)) == 0:
        child = draw(st.sampled_from(children))
        # A cap that bites even at 100 would leave the node no way to reach 100.
        threshold = draw(st.floats(0, 99))
        caps.append(Cap(child=child, at_or_below=threshold, limit=draw(SCORES)))
    return NodeScoring(power=draw(POWERS), caps=tuple(caps))


@st.composite
def questionnaires(
    draw: st.DrawFn, *, plain: bool = False, chained: bool = False, caps: bool = True
) -> Questionnaire:
    """Up to 3 axes of up to 3 themes of up to 4 questions, with weights, powers and caps."""
    axes, before = [], ""
    for a in range(draw(st.integers(1, 3))):
        themes = []
        for t in range(draw(st.integers(1, 3))):
            questions = []
            for q in range(draw(st.integers(1, 4))):
                relevance = None
                if chained and before and draw(st.booleans()):
                    relevance = f"{before} >= 50"
                before = f"Q{a}{t}{q}"
                questions.append(percent(before, weight=draw(WEIGHTS), relevance=relevance))
            ids = tuple(question.id for question in questions)
            how = None if plain else draw(node_scorings(ids if caps else ()))
            themes.append(theme(f"T{a}{t}", *questions, weight=draw(WEIGHTS), scoring=how))
        ids = tuple(one.id for one in themes)
        how = None if plain else draw(node_scorings(ids if caps else ()))
        axes.append(axis(f"A{a}", *themes, weight=draw(WEIGHTS), scoring=how))
    overall = (
        NodeScoring()
        if plain
        else draw(node_scorings(tuple(one.id for one in axes) if caps else ()))
    )
    offset = draw(st.sampled_from([0.0, 1.0]))
    return questionnaire(*axes, scoring=Scoring(overall=overall, offset=offset))


@st.composite
def responses(draw: st.DrawFn, model: Questionnaire) -> dict[str, Answer]:
    """An answer to each question."""
    return {question.id: draw(ANSWERS) for question in model.questions}


BANDS = (
    Band(start=0.0, points=0.0),
    Band(start=5.0, points=60.0),
    Band(start=10.0, points=30.0),
    Band(start=20.0, points=100.0),
)


@st.composite
def any_questions(draw: st.DrawFn, item: str, relevance: str | None = None) -> Question:
    """A question of any type that is scored, "not applicable" offered."""
    fields: dict[str, Any] = {
        "relevance": relevance,
        "weight": draw(WEIGHTS),
        "not_applicable": text("Sans objet"),
    }
    points = st.sampled_from([0.0, 20.0, 50.0, 70.0, 100.0])
    match draw(st.integers(0, 5)):
        case 0:
            return scale(item, **fields)
        case 1:
            return single(item, {code: draw(points) for code in "abcd"}, **fields)
        case 2:
            most = draw(st.sampled_from([None, 1, 2]))
            options = {code: draw(points) for code in "abcd"}
            return multiple(item, options, exclusive=["d"], max_choices=most, **fields)
        case 3:
            return yes_no(item, **fields)
        case 4:
            return number(item, bands=BANDS, minimum=0.0, maximum=30.0, integer=True, **fields)
        case _:
            return percent(item, minimum=0.0, maximum=100.0, **fields)


@st.composite
def mixed_questionnaires(
    draw: st.DrawFn, *, chained: bool = False, powers: bool = True
) -> Questionnaire:
    """Up to 2 axes of up to 2 themes of up to 3 questions of any type."""
    axes, before = [], ""
    for a in range(draw(st.integers(1, 2))):
        themes = []
        for t in range(draw(st.integers(1, 2))):
            ids = tuple(f"Q{a}{t}{q}" for q in range(draw(st.integers(1, 3))))
            questions = []
            for item in ids:
                asked_if = before and chained and draw(st.booleans())
                relevance = f"{before} >= 50" if asked_if else None
                questions.append(draw(any_questions(item, relevance)))
                before = item
            how = draw(node_scorings(ids)) if powers else None
            themes.append(theme(f"T{a}{t}", *questions, weight=draw(WEIGHTS), scoring=how))
        how = draw(node_scorings(tuple(one.id for one in themes))) if powers else None
        axes.append(axis(f"A{a}", *themes, weight=draw(WEIGHTS), scoring=how))
    overall = draw(node_scorings(tuple(one.id for one in axes))) if powers else NodeScoring()
    return questionnaire(*axes, scoring=Scoring(overall=overall))


@st.composite
def any_answers(draw: st.DrawFn, question: Question) -> Answer:
    """An admissible answer, or none."""
    if draw(st.integers(0, 4)) == 0:
        return draw(STATES)
    match question:
        case MultipleChoice():
            if draw(st.integers(0, 3)) == 0:
                return answered(("d",))
            most = 3 if question.max_choices is None else question.max_choices
            chosen = draw(st.sets(st.sampled_from("abc"), min_size=1, max_size=most))
            return answered(tuple(sorted(chosen)))
        case NumberQuestion():
            return answered(float(draw(st.integers(0, 30))))
        case _:
            return answered(draw(st.sampled_from(option_codes(question))))


@st.composite
def mixed_responses(draw: st.DrawFn, model: Questionnaire) -> dict[str, Answer]:
    """An answer to each question."""
    return {question.id: draw(any_answers(question)) for question in model.questions}
