"""What a part says of another part exists and is of the right type."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from domino_survey.errors import Problem, problem
from domino_survey.schema import SingleChoice, option_codes
from domino_survey.schema_checks.elements import axes, items, listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from domino_survey.schema import Question, Questionnaire, Stages
    from domino_survey.schema_checks.elements import TreePath

CITATION = re.compile(r"\[([A-Za-z]+[0-9]+[a-z]?)\]")
_COMPARED = 200
_GROUPING = ("single", "multiple", "scale", "yes_no")
_SHARING = ("multiple", "single")


def check_stages(questionnaire: Questionnaire) -> Iterator[Problem]:
    """The stages are the options of a single choice: all of them, in the order or beside it."""
    stages = questionnaire.stages
    if stages is None:
        return
    item = questionnaire.items.get(stages.item)
    where = ("stages", "item")
    if item is None:
        known = [i.id for i in questionnaire.profile.items]
        yield _unknown("stages-unknown-item", where, stages.item, known)
    elif not isinstance(item, SingleChoice):
        yield problem("stages-not-single", path=where, item=item.id, type=item.type)
    else:
        yield from _stage_codes(stages, item)


def _stage_codes(stages: Stages, item: SingleChoice) -> Iterator[Problem]:
    codes = option_codes(item)
    for position, code in enumerate(stages.order):
        if code not in codes:
            yield _unknown("stages-unknown-code", ("stages", "order", position), code, codes)
    for code, target in stages.equivalent.items():
        where = ("stages", "equivalent", code)
        if code not in codes:
            yield _unknown("stages-unknown-code", where, code, codes)
        if target not in stages.order:
            yield _unknown("stages-unknown-code", where, target, stages.order)
    left = [code for code in codes if code not in stages.order and code not in stages.equivalent]
    if left:
        params = {"codes": listed(left), "item": item.id}
        yield problem("stages-missing-option", path=("stages",), **params)


def check_profile(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Roles of the profile go to profile items of a type that can play them."""
    profile = questionnaire.profile
    own = {item.id: item for item in profile.items}
    if profile.name is not None:
        yield from _role(own, ("profile", "name"), profile.name, ("text",))
    if profile.territory is not None:
        yield from _role(own, ("profile", "territory"), profile.territory, ("territory",))
    for position, group in enumerate(profile.groups):
        yield from _role(own, ("profile", "groups", position), group, _GROUPING)
    sharing = profile.sharing
    if sharing is None:
        return
    found = list(_role(own, ("profile", "sharing", "item"), sharing.item, _SHARING))
    yield from found
    if found:
        return
    codes = option_codes(own[sharing.item])
    for name, code in (("aggregates", sharing.aggregates), ("free_text", sharing.free_text)):
        if code is not None and code not in codes:
            where = ("profile", "sharing", name)
            yield _unknown("sharing-unknown-option", where, code, codes)


def _role(
    own: dict[str, Question], path: TreePath, wanted: str, types: tuple[str, ...]
) -> Iterator[Problem]:
    role = str(path[1])
    if wanted not in own:
        yield _unknown("role-unknown-item", path, wanted, own, role=role)
    elif (kind := own[wanted].type) not in types:
        params = {"role": role, "item": wanted, "type": kind, "expected": listed(types)}
        yield problem("role-wrong-type", place=wanted, path=path, **params)


def check_dimensions(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Dimensions of questions and kinds of prompts are declared."""
    dimensions = [dimension.code for dimension in questionnaire.dimensions]
    for placed in items(questionnaire):
        for position, code in enumerate(placed.item.dimensions):
            if code not in dimensions:
                where = (*placed.path, "dimensions", position)
                found = _unknown("unknown-dimension", where, code, dimensions, place=placed.item.id)
                yield found
    kinds = [kind.code for kind in questionnaire.prompt_kinds]
    for axis, path in axes(questionnaire):
        for position, prompt in enumerate(axis.prompts):
            if prompt.kind not in kinds:
                where = (*path, "prompts", position, "kind")
                yield _unknown("unknown-prompt-kind", where, prompt.kind, kinds, place=prompt.id)


def check_recommendations(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Axis, stage of action, effort, cited sources and excluded recommendations are declared."""
    known = {
        "axis": ("unknown-axis", [axis.id for axis in questionnaire.axes]),
        "stage": ("unknown-action-stage", [stage.code for stage in questionnaire.action_stages]),
        "effort": ("unknown-effort", [effort.code for effort in questionnaire.efforts]),
    }
    sources = {source.code for source in questionnaire.sources}
    ids: dict[str, list[str]] = {}
    for one in questionnaire.recommendations:
        ids.setdefault(one.audience, []).append(one.id)
    for position, recommendation in enumerate(questionnaire.recommendations):
        path = ("recommendations", position)
        for field, (code, names) in known.items():
            value = getattr(recommendation, field)
            if value not in names:
                yield _unknown(code, (*path, field), value, names, place=recommendation.id)
        for language, text in recommendation.precedent.items():
            for cited in dict.fromkeys(CITATION.findall(text)):
                if cited not in sources:
                    where = (*path, "precedent", language)
                    yield problem(
                        "unknown-source", place=recommendation.id, path=where, source=cited
                    )
        others = [one for one in ids[recommendation.audience] if one != recommendation.id]
        for rank, excluded in enumerate(recommendation.excludes):
            if excluded not in others:
                at = (*path, "excludes", rank)
                params = {"place": recommendation.id, "audience": recommendation.audience}
                yield _unknown("unknown-excluded", at, excluded, others, **params)


def _unknown(
    code: str,
    path: TreePath,
    found: str,
    known: Collection[str],
    *,
    place: str = "",
    **params: object,
) -> Problem:
    closest = listed(get_close_matches(found, list(known)[:_COMPARED], 3, 0.0))
    return problem(code, place=place, path=path, found=found, closest=closest, **params)
