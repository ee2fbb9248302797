"""How sure a result is: what is left open, and what other weights change."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from domino_survey import wording
from domino_survey.i18n import Translator
from domino_survey.services.sureness import MOST_NARROWING, sureness_of
from tests.builders import axis, percent, questionnaire, theme
from tests.unit.services.results_of import result

FRENCH = Translator("fr")


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


TWO = questionnaire(
    axis("A", theme("T", percent("p"), percent("q"), percent("r", weight=0.5))),
    axis("B", theme("U", percent("s"), percent("t"))),
)


def test_narrowing__unanswered_questions__heaviest_first_and_few() -> None:
    many = [percent(f"q{number}", weight=number / 100) for number in range(1, 6)]
    model = questionnaire(axis("A", theme("T", percent("said", weight=5), *many)))

    (found,) = sureness_of(result(model, said=50.0)).axes
    assert [one.question for one in found.narrowing] == ["q5", "q4", "q3"]
    assert len(found.narrowing) == MOST_NARROWING


def test_narrowing__all_answered__nothing() -> None:
    found = sureness_of(result(TWO, p=10.0, q=20.0, r=5.0, s=60.0, t=70.0))

    assert [one.narrowing for one in found.axes] == [(), ()]


def test_ranges__axes_far_apart__lowest_whatever_the_weights() -> None:
    made = result(TWO, p=10.0, q=20.0, r=5.0, s=60.0, t=70.0)
    found = sureness_of(made)

    assert found.count >= 1000
    for one in found.ranges:
        assert one.low < one.median < one.high
        assert one.median == pytest.approx(one.score, abs=1)
    assert [(one.id, share) for one, share in found.lowest] == [("A", 1.0)]
    assert [(one.id, share) for one, share in found.highest] == [("B", 1.0)]
    assert plain(wording.lowest_sentence(FRENCH, found)) == (
        "« A » est votre axe le plus bas dans 100 % des pondérations essayées."
    )
    assert sureness_of(made) == found


def test_ranges__axes_close_together__neither_is_clearly_lowest() -> None:
    found = sureness_of(result(TWO, p=20.0, q=80.0, r=50.0, s=20.0, t=80.0))

    first, second = (share for _, share in found.lowest)
    assert 0.5 <= first < 0.6
    assert first + second == pytest.approx(1)
    said = plain(wording.lowest_sentence(FRENCH, found))
    assert f"{int(first * 100)} %" in said


def test_sentence__equal_axes__says_that_none_is_clearly_lowest() -> None:
    found = sureness_of(result(TWO, p=50.0, q=50.0, r=50.0, s=50.0, t=50.0))

    assert plain(wording.lowest_sentence(FRENCH, found)) == (
        "Aucun axe n’est nettement le plus bas : c’est « A » dans 50 % des pondérations essayées, "
        "« B » dans 50 %."
    )
    assert "nettement le plus haut" in wording.highest_sentence(FRENCH, found)


def test_ranks__one_axis_with_a_score__nothing_is_said() -> None:
    found = sureness_of(result(TWO, p=10.0, q=20.0, r=5.0))

    assert [one.axis.id for one in found.ranges] == ["A"]
    assert found.ranges[0].lowest is None
    assert wording.lowest_sentence(FRENCH, found) == wording.highest_sentence(FRENCH, found) == ""


def test_share__nearly_all__is_not_rounded_up_to_all() -> None:
    made = sureness_of(result(TWO, p=10.0, q=20.0, r=5.0, s=60.0, t=70.0))
    ranges = (
        replace(made.ranges[0], lowest=0.999, highest=0.001),
        replace(made.ranges[1], lowest=0.001, highest=0.999),
    )
    found = replace(made, ranges=ranges)

    assert "99 %" in plain(wording.lowest_sentence(FRENCH, found))
    assert "99 %" in plain(wording.highest_sentence(FRENCH, found))
