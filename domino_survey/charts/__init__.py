"""Charts of profiles and groups, with their text alternatives and tables. Altair only.

Those of territories compared are in `charts.observatory`, loaded by the screens that draw them.
"""

from domino_survey.charts.activity import activity, activity_table, describe_activity
from domino_survey.charts.bars import bars, describe_bars
from domino_survey.charts.counts import (
    Count,
    CountGroup,
    count_table,
    describe_counts,
    stage_and_sector_counts,
)
from domino_survey.charts.figures import Outline, Spoke
from domino_survey.charts.gains import describe_gains, gains, gains_table
from domino_survey.charts.look import PHONE, WIDE, Size, Theme
from domino_survey.charts.radar import describe_radar, radar, radar_table, spread_radar
from domino_survey.charts.ranges import describe_ranges, ranges
from domino_survey.charts.words import legend_sentence

__all__ = [
    "PHONE",
    "WIDE",
    "Count",
    "CountGroup",
    "Outline",
    "Size",
    "Spoke",
    "Theme",
    "activity",
    "activity_table",
    "bars",
    "count_table",
    "describe_activity",
    "describe_bars",
    "describe_counts",
    "describe_gains",
    "describe_radar",
    "describe_ranges",
    "gains",
    "gains_table",
    "legend_sentence",
    "radar",
    "radar_table",
    "ranges",
    "spread_radar",
    "stage_and_sector_counts",
]
