"""What decision-makers read of their territory: its initiatives together, never one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from domino_survey import aggregation, disclosure, recommendations
from domino_survey.answers import table_of
from domino_survey.errors import refusal
from domino_survey.numerics import np
from domino_survey.schema import MultipleChoice
from domino_survey.scoring import score
from domino_survey.services.assessments import answers_of
from domino_survey.services.observed import Released, released
from domino_survey.services.rights import EVERYWHERE, Action, Identity, Scope, require
from domino_survey.storage import Selection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from domino_survey.aggregation import Summary
    from domino_survey.answers import AnswerTable
    from domino_survey.disclosure import Key
    from domino_survey.recommendations import Advice
    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.storage import Origin, Submission


class Hidden(Struct, frozen=True):
    """Something that is not shown: the whole selection, options of an item, or the scores of a node.

    `id` is the item or the node, empty for the selection; `reason` is a code: `too-few`, `too-close`,
    or `sharing-not-asked` where the questionnaire has no question about sharing figures.
    """

    kind: Literal["selection", "options", "node"]
    id: str
    reason: str


class Observatory(Struct, frozen=True):
    """A territory as it may be shown.

    Attributes:
        questionnaire: the one whose answers these are.
        scope: the territory.
        origin: real or demonstration data; the two are never put together.
        smallest_group: fewest initiatives behind a figure.
        number: initiatives counted; None where the selection is not shown.
        as_of: when this state was first shown; what came later waits until it can be shown.
        stages: about how many initiatives at each stage (to the nearest multiple of
            `smallest_group`), None for a count that is not shown; empty without stages.
        groups: likewise for each item that sorts initiatives, by option.
        summary: medians and quartiles; None where the selection is not shown.
        advice: recommendations by action stage, in the order of the questionnaire, each list most
            urgent first.
        hidden: what is not shown, and why.
    """

    questionnaire: Questionnaire
    scope: Scope
    origin: Origin
    smallest_group: int
    number: int | None
    as_of: datetime | None
    stages: Mapping[str, int | None]
    groups: Mapping[str, Mapping[str, int | None]]
    summary: Summary | None
    advice: Mapping[str, tuple[Advice, ...]]
    hidden: tuple[Hidden, ...]

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
    origin: Origin | None = None,
) -> Observatory:
    """What the shared assessments of a territory say.

    Args:
        context: the store, the questionnaires, the territories, the settings.
        identity: who asks.
        questionnaire_id: which questionnaire.
        version: which of its versions; the newest in force when left out.
        scope: which territory.
        origin: real or demonstration data; those of this installation when left out.

    Raises:
        DominoError: `not-allowed`, `no-questionnaire`.
    """
    require(identity, Action.READ_OBSERVATORY, scope)
    questionnaire = _questionnaire(context, questionnaire_id, version)
    wanted: Origin = origin or ("demo" if context.settings.demo else "real")
    k = disclosure.checked_threshold(context.settings.smallest_group)
    selection = Selection(questionnaire.id, questionnaire.version, (wanted,))
    known = released(context, questionnaire, selection, k)
    key: Key = (scope.kind, scope.code)
    shown = known.of(key)
    blank = Observatory(
        questionnaire, scope, wanted, k, None, None, {}, {}, None, {}, _refused(known, key)
    )
    if questionnaire.profile.sharing is None:
        return replace(blank, hidden=(Hidden("selection", "", "sharing-not-asked"),))
    return _filled(blank, known, key, shown) if shown else blank


def _questionnaire(context: Context, questionnaire_id: str, version: str | None) -> Questionnaire:
    library = context.library
    if version is None:
        return library.current(questionnaire_id)
    for questionnaire in library.in_force:
        if (questionnaire.id, questionnaire.version) == (questionnaire_id, version):
            return questionnaire
    for use in reversed(context.repository.questionnaires_in_use()):
        if (use.ref.id, use.ref.version) == (questionnaire_id, version):
            return library.exact(use.ref)
    raise refusal("no-questionnaire", place=questionnaire_id, folder=str(library.root))


def _refused(known: Released, key: Key) -> tuple[Hidden, ...]:
    reason = known.reason(key)
    return () if reason is None else (Hidden("selection", "", reason.value),)


def _filled(
    blank: Observatory, known: Released, key: Key, shown: Sequence[Submission]
) -> Observatory:
    questionnaire, k = blank.questionnaire, blank.smallest_group
    short = [questionnaire.path(str(one.answers["path"])).essential_only for one in shown]
    table = table_of(questionnaire, [answers_of(one) for one in shown])
    scores = score(questionnaire, table, essential_only=np.array(short, dtype=bool))
    summary = aggregation.summarise(questionnaire, scores, least=k)
    advice = [
        _told(one, k)
        for one in recommendations.for_territory(questionnaire, table, scores, least=k)
    ]
    stage_item = questionnaire.stages.item if questionnaire.stages else None
    items = dict.fromkeys([*([stage_item] if stage_item else []), *questionnaire.profile.groups])
    counts = _counts(questionnaire, table, tuple(items), k)
    hidden = [
        *(Hidden("options", item, "too-few") for item in items if None in counts[item].values()),
        *(
            Hidden("node", node.id, node.reason.value)
            for node in summary.nodes.values()
            if node.reason
        ),
    ]
    return replace(
        blank,
        number=len(shown),
        as_of=known.at(key),
        stages=counts.get(stage_item or "", {}),
        groups={item: counts[item] for item in questionnaire.profile.groups},
        summary=summary,
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
