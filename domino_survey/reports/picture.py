"""A chart on its way into a report: a vector drawing with the words that stand for it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

# A font that the PDF compiler brings along: letters are then the same on every machine.
FONT = "Libertinus Serif"


class Picture(Struct, frozen=True):
    """A chart, the text that stands for it where it is not seen, and its caption.

    `drawing` is SVG text or the dictionary of a Vega-Lite specification with its data in it.
    """

    drawing: str | Mapping[str, Any]
    description: str
    caption: str = ""

    @property
    def svg(self) -> str:
        """The SVG text. Raises `ValueError` for a specification that cannot be drawn as it stands."""
        if isinstance(self.drawing, str):
            return self.drawing
        import vl_convert  # noqa: PLC0415 - starts a JavaScript engine, only for who draws

        spec = copy.deepcopy(dict(self.drawing))
        spec["config"] = {**spec.get("config", {}), "font": FONT}
        # No address is allowed: what is drawn is in the specification.
        return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))
