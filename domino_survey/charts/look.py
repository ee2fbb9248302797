"""What charts look like: sizes, colours and the way each outline is told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from domino_survey.charts.figures import Outline, main_index

if TYPE_CHECKING:
    from collections.abc import Sequence

Theme = Literal["light", "dark"]
Shape = Literal["circle", "diamond", "square"]

# From this width on, labels stand beside bars.
_BESIDE = 480

FONT = '"Source Sans", sans-serif'


class Size(Struct, frozen=True):
    """A fixed place for a chart: its width and the sizes of its texts, all in pixels.

    `radius` is the largest radius of a radar; labels may make it smaller.
    """

    name: str
    width: int
    label: float
    score: float
    small: float
    radius: float

    @property
    def wide(self) -> bool:
        """Whether labels have room beside bars, rather than above them."""
        return self.width >= _BESIDE


PHONE = Size("phone", 328, label=13, score=17, small=11, radius=112)
WIDE = Size("wide", 640, label=14.5, score=20, small=12, radius=170)


class Palette(Struct, frozen=True):
    """The colours of one theme. Text has a contrast of 4.5 or more on `paper`, marks 3 or more."""

    paper: str
    ink: str
    muted: str
    ours: str
    compared: str
    ring: str
    faint: str
    band: float


PALETTES: dict[Theme, Palette] = {
    "light": Palette(
        paper="#FFFFFF",
        ink="#1B2A24",
        muted="#5C6B64",
        ours="#0B6E4F",
        compared="#5C6B64",
        ring="#84938B",
        faint="#D5DED9",
        band=0.20,
    ),
    "dark": Palette(
        paper="#14201B",
        ink="#E8F0EC",
        muted="#A5B6AD",
        ours="#5FC9A0",
        compared="#A5B6AD",
        ring="#6B7D74",
        faint="#34473F",
        band=0.24,
    ),
}


class Stroke(Struct, frozen=True):
    """How one outline is drawn: colour, dashes and points all differ, so colour is never alone."""

    colour: str
    width: float
    dash: tuple[float, ...]
    shape: Shape
    filled: bool


def strokes(outlines: Sequence[Outline], palette: Palette) -> tuple[Stroke, ...]:
    """One stroke per outline: the main one solid in our colour, others grey, dashed or dotted."""
    others = iter(
        (
            Stroke(palette.compared, 1.75, (6, 4), "diamond", filled=False),
            Stroke(palette.compared, 1.75, (1.5, 3), "square", filled=False),
        )
    )
    ours = Stroke(palette.ours, 2.5, (), "circle", filled=True)
    main = main_index(outlines)
    return tuple(ours if index == main else next(others) for index in range(len(outlines)))
