"""The wide form of an export: one row per response, a column for all that was asked and scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from domino_survey.services.exporting.answer_columns import item_columns
from domino_survey.services.exporting.batch import Batch, Planned, Setting
from domino_survey.services.exporting.response_columns import response_columns
from domino_survey.services.exporting.score_columns import score_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.schema import Questionnaire
    from domino_survey.services.exporting.dataset import Block


def planned(setting: Setting) -> tuple[Planned, ...]:
    """All columns, in order: the response, its profile, the axes, its scores."""
    columns = [*response_columns(setting)]
    for item in setting.questionnaire.items.values():
        columns.extend(item_columns(setting, item))
    if setting.content.scores:
        columns.extend(score_columns(setting))
    return _named(setting.questionnaire, columns)


def _named(model: Questionnaire, columns: Sequence[Planned]) -> tuple[Planned, ...]:
    """The columns under names that differ: those that are the questions' own stay as they are."""
    taken = set(model.items)
    named: list[Planned] = []
    for column in columns:
        name, number = column.variable.id, 2
        own = name == column.variable.item and name in model.items
        while name in taken and not own:
            name, number = f"{column.variable.id}_{number}", number + 1
        taken.add(name)
        named.append(Planned(replace(column.variable, id=name), column.make))
    return tuple(named)


def wide_block(columns: Sequence[Planned], batch: Batch) -> Block:
    """The rows of a batch, one per response."""
    return tuple(column.make(batch) for column in columns)
