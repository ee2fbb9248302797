"""Charts that compare territories, themes and periods, under one name.

Apart from the package itself, so that screens without them do not load them.
"""

from domino_survey.charts.changes import (
    Change,
    Measured,
    change_table,
    changes,
    describe_changes,
    verdict,
)
from domino_survey.charts.classes import HIDDEN, NOTHING, Classes, Figure, PlaceFigure
from domino_survey.charts.distributions import (
    Distribution,
    describe_distributions,
    distribution_table,
    distributions,
)
from domino_survey.charts.divided import (
    QuestionShares,
    describe_divided,
    divided_questions,
    divided_table,
)
from domino_survey.charts.files import png_file, svg_file
from domino_survey.charts.heat_map import (
    HeatRow,
    columns_at_once,
    describe_heat,
    heat_map,
    heat_table,
)
from domino_survey.charts.outline_map import outline_map
from domino_survey.charts.place_words import describe_places, place_table
from domino_survey.charts.stacks import Shares
from domino_survey.charts.tile_map import tile_map

__all__ = [
    "HIDDEN",
    "NOTHING",
    "Change",
    "Classes",
    "Distribution",
    "Figure",
    "HeatRow",
    "Measured",
    "PlaceFigure",
    "QuestionShares",
    "Shares",
    "change_table",
    "changes",
    "columns_at_once",
    "describe_changes",
    "describe_distributions",
    "describe_divided",
    "describe_heat",
    "describe_places",
    "distribution_table",
    "distributions",
    "divided_questions",
    "divided_table",
    "heat_map",
    "heat_table",
    "outline_map",
    "place_table",
    "png_file",
    "svg_file",
    "tile_map",
    "verdict",
]
