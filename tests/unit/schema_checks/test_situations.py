"""The reasoning against brute force: every response to a small questionnaire, on both paths."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domino_survey import expressions, scoring
from domino_survey.answers import MISSING, NOT_APPLICABLE, Answer, answered, table_of
from domino_survey.expressions import Operator, tree
from domino_survey.schema import (
    Band,
    Cap,
    Goalposts,
    MultipleChoice,
    NodeScoring,
    NumberQuestion,
    Questionnaire,
    Scoring,
    Stages,
    option_codes,
)
from domino_survey.schema_checks import examples
from domino_survey.schema_checks.literals import UndecidedError, all_of, alternatives
from domino_survey.schema_checks.situations import Situations
from tests.builders import (
    axis,
    multiple,
    number,
    one_theme,
    percent,
    questionnaire,
    scale,
    single,
    text,
    theme,
    yes_no,
)

if TYPE_CHECKING:
    from domino_survey.expressions import Expression, Truth

SLOW: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}
STAGE_CODES = ("idee", "essai", "marche", "pause")
REFERENCES = ("P", "Q1", "Q2", "Q3", "Q4", "T1", "T2", "A", "overall")


@st.composite
def node_scorings(draw: st.DrawFn, *children: str) -> NodeScoring:
    caps: tuple[Cap, ...] = ()
    if draw(st.booleans()):
        at, limit = draw(st.sampled_from([0.0, 25.0, 50.0])), draw(st.sampled_from([10.0, 40.0]))
        caps = (Cap(child=draw(st.sampled_from(children)), at_or_below=at, limit=limit),)
    return NodeScoring(
        power=draw(st.sampled_from([1.0, 0.0, -1.0, 2.0, "min"])),
        coverage=draw(st.sampled_from([0.0, 0.5, 0.6, 1.0])),
        not_applicable=draw(st.sampled_from([0.0, 0.5, 1.0])),
        caps=caps,
    )


@st.composite
def small_questionnaires(draw: st.DrawFn) -> Questionnaire:
    """A stage, then four questions of all sorts in two themes; conditions, both paths."""
    weights = st.sampled_from([1.0, 2.0, 0.5])
    relevances = st.sampled_from([None, "stade >= essai", "stade < essai OU P >= 1", "Q1 >= 2"])
    points = st.sampled_from([0.0, 1.0, 2.0, 4.0])

    def more(*, first: bool = False) -> dict[str, Any]:
        return {
            "weight": draw(weights),
            "essential": draw(st.booleans()),
            "relevance": None if first else draw(relevances),
            "not_applicable": draw(st.sampled_from([None, {"fr": "Sans objet"}])),
        }

    bands = (Band(points=0.0), Band(start=2.0, points=draw(points)))
    posts = Goalposts(low=0.0, high=3.0, inverted=draw(st.booleans()))
    scored: dict[str, Any] = draw(st.sampled_from([{"bands": bands}, {"goalposts": posts}]))
    questions = (
        scale("Q1", (0.0, draw(points), 4.0), **more(first=True)),
        yes_no("Q2", **more()),
        multiple("Q3", {"a": draw(points), "b": 2.0, "rien": 0.0}, exclusive=("rien",), **more()),
        number("Q4", minimum=0.0, maximum=3.0, integer=True, **scored, **more()),
    )
    return questionnaire(
        axis(
            "A",
            theme(
                "T1", *questions[:2], weight=draw(weights), scoring=draw(node_scorings("Q1", "Q2"))
            ),
            theme(
                "T2", *questions[2:], weight=draw(weights), scoring=draw(node_scorings("Q3", "Q4"))
            ),
            scoring=draw(node_scorings("T1", "T2")),
        ),
        profile=(
            single("S", dict.fromkeys(STAGE_CODES)),
            number("P", minimum=0.0, maximum=2.0, integer=True),
        ),
        stages=Stages(item="S", order=STAGE_CODES[:3], equivalent={"pause": "marche"}),
        scoring=Scoring(full_points=4.0, overall=NodeScoring()),
    )


@st.composite
def leaves(draw: st.DrawFn) -> tree.Leaf:
    operator = draw(st.sampled_from(list(Operator)))
    kind = draw(st.sampled_from(["number", "number", "stage", "code", "contains", "answered"]))
    equality = draw(st.sampled_from([Operator.EQUAL, Operator.DIFFERENT]))
    match kind:
        case "stage":
            code = tree.Code(draw(st.sampled_from(STAGE_CODES)))
            return tree.Comparison(tree.Reference(tree.STAGE), operator, code)
        case "code":
            name, codes = draw(st.sampled_from([("Q1", ("n0", "n2")), ("Q2", ("oui", "no"))]))
            code = tree.Code(draw(st.sampled_from(codes)))
            return tree.Comparison(tree.Reference(name), equality, code)
        case "contains":
            return tree.Contains(tree.Reference("Q3"), tree.Code(draw(st.sampled_from("ab"))))
        case "answered":
            name = draw(st.sampled_from([*REFERENCES, tree.STAGE]))
            return tree.Answered(tree.Reference(name))
        case _:
            name = draw(st.sampled_from(REFERENCES))
            nodes = ("T1", "T2", "A", "overall")
            on_scale = [0.0, 20.0, 25.0, 50.0, 62.5, 75.0, 90.0, 100.0]
            limits = on_scale if name in nodes else [0.0, 1.0, 2.0, 2.5, 4.0]
            limit = tree.Number(draw(st.sampled_from(limits)))
            if name in {"P", "Q4"} and draw(st.booleans()):
                return tree.Comparison(tree.Value(tree.Reference(name)), operator, limit)
            return tree.Comparison(tree.Reference(name), operator, limit)


def junctions(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(tree.And), several.map(tree.Or), parts.map(tree.Not))


CONDITIONS: st.SearchStrategy[Expression] = st.recursive(leaves(), junctions, max_leaves=5)


@dataclass(frozen=True)
class Everyone:
    """Every response to a questionnaire."""

    frame: scoring.ResponseFrame

    @classmethod
    def of(cls, model: Questionnaire) -> Everyone:
        choices = [every_answer(model, item) for item in model.items]
        rows = [dict(zip(model.items, chosen, strict=True)) for chosen in product(*choices)]
        table = table_of(model, [*rows, *rows])
        short = np.arange(2 * len(rows)) >= len(rows)
        scores = scoring.score(model, table, essential_only=short)
        published = {node_id: node.value for node_id, node in scores.nodes.items()}
        return cls(scoring.ResponseFrame(model, table, scores.asked, published))

    def truth(self, condition: Expression) -> Truth:
        return expressions.evaluate(condition, self.frame)


def every_answer(model: Questionnaire, item_id: str) -> list[Answer]:
    item = model.items[item_id]
    found = [MISSING] if item.not_applicable is None else [MISSING, NOT_APPLICABLE]
    match item:
        case NumberQuestion(minimum=float() as low, maximum=float() as high):
            return found + [answered(float(n)) for n in range(int(low), int(high) + 1)]
        case MultipleChoice():
            return found + [answered(codes) for codes in (("a",), ("b",), ("a", "b"), ("rien",))]
        case _:
            return found + [answered(code) for code in option_codes(item)]


def situations_of(model: Questionnaire, *conditions: Expression) -> Situations:
    relevances = {
        item.id: expressions.parse(item.relevance)
        for item in model.items.values()
        if item.relevance
    }
    return Situations(model, relevances, conditions)


@settings(max_examples=30, **SLOW)
@given(small_questionnaires(), st.lists(CONDITIONS, min_size=12, max_size=12))
def test_possible__small_questionnaire__exactly_what_every_response_says(
    model: Questionnaire, conditions: list[Expression]
) -> None:
    everyone = Everyone.of(model)
    reasoning = situations_of(model, *conditions)
    for condition in conditions:
        truth = everyone.truth(condition)
        try:
            true = reasoning.possible(alternatives(condition)) is not None
            false = reasoning.possible(alternatives(condition, truth=False)) is not None
        except UndecidedError:
            continue
        met = (bool(truth.true.any()), bool(truth.false.any()))
        assert (true, false) == met, expressions.format(condition)


@settings(max_examples=25, **SLOW)
@given(small_questionnaires(), st.lists(st.tuples(CONDITIONS, CONDITIONS), min_size=8, max_size=8))
def test_possible__one_without_the_other__exactly_what_every_response_says(
    model: Questionnaire, pairs: list[tuple[Expression, Expression]]
) -> None:
    everyone = Everyone.of(model)
    reasoning = situations_of(model, *(one for pair in pairs for one in pair))
    for left, right in pairs:
        true = everyone.truth(left).true & ~everyone.truth(right).true
        try:
            without = alternatives(right, truth=False, known=False)
            found = reasoning.possible(all_of([alternatives(left), without])) is not None
        except UndecidedError:
            continue
        assert found == true.any(), (expressions.format(left), expressions.format(right))


@settings(max_examples=25, **SLOW)
@given(small_questionnaires())
def test_scores__small_questionnaire__those_of_every_response(model: Questionnaire) -> None:
    everyone = Everyone.of(model)
    reasoning = situations_of(model)
    for node in ("T1", "T2", "A", "overall"):
        values = everyone.frame.node_scores[node]
        reached = np.unique(np.round(values[~np.isnan(values)], 9))
        spans = reasoning.scores(node)
        assert all(low == pytest.approx(high, abs=1e-9) for low, high in spans)
        assert np.unique(np.round([low for low, _ in spans], 9)) == pytest.approx(reached, abs=2e-9)


@settings(max_examples=25, **SLOW)
@given(small_questionnaires(), st.lists(CONDITIONS, min_size=6, max_size=6))
def test_example__whatever_is_possible__a_response_found_and_scored(
    model: Questionnaire, conditions: list[Expression]
) -> None:
    everyone = Everyone.of(model)
    reasoning = situations_of(model, *conditions)
    for condition in conditions:
        try:
            example = examples.of_response(reasoning, [condition])
        except UndecidedError:
            continue
        assert (example is not None) == everyone.truth(condition).true.any()


@pytest.mark.parametrize(
    ("power", "condition", "possible"),
    [
        # Two of three must be answered, and one of them is a quarter at most.
        (1.0, "X <= 25 ET T >= 70", True),
        (1.0, "X <= 25 ET T > 75", False),
        (1.0, "X <= 25 ET Y <= 25 ET T > 50", False),
        ("min", "X <= 25 ET T > 25,1", False),
        ("min", "X <= 25 ET T = 12,5", True),
        (0.0, "X = 0 ET T > 50", False),
        # (3 / ((1 / 25) + 2 / 100)) = 50.
        (-1.0, "X <= 25 ET T >= 49,9", True),
        (-1.0, "X <= 25 ET T > 50,1", False),
    ],
)
def test_possible__continuous_scores__bounds_of_the_power_mean(
    power: Any, condition: str, *, possible: bool
) -> None:
    how = NodeScoring(power=power, coverage=0.5, not_applicable=0.0)
    questions = [percent(name, minimum=0.0, maximum=100.0) for name in "XYZ"]
    model = questionnaire(
        axis("A", theme("T", *questions, scoring=how)), scoring=Scoring(offset=0.0)
    )
    expression = expressions.parse(condition)
    found = situations_of(model, expression).possible(alternatives(expression))
    assert (found is not None) is possible


def test_possible__large_theme__its_own_scale_still_told() -> None:
    model = one_theme(*(scale(f"Q{n}", not_applicable={"fr": "-"}) for n in range(14)))
    impossible, unknown = (expressions.parse(one) for one in ("T > 100", "Q1 <= 50 ET T > 99"))
    reasoning = situations_of(model, impossible, unknown)
    assert reasoning.possible(alternatives(impossible)) is None
    with pytest.raises(UndecidedError):
        reasoning.possible(alternatives(unknown))


def test_example__question_set_aside_that_has_a_condition__said_not_applicable() -> None:
    """Left out, it would keep the theme from having a score."""
    heavy = percent("Q2", weight=2.0, relevance="Q1 >= 0", not_applicable=text("Sans objet"))
    rules = NodeScoring(coverage=0.5, not_applicable=1.0)
    model = questionnaire(axis("A", theme("T", percent("Q1"), heavy, scoring=rules)))
    condition = expressions.parse("Q1 = 40 ET T = 40 ET NON REPONDU(Q2)")
    found = examples.of_response(situations_of(model, condition), [condition])
    assert found == "Q1 = 40, Q2 = NA"
