"""Answers under which conditions hold together: sought by reasoning, then scored to be sure."""

from __future__ import annotations

import math
from itertools import islice
from typing import TYPE_CHECKING

from domino_survey import expressions, scoring
from domino_survey.answers import State, table_of, written
from domino_survey.expressions import tree
from domino_survey.numerics import np
from domino_survey.schema_checks.groups import Claim, Groups
from domino_survey.schema_checks.intervals import satisfying
from domino_survey.schema_checks.literals import Term, all_of, alternatives

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from domino_survey.answers import Answer
    from domino_survey.expressions import Expression
    from domino_survey.schema import Questionnaire
    from domino_survey.schema_checks.situations import Situations

MAX_TRIED = 20
_SIZES = (100, 10, 5)
_SCORING = 10_000  # what scoring a few responses costs, in combinations

Response = tuple["Mapping[str, Answer]", bool]
"""Answers by item, and whether they were given on the short path."""


def of_response(situations: Situations, conditions: Sequence[Expression]) -> str | None:
    """A response in which all conditions of level `response` hold, in words; None if none is found.

    Raises:
        UndecidedError: it takes too many combinations.
    """
    found = _response(situations, all_of([alternatives(one) for one in conditions]), conditions)
    return None if found is None else _words(situations.questionnaire, found)


def of_group(
    situations: Situations, groups: Groups, conditions: Sequence[Expression]
) -> str | None:
    """A group of responses of which all conditions of level `territory` hold; as `of_response`."""
    for term in islice(all_of([alternatives(one) for one in conditions]), MAX_TRIED):
        shares = _clusters(situations, [*groups.claims(term), *_of_means(term)])
        for size in _sizes(term):
            parts = _shared_out(shares, size)
            situations.spend(_SCORING)
            if parts and _holds(situations.questionnaire, parts, conditions):
                return " ; ".join(
                    f"{count} × ({_words(situations.questionnaire, response)})"
                    for response, count in parts
                )
    return None


def _response(
    situations: Situations, terms: Iterable[Term], conditions: Sequence[Expression]
) -> Response | None:
    for situation in islice(situations.all_possible(terms), MAX_TRIED):
        tried = list(situations.examples(situation))
        situations.spend(_SCORING)
        frame = _frame(situations.questionnaire, tried)
        true = np.ones(len(tried), dtype=bool)
        for condition in conditions:
            true &= expressions.evaluate(condition, frame).true
        for row in np.flatnonzero(true):
            return tried[row]
    return None


def _frame(questionnaire: Questionnaire, responses: Sequence[Response]) -> scoring.ResponseFrame:
    table = table_of(questionnaire, [answers for answers, _ in responses])
    short = np.array([on_short for _, on_short in responses], dtype=bool)
    scores = scoring.score(questionnaire, table, essential_only=short, dimensions=False)
    published = {node_id: node.value for node_id, node in scores.nodes.items()}
    return scoring.ResponseFrame(questionnaire, table, scores.asked, published)


def _clusters(situations: Situations, claims: Iterable[Claim]) -> list[tuple[Response, float]]:
    """Responses that meet the claims between them, each with the percentage of the group it has to be.

    Each meets as many of the claims as go together.
    """
    sets: list[list[Claim]] = []
    chosen: list[Response] = []
    for claim in claims:
        for place, together in enumerate([*sets, []]):
            wanted = [*together, claim]
            whole = [tree.Not(c.condition) if not c.truth else c.condition for c in wanted]
            found = _response(situations, all_of([alternatives(one) for one in whole]), whole)
            if found is not None:
                sets[place:] = [wanted, *sets[place + 1 :]]
                chosen[place:] = [found, *chosen[place + 1 :]]
                break
    shares = [max(claim.least + claim.strictly for claim in together) for together in sets]
    # A condition on their number alone is met by any responses.
    return list(zip(chosen, shares, strict=True)) or [(({}, False), 0.0)]


def _of_means(term: Term) -> Iterator[Claim]:
    """A mean beyond a number: nobody has to be beyond it, but it helps."""
    for literal in term:
        match literal.leaf:
            case tree.Comparison(tree.Mean(measure), operator, tree.Number() as limit):
                beyond = tree.Comparison(measure, operator, limit)
                yield Claim(beyond, 0.0, truth=literal.truth)
            case _:
                pass


def _sizes(term: Term) -> list[int]:
    """Sizes of group to try, among those that a term admits."""
    sizes = set(_SIZES)
    for literal in term:
        match literal.leaf:
            case tree.Comparison(tree.Count(), _, tree.Number(limit)):
                sizes |= {int(limit) + step for step in (-1, 0, 1)}
            case _:
                pass
    return sorted(size for size in sizes if size > 0 and _admits(term, size))


def _admits(term: Term, size: int) -> bool:
    return all(
        size in satisfying(literal.leaf.operator, literal.leaf.right.value, truth=literal.truth)
        for literal in term
        if isinstance(literal.leaf, tree.Comparison)
        and isinstance(literal.leaf.left, tree.Count)
        and isinstance(literal.leaf.right, tree.Number)
    )


def _shared_out(shares: Sequence[tuple[Response, float]], size: int) -> list[tuple[Response, int]]:
    """How many of `size` responses each is, the first taking what is left; nothing if it is too few."""
    counts = [min(size, math.ceil(size * share / 100.0 - 1e-9)) for _, share in shares]
    left = size - sum(counts)
    if left < 0:
        return []
    counts[0] += left
    return [(one, count) for (one, _), count in zip(shares, counts, strict=True) if count]


def _holds(
    questionnaire: Questionnaire,
    parts: Sequence[tuple[Response, int]],
    conditions: Sequence[Expression],
) -> bool:
    frame = _frame(questionnaire, [one for one, count in parts for _ in range(count)])
    return all(expressions.holds(condition, frame) for condition in conditions)


def _words(questionnaire: Questionnaire, response: Response) -> str:
    answers, short = response
    said = [
        f"{item} = {written(answer)}"
        for item, answer in answers.items()
        if answer.state is not State.MISSING
    ]
    codes = (path.code for path in questionnaire.paths if path.essential_only is short)
    # Only where it matters: the short path leaves questions out of the scores.
    return (f"{next(codes)} : " if short else "") + ", ".join(said)
