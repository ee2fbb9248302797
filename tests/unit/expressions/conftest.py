"""A small hand-made questionnaire and its responses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest

from domino_survey.expressions import Kind, Symbol

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from domino_survey.expressions import BoolArray, FloatArray

STAGES = {"idee": 0, "emergence": 1, "fonctionnement": 2, "sommeil": 2, "consolidation": 3}
NAN = float("nan")


@dataclass(frozen=True)
class NamesByHand:
    """`Symbols` from a dictionary."""

    by_name: Mapping[str, Symbol]
    stages: Mapping[str, int] = field(default_factory=lambda: STAGES)

    def names(self) -> Iterable[str]:
        return self.by_name

    def symbol(self, reference: str) -> Symbol | None:
        return self.by_name.get(reference)


@dataclass(frozen=True)
class ResponsesByHand:
    """`Frame` from lists; in `numbers`, None is a missing value; in `options`, a missing answer."""

    size: int
    numbers: Mapping[str, list[float | None]] = field(default_factory=dict)
    raws: Mapping[str, list[float | None]] = field(default_factory=dict)
    options: Mapping[str, list[str | None]] = field(default_factory=dict)
    stages: list[str | None] = field(default_factory=list)
    spans: Mapping[str, float] = field(default_factory=dict)
    figures: dict[Hashable, tuple[float, ...]] = field(default_factory=dict)

    def scores(self, reference: str) -> FloatArray:
        return np.array([NAN if v is None else v for v in self.numbers[reference]], dtype=float)

    def raw(self, reference: str) -> FloatArray:
        return np.array([NAN if v is None else v for v in self.raws[reference]], dtype=float)

    def chosen(self, reference: str, code: str) -> tuple[BoolArray, BoolArray]:
        answers = self.options[reference]
        chosen = np.array([a is not None and code in a.split() for a in answers], dtype=bool)
        return chosen, self.present(reference)

    def stage_ranks(self) -> FloatArray:
        return np.array([NAN if s is None else STAGES[s] for s in self.stages], dtype=float)

    def rank_of(self, stage: str) -> int:
        return STAGES[stage]

    def present(self, reference: str) -> BoolArray:
        if reference in self.options:
            return np.array([a is not None for a in self.options[reference]], dtype=bool)
        return ~np.isnan(self.scores(reference))

    def span(self, reference: str) -> float:
        return self.spans.get(reference, 4.0 if ".Q" in reference else 100.0)


@pytest.fixture(scope="session")
def responses() -> type[ResponsesByHand]:
    return ResponsesByHand


@pytest.fixture(scope="session")
def names() -> NamesByHand:
    """The shapes of the DOMINO questionnaire: a node or question for each id of its conditions."""
    themes = {1: 4, 2: 3, 3: 3, 4: 4, 5: 4}
    by_name: dict[str, Symbol] = {}
    for axis, count in themes.items():
        by_name[f"A{axis}"] = Symbol(Kind.NODE)
        for theme in range(1, count + 1):
            by_name[f"A{axis}.T{theme}"] = Symbol(Kind.NODE)
            for question in range(1, 5):
                by_name[f"A{axis}.T{theme}.Q{question}"] = Symbol(
                    Kind.SINGLE, scored=True, codes=("n0", "n1", "n2", "n3", "n4"), max_points=4
                )
    yes_no = Symbol(Kind.YES_NO, scored=True, codes=("oui", "non"), max_points=4)
    by_name["A2.T3.Q4"] = by_name["A3.T1.Q3"] = yes_no
    by_name["A2.T2.Q1"] = Symbol(
        Kind.MULTIPLE, scored=True, codes=("lieu", "achat", "aucun"), max_points=4
    )
    by_name["A1.T1.Q3"] = Symbol(Kind.NUMBER, scored=True, max_points=4)
    by_name["P01"] = Symbol(Kind.OTHER)
    by_name["P08"] = Symbol(Kind.MULTIPLE, codes=("don", "pret"))
    by_name["P12"] = Symbol(Kind.SINGLE, codes=("association", "3ans", "une ville"))
    by_name["P13"] = Symbol(Kind.NUMBER)
    return NamesByHand(by_name)
