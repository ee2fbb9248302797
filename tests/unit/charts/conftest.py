"""Reads a chart's Vega-Lite dictionary as a browser would: layers, their rows, what is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from domino_survey.charts import Spoke
from domino_survey.i18n import Translator

if TYPE_CHECKING:
    from collections.abc import Callable

    import altair as alt


@dataclass(frozen=True)
class Picture:
    spec: dict[str, Any]

    @property
    def layers(self) -> list[dict[str, Any]]:
        layers: list[dict[str, Any]] = self.spec["layer"]
        return layers

    def rows(self, layer: dict[str, Any]) -> list[dict[str, Any]]:
        data = layer["data"]
        rows: list[dict[str, Any]] = (
            self.spec["datasets"][data["name"]] if "name" in data else data["values"]
        )
        return rows

    def marked(self, kind: str, **properties: object) -> list[dict[str, Any]]:
        """The rows of every layer with this mark and these properties."""
        return [
            row
            for layer in self.layers
            if layer["mark"]["type"] == kind
            and all(layer["mark"].get(name) == value for name, value in properties.items())
            for row in self.rows(layer)
        ]

    @property
    def written(self) -> list[str]:
        return [row["text"] for row in self.marked("text")]


@pytest.fixture
def picture() -> Callable[[alt.LayerChart], Picture]:
    return lambda chart: Picture(chart.to_dict())


@pytest.fixture
def french() -> Translator:
    return Translator("fr")


@pytest.fixture
def five() -> tuple[Spoke, ...]:
    return (
        Spoke("A1", "De l’individu au collectif", "De l’individu au collectif, contribuer ?"),
        Spoke("A2", "Acteur public local", "Quelle place pour l’acteur public local ?"),
        Spoke("A3", "Solidarités", "Vecteur de solidarités ?"),
        Spoke("A4", "Co-production", "Espace de co-production ?"),
        Spoke("A5", "Ressources partagées", "Un usage partagé des ressources ?"),
    )
