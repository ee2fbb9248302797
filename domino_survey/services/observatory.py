"""What decision-makers read of their territory: its initiatives together, never one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import asdict, replace

from domino_survey import aggregation, disclosure, recommendations
from domino_survey.schema import MultipleChoice
from domino_survey.services.fragility import Fragility, fragility
from domino_survey.services.members import members_shown
from domino_survey.services.observed import filter_items, released
from domino_survey.services.places import covering
from domino_survey.services.rights import EVERYWHERE, Action, Identity, Scope, require
from domino_survey.services.selections import Selected, explained, selected_of
from domino_survey.services.versions import questionnaire_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from domino_survey.aggregation import Summary
    from domino_survey.answers import AnswerTable
    from domino_survey.recommendations import Advice
    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.services.members import Members
    from domino_survey.services.observed import Released
    from domino_survey.storage import Origin

NO_FILTER = ("", "")


class Hidden(Struct, frozen=True):
    """Something that is not shown: the whole selection, options of an item, or the scores of a node.

    `id` is the item or the node, empty for the selection; `reason` is a code: `too-few`, `too-close`,
    `not-offered`, or `sharing-not-asked` where the questionnaire has no question about sharing figures.
    """

    kind: Literal["selection", "options", "node"]
    id: str
    reason: str


class Figures(Struct, frozen=True, kw_only=True):
    """What a selection shows. All of it follows from its members, and may be read as it is.

    Attributes:
        number: initiatives counted; None where the selection is not shown.
        stages: about how many initiatives at each stage (to the nearest multiple of the smallest
            group), None for a count that is not shown; empty without stages.
        groups: likewise for each item that sorts initiatives, by option.
        proof: the share of their answers that rests on proof, see `aggregation.proof_share`.
        summary: medians and quartiles; None where the selection is not shown.
        fragility: how they divide among levels and answers; likewise.
        advice: recommendations by action stage, in the order of the questionnaire, each list most
            urgent first.
        hidden: what is not shown, and why.
    """

    number: int | None = None
    stages: Mapping[str, int | None] = {}
    groups: Mapping[str, Mapping[str, int | None]] = {}
    proof: float | None = None
    summary: Summary | None = None
    fragility: Fragility | None = None
    advice: Mapping[str, tuple[Advice, ...]] = {}
    hidden: tuple[Hidden, ...] = ()


class Observatory(Figures, frozen=True, kw_only=True):
    """A selection as it may be shown.

    Attributes:
        questionnaire: the one whose answers these are.
        selected: the territory, and the filter if any.
        origin: real or demonstration data; the two are never put together.
        smallest_group: fewest initiatives behind a figure.
        as_of: when this state was first shown; what came later waits until it can be shown.
        wider: the nearest selection that holds this one and is shown; None where this one is, and
            where there is none.
    """

    questionnaire: Questionnaire
    selected: Selected
    origin: Origin
    smallest_group: int
    as_of: datetime | None = None
    wider: Selected | None = None

    @property
    def scope(self) -> Scope:
        """The territory."""
        return self.selected.scope

    @property
    def reason(self) -> str | None:
        """Why the selection is not shown; None where it is."""
        return next((one.reason for one in self.hidden if one.kind == "selection"), None)


def observatory(
    context: Context,
    identity: Identity,
    questionnaire_id: str,
    version: str | None = None,
    scope: Scope = EVERYWHERE,
    *,
    filtered: tuple[str, str] = NO_FILTER,
    origin: Origin | None = None,
) -> Observatory:
    """What the shared assessments of a selection say.

    Args:
        context: the store, the questionnaires, the territories, the settings.
        identity: who asks.
        questionnaire_id: which questionnaire.
        version: which of its versions; the newest in force when left out.
        scope: which territory: one of the reader's links, or one inside it.
        filtered: an item and one of its options, or nothing.
        origin: real or demonstration data; those of this installation when left out.

    Raises:
        DominoError: `not-allowed`, `no-questionnaire`.
    """
    require_within(context, identity, scope)
    questionnaire = questionnaire_of(context, questionnaire_id, version)
    wanted: Origin = origin or context.origin
    k = disclosure.checked_threshold(context.settings.smallest_group)
    selected = Selected(scope, *filtered)
    blank = Observatory(
        questionnaire=questionnaire, selected=selected, origin=wanted, smallest_group=k
    )
    if questionnaire.profile.sharing is None:
        return _hidden(blank, "sharing-not-asked")
    known = released(context, questionnaire, wanted, k)
    why = explained(context, identity, known, selected, k)
    if why is not None:
        return _hidden(blank, why.reason.value, selected_of(why.wider) if why.wider else None)
    figures = figures_of(context, questionnaire, known, selected, k)
    return Observatory(
        questionnaire=questionnaire,
        selected=selected,
        origin=wanted,
        smallest_group=k,
        as_of=known.at(selected.query),
        **asdict(figures),
    )


def require_within(context: Context, identity: Identity, scope: Scope) -> None:
    """Go on only for who may read this territory. Raises `DominoError` `not-allowed`."""
    inside = covering(context.territories, identity, scope)
    require(identity, Action.READ_OBSERVATORY, inside or scope)


def figures_of(
    context: Context, questionnaire: Questionnaire, known: Released, selected: Selected, k: int
) -> Figures:
    """The figures of a selection that is shown. No right is checked: they are the same for everybody."""
    ids = known.of(selected.query)

    def make() -> Figures:
        return _figures(questionnaire, members_shown(context, questionnaire, known).only(ids), k)

    return context.figures.get(("figures", questionnaire.hash, k, ids), make)


def _hidden(blank: Observatory, reason: str, wider: Selected | None = None) -> Observatory:
    return Observatory(
        questionnaire=blank.questionnaire,
        selected=blank.selected,
        origin=blank.origin,
        smallest_group=blank.smallest_group,
        wider=wider,
        hidden=(Hidden("selection", "", reason),),
    )


def _figures(questionnaire: Questionnaire, members: Members, k: int) -> Figures:
    table, scores = members.table, members.scores
    summary = aggregation.summarise(questionnaire, scores, least=k)
    advice = [
        _told(one, k)
        for one in recommendations.for_territory(questionnaire, table, scores, least=k)
    ]
    items = filter_items(questionnaire)
    counts = _counts(questionnaire, table, items, k)
    stage_item = questionnaire.stages.item if questionnaire.stages else ""
    hidden = [
        *(Hidden("options", item, "too-few") for item in items if None in counts[item].values()),
        *(
            Hidden("node", node.id, node.reason.value)
            for node in summary.nodes.values()
            if node.reason
        ),
    ]
    return Figures(
        number=table.size,
        stages=counts.get(stage_item, {}),
        groups={item: counts[item] for item in questionnaire.profile.groups},
        proof=aggregation.proof_share(
            members.answered, members.proven, least=k, dominance=disclosure.DOMINANCE
        ),
        summary=summary,
        fragility=fragility(questionnaire, members, k),
        advice={
            stage.code: tuple(one for one in advice if one.recommendation.stage == stage.code)
            for stage in questionnaire.action_stages
        },
        hidden=tuple(hidden),
    )


def _told(advice: Advice, k: int) -> Advice:
    """A recommendation without the exact figures behind it; its rank keeps what they decided."""
    facts = tuple(disclosure.safe_fact(fact, k) for fact in advice.facts)
    return replace(advice, facts=facts, gap=None, share=None)


def _counts(
    questionnaire: Questionnaire, table: AnswerTable, items: Sequence[str], k: int
) -> dict[str, dict[str, int | None]]:
    """Initiatives by option of each item, as far as they may be shown, to the nearest multiple of k."""
    found = {}
    for item in items:
        counts = disclosure.suppressed_counts(
            aggregation.group_counts(questionnaire, table, item),
            k,
            exclusive=not isinstance(questionnaire.items[item], MultipleChoice),
            total=table.size,
        )
        found[item] = {
            code: None if count is None else disclosure.rounded_count(count, k)
            for code, count in counts.items()
        }
    return found
