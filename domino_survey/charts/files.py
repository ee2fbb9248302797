"""A chart as a file of its own: SVG or PNG, with its title above and its source below.

The same chart gives the same bytes wherever it is drawn: the letters are those that the drawing
library brings along. They are wider than the interface's, for which charts are laid out, and
therefore a little smaller.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

from domino_survey.charts.lettering import wrap
from domino_survey.charts.look import PALETTES, Size, Theme

if TYPE_CHECKING:
    import altair as alt

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_NARROWER = 0.9
_MARGIN = 16
_PIXELS = 2.0  # of a PNG, for each pixel of the chart


def svg_file(
    chart: alt.TopLevelMixin, *, title: str, source: str, size: Size, theme: Theme
) -> bytes:
    """The chart as SVG, in UTF-8. `size` is the one that it was drawn for."""
    import vl_convert  # noqa: PLC0415 - starts a JavaScript engine, only for who draws

    spec = _framed(chart.to_dict(), title, source, size, theme)
    drawn = str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))
    said = _escaped(str(spec.get("description", "")))
    # Read aloud as one picture, whatever program opens it.
    named = f"<title>{_escaped(title)}</title><desc>{said}</desc>"
    return re.sub(r"(<svg\b[^>]*>)", lambda found: found[1] + named, drawn, count=1).encode()


def png_file(
    chart: alt.TopLevelMixin, *, title: str, source: str, size: Size, theme: Theme
) -> bytes:
    """The chart as PNG, two dots for each pixel. `size` is the one that it was drawn for."""
    import vl_convert  # noqa: PLC0415 - starts a JavaScript engine, only for who draws

    spec = _framed(chart.to_dict(), title, source, size, theme)
    return bytes(vl_convert.vegalite_to_png(spec, scale=_PIXELS, allowed_base_urls=[]))


def _framed(
    spec: dict[str, Any], title: str, source: str, size: Size, theme: Theme
) -> dict[str, Any]:
    """The specification on the theme's ground, with a margin that holds the title and the source."""
    palette = PALETTES[theme]
    framed: dict[str, Any] = _smaller_letters(copy.deepcopy(spec))
    title_size, source_size = size.label * 1.2, size.small
    above = wrap(title, title_size * 1.08, size.width) if title else ()
    below = wrap(source, source_size, size.width) if source else ()
    up, down = len(above) * title_size * 1.3, len(below) * source_size * 1.3
    lines = [
        _line(text, -up - 8 + title_size * 1.3 * (order + 0.5), title_size, palette.ink, bold=True)
        for order, text in enumerate(above)
    ]
    lines += [
        _line(
            text,
            spec["height"] + 10 + source_size * 1.3 * (order + 0.5),
            source_size,
            palette.muted,
            bold=False,
        )
        for order, text in enumerate(below)
    ]
    framed["layer"] = [*framed["layer"], *lines]
    framed["padding"] = {
        "left": _MARGIN,
        "right": _MARGIN,
        "top": _MARGIN + (up + 8 if above else 0),
        "bottom": _MARGIN + (down + 10 if below else 0),
    }
    framed["background"] = palette.paper
    framed["autosize"] = {"type": "none", "contains": "content"}
    framed["config"] = {**framed.get("config", {}), "font": FONT}
    return framed


def _line(text: str, y: float, size: float, colour: str, *, bold: bool) -> dict[str, Any]:
    mark = {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "color": colour,
        "fontSize": size * _NARROWER,
        "fontWeight": 700 if bold else 400,
        "limit": 0,
    }
    encoding = {"text": {"field": "text", "type": "nominal"}, "x": {"value": 0}, "y": {"value": y}}
    return {"data": {"values": [{"text": text}]}, "mark": mark, "encoding": encoding}


def _smaller_letters(tree: Any) -> Any:
    """The same tree with each size of letters a little smaller."""
    if isinstance(tree, list):
        return [_smaller_letters(one) for one in tree]
    if not isinstance(tree, dict):
        return tree
    found = {name: _smaller_letters(value) for name, value in tree.items()}
    letters = found.get("fontSize")
    if isinstance(letters, dict) and "expr" in letters:
        found["fontSize"] = {"expr": f"({letters['expr']}) * {_NARROWER}"}
    return found


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
