"""Every figure of the overview and of what is fragile, computed again with pandas from an export."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from domino_survey import disclosure
from domino_survey.demo.filling import fill
from domino_survey.interchange.csv_file import PLAIN, write_table
from domino_survey.schema import (
    MultipleChoice,
    NumberQuestion,
    ScaleQuestion,
    SingleChoice,
    YesNo,
    option_codes,
)
from domino_survey.scoring import dimension_id
from domino_survey.services import exporting
from domino_survey.services.access import OPERATOR
from domino_survey.services.context import Context
from domino_survey.services.exporting import Content, Wish
from domino_survey.services.heat import PLACES, cuts_of, heat_map
from domino_survey.services.library import reference_of
from domino_survey.services.observatory import Observatory, observatory
from domino_survey.services.observed import released
from domino_survey.services.rights import EVERYWHERE, Identity, Role, Scope
from domino_survey.services.selections import Selected
from domino_survey.settings import Settings
from domino_survey.storage import Selection
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domino_survey.schema import Question, Questionnaire

NOW = datetime(2026, 11, 23, tzinfo=UTC)
READER = Identity(frozenset({Role.DECISION_MAKER}), scopes=(EVERYWHERE,))
BRITTANY, LOIRE = Scope("region", "53"), Scope("region", "52")
SELECTED = (
    Selected(EVERYWHERE),
    Selected(BRITTANY),
    Selected(LOIRE),
    Selected(BRITTANY, "P10", "fonctionnement"),
    Selected(EVERYWHERE, "P09", "reemploi"),
    Selected(Scope("departement", "35")),
    Selected(Scope("departement", "29")),
)
K = 5
SILENT = {"", "NA", "DK", "NP"}


@pytest.fixture(scope="module")
def context() -> Iterator[Context]:
    repository = open_repository(now=NOW)
    made = Context(repository, Settings(demo=True), clock=lambda: NOW)
    fill(made, 240, 5)
    yield made
    repository.close()


@pytest.fixture(scope="module")
def content(context: Context) -> Questionnaire:
    return context.library.current("domino")


@pytest.fixture(scope="module")
def exported(
    context: Context, content: Questionnaire, tmp_path_factory: pytest.TempPathFactory
) -> pd.DataFrame:
    """All that was sent, a row for each submission, by its id."""
    wish = Wish((reference_of(content),), "demo", every=True, content=Content(proofs=True))
    export = exporting.begin(
        context, OPERATOR, wish, reason="Refaire le calcul", formats=["csv"], actor="test"
    )
    path = tmp_path_factory.mktemp("export") / "all.csv"
    write_table(export.studies[0].tables[0], path, PLAIN, lambda _: None)
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    sent = context.repository.sent(Selection("domino", "1", ("demo",)))
    frame.index = pd.Index([one.submission_id for one in sent])
    return frame


def members(
    context: Context, content: Questionnaire, exported: pd.DataFrame, selected: Selected
) -> pd.DataFrame:
    return exported.loc[list(released(context, content, "demo", K).of(selected.query))]


def seen(context: Context, selected: Selected) -> Observatory:
    filtered = (selected.item, selected.value)
    return observatory(context, READER, "domino", "1", selected.scope, filtered=filtered)


def number(column: pd.Series[str]) -> pd.Series[float]:
    return pd.to_numeric(column.where(~column.isin(SILENT)), errors="coerce").dropna()


def displayed(value: float, count: int) -> float:
    step = 0.1 if count >= 20 else 1.0 if count >= 10 else 5.0
    return round(math.floor(value / step + 0.5) * step, 1)


def near(count: int) -> int:
    return K * ((2 * count + K) // (2 * K))


def twentieths(counts: dict[str, int | None], total: int) -> dict[str, float | None]:
    """Shares by the largest remainder."""
    known = {part: count for part, count in counts.items() if count is not None}
    there = sum(known.values())
    whole = there if len(known) == len(counts) else max(total, there)
    if not whole:
        return dict.fromkeys(counts)
    exact = {part: 20 * count / whole for part, count in known.items()}
    units = {part: max(math.floor(value), value > 0) for part, value in exact.items()}
    while sum(units.values()) < round(20 * there / whole):
        units[max(exact, key=lambda part: exact[part] - units[part])] += 1
    while sum(units.values()) > round(20 * there / whole):
        units[max(units, key=lambda part: units[part])] -= 1
    return {part: units[part] / 20 if part in known else None for part in counts}


@pytest.mark.parametrize("selected", SELECTED)
def test_overview__again_with_pandas__same_figures(
    context: Context, content: Questionnaire, exported: pd.DataFrame, selected: Selected
) -> None:
    found, frame = seen(context, selected), members(context, content, exported, selected)
    assert found.number == len(frame)
    assert found.number >= K
    assert found.summary is not None
    dimensions = [dimension_id(one.code) for one in content.dimensions]
    themes = [theme.id for theme in content.themes]
    for node in (*themes, *(axis.id for axis in content.axes), *dimensions):
        scores, summary = number(frame[node]), found.summary.nodes[node]
        if len(scores) < K:
            assert summary.median is None
            continue
        assert summary.median == displayed(scores.quantile(0.5), len(scores))
        quartiles = (summary.first_quartile, summary.third_quartile)
        expected = tuple(displayed(scores.quantile(part), len(scores)) for part in (0.25, 0.75))
        assert quartiles == (expected if len(scores) >= 2 * K else (None, None))
    stages = {code: int((frame["P10"] == code).sum()) for code in found.stages}
    for code, shown in found.stages.items():
        assert shown in (None, near(stages[code]))
    for code, shown in found.groups["P09"].items():
        chosen = int(frame["P09"].str.split().apply(lambda codes, code=code: code in codes).sum())
        assert shown == (near(chosen) if K <= chosen <= len(frame) - K else None)


@pytest.mark.parametrize("selected", SELECTED)
def test_proof__again_with_pandas__same_share(
    context: Context, content: Questionnaire, exported: pd.DataFrame, selected: Selected
) -> None:
    frame = members(context, content, exported, selected)
    ids = [question.id for question in content.questions]
    given = ~frame[ids].isin(SILENT)
    proofs = pd.DataFrame({one: frame[f"{one}:proof"].isin(["constat", "mesure"]) for one in ids})
    proven, answered = (given & proofs).sum(axis=1), given.sum(axis=1)
    told = all(
        amount.sum() == 0 or amount.max() <= 0.85 * amount.sum()
        for amount in (proven, answered - proven)
    )
    share = math.floor(20 * proven.sum() / answered.sum() + 0.5) / 20
    assert seen(context, selected).proof == (min(max(share, 0.05), 0.95) if told else None)


def levels_of(content: Questionnaire, scores: pd.Series[float]) -> dict[str, int]:
    edges = [*(level.start - 1e-9 for level in content.levels), np.inf]
    codes = [level.code for level in content.levels]
    return {
        str(code): int(count)
        for code, count in pd.cut(scores, edges, right=False, labels=codes)
        .value_counts()
        .reindex(codes)
        .items()
    }


@pytest.mark.parametrize("selected", SELECTED)
def test_levels__again_with_pandas__same_shares(
    context: Context, content: Questionnaire, exported: pd.DataFrame, selected: Selected
) -> None:
    found, frame = seen(context, selected), members(context, content, exported, selected)
    assert found.fragility is not None
    for node, shares in found.fragility.levels.items():
        counts = levels_of(content, number(frame[node]))
        told = disclosure.rounded_counts(counts, K, total=len(frame))
        assert {code: near(counts[code]) for code in told if told[code] is not None} == {
            code: count for code, count in told.items() if count is not None
        }
        assert shares == twentieths(told, near(len(frame)))


def points_of(content: Questionnaire, question: Question) -> dict[str, float]:
    full = content.scoring.full_points
    match question:
        case ScaleQuestion():
            last = len(question.levels) - 1
            return {
                level.code: 100 * rank / last if level.points is None else 100 * level.points / full
                for rank, level in enumerate(question.levels)
            }
        case SingleChoice():
            return {option.code: 100 * (option.points or 0) / full for option in question.options}
        case YesNo():
            yes = full if question.yes_points is None else question.yes_points
            return {"oui": 100 * yes / full, "non": 100 * question.no_points / full}
        case _:
            return {}


def score_of(content: Questionnaire, question: Question, cell: str) -> float:
    """What an answer of several choices, or a number, is worth."""
    full = content.scoring.full_points
    if isinstance(question, MultipleChoice):
        by_code = {option.code: option for option in question.options}
        chosen = [by_code[code] for code in cell.split()]
        cap = min(full, question.cap or full)
        return 100 * min(sum(option.points or 0 for option in chosen), cap) / full
    assert isinstance(question, NumberQuestion)
    starts = [
        (-math.inf if band.start is None else band.start, band.points) for band in question.bands
    ]
    return 100 * next(points for start, points in reversed(starts) if float(cell) >= start) / full


def divided(
    content: Questionnaire, question: Question, cells: pd.Series[str]
) -> tuple[dict[str, float | None], float] | None:
    """The shares of an answer that are shown, and that of the low ones."""
    given = cells[~cells.isin(SILENT)]
    points = points_of(content, question)
    if 1 < len(option_codes(question)) <= 5 and points:
        by_points = sorted(points, key=lambda code: points[code])
        told = disclosure.rounded_counts(
            {code: int((given == code).sum()) for code in by_points}, K, total=len(cells)
        )
        if None not in told.values():
            known = {code: count or 0 for code, count in told.items()}
            low = sum(count for code, count in known.items() if points[code] < 50)
            return twentieths(told, 0), low / sum(known.values())
    scores = given.map(points) if points else given.map(lambda c: score_of(content, question, c))
    halves = {"low": int((scores < 50).sum()), "high": int((scores >= 50).sum())}
    told = disclosure.rounded_counts(halves, K, total=len(cells))
    if told["low"] is None or told["high"] is None:
        return None
    return twentieths(told, 0), told["low"] / (told["low"] + told["high"])


@pytest.mark.parametrize("selected", SELECTED)
def test_questions__again_with_pandas__same_ones_with_same_shares(
    context: Context, content: Questionnaire, exported: pd.DataFrame, selected: Selected
) -> None:
    found, frame = seen(context, selected), members(context, content, exported, selected)
    assert found.fragility is not None
    known = {
        question.id: one
        for question in content.scored_questions
        if (one := divided(content, question, frame[question.id])) is not None
    }
    lowest = sorted((one for one in known if known[one][1] > 0), key=lambda one: -known[one][1])[:3]
    rest = [one for one in known if one not in lowest and 0 < known[one][1] < 1]
    parted = sorted(rest, key=lambda one: abs(known[one][1] - 0.5))[:3]
    assert [one.id for one in found.fragility.lowest] == lowest
    assert [one.id for one in found.fragility.divided] == parted
    for division in (*found.fragility.lowest, *found.fragility.divided):
        assert (division.shares, division.low) == known[division.id]
    assert lowest or selected.scope.kind == "departement"


@pytest.mark.parametrize("selected", [Selected(EVERYWHERE), Selected(BRITTANY)])
def test_heat__again_with_pandas__same_medians_and_none_of_what_is_not_shown(
    context: Context, content: Questionnaire, exported: pd.DataFrame, selected: Selected
) -> None:
    known = released(context, content, "demo", K)
    assert cuts_of(content, selected) == (PLACES, "P10", "P09")
    for cut in cuts_of(content, selected):
        parts = heat_map(context, READER, content, selected, cut)
        assert any(part.reason is None for part in parts)
        for part in parts:
            if known.reason(part.selected.query) is not None:
                assert part.reason is not None
                assert part.medians == {}
                continue
            frame = members(context, content, exported, part.selected)
            for theme, median in part.medians.items():
                scores = number(frame[theme])
                few = len(scores) < K
                assert median == (None if few else displayed(scores.quantile(0.5), len(scores)))
