"""What of a territory is kept with a recommendation of its roadmap, and read beside what is shown today.

All of it is taken from the observatory as it is shown, rounded and with what it hides left out.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal, cast

from msgspec import Struct

from domino_survey import expressions
from domino_survey.scoring import METHOD_VERSION
from domino_survey.services.plan import Caution, targets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.schema import Questionnaire, Recommendation
    from domino_survey.services.observatory import Observatory


class Reading(Struct, frozen=True):
    """What was shown of a territory at one moment, of what a recommendation watches.

    Attributes:
        as_of: of when that state was.
        number: initiatives counted.
        fired: whether the recommendation came out of their answers.
        medians: of themes and axes, by id, 0 to 100; None where it was not shown.
        shares: of initiatives, in percent, by the comparison of the condition as it is written; only
            those that were shown.
    """

    as_of: datetime
    number: int
    fired: bool
    medians: Mapping[str, float | None]
    shares: Mapping[str, float]


class Watched(Struct, frozen=True):
    """One figure when its recommendation was kept, and today; None where it was or is not shown."""

    kind: Literal["median", "share"]
    of: str
    before: float | None
    after: float | None


def to_json(reading: Reading) -> dict[str, object]:
    """A reading as the store keeps it."""
    return {
        "as_of": reading.as_of.isoformat(),
        "number": reading.number,
        "fired": reading.fired,
        "medians": dict(reading.medians),
        "shares": dict(reading.shares),
    }


def from_json(value: Mapping[str, object]) -> Reading:
    """The reading that `to_json` wrote."""
    return Reading(
        datetime.fromisoformat(str(value["as_of"])),
        cast("int", value["number"]),
        bool(value["fired"]),
        cast("Mapping[str, float | None]", value["medians"]),
        cast("Mapping[str, float]", value["shares"]),
    )


def watched(then: Reading, now: Reading | None, axis: str) -> tuple[Watched, ...]:
    """Figures then and now: medians, that of the axis last, then shares."""
    after = now.medians if now else {}
    told = now.shares if now else {}
    nodes = sorted(then.medians, key=lambda node: (node == axis, node))
    return (
        *(Watched("median", node, then.medians[node], after.get(node)) for node in nodes),
        *(
            Watched("share", text, then.shares.get(text), told.get(text))
            for text in sorted({*then.shares, *told})
        ),
    )


def reading_of(
    seen: Observatory, recommendation: Recommendation, questionnaire: Questionnaire
) -> Reading | None:
    """What the observatory shows of what a recommendation watches; None where it shows nothing."""
    summary, as_of, number = seen.summary, seen.as_of, seen.number
    if summary is None or as_of is None or number is None:
        return None
    nodes = dict.fromkeys([*targets(questionnaire, recommendation), recommendation.axis])
    fired = next(
        (
            one
            for some in seen.advice.values()
            for one in some
            if one.fired and one.recommendation.id == recommendation.id
        ),
        None,
    )
    shares = {
        expressions.format(fact.leaf): fact.value
        for fact in (fired.facts if fired is not None else ())
        if fact.function == "share" and fact.value is not None
    }
    return Reading(
        as_of,
        number,
        fired is not None,
        {node: summary.nodes[node].median if node in summary.nodes else None for node in nodes},
        shares,
    )


def caution_between(
    kept_from: Questionnaire, method: str, current: Questionnaire
) -> Caution | None:
    """Why the figures of then and of today do not compare."""
    if kept_from.hash != current.hash:
        return Caution.OTHER_VERSION
    return Caution.OTHER_METHOD if method != METHOD_VERSION else None
