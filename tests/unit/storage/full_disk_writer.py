"""A process whose files may not grow for a while, as on a full disk; prints what happened as JSON."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from domino_survey.errors import DominoError
from domino_survey.storage.duckdb_repository import open_repository
from tests.unit.storage.samples import NOW, event, send, start


def main(database: Path, *, is_checkpoint: bool) -> None:
    repository = open_repository(database, now=NOW)
    response_id = start(repository)
    text = "".join(chr(33 + n * 7919 % 90) for n in range(5000))
    saved = [repository.save_answers([event(response_id, f"E{n}", text[n:])]) for n in range(50)]
    grown = database if is_checkpoint else database.with_name(f"{database.name}.wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    codes = []
    resource.setrlimit(resource.RLIMIT_FSIZE, (grown.stat().st_size + 4096, hard))
    for n in range(5):
        try:
            if is_checkpoint and n == 0:
                repository.checkpoint()
            else:
                saved.append(repository.save_answers([event(response_id, f"F{n}", text)]))
        except DominoError as error:
            codes.append(error.code)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    saved.append(repository.save_answers([event(response_id, "G1", text)]))
    receipt = send(repository, response_id)
    expected = [one.id for (one,) in saved]
    found = [one.id for one in repository.events_since(response_id)]
    health = repository.health().ok
    repository.close()
    reopened = open_repository(database, now=NOW)
    again = [one.id for one in reopened.events_since(response_id)]
    reopened.close()
    outcome = {
        "codes": sorted(set(codes)),
        "same_at_once": found == expected,
        "same_reopened": again == expected,
        "submitted": receipt.created,
        "health": health,
    }
    sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    main(Path(sys.argv[1]), is_checkpoint=sys.argv[2] == "checkpoint")
