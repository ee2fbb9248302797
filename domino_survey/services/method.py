"""Trying another method on a questionnaire: what it changes, and the file that would keep it.

Nothing here is stored: settings live as long as the screen, and a published version never changes.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct, field
from msgspec.structs import asdict

from domino_survey.errors import DominoError, errors_only, problem, refusal, system_reason
from domino_survey.schema import LIMITING, OVERALL, NodeScoring, is_scored
from domino_survey.scoring.power_mean import power_mean
from domino_survey.services.rights import Action, Identity, require

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from domino_survey.errors import Problem
    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context

# Scopes beside the ids of axes and themes; no id can look like these, but for the overall one's own.
ALL_THEMES, ALL_AXES = "@themes", "@axes"
# A number as it is filled in: the text itself where that is none, None where there is nothing.
Number: TypeAlias = float | str | None
ScopeKind: TypeAlias = Literal["overall", "all_axes", "all_themes", "axis", "theme"]
Path: TypeAlias = tuple[str | int, ...]
MOST_WEIGHT = 1e6  # as the format of questionnaires has it
_SHARES = frozenset({"unusable-coverage", "unusable-aside"})


class CapSetting(Struct, frozen=True):
    """A critical child as it is filled in; None where nothing is."""

    child: str
    at_or_below: Number
    limit: Number


class Rules(Struct, frozen=True):
    """How a node is composed, as it is filled in; `trial` judges it. The power may be `min`."""

    power: Number
    coverage: Number
    not_applicable: Number
    caps: tuple[CapSetting, ...] = ()


class Settings(Struct, frozen=True):
    """Another method.

    Attributes:
        weights: by child (axis, theme or question), those that differ from the questionnaire's.
        rules: by scope; None for an axis or a theme that follows the rules of all, and for no overall
            score.
    """

    weights: Mapping[str, Number] = field(default_factory=dict)
    rules: Mapping[str, Rules | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.weights or self.rules)


class Scope(Struct, frozen=True):
    """Something that is set as one: its id, its kind, and what it is made of with their weights."""

    id: str
    kind: ScopeKind
    children: Mapping[str, float]


class Trial(Struct, frozen=True):
    """What a method would be.

    Attributes:
        questionnaire: the one that scores by it; None where it cannot.
        problems: all that is wrong with it, and every child that outweighs the others together; what
            the questionnaire had before is not repeated.
    """

    questionnaire: Questionnaire | None
    problems: tuple[Problem, ...]


class NewVersion(Struct, frozen=True):
    """A questionnaire file with another method; `place` is where it belongs, such as `domino/2.yaml`."""

    version: str
    place: str
    text: str


def scopes(questionnaire: Questionnaire) -> dict[str, Scope]:
    """All that can be set, by id: the whole, all axes, all themes, then each axis with its themes."""
    found = [
        Scope(OVERALL, "overall", {axis.id: axis.weight for axis in questionnaire.axes}),
        Scope(ALL_AXES, "all_axes", {}),
        Scope(ALL_THEMES, "all_themes", {}),
    ]
    for axis in questionnaire.axes:
        found.append(Scope(axis.id, "axis", {theme.id: theme.weight for theme in axis.themes}))
        found += [
            Scope(theme.id, "theme", {q.id: q.weight for q in theme.questions if is_scored(q)})
            for theme in axis.themes
        ]
    return {scope.id: scope for scope in found}


def own_rules(questionnaire: Questionnaire, scope: str) -> Rules | None:
    """The rules that the questionnaire gives a scope; None where it follows those of all, or has none."""
    scoring = questionnaire.scoring
    nodes = {
        OVERALL: scoring.overall,
        ALL_AXES: scoring.axis,
        ALL_THEMES: scoring.theme,
        **{axis.id: axis.scoring for axis in questionnaire.axes},
        **{theme.id: theme.scoring for theme in questionnaire.themes},
    }
    found = nodes[scope]
    return None if found is None else _rules(found)


def rules_of(questionnaire: Questionnaire, settings: Settings, scope: Scope) -> Rules | None:
    """The rules that hold for a scope under some settings; None for an overall score not asked for."""
    own = settings.rules.get(scope.id, own_rules(questionnaire, scope.id))
    if own is not None or scope.id == OVERALL:
        return own
    above = ALL_AXES if scope.kind == "axis" else ALL_THEMES
    return settings.rules.get(above, own_rules(questionnaire, above))


def with_rules(
    questionnaire: Questionnaire, settings: Settings, scope: str, rules: Rules | None
) -> Settings:
    """Settings with other rules for a scope; those of the questionnaire are no setting."""
    others = {known: one for known, one in settings.rules.items() if known != scope}
    if rules != own_rules(questionnaire, scope):
        others[scope] = rules
    return Settings(settings.weights, others)


def with_weights(
    questionnaire: Questionnaire, settings: Settings, weights: Mapping[str, Number]
) -> Settings:
    """Settings with other weights; those of the questionnaire are no setting."""
    known = {
        child: w for scope in scopes(questionnaire).values() for child, w in scope.children.items()
    }
    merged = {**settings.weights, **weights}
    changed = {child: w for child, w in merged.items() if child in known and w != known[child]}
    return Settings(changed, settings.rules)


def shares(settings: Settings, scope: Scope) -> dict[str, float]:
    """What each child weighs, in shares of 1; empty where the weights are no weights."""
    weights = {child: settings.weights.get(child, w) for child, w in scope.children.items()}
    known = {child: w for child, w in weights.items() if isinstance(w, float | int) and w >= 0}
    total = math.fsum(known.values())
    if len(known) < len(weights) or not 0 < total < math.inf:
        return {}
    return {child: weight / total for child, weight in known.items()}


def composed(questionnaire: Questionnaire, power: Number, scores: Sequence[float]) -> float | None:
    """What some scores of equal weight give together; None for what is no power."""
    if not _is_power(power):
        return None
    found = power_mean(
        [[score] for score in scores],
        [1.0] * len(scores),
        [[True]] * len(scores),
        power if isinstance(power, float | int) else "min",
        questionnaire.scoring.offset,
    )
    return float(found[0])


def trial(questionnaire: Questionnaire, settings: Settings) -> Trial:
    """The questionnaire under other settings, judged as a file would be."""
    # Imported here: screens open sooner without it.
    from domino_survey import schema_files  # noqa: PLC0415

    place = _Places(questionnaire)
    faults, sound = _unfilled(settings)
    data = _plain(questionnaire)
    for path, value in place.values(sound):
        _at(data, path[:-1])[path[-1]] = value  # type: ignore[index]  # the model's own structure
    found, problems = schema_files.read_data(data)
    before = {(one.code, one.path) for one in schema_files.read_data(_plain(questionnaire))[1]}
    told = [
        one
        for one in problems
        if one.severity == "error"
        or one.code == "dominant-child"
        or (one.code, one.path) not in before
    ]
    sound_enough = not faults and not errors_only(told)
    return Trial(found if sound_enough else None, (*faults, *told))


def new_version(
    context: Context, identity: Identity, questionnaire: Questionnaire, settings: Settings
) -> NewVersion:
    """The file of a questionnaire with other settings, as its next version; all else as it was.

    Raises:
        DominoError: `not-allowed`; every error of the settings; `no-questionnaire` for one that is not
            in force; `unreadable-file`.
    """
    # Imported here: screens open sooner without it.
    from domino_survey import schema_files  # noqa: PLC0415

    require(identity, Action.EDIT_METHOD)
    tried = trial(questionnaire, settings)
    if tried.questionnaire is None:
        raise DominoError(*errors_only(tried.problems))
    file = context.library.file_of(questionnaire)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            text = lines.read()
    except (OSError, UnicodeDecodeError) as error:
        raise refusal("unreadable-file", place=file.name, reason=system_reason(error)) from error
    version = context.library.next_version(questionnaire.id)
    changes = dict(_Places(questionnaire).changes(settings))
    return NewVersion(
        version,
        f"{questionnaire.id}/{version}.yaml",
        schema_files.amend(text, {("version",): version, **changes}),
    )


def _rules(scoring: NodeScoring) -> Rules:
    caps = tuple(CapSetting(cap.child, cap.at_or_below, cap.limit) for cap in scoring.caps)
    return Rules(scoring.power, scoring.coverage, scoring.not_applicable, caps)


def _unfilled(settings: Settings) -> tuple[list[Problem], Settings]:
    """What is no usable number, and the settings without it, so that all else is judged as well."""
    faults: list[Problem] = []

    def usable(value: Number, place: str, code: str, most: float = math.inf) -> bool:
        if isinstance(value, float | int) and math.isfinite(value) and 0 <= value <= most:
            return True
        faults.append(_fault(value, place, code))
        return False

    weights = {
        child: weight
        for child, weight in settings.weights.items()
        if usable(weight, child, "unusable-weight", MOST_WEIGHT)
    }
    rules: dict[str, Rules | None] = {}
    for scope, one in settings.rules.items():
        rules[scope] = one
        if one is not None:
            power = one.power
            if not _is_power(power):
                faults.append(_fault(power, scope, "unusable-power"))
                power = 1.0
            caps = []
            for cap in one.caps:
                figures = (cap.at_or_below, cap.limit)
                if None in figures:
                    faults.append(problem("unfinished-cap", place=scope))
                # A list: both figures are judged, the first fault hides no second one.
                elif all([usable(figure, scope, "unusable-cap", 100) for figure in figures]):  # noqa: C419
                    caps.append(cap)
            coverage, aside = (
                share if usable(share, scope, code, 1) else 0.5
                for share, code in (
                    (one.coverage, "unusable-coverage"),
                    (one.not_applicable, "unusable-aside"),
                )
            )
            rules[scope] = Rules(power, coverage, aside, tuple(caps))
    return faults, Settings(weights, rules)


def _is_power(value: Number) -> bool:
    return value == LIMITING or (isinstance(value, float | int) and math.isfinite(value))


def _fault(value: Number, place: str, code: str) -> Problem:
    """Nothing, no number, or a number that cannot be used; shares are told as the percents they are."""
    if value is None:
        return problem("missing-number", place=place)
    if isinstance(value, str):
        return problem("not-a-number", place=place, value=value)
    told = round(100 * value, 6) if code in _SHARES else value
    # A whole number in full, rather than as 1e+07.
    return problem(code, place=place, value=int(told) if float(told).is_integer() else told)


class _Places:
    """Where settings stand in the file of a questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire

    @cached_property
    def _children(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for i, axis in enumerate(self._questionnaire.axes):
            found[axis.id] = ("axes", i)
            for j, theme in enumerate(axis.themes):
                found[theme.id] = ("axes", i, "themes", j)
                for k, question in enumerate(theme.questions):
                    found[question.id] = ("axes", i, "themes", j, "questions", k)
        return found

    def _rules(self, scope: str) -> Path:
        shared = {OVERALL: "overall", ALL_AXES: "axis", ALL_THEMES: "theme"}
        if scope in shared:
            return ("scoring", shared[scope])
        return (*self._children[scope], "scoring")

    def values(self, settings: Settings) -> Iterator[tuple[Path, object]]:
        """Every setting, whole, at its path."""
        for child, weight in settings.weights.items():
            yield (*self._children[child], "weight"), weight
        for scope, rules in settings.rules.items():
            yield self._rules(scope), None if rules is None else _data(rules)

    def changes(self, settings: Settings) -> Iterator[tuple[Path, object]]:
        """The same as the least that is to be written: what is new, and what differs of what is there."""
        for child, weight in settings.weights.items():
            yield (*self._children[child], "weight"), weight
        for scope, rules in settings.rules.items():
            path, own = self._rules(scope), own_rules(self._questionnaire, scope)
            before = _data(_rules(NodeScoring()) if own is None else own)
            new = {} if rules is None else _data(rules)
            differing = {name: value for name, value in new.items() if value != before[name]}
            if rules is None:
                yield path, None
            elif own is None:
                # A node with the usual rules of its own says so by one of them.
                yield path, differing or {"power": rules.power}
            else:
                yield from (((*path, name), value) for name, value in differing.items())


def _data(rules: Rules) -> dict[str, object]:
    """Rules as a file holds them."""
    return {**asdict(rules), "caps": [asdict(cap) for cap in rules.caps]}


def _plain(questionnaire: Questionnaire) -> dict[str, object]:
    return questionnaire.model_dump(mode="json")


def _at(data: object, path: Path) -> object:
    for part in path:
        data = data[part]  # type: ignore[index]  # the model's own structure
    return data
