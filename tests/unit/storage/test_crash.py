"""Killed, or out of disk: what was acknowledged is there, whole and once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from domino_survey.storage.duckdb_repository import open_repository
from tests.unit.storage.samples import NOW, REF, SCORES

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
# In lines acknowledged before the kill; more kills by hand: DOMINO_KILLS=100.
MOMENTS = [1, 2, 5, 17, 40, 90, 150, 260]
KILLS = [MOMENTS[n % len(MOMENTS)] for n in range(int(os.environ.get("DOMINO_KILLS", "8")))]


def run(program: str, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - a program of this folder
        [sys.executable, HERE / program, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_kill__while_answering_and_submitting__nothing_acknowledged_is_lost(
    database: Path,
) -> None:
    acknowledged: dict[str, list[str]] = defaultdict(list)
    for moment in KILLS:
        with run("crash_writer.py", database) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(moment)]
            writer.kill()
            # What it said before it died counts too; the last line may be cut.
            lines += [line for line in writer.stdout if line.endswith("\n")]
        for line in lines:
            kind, name = line.split()
            acknowledged[kind].append(name)

        repository = open_repository(database, now=NOW)
        responses = acknowledged["response"]
        answers = [one.id for some in responses for one in repository.events_since(some)]
        sent = [one for some in responses for one in repository.submissions_of_response(some)]
        assert set(acknowledged["answer"]) <= set(answers)
        assert len(answers) == len(set(answers))
        assert set(acknowledged["submission"]) <= {one.submission.key for one in sent}
        assert all(one.scores == {score.node: score for score in SCORES} for one in sent)
        entries = repository.audit_trail(1_000_000)
        assert [one.entry.action for one in entries].count("submit") == len(sent)
        # What the journal gave back is not observed yet; all the rest is, with its scores.
        seen = repository.comings(REF, "real").number.size
        assert seen + sum(repository.unobserved_forms().values()) == repository.health().submissions
        assert sum(repository.unobserved_forms().values()) <= len(KILLS)
        assert repository.verify_audit() is None
        assert repository.opening.replay.damaged <= len(KILLS)
        repository.close()

    assert len(acknowledged["answer"]) > len(KILLS)


@pytest.mark.parametrize("moment", ["log", "checkpoint"])
def test_full_disk__then_room_again__refused_then_resumed_and_nothing_lost(
    database: Path, moment: str
) -> None:
    with run("full_disk_writer.py", database, moment) as writer:
        output, _ = writer.communicate()

    assert json.loads(output) == {
        "codes": ["disk-full"],
        "same_at_once": True,
        "same_reopened": True,
        "submitted": True,
        "health": True,
    }
