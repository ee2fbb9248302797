"""Names: every id is used once, every code once in its list, and none is a word of the language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.errors import Problem, problem
from domino_survey.expressions import RESERVED
from domino_survey.schema import (
    OVERALL,
    RESERVED_CELLS,
    RESPONSE_COLUMN,
    SCORE_COLUMNS,
    MultipleChoice,
    ScaleQuestion,
    SingleChoice,
)
from domino_survey.schema_checks.elements import TreePath, axes, items, themes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domino_survey.schema import Questionnaire


def check_ids(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Ids are unique across axes, themes, items and recommendations, and none is reserved.

    Reserved are the words of conditions, and the columns that tables of answers and scores add.
    """
    seen: set[str] = set()
    words = RESERVED | {OVERALL, RESPONSE_COLUMN}
    columns = {node + part for node in questionnaire.node_ids for part in SCORE_COLUMNS}
    for identifier, path in _ids(questionnaire):
        if identifier in seen:
            yield problem("duplicate-id", place=identifier, path=path, id=identifier)
        seen.add(identifier)
        if identifier.lower() in words or identifier in columns:
            yield problem("reserved-id", place=identifier, path=path, id=identifier)


def _ids(questionnaire: Questionnaire) -> Iterator[tuple[str, TreePath]]:
    for axis, path in axes(questionnaire):
        yield axis.id, (*path, "id")
    for theme, path in themes(questionnaire):
        yield theme.id, (*path, "id")
    for placed in items(questionnaire):
        yield placed.item.id, (*placed.path, "id")
    for position, recommendation in enumerate(questionnaire.recommendations):
        yield recommendation.id, ("recommendations", position, "id")


def check_codes(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Codes are unique within their list, and no option has the code of a state in a table of answers."""
    whole = questionnaire
    yield from _repeated(whole.languages, "", ("languages",))
    for name, coded in (
        ("paths", whole.paths),
        ("dimensions", whole.dimensions),
        ("prompt_kinds", whole.prompt_kinds),
        ("levels", whole.levels),
        ("action_stages", whole.action_stages),
        ("efforts", whole.efforts),
        ("sources", whole.sources),
    ):
        yield from _repeated([one.code for one in coded], "", (name,), "code")
    if whole.stages is not None:
        yield from _repeated(whole.stages.order, "", ("stages", "order"))
    yield from _repeated(whole.profile.groups, "", ("profile", "groups"))
    for placed in items(whole):
        item, path = placed.item, placed.path
        yield from _repeated(item.dimensions, item.id, (*path, "dimensions"))
        match item:
            case SingleChoice() | MultipleChoice():
                codes = [option.code for option in item.options]
                yield from _repeated(codes, item.id, (*path, "options"), "code")
                yield from _reserved(codes, item.id, (*path, "options"))
            case ScaleQuestion():
                codes = [level.code for level in item.levels]
                yield from _repeated(codes, item.id, (*path, "levels"), "code")
                yield from _reserved(codes, item.id, (*path, "levels"))
            case _:
                pass


def _repeated(codes: Iterable[str], place: str, path: TreePath, *below: str) -> Iterator[Problem]:
    seen = set()
    for position, code in enumerate(codes):
        if code in seen:
            yield problem("duplicate-code", place=place, path=(*path, position, *below), found=code)
        seen.add(code)


def _reserved(codes: Iterable[str], place: str, path: TreePath) -> Iterator[Problem]:
    for position, code in enumerate(codes):
        if code in RESERVED_CELLS:
            yield problem("reserved-code", place=place, path=(*path, position, "code"), found=code)
