from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domino_survey.bench.save import LIMIT, RAW_COMMITS, THREADS, measure_save, saving
from domino_survey.services.opening import open_context
from domino_survey.settings import Settings
from domino_survey.storage.tables import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

EACH = 3


def test_save__three_answers_each__are_all_stored(tmp_path: Path) -> None:
    with saving(tmp_path, EACH) as save:
        save()
    context = open_context(Settings(data=tmp_path))
    try:
        assert context.repository.opening.counts["answer_event"] == THREADS * EACH
    finally:
        context.repository.close()


def test_save__few_commits__gives_a_rate_that_has_a_lower_limit() -> None:
    found = measure_save(each=1, rounds=1)
    assert (found.name, found.limit, found.at_least) == ("save", LIMIT, True)
    assert found.ratio > 0
    assert "answers/s" in found.detail


def test_raw_commits__plain_table__has_the_columns_of_the_store() -> None:
    table = re.search(r"answer_event \((.*?)\)'''", RAW_COMMITS, re.DOTALL)
    assert table is not None
    assert {column.split()[0] for column in table[1].split(",")} == set(COLUMNS["answer_event"])
