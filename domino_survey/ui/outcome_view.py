"""What became of an axis with the answers that are tried, said where the trial was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import wording
from domino_survey.i18n import plain

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.schema import Axis
    from domino_survey.services.exploring import Exploration
    from domino_survey.services.results import Result
    from domino_survey.ui.trials import Sandbox

RADAR = "radar"  # the anchor of the picture


def draw(box: Sandbox, found: Exploration, axis: Axis, place: str) -> None:
    """The score of the axis before and after, and the way back to the radar: it may be out of sight.

    Of all places on the screen where something is tried, the last one says it as a status: a screen
    reader announces it once.
    """
    t = box.t
    said = t(
        "{sentence} [Voir le radar](#{anchor})", sentence=_sentence(t, found, axis), anchor=RADAR
    )
    if box.last_at(place):
        st.success(said, icon=":material/science:")
    else:
        st.markdown(said)


def heading(text: str) -> None:
    """The heading above the radar, which `draw` leads to."""
    with st.container(gap=None):
        # A heading's own anchor comes with a link that is too small for a finger.
        st.html(f'<span id="{RADAR}"></span>')
        st.header(text, anchor=False)


def score(result: Result, axis: Axis) -> float | None:
    """The score of an axis."""
    return next(one.result.score.value for one in result.axes if one.axis.id == axis.id)


def _sentence(t: Translator, found: Exploration, axis: Axis) -> str:
    before, after = score(found.now, axis), score(found.then, axis)
    name = plain(t.text(axis.short))
    if before is None and after is None:
        return t("Avec vos essais, « {axis} » n'a toujours pas de score.", axis=name)
    if before is None or after is None:
        return (
            t(
                "Avec vos essais, « {axis} » a un score : {after}.",
                axis=name,
                after=_points(t, after),
            )
            if before is None
            else t("Avec vos essais, « {axis} » n'a plus de score.", axis=name)
        )
    if _points(t, before) == _points(t, after):
        return t(
            "Avec vos essais, « {axis} » reste à {score}.", axis=name, score=_points(t, before)
        )
    return t(
        "Avec vos essais, « {axis} » passe de {before} à {after}.",
        axis=name,
        before=_points(t, before),
        after=_points(t, after),
    )


def _points(t: Translator, value: float | None) -> str:
    return wording.figure(t, None) if value is None else wording.points(t, value)
