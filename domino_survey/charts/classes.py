"""Values in a few classes, and what of them may be shown: what maps and heat maps are made of."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from domino_survey.charts.colours import MOST_CLASSES, ramp
from domino_survey.i18n import N_

if TYPE_CHECKING:
    from domino_survey.charts.look import Theme
    from domino_survey.i18n import Translator

# Shown; hidden because it would say too much of few; nothing there to show.
State = Literal["shown", "hidden", "none"]
_MASKED, _NOTHING = N_("masqué"), N_("aucun bilan")


class Figure(Struct, frozen=True):
    """A number that may be shown, or why it is not.

    Raises:
        ValueError: a number that is hidden, or a shown one without its number.
    """

    value: float | None
    state: State = "shown"

    def __post_init__(self) -> None:
        if (self.value is None) != (self.state != "shown"):
            raise ValueError("a figure is shown with its value, or not shown and without it")


HIDDEN = Figure(None, "hidden")
NOTHING = Figure(None, "none")


class PlaceFigure(Struct, frozen=True):
    """A place by its code and name, and its figure."""

    code: str
    name: str
    figure: Figure


class Classes(Struct, frozen=True):
    """How values fall into classes and how they are written.

    Attributes:
        title: what is measured, such as "Score médian".
        cuts: where each class but the first begins; one to four, rising.
        names: a word for each class; empty without words.
        decimals: of the values as they are written.

    Raises:
        ValueError: no cut, too many, not rising; names that are not one per class.
    """

    title: str
    cuts: tuple[float, ...]
    names: tuple[str, ...] = ()
    decimals: int = 0

    def __post_init__(self) -> None:
        if not 1 <= len(self.cuts) < MOST_CLASSES:
            raise ValueError(f"one to {MOST_CLASSES - 1} cuts, not {len(self.cuts)}")
        if any(one >= two for one, two in pairwise(self.cuts)):
            raise ValueError("cuts rise")
        if len(self.names) not in (0, self.count):
            raise ValueError("a name for each class, or none")

    @property
    def count(self) -> int:
        """How many classes there are."""
        return len(self.cuts) + 1

    def of(self, value: float) -> int:
        """The class of a value, from 0."""
        return bisect_right(self.cuts, value)

    def fills(self, theme: Theme) -> tuple[str, ...]:
        """The colour of each class."""
        return ramp(self.count, theme)

    def said(self, index: int, translate: Translator) -> str:
        """A class in words: its name and the values it holds."""
        low = self.cuts[index - 1] if index else None
        high = self.cuts[index] if index < len(self.cuts) else None
        if low is None and high is not None:
            between = translate("moins de {high}", high=translate.number(high, self.decimals))
        elif low is not None and high is None:
            between = translate("{low} et plus", low=translate.number(low, self.decimals))
        else:
            between = translate(
                "de {low} à moins de {high}",
                low=translate.number(low or 0.0, self.decimals),
                high=translate.number(high or 0.0, self.decimals),
            )
        if not self.names:
            return between
        return translate("{name} : {between}", name=self.names[index], between=between)

    def written(self, figure: Figure, translate: Translator) -> str:
        """A figure as a table and a tooltip write it."""
        if figure.value is not None:
            return translate.number(figure.value, self.decimals)
        return state_word(figure.state, translate)


def state_word(state: State, translate: Translator) -> str:
    """What stands in the place of a number that is not shown."""
    return translate(_MASKED if state == "hidden" else _NOTHING)
