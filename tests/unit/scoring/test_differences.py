"""Where two contents of a questionnaire score differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domino_survey.schema import Band, Cap, Goalposts, Level, NodeScoring, Scoring
from domino_survey.scoring import Difference, Differing, differences
from tests import builders as b

if TYPE_CHECKING:
    from domino_survey.schema import Question, Questionnaire


def of(*questions: Question, **scoring: Any) -> Questionnaire:
    return b.one_theme(*questions, scoring=Scoring(**scoring))


def test_differences__same_content__none() -> None:
    assert differences(of(b.scale("q")), of(b.scale("q"))) == ()


def test_differences__weights__told_as_shares_and_only_what_was_written_otherwise() -> None:
    old = of(b.scale("p"), b.scale("q"))
    new = of(b.scale("p"), b.scale("q", weight=3.0))
    assert differences(old, new) == (Difference(Differing.WEIGHT, "T", 0.5, 0.75, "q"),)


def test_differences__all_weights_doubled__none() -> None:
    old = of(b.scale("p"), b.scale("q"))
    new = of(b.scale("p", weight=2.0), b.scale("q", weight=2.0))
    assert differences(old, new) == ()


def test_differences__composition_of_a_node__each_setting() -> None:
    caps = (Cap(child="q", at_or_below=20.0, limit=40.0),)
    other = NodeScoring(power=0.0, coverage=0.5, not_applicable=0.4, caps=caps)
    new = b.questionnaire(b.axis("A", b.theme("T", b.scale("q"), scoring=other)))
    assert differences(of(b.scale("q")), new) == (
        Difference(Differing.POWER, "T", 1.0, 0.0),
        Difference(Differing.COVERAGE, "T", 0.6, 0.5),
        Difference(Differing.NOT_APPLICABLE, "T", 0.5, 0.4),
        Difference(Differing.CAPS, "T", (), caps),
    )


def test_differences__default_of_all_themes__told_for_each_of_them() -> None:
    themes = b.theme("T", b.scale("p")), b.theme("U", b.scale("q"))
    old = b.questionnaire(b.axis("A", *themes))
    new = b.questionnaire(b.axis("A", *themes), scoring=Scoring(theme=NodeScoring(power=-1.0)))
    assert [(one.kind, one.place) for one in differences(old, new)] == [
        (Differing.POWER, "T"),
        (Differing.POWER, "U"),
    ]


def test_differences__points__as_written_or_as_they_follow() -> None:
    old = of(b.scale("q", (None, None, None)), b.single("s", {"a": 0.0, "b": 100.0}))
    new = of(b.scale("q", (0.0, 20.0, 100.0)), b.single("s", {"a": 10.0, "b": 100.0}))
    assert differences(old, new) == (
        Difference(Differing.POINTS, "q", 50.0, 20.0, "n1"),
        Difference(Differing.POINTS, "s", 0.0, 10.0, "a"),
    )


def test_differences__most_points_of_several_options__told() -> None:
    points = {"a": 50.0, "b": 50.0}
    found = differences(of(b.multiple("m", points)), of(b.multiple("m", points, cap=60.0)))
    assert found == (Difference(Differing.MOST_POINTS, "m", 100.0, 60.0),)


def test_differences__full_points__told_once_and_only_where_they_change_something() -> None:
    written = of(b.single("s", {"a": 0.0, "b": 4.0}), full_points=4.0)
    doubled = of(b.single("s", {"a": 0.0, "b": 4.0}), full_points=8.0)
    followed = of(b.single("s", {"a": 0.0, "b": 8.0}), full_points=8.0)
    assert differences(written, doubled) == (Difference(Differing.FULL_POINTS, "", 4.0, 8.0),)
    assert differences(written, followed) == ()


def test_differences__numbers__bands_and_goalposts() -> None:
    posts = Goalposts(low=0.0, high=10.0), Goalposts(low=0.0, high=20.0)
    bands = (Band(points=0.0), Band(start=3.0, points=100.0))
    old = of(b.number("n", goalposts=posts[0]), b.number("m", bands=bands))
    new = of(b.number("n", goalposts=posts[1]), b.number("m", bands=bands[:1]))
    assert differences(old, new) == (
        Difference(Differing.GOALPOSTS, "n", *posts),
        Difference(Differing.BANDS, "m", bands, bands[:1]),
    )


def test_differences__questions_that_come_go_and_move__told() -> None:
    old = b.questionnaire(
        b.axis("A", b.theme("T", b.scale("gone"), b.scale("q")), b.theme("U", b.scale("r")))
    )
    new = b.questionnaire(
        b.axis("A", b.theme("T", b.scale("new")), b.theme("U", b.scale("r"), b.scale("q")))
    )
    assert differences(old, new) == (
        Difference(Differing.REMOVED, "gone", None, None),
        Difference(Differing.ADDED, "new", None, None),
        Difference(Differing.MOVED, "q", "T", "U"),
    )


def test_differences__nodes_that_come_and_go__told() -> None:
    old = b.questionnaire(b.axis("A", b.theme("T", b.scale("q"))))
    new = b.questionnaire(b.axis("A", b.theme("U", b.scale("q"))))
    assert [(one.kind, one.place) for one in differences(old, new)] == [
        (Differing.REMOVED, "T"),
        (Differing.ADDED, "U"),
        (Differing.MOVED, "q"),
    ]


def test_differences__when_a_question_is_asked__told() -> None:
    old = of(b.scale("p"), b.scale("q"))
    new = of(b.scale("p"), b.scale("q", relevance="p = n1", essential=True))
    assert differences(old, new) == (
        Difference(Differing.CONDITION, "q", "", "p = n1"),
        Difference(Differing.ESSENTIAL, "q", before=False, after=True),
    )


def test_differences__levels_and_offset__told() -> None:
    def made(start: float, offset: float) -> Questionnaire:
        levels = (
            Level(code="low", label=b.text("bas"), start=0.0),
            Level(code="high", label=b.text("haut"), start=start),
        )
        axis = b.axis("A", b.theme("T", b.scale("q")))
        return b.questionnaire(axis, levels=levels, scoring=Scoring(offset=offset))

    assert differences(made(50.0, 1.0), made(66.5, 2.0)) == (
        Difference(Differing.OFFSET, "", 1.0, 2.0),
        Difference(Differing.THRESHOLD, "high", 50.0, 66.5),
    )
