"""The figures of the observatory as SQL written by hand, the quickest that was found for each.

It reads the same columns as the store does and knows what they are: no filter but those that every
figure needs, no name to look up, nothing to hand on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domino_survey import expressions
from domino_survey.aggregation import FIRST_OPTION, layout_of
from domino_survey.expressions import STAGE
from domino_survey.scoring import dimension_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from domino_survey.aggregation import Layout
    from domino_survey.schema import Questionnaire

# Tables with a row for each loaded response.
LOADED: Final = ("initiative", "response", "submission", "score", "observed")
_NEWEST = " AND superseded_at = TIMESTAMP '9999-12-31'"
_COUNTED = (
    "FROM observed WHERE page = 0 AND form = 1 AND origin = 1 AND shared AND NOT apart" + _NEWEST
)
_QUARTILES = "[0.25, 0.5, 0.75]"


def figures_by_hand(questionnaire: Questionnaire, items: Sequence[str]) -> dict[str, list[str]]:
    """The statements of each panel."""
    layout = layout_of(questionnaire)
    axes = [axis.id for axis in questionnaire.axes]
    themes = [theme.id for theme in questionnaire.themes]
    dimensions = [dimension_id(dimension.code) for dimension in questionnaire.dimensions]
    answered = [column for item in items for column in _answers(layout, item)]
    asked = [
        column for one in questionnaire.scored_questions for column in _answers(layout, one.id)
    ]
    return {
        "members": [f"SELECT number, initiative {_COUNTED} ORDER BY number"],
        "overview": [
            f"SELECT count(*), sum(answered), sum(proven) {_COUNTED}",
            _counts(answered),
        ],
        "radar": [_quantiles(_values(layout, [*axes, *dimensions]))],
        "distributions": [_histograms(_values(layout, [*axes, *themes]))],
        "territories": [_medians("epci", _values(layout, themes))],
        "sectors": _by_option(layout, "P09", questionnaire, _values(layout, themes)),
        "questions": [_counts(asked)],
        "changes": [_moments(_values(layout, [*axes, *dimensions]))],
        "advice": _facts(questionnaire, layout),
    }


def _values(layout: Layout, nodes: Iterable[str]) -> list[str]:
    return [f"n{layout.nodes[node]:02}" for node in nodes]


def _answers(layout: Layout, item: str) -> list[str]:
    place = layout.items[item]
    if place.chosen is not None:
        return [f"i{place.code:02}", f"m{place.chosen:02}"]
    if place.number is not None:
        return [f"i{place.code:02}", f"v{place.number:02}"]
    return [f"i{place.code:02}"]


def _counts(columns: Sequence[str]) -> str:
    """How often each value of each column occurs."""
    counts = " UNION ALL ".join(
        f"SELECT '{one}' AS name, {one}::DOUBLE AS value, count(*) AS n FROM s GROUP BY {one}"
        for one in columns
    )
    return f"WITH s AS MATERIALIZED (SELECT {', '.join(columns)} {_COUNTED}) {counts}"


def _quantiles(columns: Iterable[str]) -> str:
    found = ", ".join(f"count({one}), quantile_cont({one}, {_QUARTILES})" for one in columns)
    return f"SELECT {found} {_COUNTED}"


def _moments(columns: Iterable[str]) -> str:
    """Counts, means and variances of what was newest 120 days ago, and of what was sent since."""
    ends = "now()::TIMESTAMP - INTERVAL 120 DAY"
    found = ", ".join(f"count({one}), avg({one}), var_samp({one})" for one in columns)
    counted = _COUNTED.replace(_NEWEST, "")
    return f"""SELECT {found} {counted} AND submitted_at < {ends} AND superseded_at > {ends}
        UNION ALL SELECT {found} {_COUNTED} AND submitted_at >= {ends}"""


def _histograms(columns: Sequence[str]) -> str:
    counts = " UNION ALL ".join(
        f"""SELECT '{one}' AS name, least(floor({one} / 5), 19)::UTINYINT AS class, count(*) AS n
        FROM s WHERE {one} IS NOT NULL GROUP BY ALL"""
        for one in columns
    )
    return f"WITH s AS MATERIALIZED (SELECT {', '.join(columns)} {_COUNTED}) {counts}"


def _medians(part: str, columns: Iterable[str]) -> str:
    found = ", ".join(f"count({one}), quantile_cont({one}, {_QUARTILES})" for one in columns)
    return f"SELECT {part}, {found} {_COUNTED} GROUP BY {part}"


def _by_option(
    layout: Layout, item: str, questionnaire: Questionnaire, columns: Collection[str]
) -> list[str]:
    """A statement for each option: who chose several is in several parts."""
    chosen = f"m{layout.items[item].chosen:02}"
    options = getattr(questionnaire.items[item], "options", ())
    found = ", ".join(f"count({one}), quantile_cont({one}, {_QUARTILES})" for one in columns)
    return [
        f"SELECT {found} {_COUNTED} AND ({chosen} & {1 << place}) <> 0"
        for place in range(len(options))
    ]


def _facts(questionnaire: Questionnaire, layout: Layout) -> list[str]:
    """Medians of the nodes and answers by stage of the questions that recommendations read."""
    read: set[str] = set()
    for one in questionnaire.recommendations_for("territory"):
        read |= set(expressions.references(expressions.parse(one.condition)))
    nodes = _values(layout, [node for node in layout.nodes if node in read])
    items = [item for item in layout.items if item in read]
    medians = ", ".join(f"count({one}), median({one})" for one in nodes)
    stage = "0"
    if STAGE in read and questionnaire.stages is not None:
        stage = f"i{layout.items[questionnaire.stages.item].code:02}"
    columns = {item: _answers(layout, item)[-1] for item in items}
    counts = " UNION ALL ".join(
        f"""SELECT '{column}' AS name, stage, {column}::DOUBLE AS value, count(*) AS n FROM s
        WHERE {column} IS NOT NULL AND stage >= {FIRST_OPTION} GROUP BY stage, {column}"""
        for column in columns.values()
    )
    listed = ", ".join(columns.values())
    return [
        f"SELECT {medians} {_COUNTED}",
        f"WITH s AS MATERIALIZED (SELECT {stage} AS stage, {listed} {_COUNTED}) {counts}",
    ]
