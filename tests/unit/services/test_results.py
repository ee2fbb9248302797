"""What a result counts."""

from __future__ import annotations

from domino_survey.answers import NOT_APPLICABLE
from domino_survey.schema import Labelled
from tests.builders import axis, percent, questionnaire, text, theme
from tests.unit.services.results_of import result


def test_dimension__a_question_set_aside__is_in_none_of_its_counts() -> None:
    questions = (
        percent("p", dimensions=("G",)),
        percent("q", dimensions=("E", "G")),
        percent("r", dimensions=("G", "E"), not_applicable={"fr": "si rien"}),
    )
    dimensions = tuple(Labelled(code=code, label=text(code)) for code in ("G", "E"))
    model = questionnaire(axis("A", theme("T", *questions)), dimensions=dimensions)
    found = result(model, p=40.0, q=60.0, r=NOT_APPLICABLE).dimensions
    assert [(one.primary, one.secondary, one.result.asked) for one in found] == [
        (1, 1, 2),
        (1, 0, 1),
    ]
