"""Figures of a territory against the best SQL for the same figures on the same file; loading against COPY."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec.structs import replace

from domino_survey.bench.measure import Measurement, interleaved
from domino_survey.bench.observatory_sql import LOADED, figures_by_hand
from domino_survey.demo import fill
from domino_survey.services import territory_data
from domino_survey.services.library import reference_of
from domino_survey.services.opening import database_of, open_context
from domino_survey.services.territory_data import Group
from domino_survey.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context

RESPONSES = 1_000_000
FEWER = 10_000
SETTING = "DOMINO_BENCH_RESPONSES"
SEED = 2026
LIMIT, GROWTH_LIMIT, LOAD_LIMIT = 2.0, 20.0, 1 / 3
ROUNDS = 5
QUESTIONNAIRE = "domino"
OVERVIEW_ITEMS = ("P10", "P09", "P06", "P12", "P16")
LEAST = 5
HALF = 120  # days ago, between the two periods that are compared

# A process of its own: here, only storage speaks to DuckDB. It runs what each line that it reads says.
BY_HAND = """
import json, sys
import duckdb

connection = duckdb.connect()
connection.execute('SET enable_progress_bar = false')
connection.execute(f"ATTACH '{sys.argv[1]}' AS store (READ_ONLY)")
connection.execute('USE store')
for line in sys.stdin:
    for statement in json.loads(line):
        connection.execute(statement).fetchnumpy()
    print('done', flush=True)
"""
# The rows of a file, written as Parquet, then copied into the same tables of a new one.
COPYING = """
import json, os, sys, time
import duckdb

source, folder, tables, creation = sys.argv[1], sys.argv[2], *map(json.loads, sys.argv[3:5])
connection = duckdb.connect()
connection.execute('SET enable_progress_bar = false')
connection.execute(f"ATTACH '{source}' AS source (READ_ONLY)")
for table in tables:
    connection.execute(f"COPY source.{table} TO '{folder}/{table}.parquet' (FORMAT parquet)")
connection.execute('DETACH source')
connection.execute(f"ATTACH '{folder}/copied.duckdb' AS copied (STORAGE_VERSION 'v1.5.0')")
connection.execute('USE copied')
for statement in creation:
    connection.execute(statement)
start = time.perf_counter()
for table in tables:
    connection.execute(f"COPY {table} FROM '{folder}/{table}.parquet'")
connection.execute('CHECKPOINT')
print(time.perf_counter() - start)
"""


def measure_observatory(
    responses: int | None = None, fewer: int = FEWER, rounds: int = ROUNDS
) -> Iterator[Measurement]:
    """Each panel against SQL written by hand, and against itself on fewer responses; then loading.

    Args:
        responses: how many; that of the environment (`DOMINO_BENCH_RESPONSES`) or a million when left
            out.
        fewer: what growth is measured from.
        rounds: of each measure.
    """
    many = responses or int(os.environ.get(SETTING, RESPONSES))
    with TemporaryDirectory(prefix="domino-bench-") as name:
        folder = Path(name)
        loading = _filled(folder / "many", many)
        _filled(folder / "few", fewer)
        yield from _panels(folder, many, fewer, rounds)
        copying = _copied(folder)
    detail = f"{many} responses: {loading:.0f} s; COPY of the same rows {copying:.0f} s"
    yield Measurement("observatory-load", copying / loading, LOAD_LIMIT, detail, at_least=True)


def _filled(data: Path, responses: int) -> float:
    """Seconds to fill a new store, from its opening to the last byte in its file."""
    start = time.perf_counter()
    context = open_context(Settings(data=data, demo=True))
    try:
        fill(context, responses, SEED)
    finally:
        context.repository.close()
    return time.perf_counter() - start


def panels_of(context: Context, questionnaire: Questionnaire) -> dict[str, Callable[[], object]]:
    """What each panel of the observatory computes, over everyone."""
    group = Group(reference_of(questionnaire), "demo")
    data = territory_data
    ends = context.clock() - timedelta(days=HALF)
    earlier, later = replace(group, before=ends, as_of=ends), replace(group, since=ends)
    return {
        "members": lambda: context.repository.members(group),
        "overview": lambda: data.overview(context, questionnaire, group, OVERVIEW_ITEMS),
        "radar": lambda: data.radar(context, questionnaire, group),
        "distributions": lambda: data.distributions(context, questionnaire, group),
        "territories": lambda: data.heat_map(context, questionnaire, group, "epci"),
        "sectors": lambda: data.heat_map(context, questionnaire, group, "P09"),
        "questions": lambda: data.questions(context, questionnaire, group),
        "changes": lambda: data.changes(context, questionnaire, earlier, later),
        "advice": lambda: data.advice(context, questionnaire, group, least=LEAST),
    }


def _panels(folder: Path, many: int, fewer: int, rounds: int) -> Iterator[Measurement]:
    copy = folder / "by-hand.duckdb"
    shutil.copyfile(database_of(Settings(data=folder / "many")), copy)
    with (
        opened(folder / "many") as context,
        opened(folder / "few") as small,
        by_hand(copy) as run,
    ):
        questionnaire = context.library.current(QUESTIONNAIRE)
        statements = figures_by_hand(questionnaire, OVERVIEW_ITEMS)
        ours, less = panels_of(context, questionnaire), panels_of(small, questionnaire)
        for name, panel in ours.items():
            mine, theirs = interleaved(panel, partial(run, statements[name]), rounds)
            _, few = interleaved(panel, less[name], rounds)
            times = f"{many}: {1000 * mine:.0f} ms"
            detail = f"{times}; SQL {1000 * theirs:.0f} ms"
            yield Measurement(f"observatory-{name}", mine / theirs, LIMIT, detail)
            if name == "members":
                continue  # for disclosure: arrays as long as the group, and no panel
            growth = f"observatory-{name}-growth"
            detail = f"{times}; {fewer}: {1000 * few:.1f} ms"
            yield Measurement(growth, mine / few, GROWTH_LIMIT, detail)
    copy.unlink()


@contextmanager
def opened(data: Path) -> Iterator[Context]:
    """The store of a folder."""
    context = open_context(Settings(data=data, demo=True))
    try:
        yield context
    finally:
        context.repository.close()


@contextmanager
def by_hand(file: Path) -> Iterator[Callable[[Sequence[str]], None]]:
    """A function that runs statements on a file, in another process."""
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", BY_HAND, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        orders, replies = process.stdin, process.stdout
        if orders is None or replies is None:
            raise RuntimeError("pipes were asked for")

        def run(statements: Sequence[str]) -> None:
            orders.write(json.dumps(list(statements)) + "\n")
            orders.flush()
            if not replies.readline():
                raise RuntimeError("the process that runs SQL has ended")

        yield run
        orders.close()


def _copied(folder: Path) -> float:
    """Seconds of DuckDB's COPY of the rows of the many, into tables made as ours are."""
    from domino_survey.services.bulk_columns import creation_statements  # noqa: PLC0415 - here only

    place = folder / "copying"
    place.mkdir()
    source = database_of(Settings(data=folder / "many"))
    arguments = (str(source), str(place), json.dumps(LOADED), json.dumps(creation_statements()))
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", COPYING, *arguments], check=True, capture_output=True, text=True
    )
    return float(done.stdout)
