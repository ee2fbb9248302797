"""What an export makes of the stored scores."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from domino_survey.numerics import np
from domino_survey.schema import (
    OVERALL,
)
from domino_survey.scoring import dimension_id
from domino_survey.services.exporting.batch import Batch, Planned, Setting, chosen
from domino_survey.services.exporting.dataset import Cells, Kind, Variable
from domino_survey.services.labels import NO_SCORE_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def nodes(setting: Setting) -> tuple[tuple[str, str], ...]:
    """Every node with a score, with its title: themes, axes, the overall score, dimensions."""
    model = setting.questionnaire
    titles = {theme.id: setting.words(theme.title) for theme in model.themes}
    titles |= {axis.id: setting.words(axis.title) for axis in model.axes}
    titles[OVERALL] = setting.translate("Ensemble")
    dimensions = [(dimension_id(one.code), setting.words(one.label)) for one in model.dimensions]
    return (*((node, titles[node]) for node in model.node_ids), *dimensions)


def reasons(setting: Setting) -> tuple[tuple[str, str], ...]:
    """Why there is no score, by code."""
    return tuple((code, setting.translate(text)) for code, text in NO_SCORE_LABELS.items())


def score_columns(setting: Setting) -> Iterator[Planned]:
    """The score of each node as it was stored, its bounds, its coverage, why there is none."""
    t = setting.translate
    parts = (
        ("value", "", t("score")),
        ("low", ".low", t("borne basse")),
        ("high", ".high", t("borne haute")),
        ("coverage", ".coverage", t("couverture")),
    )
    for node, title in nodes(setting):
        base = Variable(node, title, Kind.NUMBER, item=node, part=t("Scores"), minimum=0)
        for field, ending, words in parts:
            top = 1 if field == "coverage" else 100
            variable = replace(base, id=node + ending, label=f"{title} : {words}", maximum=top)
            yield Planned(variable, partial(score_cells, node, field))
        why = replace(base, id=f"{node}.reason", label=t("{name} : sans score", name=title))
        values = reasons(setting)
        yield Planned(
            replace(why, kind=Kind.CHOICE, values=values, minimum=None),
            partial(reason_cells, node, values),
        )


def score_cells(node: str, field: str, batch: Batch) -> Cells:
    """A part of the stored score of a node, NaN where there is none."""
    found = [one.scores.get(node) for one in batch.sent]
    numbers = [None if score is None else getattr(score, field) for score in found]
    return Cells(np.array([np.nan if one is None else one for one in numbers], dtype=np.float64))


def reason_cells(node: str, values: Sequence[tuple[str, str]], batch: Batch) -> Cells:
    """Why a node has no score; -1 where it has one."""
    found = [one.scores.get(node) for one in batch.sent]
    return chosen([(score.reason or "") if score else "" for score in found], values)
