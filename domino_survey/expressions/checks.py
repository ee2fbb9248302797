"""What is wrong with an expression, given the questionnaire it speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from domino_survey.errors import Problem, problem
from domino_survey.expressions import tree
from domino_survey.expressions.printer import format as to_text
from domino_survey.expressions.symbols import Kind, Symbol, resolve_code

if TYPE_CHECKING:
    from collections.abc import Collection

    from domino_survey.expressions.symbols import Symbols

_LIST_LIMIT = 12
_PERCENT_MAX = 100.0


def check(
    expression: tree.Expression, symbols: Symbols, level: tree.Level, *, place: str = ""
) -> list[Problem]:
    """All the problems of an expression, in the order of its text.

    Without an error among them the expression can be evaluated; warnings point at thresholds and
    stages that make it pointless.

    Args:
        expression: the tree.
        symbols: the names of the questionnaire.
        level: `response` for relevance, constraints and a holder's recommendations; `territory` for
            those of a group.
        place: what the expression belongs to, copied into each problem.
    """
    checker = _Checker(symbols, level, place)
    for leaf in tree.leaves(expression):
        checker.leaf(leaf)
    return checker.problems


@dataclass
class _Checker:
    symbols: Symbols
    level: tree.Level
    place: str
    problems: list[Problem] = field(default_factory=list)

    def leaf(self, leaf: tree.Leaf) -> None:
        match leaf:
            case tree.Comparison():
                self.comparison(leaf)
            case tree.Contains(reference, code):
                self.response_only(leaf)
                self.contains(leaf, reference, code)
            case tree.Answered(reference):
                self.response_only(leaf)
                self.known(reference)

    def comparison(self, leaf: tree.Comparison) -> None:
        threshold = leaf.right
        match leaf.left:
            case tree.Share(condition):
                self.share(leaf, condition, threshold)
            case tree.Count():
                self.group_only(leaf, "A1.T1 < 50")
                self.number(leaf, threshold, "N", "N >= 5", maximum=None)
            case tree.Median(measure) | tree.Mean(measure):
                self.group_only(leaf, _text(tree.Comparison(measure, leaf.operator, threshold)))
                self.measure(leaf, measure, threshold)
            case tree.Value() as measure:
                self.response_only(leaf)
                self.measure(leaf, measure, threshold)
            case tree.Reference() as reference:
                self.response_only(leaf)
                self.bare(leaf, reference)

    # -- where each form may stand

    def group_only(self, leaf: tree.Leaf, example: str) -> None:
        if self.level != "territory":
            self.report("wrong-level", leaf, found=_text(leaf), example=example)

    def response_only(self, leaf: tree.Leaf) -> None:
        if self.level != "response":
            self.report(
                "wrong-level", leaf, found=_text(leaf), example=f"PART({_text(leaf)}) >= 30 %"
            )

    # -- the forms

    def share(
        self, leaf: tree.Comparison, condition: tree.Expression, threshold: tree.Threshold
    ) -> None:
        self.group_only(leaf, _text(condition))
        inside = _Checker(self.symbols, "response", self.place)
        for each in tree.leaves(condition):
            inside.leaf(each)
        self.problems.extend(inside.problems)
        match threshold:
            case tree.Percent(value):
                self.within(leaf, value, _PERCENT_MAX)
            case tree.Number(value):
                # 0.3 may be meant as 30 %: the example must not decide it, hence the sign is asked.
                shown = tree.Percent(100 * value if 0 < value < 1 else value)
                example = tree.Comparison(leaf.left, leaf.operator, shown)
                self.report("percent-needed", leaf, found=_text(leaf), example=_text(example))
            case tree.Code():
                example = tree.Comparison(leaf.left, leaf.operator, tree.Percent(30))
                self.mismatch(leaf, "PART", _text(example))

    def measure(
        self, leaf: tree.Comparison, measure: tree.Measure, threshold: tree.Threshold
    ) -> None:
        """A number of each response, or the median or mean of it."""
        reference = measure.of if isinstance(measure, tree.Value) else measure
        symbol = self.known(reference)
        if symbol is None:
            return
        if isinstance(measure, tree.Value):
            numeric, maximum = symbol.kind is Kind.NUMBER, None
        else:
            numeric, maximum = _is_numeric(symbol), _maximum(symbol)
        example = _example(reference, symbol, self.symbols)
        if not numeric:
            inside = isinstance(leaf.left, tree.Median | tree.Mean)
            self.mismatch(leaf, reference.name, f"PART({example}) >= 30 %" if inside else example)
            return
        on_scale = tree.Number(min(50.0, (maximum or 100.0) / 2))
        shown = tree.Comparison(leaf.left, leaf.operator, on_scale)
        self.number(leaf, threshold, reference.name, _text(shown), maximum=maximum)

    def bare(self, leaf: tree.Comparison, reference: tree.Reference) -> None:
        symbol = self.known(reference)
        if symbol is None:
            return
        match leaf.right:
            case tree.Code() as code if symbol.kind is Kind.STAGE:
                self.stage(leaf, code)
            case tree.Code() as code if symbol.kind in {Kind.SINGLE, Kind.YES_NO}:
                if leaf.operator.is_order:
                    self.mismatch(leaf, reference.name, _example(reference, symbol, self.symbols))
                self.option(reference, symbol, code)
            case tree.Number() | tree.Percent() if _is_numeric(symbol):
                self.measure(leaf, reference, leaf.right)
            case _:
                self.mismatch(leaf, reference.name, _example(reference, symbol, self.symbols))

    def contains(self, leaf: tree.Contains, reference: tree.Reference, code: tree.Code) -> None:
        symbol = self.known(reference)
        if symbol is None:
            return
        if symbol.kind is Kind.MULTIPLE:
            self.option(reference, symbol, code)
        else:
            self.mismatch(leaf, reference.name, _example(reference, symbol, self.symbols))

    # -- the parts

    def known(self, reference: tree.Reference) -> Symbol | None:
        if reference.name == tree.STAGE and self.symbols.stages:
            return Symbol(Kind.STAGE, codes=tuple(self.symbols.stages))
        symbol = self.symbols.symbol(reference.name)
        if symbol is None:
            closest = get_close_matches(reference.name, list(self.symbols.names()), 3, 0.3)
            self.report(
                "unknown-reference",
                reference,
                reference=reference.name,
                closest=", ".join(closest) or "–",
            )
        return symbol

    def option(self, reference: tree.Reference, symbol: Symbol, code: tree.Code) -> None:
        if resolve_code(code.code, symbol) is None:
            options = _listed(symbol.codes)
            self.report(
                "unknown-option", code, reference=reference.name, option=code.code, options=options
            )

    def stage(self, leaf: tree.Comparison, code: tree.Code) -> None:
        ranks = self.symbols.stages
        if code.code not in ranks:
            self.option(tree.Reference(tree.STAGE), Symbol(Kind.STAGE, codes=tuple(ranks)), code)
            return
        if _is_constant(leaf.operator, ranks[code.code], ranks.values()):
            self.report("stage-order", leaf, found=_text(leaf), options=_listed(tuple(ranks)))

    def number(
        self,
        leaf: tree.Comparison,
        threshold: tree.Threshold,
        reference: str,
        example: str,
        *,
        maximum: float | None,
    ) -> None:
        match threshold:
            case tree.Number(value):
                if maximum is not None:
                    self.within(leaf, value, maximum)
            case tree.Percent(value):
                plain = tree.Comparison(leaf.left, leaf.operator, tree.Number(value))
                self.report("percent-misplaced", leaf, found=_text(leaf), example=_text(plain))
            case tree.Code():
                self.mismatch(leaf, reference, example)

    def within(self, leaf: tree.Comparison, value: float, maximum: float) -> None:
        if not 0 <= value <= maximum:
            self.report(
                "threshold-out-of-range", leaf.right, found=_text(leaf), maximum=f"{maximum:g}"
            )

    def mismatch(self, leaf: tree.Leaf, reference: str, example: str) -> None:
        self.report("type-mismatch", leaf, found=_text(leaf), reference=reference, example=example)

    def report(self, code: str, where: tree.Located, **params: object) -> None:
        self.problems.append(
            problem(code, place=self.place, path=(), column=where.column, **params)
        )


def _is_numeric(symbol: Symbol) -> bool:
    if symbol.kind in {Kind.NODE, Kind.NUMBER}:
        return True
    return symbol.scored and symbol.kind in {Kind.SINGLE, Kind.MULTIPLE, Kind.YES_NO}


def _maximum(symbol: Symbol) -> float | None:
    if symbol.kind is Kind.NODE:
        return 100.0
    return symbol.max_points if symbol.scored else None


def _example(reference: tree.Reference, symbol: Symbol, symbols: Symbols) -> str:
    """A comparison that suits a reference."""
    codes = symbol.codes or tuple(symbols.stages)
    first = tree.Code(codes[0]) if codes else tree.Code("oui")
    return _text(
        _suited(reference, symbol, first, tree.Code(codes[len(codes) // 2] if codes else ""))
    )


def _suited(
    reference: tree.Reference, symbol: Symbol, first: tree.Code, middle: tree.Code
) -> tree.Leaf:
    match symbol.kind:
        case Kind.NODE:
            return tree.Comparison(reference, tree.Operator.LESS, tree.Number(50))
        case Kind.NUMBER:
            half = tree.Number((symbol.max_points or 20) / 2 if symbol.scored else 10)
            return tree.Comparison(reference, tree.Operator.GREATER_OR_EQUAL, half)
        case Kind.SINGLE | Kind.YES_NO:
            return tree.Comparison(reference, tree.Operator.EQUAL, first)
        case Kind.MULTIPLE:
            return tree.Contains(reference, first)
        case Kind.STAGE:
            return tree.Comparison(reference, tree.Operator.GREATER_OR_EQUAL, middle)
        case Kind.OTHER:
            return tree.Answered(reference)


def _is_constant(operator: tree.Operator, rank: int, ranks: Collection[int]) -> bool:
    """Whether a comparison with a stage can only ever give one result."""
    match operator:
        case tree.Operator.LESS | tree.Operator.GREATER_OR_EQUAL:
            return rank == min(ranks)
        case tree.Operator.GREATER | tree.Operator.LESS_OR_EQUAL:
            return rank == max(ranks)
        case tree.Operator.EQUAL | tree.Operator.DIFFERENT:
            return min(ranks) == max(ranks)


def _text(expression: tree.Expression) -> str:
    return to_text(expression, "fr")


def _listed(codes: tuple[str, ...]) -> str:
    more = ", …" if len(codes) > _LIST_LIMIT else ""
    return ", ".join(codes[:_LIST_LIMIT]) + more
