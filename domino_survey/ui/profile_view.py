"""The profile: its sentence, its radar, and the same figures as bars, as a table and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import charts, wording
from domino_survey.charts import Outline, Spoke
from domino_survey.i18n import plain
from domino_survey.services.results import level_cuts
from domino_survey.ui import screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.i18n import Translator
    from domino_survey.schema import Level, Questionnaire
    from domino_survey.services.results import NodeResult, Result
    from domino_survey.ui.guard import Visit

LEAST_SPOKES = 3


def main_sentence(t: Translator, result: Result) -> str:
    """The one thing to remember, with the names of axes in bold."""
    return wording.main_sentence(t, result, lambda name: f"**{plain(name)}**")


def level_badge(t: Translator, questionnaire: Questionnaire, result: NodeResult) -> None:
    """The level in words; its colour repeats what the words say."""
    known, words = questionnaire.levels, wording.level_words(t, result.levels, plain)
    if result.levels is None or not known or result.levels[0] != result.levels[1]:
        # Two levels are too many words for a badge, which would cut them on a phone.
        st.markdown(words)
        return
    level = result.levels[0]
    color = "orange" if level == known[0] else "green" if level == known[-1] else "blue"
    st.badge(words, color=color)  # type: ignore[arg-type]


def spokes_of(t: Translator, questionnaire: Questionnaire) -> tuple[Spoke, ...]:
    """One spoke per axis."""
    return tuple(
        Spoke(axis.id, t.text(axis.short), t.text(axis.title)) for axis in questionnaire.axes
    )


def outline_of(result: Result, label: str, *, mine: bool = True) -> Outline:
    """The scores of a result, with the band of what unanswered questions could change."""
    nodes = [axis.result.score for axis in result.axes]
    shown = [node.value is not None for node in nodes]
    return Outline(
        label,
        "mine" if mine else "comparison",
        tuple(node.value for node in nodes),
        tuple(n.low if s else None for n, s in zip(nodes, shown, strict=True)) if mine else (),
        tuple(n.high if s else None for n, s in zip(nodes, shown, strict=True)) if mine else (),
    )


def radar_of(here: Visit, result: Result, earlier: Result | None = None) -> None:
    """The radar of a result, over an earlier one when there is one."""
    t = here.t
    outlines = [outline_of(result, t("Ce bilan"))]
    if earlier is not None:
        then, now = earlier.submission.submitted_at, result.submission.submitted_at
        when = t.date(then) if t.date(then) != t.date(now) else t.datetime(then)
        outlines.append(outline_of(earlier, t("Bilan du {date}", date=when), mine=False))
    picture(here, result.questionnaire, outlines)


def _beginnings(t: Translator, levels: Sequence[Level]) -> list[str]:
    """Where each level begins: what the rings stand for."""
    return [
        t(
            "« {level} » à partir de {start}",
            level=plain(t.text(level.label)),
            start=t.number(level.start),
        )
        for level in levels
    ]


def picture(
    here: Visit,
    questionnaire: Questionnaire,
    outlines: Sequence[Outline],
    heading: str | None = None,
) -> None:
    """Outlines as a radar (bars where an outline would mean nothing), then as bars and as a table."""
    radar(here, questionnaire, outlines)
    same_figures(here, questionnaire, outlines, heading)


def radar(here: Visit, questionnaire: Questionnaire, outlines: Sequence[Outline]) -> None:
    """Outlines as a radar, or as bars, and what its lines and rings mean."""
    t = here.t
    if _empty(outlines):
        return
    spokes = spokes_of(t, questionnaire)
    if len(spokes) >= LEAST_SPOKES:
        size, theme, cuts = charts.PHONE, screen.theme(), level_cuts(questionnaire)
        chart = charts.radar(outlines, spokes, cuts=cuts, size=size, theme=theme, translate=t)
        st.altair_chart(chart, width="stretch", theme=None)
    else:
        _bars(here, questionnaire, outlines)
    st.caption(charts.legend_sentence(outlines, translate=t))
    if questionnaire.levels:
        st.caption(t("Repères : {levels}.", levels=t.list_of(_beginnings(t, questionnaire.levels))))


def same_figures(
    here: Visit,
    questionnaire: Questionnaire,
    outlines: Sequence[Outline],
    heading: str | None = None,
) -> None:
    """The figures of a radar as bars and as a table, folded."""
    t = here.t
    if _empty(outlines):
        return
    spokes = spokes_of(t, questionnaire)
    with st.expander(t("Les mêmes chiffres, en barres et en tableau")):
        if len(spokes) >= LEAST_SPOKES:
            _bars(here, questionnaire, outlines)
        st.table(
            charts.radar_table(outlines, spokes, translate=t, heading=heading),
            border="horizontal",
            hide_index=True,
        )


def _empty(outlines: Sequence[Outline]) -> bool:
    return not any(value is not None for outline in outlines for value in outline.values)


def _bars(here: Visit, questionnaire: Questionnaire, outlines: Sequence[Outline]) -> None:
    spokes, cuts = spokes_of(here.t, questionnaire), level_cuts(questionnaire)
    size, theme = charts.PHONE, screen.theme()
    bars = charts.bars(outlines, spokes, cuts=cuts, size=size, theme=theme, translate=here.t)
    st.altair_chart(bars, width="stretch", theme=None)
