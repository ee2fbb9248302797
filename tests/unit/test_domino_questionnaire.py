"""The DOMINO questionnaire as published, against the control table of its content."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from domino_survey import expressions
from domino_survey.schema import MultipleChoice, NumberQuestion, Questionnaire
from domino_survey.schema_checks import check
from domino_survey.schema_files import load, read

ROOT = Path(__file__).parents[2]

# Axis: themes, questions, essential ones, then questions by primary dimension (S, E, N, G).
BALANCE = {
    "A1": (4, 13, 4, 8, 0, 1, 4),
    "A2": (3, 10, 3, 0, 2, 0, 8),
    "A3": (3, 9, 3, 5, 2, 0, 2),
    "A4": (4, 12, 4, 2, 8, 0, 2),
    "A5": (4, 13, 4, 1, 0, 8, 4),
}


@pytest.fixture(scope="module")
def domino() -> Questionnaire:
    return load(ROOT / "schemas" / "domino" / "1.yaml")


def test_file__read__neither_error_nor_warning() -> None:
    questionnaire, problems = read(ROOT / "schemas" / "domino" / "1.yaml")
    assert problems == []
    assert questionnaire is not None
    assert check(questionnaire) == []


def test_content__totals__those_of_the_control_table(domino: Questionnaire) -> None:
    assert len(domino.questions) == 57
    assert len(domino.scored_questions) == 57
    assert len(domino.themes) == 18
    assert sum(question.essential for question in domino.questions) == 18
    assert Counter(question.type for question in domino.questions) == {
        "scale": 28,
        "multiple": 8,
        "number": 6,
        "single": 11,
        "yes_no": 4,
    }
    primary = Counter(question.dimensions[0] for question in domino.questions)
    secondary = Counter(code for question in domino.questions for code in question.dimensions[1:])
    assert primary == {"S": 16, "E": 12, "N": 9, "G": 20}
    assert secondary == {"S": 10, "E": 11, "N": 2, "G": 12}
    assert len(domino.profile.items) == 20
    assert sum(len(axis.prompts) for axis in domino.axes) == 15
    assert sum(len(axis.indicators) for axis in domino.axes) == 10
    assert len(domino.recommendations_for("territory")) == 24
    assert len(domino.recommendations_for("holder")) == 15


def test_content__axis_by_axis__that_of_the_control_table(domino: Questionnaire) -> None:
    found = {}
    for axis in domino.axes:
        questions = [question for theme in axis.themes for question in theme.questions]
        primary = Counter(question.dimensions[0] for question in questions)
        essential = sum(question.essential for question in questions)
        counts = (len(axis.themes), len(questions), essential, *(primary[d] for d in "SENG"))
        found[axis.id] = counts
    assert found == BALANCE


def test_short_path__every_theme__one_question_whatever_the_stage(domino: Questionnaire) -> None:
    for theme in domino.themes:
        (essential,) = (question for question in theme.questions if question.essential)
        assert essential.relevance is None


def test_conditions__printed_back__as_their_author_wrote_them(domino: Questionnaire) -> None:
    for recommendation in domino.recommendations:
        parsed = expressions.parse(recommendation.condition)
        assert expressions.format(parsed) == recommendation.condition
    asked = Counter(question.relevance for question in domino.questions)
    assert asked == {None: 46, "stade >= fonctionnement": 7, "stade >= emergence": 4}


def test_recommendations__every_axis_and_stage__one_for_each_audience(
    domino: Questionnaire,
) -> None:
    cells = {(r.axis, r.stage, r.audience) for r in domino.recommendations}
    assert len(cells) == 5 * 3 * 2


def test_levels__whole_numbers_displayed__agree_with_the_cuts(domino: Questionnaire) -> None:
    def level(score: float) -> str:
        return max((one for one in domino.levels if one.start <= score), key=lambda o: o.start).code

    # Halves are displayed upwards: 33.5 reads 34, hence "under construction".
    for score in [tenth / 10 for tenth in range(1001)]:
        shown = int(score + 0.5)
        expected = "a_consolider" if shown <= 33 else "en_construction" if shown <= 66 else "solide"
        assert level(score) == expected


def test_multiple_choice__scored__one_point_each_up_to_four(domino: Questionnaire) -> None:
    scored = [question for question in domino.questions if isinstance(question, MultipleChoice)]
    for question in scored:
        assert question.cap == 4
        assert [o.points for o in question.options if o.exclusive] == [0]
        assert {o.points for o in question.options if not o.exclusive} == {1}


def test_numbers__percentages__stay_between_0_and_100(domino: Questionnaire) -> None:
    for item in domino.items.values():
        if isinstance(item, NumberQuestion) and item.unit and "%" in item.unit["fr"]:
            assert (item.minimum, item.maximum) == (0, 100)


def test_profile__roles__consent_is_never_required(domino: Questionnaire) -> None:
    profile = domino.profile
    assert profile.sharing is not None
    assert not domino.items[profile.sharing.item].required
    assert [item.id for item in profile.items if item.required] == ["P01", "P03", "P10"]
    assert (profile.name, profile.territory, profile.groups) == ("P01", "P03", ("P09",))


def test_dont_know__scale_has_such_a_level__not_offered_again(domino: Questionnaire) -> None:
    without = {question.id for question in domino.questions if not question.dont_know}
    assert without == {
        "A1.T2.Q2",
        "A1.T3.Q4",
        "A2.T1.Q1",
        "A3.T2.Q1",
        "A3.T2.Q3",
        "A4.T2.Q1",
        "A4.T2.Q3",
        "A5.T2.Q1",
    }
