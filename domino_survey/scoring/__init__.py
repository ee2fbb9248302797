"""From answers to scores, with their bounds, their coverage and their explanation."""

from domino_survey.scoring.bundle import Bundle, best_bundles
from domino_survey.scoring.composition import TOLERANCE
from domino_survey.scoring.differences import Difference, Differing, Setting, differences
from domino_survey.scoring.draws import (
    DRAWS,
    PLAUSIBLE_POWERS,
    SPREAD,
    Draws,
    NodeKind,
    Variation,
    draw_methods,
)
from domino_survey.scoring.engine import METHOD_VERSION, score
from domino_survey.scoring.explanation import Loss, biting_caps, contributions, losses
from domino_survey.scoring.frame import ResponseFrame
from domino_survey.scoring.narrowing import Narrowing, narrowings, narrowings_of
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
from domino_survey.scoring.robustness import Robustness, Spread, robustness_of
from domino_survey.scoring.tree import global_weights
from domino_survey.scoring.variants import near_choice
from domino_survey.scoring.whatif import Aside, Change, Climb, Kind, Step, WhatIf, what_if

__all__ = [
    "DRAWS",
    "METHOD_VERSION",
    "PLAUSIBLE_POWERS",
    "SPREAD",
    "TOLERANCE",
    "Aside",
    "Bundle",
    "Change",
    "Climb",
    "Difference",
    "Differing",
    "Draws",
    "Kind",
    "Loss",
    "Narrowing",
    "NodeKind",
    "NodeScore",
    "NodeScores",
    "Reason",
    "ResponseFrame",
    "Robustness",
    "Scores",
    "Setting",
    "Spread",
    "Step",
    "Variation",
    "WhatIf",
    "asked_masks",
    "best_bundles",
    "biting_caps",
    "contributions",
    "differences",
    "dimension_id",
    "draw_methods",
    "global_weights",
    "in_order_of_dependence",
    "items_in_conditions",
    "level_cuts",
    "level_of",
    "level_range",
    "losses",
    "narrowings",
    "narrowings_of",
    "near_choice",
    "robustness_of",
    "score",
    "uncollected",
    "what_if",
]
