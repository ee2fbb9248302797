"""One colour from pale to strong for values in classes, and what can be read on it.

The strongest class stands out from the ground in both themes: dark on white, light on black. The
classes differ in lightness alone, so that they are told apart by whoever does not see hues.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.charts.look import PALETTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.charts.look import Theme

MOST_CLASSES = 5
_RAMPS: Mapping[Theme, tuple[str, ...]] = {
    "light": ("#E6F2EC", "#B4DAC8", "#74B899", "#1F7A59", "#06402D"),
    "dark": ("#1C3A2F", "#265643", "#307459", "#67BF9C", "#C3EFDC"),
}
_CHOSEN: Mapping[int, tuple[int, ...]] = {
    1: (2,),
    2: (1, 3),
    3: (0, 2, 4),
    4: (0, 1, 3, 4),
    5: (0, 1, 2, 3, 4),
}


def ramp(classes: int, theme: Theme) -> tuple[str, ...]:
    """The fills of 1 to 5 classes, lowest first. Raises `KeyError` for another number."""
    return tuple(_RAMPS[theme][index] for index in _CHOSEN[classes])


def text_on(fill: str, theme: Theme) -> str:
    """The theme's ink or its paper, whichever is read better on a fill."""
    palette = PALETTES[theme]
    return max((palette.ink, palette.paper), key=lambda colour: contrast(colour, fill))


def contrast(front: str, back: str) -> float:
    """Contrast ratio in [1, 21] of two colours, WCAG 2.2."""
    darker, lighter = sorted((_luminance(front), _luminance(back)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG
        for share in (value / 255 for value in bytes.fromhex(colour.removeprefix("#")))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
