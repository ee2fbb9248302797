"""Points that are shown: equal ones look equal, and what does not add up is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey import wording
from domino_survey.i18n import Translator, rounded
from domino_survey.services.explaining import derivation_of
from domino_survey.wording import decimals_of
from tests.builders import axis, percent, questionnaire, theme
from tests.unit.services.results_of import result

if TYPE_CHECKING:
    from domino_survey.services.explaining import Derivation
    from tests.builders import Plain

FRENCH = Translator("fr")
POINTS = st.lists(st.floats(0, 100), min_size=1, max_size=60)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def derivation(*answers: float) -> Derivation:
    """An axis of as many equal questions."""
    items = [percent(f"q{place}") for place in range(len(answers))]
    given_answers: dict[str, Plain] = {f"q{at}": answer for at, answer in enumerate(answers)}
    made = result(questionnaire(axis("A", theme("T", *items))), path="full", **given_answers)
    return derivation_of(made, made.axes[0])


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([], 0),
        ([10.0, 5.0000000001, 0.0], 0),
        ([12.5, 10.0], 1),
        ([6.25, 6.25, 0.0], 2),
        ([3.125, 6.25], 1),
        ([100 / 3, 12.5], 1),
    ],
)
def test_decimals__of_numbers__are_as_few_as_say_them(values: list[float], decimals: int) -> None:
    assert decimals_of(values) == decimals


@given(POINTS)
def test_decimals__any_points__nobody_is_off_by_more_than_half_a_tenth(points: list[float]) -> None:
    decimals = decimals_of(points)
    assert all(abs(float(rounded(one, decimals)) - one) <= 0.05 + 1e-6 for one in points)


@given(st.floats(0, 100), POINTS)
def test_decimals__equal_points__look_equal(twice: float, others: list[float]) -> None:
    shown = [FRENCH.number(one, decimals_of([twice, *others])) for one in (twice, twice + 1e-12)]
    assert shown[0] == shown[1]


def test_sum__equal_losses_of_a_quarter__are_exact_and_need_no_note() -> None:
    found = derivation(75.0, 75.0, 100.0, 100.0)

    assert [FRENCH.number(one, decimals_of(found.losses)) for one in found.losses[:2]] == [
        "6,25",
        "6,25",
    ]
    assert "enlèvent 12,5 points" in plain(wording.sum_sentence(FRENCH, found))
    assert "100 − 12,5 = 87,5" in plain(wording.sum_sentence(FRENCH, found))
    assert wording.rounding_note(FRENCH, found) == ""


def test_sum__thirds__says_that_what_is_shown_does_not_add_up() -> None:
    found = derivation(50.0, 50.0, 50.0)

    assert "100 − 50 = 50" in plain(wording.sum_sentence(FRENCH, found))
    assert plain(wording.rounding_note(FRENCH, found)) == (
        "Chaque ligne est arrondie au dixième : additionnées ainsi, elles font 50,1 ; sans arrondi, elles "
        "font 50."
    )


def test_sum__of_thirds_that_ends_on_a_half__gives_the_score_that_is_shown_elsewhere() -> None:
    items = [percent(f"q{at}", weight=1 / 3) for at in range(3)]
    model = questionnaire(
        axis("A", theme("T", *items), theme("U", percent("r")), theme("V", percent("s")))
    )
    # (50 + 75 + 100) / 3 = 75, then (75 + 60 + 33.75) / 3 = 56.25.
    made = result(model, q0=50.0, q1=75.0, q2=100.0, r=60.0, s=33.75)
    found = derivation_of(made, made.axes[0])

    assert decimals_of(found.losses) == 1
    assert "100 − 43,75 = 56,25" in plain(wording.sum_sentence(FRENCH, found))


def test_sum__nothing_lost__says_so_without_note() -> None:
    found = derivation(100.0, 100.0)

    assert "enlève de points" in wording.sum_sentence(FRENCH, found)
    assert wording.rounding_note(FRENCH, found) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [(12.5, "12,5"), (12.04, "12"), (12.96, "13"), (12.0, "12"), (6.25, "6,3"), (0.0, "0")],
)
def test_points__of_any_kind__have_one_decimal_at_most(value: float, words: str) -> None:
    assert wording.points(FRENCH, value) == words
