"""Answers committed per second by many threads, against as many plain commits of DuckDB alone."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from domino_survey.answers import answered
from domino_survey.bench.measure import Measurement, interleaved
from domino_survey.schema import MultipleChoice, option_codes
from domino_survey.services import assessments, drafts
from domino_survey.services.opening import open_context
from domino_survey.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context

LIMIT = 0.7
THREADS = 16
EACH = 40
ROUNDS = 5
QUESTIONNAIRE = "domino"

# A process of its own: here, only storage speaks to DuckDB. It does one round per line that it reads.
RAW_COMMITS = """
import datetime, sys, uuid
from concurrent.futures import ThreadPoolExecutor
import duckdb

file, threads, each = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
connection = duckdb.connect(file)
connection.execute('''CREATE TABLE answer_event (
    id VARCHAR, seq BIGINT, response_id VARCHAR, field VARCHAR, facet VARCHAR, value JSON,
    base_id VARCHAR, author VARCHAR, saved_at TIMESTAMP)''')

def work(thread):
    cursor = connection.cursor()
    for number in range(each):
        now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
        row = [uuid.uuid4().hex, number, 'response', 'A1.T1.Q1', 'answer',
               '{"state":"answered","value":"1"}', None, 'author', now]
        cursor.execute('INSERT INTO answer_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', row)
    cursor.close()

with ThreadPoolExecutor(threads) as pool:
    for _ in sys.stdin:
        list(pool.map(work, range(threads)))
        print('done', flush=True)
"""


def measure_save(each: int = EACH, rounds: int = ROUNDS) -> Measurement:
    """Each thread answers its own assessment, as the page would; the other side inserts single rows."""
    with (
        TemporaryDirectory(prefix="domino-bench-") as name,
        saving(Path(name) / "data", each) as ours,
        committing(Path(name) / "raw.duckdb", each) as raw,
    ):
        seconds, raw_seconds = interleaved(ours, raw, rounds)
    total = THREADS * each
    detail = f"{total / seconds:.0f} answers/s; raw {total / raw_seconds:.0f} commits/s"
    return Measurement("save", raw_seconds / seconds, LIMIT, detail, at_least=True)


@contextmanager
def saving(data: Path, each: int) -> Iterator[Callable[[], object]]:
    """A function that saves `each` answers in each of the threads, in a store of its own."""
    context = open_context(Settings(data=data))
    try:
        respondents = [_respondent(context) for _ in range(THREADS)]
        with ThreadPoolExecutor(THREADS) as pool:
            yield lambda: list(pool.map(lambda save: save(each), respondents))
    finally:
        context.repository.close()


def _respondent(context: Context) -> Callable[[int], None]:
    questionnaire = context.library.current(QUESTIONNAIRE)
    path = questionnaire.paths[-1].code
    begun = assessments.start(context, QUESTIONNAIRE, path=path, language="fr")
    choices = _choices(questionnaire)

    def save(number: int) -> None:
        for item, code in islice(choices, number):
            drafts.save_answer(
                context, begun.identity, begun.response_id, item, answered(code), session="bench"
            )

    return save


def _choices(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Question after question, and on each turn another option: an answer repeated is not saved."""
    items = {
        question.id: option_codes(question)
        for question in questionnaire.scored_questions
        if option_codes(question) and not isinstance(question, MultipleChoice)
    }
    for turn in count():
        for item, codes in items.items():
            yield item, codes[turn % len(codes)]


@contextmanager
def committing(file: Path, each: int) -> Iterator[Callable[[], object]]:
    """A function that commits `each` rows in each of the threads of another process."""
    arguments = (str(file), str(THREADS), str(each))
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", RAW_COMMITS, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        orders, replies = process.stdin, process.stdout
        if orders is None or replies is None:
            raise RuntimeError("pipes were asked for")

        def commit() -> None:
            orders.write("\n")
            orders.flush()
            if not replies.readline():
                raise RuntimeError("the process that commits has ended")

        yield commit
        orders.close()
