"""From answers to scores, with their bounds, their coverage and their explanation."""

from domino_survey.scoring.bundle import Bundle, best_bundle
from domino_survey.scoring.composition import TOLERANCE
from domino_survey.scoring.engine import METHOD_VERSION, score
from domino_survey.scoring.explanation import Loss, biting_caps, losses
from domino_survey.scoring.frame import ResponseFrame
from domino_survey.scoring.narrowing import Narrowing, narrowings
from domino_survey.scoring.relevance import (
    asked_masks,
    in_order_of_dependence,
    items_in_conditions,
    uncollected,
)
from domino_survey.scoring.result import (
    NodeScore,
    NodeScores,
    Reason,
    Scores,
    dimension_id,
    level_cuts,
    level_of,
    level_range,
)
from domino_survey.scoring.tree import global_weights
from domino_survey.scoring.whatif import Aside, Change, Kind, Step, WhatIf, what_if

__all__ = [
    "METHOD_VERSION",
    "TOLERANCE",
    "Aside",
    "Bundle",
    "Change",
    "Kind",
    "Loss",
    "Narrowing",
    "NodeScore",
    "NodeScores",
    "Reason",
    "ResponseFrame",
    "Scores",
    "Step",
    "WhatIf",
    "asked_masks",
    "best_bundle",
    "biting_caps",
    "dimension_id",
    "global_weights",
    "in_order_of_dependence",
    "items_in_conditions",
    "level_cuts",
    "level_of",
    "level_range",
    "losses",
    "narrowings",
    "score",
    "uncollected",
    "what_if",
]
