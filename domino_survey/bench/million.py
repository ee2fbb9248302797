"""Scoring a million responses, in a process of its own whose memory can be told."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from domino_survey.bench.measure import Measurement
from domino_survey.bench.score import RATIO_LIMIT, described, timed

ROOT = Path(__file__).parents[2]
RESPONSES = 1_000_000
ROUNDS = 3
MEMORY_LIMIT = 4.0  # GiB


class Run(Struct, frozen=True):
    """Median seconds of the scoring and of its reference, and the most memory held, in GiB.

    The memory is that of the whole process: answers, scores, and the reference with its matrices.
    """

    responses: int
    ours: float
    theirs: float
    memory: float


def measure_million() -> Measurement:
    """Scores, bounds, coverage and reasons of every node, against plain weighted means alone."""
    run = run_apart()
    detail = f"{described(run.responses, run.ours, run.theirs)}; {run.memory:.2f} GiB at most"
    return Measurement("score", run.ours / run.theirs, RATIO_LIMIT, detail)


def measure_memory() -> Measurement:
    """The most memory that the same run held, in GiB."""
    run = run_apart()
    detail = f"GiB, {run.responses} responses with the matrices of the reference"
    return Measurement("score-memory", run.memory, MEMORY_LIMIT, detail)


@cache
def run_apart(responses: int = RESPONSES) -> Run:
    """One run in a fresh interpreter, done once."""
    command = [sys.executable, "-m", "domino_survey.bench.million", str(responses)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603  # our own
    return Run(**json.loads(done.stdout))


def _run(responses: int) -> Run:
    ours, theirs = timed(responses, ROUNDS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Bytes on macOS, KiB elsewhere.
    unit = 1 if sys.platform == "darwin" else 1 << 10
    return Run(responses, ours, theirs, peak * unit / (1 << 30))


if __name__ == "__main__":
    print(json.dumps(asdict(_run(int(sys.argv[1])))))
