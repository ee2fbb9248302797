"""The colours of `.streamlit/config.toml` can be read by everyone, in light and in dark."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest

CONFIG = tomllib.loads(
    (Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)
HUES = ("red", "orange", "yellow", "blue", "green", "violet", "gray")
TEXT = 4.5
MARK = 3.0


def channels(colour: str) -> tuple[float, float, float]:
    """Red, green and blue of `#RRGGBB`, each in [0, 255]."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def luminance(rgb: tuple[float, float, float]) -> float:
    """Relative luminance in [0, 1], WCAG 2.2."""
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (value / 255 for value in rgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(front: str, back: str, opacity: float = 1.0) -> float:
    """Contrast ratio in [1, 21], WCAG 2.2, of a colour laid on another at some opacity."""
    mixed = tuple(
        opacity * a + (1 - opacity) * b
        for a, b in zip(channels(front), channels(back), strict=True)
    )
    darker, lighter = sorted((luminance((mixed[0], mixed[1], mixed[2])), luminance(channels(back))))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One of the two themes."""
    colours: dict[str, Any] = CONFIG["theme"][request.param]
    return colours


def surfaces(theme: dict[str, Any]) -> tuple[str, str]:
    return theme["backgroundColor"], theme["secondaryBackgroundColor"]


def test_contrast__black_on_white__is_twenty_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_text__on_each_surface__reaches_the_ratio_of_text(theme: dict[str, Any]) -> None:
    names = ["textColor", "linkColor", "codeTextColor", "dataframeHeaderTextColor"]
    names += [f"{hue}TextColor" for hue in HUES]
    for name, surface in itertools.product(names, surfaces(theme)):
        assert contrast(theme[name], surface) >= TEXT, name


def test_captions__drawn_at_seventy_percent__reach_the_ratio_of_text(
    theme: dict[str, Any],
) -> None:
    for surface in surfaces(theme):
        assert contrast(theme["textColor"], surface, opacity=0.6) >= TEXT


def test_messages__coloured_text_on_its_tint__reaches_the_ratio_of_text(
    theme: dict[str, Any],
) -> None:
    for hue in HUES:
        assert contrast(theme[f"{hue}TextColor"], theme[f"{hue}BackgroundColor"]) >= TEXT, hue


def test_primary_button__white_label__reaches_the_ratio_of_text(theme: dict[str, Any]) -> None:
    assert contrast("#FFFFFF", theme["primaryColor"]) >= TEXT


def test_marks__on_each_surface__reach_the_ratio_of_marks(theme: dict[str, Any]) -> None:
    marks = [theme["primaryColor"], *theme["chartCategoricalColors"]]
    for mark, surface in itertools.product(marks, surfaces(theme)):
        assert contrast(mark, surface) >= MARK, mark


def test_themes__light_and_dark__define_the_same_colours() -> None:
    assert CONFIG["theme"]["light"].keys() == CONFIG["theme"]["dark"].keys()


def test_theme__fonts__are_never_fetched_from_elsewhere() -> None:
    text = repr(CONFIG)
    assert "http" not in text
    assert "fontFaces" not in text
