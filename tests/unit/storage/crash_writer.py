"""A process to kill: answers and submits without end, and says on its output what was acknowledged."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from uuid import uuid4

from msgspec.structs import replace

from domino_survey.storage import Initiative, Repository
from domino_survey.storage.duckdb_repository import open_repository
from tests.unit.storage.samples import (
    NOW,
    SCORES,
    archive,
    audit,
    event,
    observed,
    response_record,
    submission,
)

_output = threading.Lock()


def say(kind: str, name: str) -> None:
    with _output:
        sys.stdout.write(f"{kind} {name}\n")
        sys.stdout.flush()


def answer(repository: Repository, response_id: str) -> None:
    while True:
        saved = repository.save_answers([replace(event(response_id), id=uuid4().hex)])
        say("answer", saved[0].id)


def submit(repository: Repository, response_id: str) -> None:
    while True:
        sent = replace(submission(response_id), id=uuid4().hex, key=uuid4().hex)
        receipt = repository.submit(sent, SCORES, audit("submit"), observed(sent))
        say("submission", receipt.submission.key)


def main(database: Path) -> None:
    repository = open_repository(database, now=NOW)
    archive(repository)
    response = replace(response_record(), id=uuid4().hex)
    repository.create_response(Initiative("initiative-1", NOW), response, audit("start"))
    say("response", response.id)
    for work in (answer, answer, answer, submit):
        threading.Thread(target=work, args=(repository, response.id), daemon=True).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
