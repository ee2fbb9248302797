from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domino_survey import wording
from domino_survey.aggregation import NodeSummary, Summary
from domino_survey.aggregation.estimates import Reason
from domino_survey.i18n import Translator
from domino_survey.schema import Level
from domino_survey.services.fragility import Fragility
from domino_survey.services.observatory import Observatory
from domino_survey.services.rights import EVERYWHERE
from domino_survey.services.selections import Selected
from tests.builders import axis, percent, questionnaire, theme

if TYPE_CHECKING:
    from domino_survey.schema import Questionnaire

FR = Translator("fr")
LEVELS = (
    Level(code="low", label={"fr": "Fragile"}, start=0),
    Level(code="high", label={"fr": "Solide"}, start=50),
)


def content() -> Questionnaire:
    axes = [axis(name, theme(f"{name}.T", percent(f"{name}.Q"))) for name in ("A", "B")]
    return questionnaire(*axes).model_copy(update={"levels": LEVELS})


def seen(*medians: float | None, low: float | None = None) -> Observatory:
    """Twenty initiatives with these medians of the axes A and B, a share of them low on the weakest."""
    model = content()
    nodes = {
        one.id: NodeSummary(
            *(one.id, median, None, None, None, None, None),
            reason=Reason.TOO_FEW if median is None else None,
        )
        for one, median in zip(model.axes, medians, strict=True)
    }
    known = [median for median in medians if median is not None]
    apart = len(set(known)) > 1
    ends = (min(known), max(known)) if apart else (None, None)
    weakest, strongest = (
        tuple(node for node in nodes if apart and nodes[node].median == end) for end in ends
    )
    levels = {node: {"low": low, "high": None} for node in nodes}
    return Observatory(
        questionnaire=model,
        selected=Selected(EVERYWHERE),
        origin="real",
        smallest_group=5,
        number=20,
        summary=Summary(20, nodes, weakest, strongest),
        fragility=Fragility(levels, (), ()),
    )


def plainly(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ").replace("’", "'")


@pytest.mark.parametrize(
    ("medians", "low", "expected"),
    [
        ((60.0, 40.0), 0.4, "niveau « Fragile »"),
        ((60.0, 40.0), None, "(médiane 40)."),
        ((50.0, 50.0), None, "aucun axe ne se détache."),
        ((None, None), None, "Aucun axe n'a assez de scores"),
    ],
)
def test_group_sentence__profile__says_the_main_thing(
    medians: tuple[float | None, ...], low: float | None, expected: str
) -> None:
    said = plainly(wording.group_sentence(FR, seen(*medians, low=low)))
    assert expected in said
    assert "20 initiatives" in said
    assert "territoire" not in said


def test_group_sentence__not_shown__empty() -> None:
    blank = Observatory(
        questionnaire=content(), selected=Selected(EVERYWHERE), origin="real", smallest_group=5
    )
    assert wording.group_sentence(FR, blank) == ""


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ((60.0, 40.0), (50.0, 45.0), "60 contre 50"),
        ((60.0, 40.0), (56.0, 44.0), "le profil est proche"),
        ((60.0, None), (None, 40.0), ""),
    ],
)
def test_comparison_sentence__two_selections__the_widest_gap_if_any(
    ours: tuple[float | None, ...], theirs: tuple[float | None, ...], expected: str
) -> None:
    said = plainly(wording.comparison_sentence(FR, seen(*ours), seen(*theirs), "Bretagne"))
    assert (expected in said) if expected else said == ""


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (None, "n'est pas montrée"),
        (0.05, "5 % au plus"),
        (0.35, "Environ 35 %"),
        (0.95, "95 % au moins"),
    ],
)
def test_proof_words__share__never_nobody_nor_all(share: float | None, expected: str) -> None:
    assert expected in plainly(wording.proof_words(FR, share))
