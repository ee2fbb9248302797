"""Whether recommendations cover what they should: none dead, none idle, no two at odds, no cell empty.

A condition is read in three-valued logic and fires where it is true, so:

- it **never fires** where no response (no group of responses, for public decision-makers) makes it true,
  whatever is answered, left out, not applicable or not asked;
- it **always fires** where none makes it false: it is true as soon as the answers that decide it are
  there, and says nothing of the practice. (`REPONDU(x)` is false where x is not answered, hence never so.)
- two conditions are **the same** where neither is ever true without the other;
- two recommendations that exclude each other are **at odds** where some answers make both fire.

Each is told by `situations` and `groups`, which take for possible what they cannot exclude: what is
reported here is so, and an example of answers was scored where one is given. What is too large to look
into is not reported.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, islice
from typing import TYPE_CHECKING, TypeAlias, get_args

from domino_survey import expressions
from domino_survey.errors import Problem, problem
from domino_survey.schema import Audience
from domino_survey.schema_checks import examples
from domino_survey.schema_checks.elements import axes
from domino_survey.schema_checks.groups import Groups
from domino_survey.schema_checks.literals import UndecidedError, all_of, alternatives
from domino_survey.schema_checks.situations import Situations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domino_survey.expressions import Expression
    from domino_survey.schema import Questionnaire, Recommendation
    from domino_survey.schema_checks.literals import Term

MAX_PAIRS = 2_000
_READING = 5_000  # what multiplying a condition out may cost, in combinations

_Placed: TypeAlias = "tuple[int, Recommendation, Expression]"


def check_cells(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Each axis has a recommendation for each stage of action, for all who get any."""
    for audience in get_args(Audience):
        given = questionnaire.recommendations_for(audience)
        cells = {(one.axis, one.stage) for one in given}
        for axis, path in axes(questionnaire) if given else ():
            for stage in questionnaire.action_stages:
                if (axis.id, stage.code) not in cells:
                    params = {"audience": audience, "axis": axis.id, "stage": stage.code}
                    yield problem("cell-without-advice", place=axis.id, path=path, **params)


def check_firing(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Recommendations that never fire, always fire, fire together against their word, or are the same.

    Of a questionnaire without errors only: conditions are taken as checked.
    """
    placed = [
        (position, one, expressions.parse(one.condition))
        for position, one in enumerate(questionnaire.recommendations)
    ]
    if not placed:
        return
    relevances = {
        item.id: expressions.parse(item.relevance)
        for item in questionnaire.items.values()
        if item.relevance is not None
    }
    situations = Situations(questionnaire, relevances, [expression for _, _, expression in placed])
    for audience in get_args(Audience):
        judge = _Judge(situations, audience)
        own = [one for one in placed if one[1].audience == audience]
        alive = []
        for one in own:
            found = judge.alone(one)
            yield from found
            alive += [] if found else [one]
        yield from judge.at_odds(own)
        yield from judge.same(alive)


class _Judge:
    """What can be said of the recommendations for one audience."""

    def __init__(self, situations: Situations, audience: Audience) -> None:
        self._situations = situations
        self._groups = Groups(situations) if audience == "territory" else None

    def alone(self, placed: _Placed) -> list[Problem]:
        """Whether it can fire, and whether it can be silent."""
        position, one, expression = placed
        code = None
        if not self._may(expression):
            code = "never-fires"
        elif not self._may(expression, truth=False):
            code = "always-fires"
        path = ("recommendations", position, "condition")
        return [] if code is None else [_about(code, one, path, condition=one.condition)]

    def same(self, placed: Sequence[_Placed]) -> Iterator[Problem]:
        """Recommendations of one cell that fire for the same answers."""
        alike: dict[tuple[str, str, frozenset[str]], list[_Placed]] = defaultdict(list)
        for position, one, expression in placed:
            key = (one.axis, one.stage, expressions.references(expression))
            alike[key].append((position, one, expression))
        pairs = (pair for group in alike.values() for pair in combinations(group, 2))
        for (_, one, left), (position, other, right) in islice(pairs, MAX_PAIRS):
            if not self._may_without(left, right) and not self._may_without(right, left):
                path = ("recommendations", position, "condition")
                yield _about("same-condition", other, path, other=one.id)

    def at_odds(self, placed: Sequence[_Placed]) -> Iterator[Problem]:
        """Recommendations that exclude each other, and fire together for some answers."""
        by_id = {one.id: expression for _, one, expression in placed}
        seen: set[frozenset[str]] = set()
        for position, one, expression in placed:
            for rank, other in enumerate(one.excludes):
                pair = frozenset((one.id, other))
                if pair in seen or other not in by_id or len(seen) >= MAX_PAIRS:
                    continue
                seen.add(pair)
                example = self._example([expression, by_id[other]])
                if example is not None:
                    path = ("recommendations", position, "excludes", rank)
                    yield _about("fire-together", one, path, other=other, example=example)

    def _may(self, expression: Expression, *, truth: bool = True) -> bool:
        """Whether a condition may be true, or known to be false."""
        try:
            self._situations.spend(_READING)
            return self._possible(alternatives(expression, truth=truth))
        except UndecidedError:
            return True

    def _may_without(self, left: Expression, right: Expression) -> bool:
        """Whether `left` may be true where `right` is not."""
        try:
            self._situations.spend(_READING)
            without = alternatives(right, truth=False, known=False)
            return self._possible(all_of([alternatives(left), without]))
        except UndecidedError:
            return True

    def _possible(self, terms: Iterable[Term]) -> bool:
        judge = self._situations if self._groups is None else self._groups
        return judge.possible(terms) is not None

    def _example(self, conditions: Sequence[Expression]) -> str | None:
        try:
            if self._groups is None:
                return examples.of_response(self._situations, conditions)
            return examples.of_group(self._situations, self._groups, conditions)
        except UndecidedError:
            return None


def _about(
    code: str, one: Recommendation, path: tuple[str | int, ...], **params: object
) -> Problem:
    return problem(code, place=one.id, path=path, **params)
