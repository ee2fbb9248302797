"""Opening the file: who may, what is checked, what is refused, and that nothing is touched then."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from domino_survey.errors import DominoError
from domino_survey.storage import RoadmapChange, RoadmapKey, Selection
from domino_survey.storage.duckdb_repository import open_repository
from domino_survey.storage.duckdb_store import DuckDBStore
from domino_survey.storage.tables import COLUMNS, CREATION, SCHEMA_VERSION
from tests.unit.storage.samples import (
    NOW,
    REF,
    SCORES,
    archive,
    audit,
    event,
    send,
    start,
    submission,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.storage.duckdb_repository import DuckDBRepository

ROOT = Path(__file__).parents[3]


def refusal_code(database: Path) -> str:
    with pytest.raises(DominoError) as refused:
        open_repository(database, now=NOW)
    return refused.value.code


def filled(database: Path) -> str:
    """A closed store with one submitted response; returns the id of the response."""
    repository = open_repository(database, now=NOW)
    response_id = start(repository)
    repository.save_answers([event(response_id, f"E{n}") for n in range(30)])
    send(repository, response_id)
    repository.close()
    return response_id


def raw(database: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database)) as connection:
        return connection.execute(sql).fetchall()


def test_open__new_then_again__everything_there(database: Path) -> None:
    response_id = filled(database)

    repository = open_repository(database, now=NOW)

    assert not repository.opening.created
    assert repository.opening.counts["answer_event"] == 30
    assert repository.opening.replay.present == 1
    assert repository.opening.replay.restored == 0
    (saved,) = repository.save_answers([event(response_id)])
    assert saved.seq == 31
    repository.close()


def test_open__new__journal_and_database_for_the_owner_only(database: Path) -> None:
    filled(database)

    (journal,) = (database.parent / "journal").iterdir()
    assert journal.name == "2026-11-23.jsonl"
    assert (journal.stat().st_mode & 0o777, database.stat().st_mode & 0o777) == (0o600, 0o600)


def test_tables__as_created__have_the_columns_that_rows_give(database: Path) -> None:
    filled(database)

    rows = raw(database, "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal")

    views = {("latest_answer", column) for column in COLUMNS["answer_event"]}
    expected = {(table, column) for table, columns in COLUMNS.items() for column in columns}
    assert set(rows) == expected | views


def test_tables__as_created__no_index_no_foreign_key_no_default(database: Path) -> None:
    filled(database)

    assert raw(database, "SELECT * FROM duckdb_indexes()") == []
    kinds = raw(database, "SELECT DISTINCT constraint_type FROM duckdb_constraints()")
    assert {kind for (kind,) in kinds} <= {"PRIMARY KEY", "UNIQUE", "NOT NULL"}
    defaults = "SELECT * FROM duckdb_columns() WHERE NOT internal AND column_default IS NOT NULL"
    assert raw(database, defaults) == []
    sources = (ROOT / "domino_survey" / "storage").glob("*.py")
    assert not [file.name for file in sources if "CREATE INDEX" in file.read_text("utf-8").upper()]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/domino-outside.csv'",
        "ATTACH '/tmp/domino-outside.duckdb' AS outside",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
    ],
)
def test_confinement__any_other_file_or_setting__refused(
    repository: DuckDBRepository, statement: str
) -> None:
    with repository._store.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement)


def test_open__open_in_another_process__locked(database: Path) -> None:
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from domino_survey.errors import DominoError
        from domino_survey.storage.duckdb_repository import open_repository
        from tests.unit.storage.samples import NOW
        try:
            open_repository(Path(sys.argv[1]), now=NOW)
        except DominoError as error:
            print(error.code, error.problems[0].params["process"])
    """)
    repository = open_repository(database, now=NOW)
    response_id = start(repository)

    second = subprocess.run(  # noqa: S603 - this test's own program
        [sys.executable, "-c", program, database],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )

    code, process = second.stdout.split()
    assert code == "database-locked"
    assert int(process) == os.getpid()
    assert repository.save_answers([event(response_id)])
    repository.close()


def test_open__open_in_this_process__locked_until_closed(database: Path) -> None:
    repository = open_repository(database, now=NOW)

    assert refusal_code(database) == "database-locked"
    repository.close()
    open_repository(database, now=NOW).close()


def test_open__held_by_another_program__locked(database: Path) -> None:
    filled(database)
    program = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); input()"
    )
    with subprocess.Popen(  # noqa: S603 - this test's own program
        [sys.executable, "-c", program, database],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "open\n"
        code = refusal_code(database)
        other.stdin.write("\n")
        other.stdin.close()

    assert code == "database-locked"


def test_open__folder_is_a_file__unwritable(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")

    assert refusal_code(tmp_path / "data" / "domino.duckdb") == "database-unwritable"


def test_open__journal_is_a_file__unwritable_and_free_again(database: Path) -> None:
    database.parent.mkdir()
    (database.parent / "journal").write_text("not a folder")
    assert refusal_code(database) == "journal-unwritable"

    (database.parent / "journal").unlink()

    open_repository(database, now=NOW).close()


def not_a_database(content: bytes) -> bytes:
    return b"hello" + content[5:]


def cut(content: bytes) -> bytes:
    return content[: len(content) // 3]


@pytest.mark.parametrize("damage", [not_a_database, cut])
def test_open__damaged_file__refused_and_left_as_it_is(
    database: Path, damage: Callable[[bytes], bytes]
) -> None:
    filled(database)
    damaged = damage(database.read_bytes())
    database.write_bytes(damaged)

    assert refusal_code(database) == "database-unreadable"
    assert database.read_bytes() == damaged


def test_read__any_bit_flipped_in_the_file__told_or_without_effect(database: Path) -> None:
    response_id = filled(database)
    whole = database.read_bytes()
    chance = random.Random(7)
    outcomes = set()
    for _ in range(12):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        database.write_bytes(damaged)
        try:
            repository = open_repository(database, now=NOW)
        except DominoError as error:
            outcomes.add(error.code)
            continue
        try:
            assert len(repository.latest(response_id)) == 30
            assert repository.submissions_of_response(response_id)[0].scores["overall"] == SCORES[0]
            outcomes.add("unharmed")
        except DominoError as error:
            outcomes.add(error.code)
        finally:
            repository.close()

    assert outcomes <= {"unharmed", "database-unreadable"}


def test_open__database_of_another_program__refused(database: Path) -> None:
    database.parent.mkdir()
    raw(database, "CREATE TABLE other (id INTEGER)")

    assert refusal_code(database) == "database-foreign"


def test_open__written_by_a_newer_version__refused(database: Path) -> None:
    filled(database)
    raw(database, "UPDATE meta SET value = '999' WHERE key = 'schema_version'")

    assert refusal_code(database) == "database-newer"
    assert raw(database, "SELECT count(*) FROM answer_event") == [(30,)]


# --- Migration ----------------------------------------------------------------------------------


def version_0(database: Path) -> str:
    """A store as an older program might have left it: no access links."""
    response_id = filled(database)
    raw(database, "DROP TABLE access_link")
    raw(database, "UPDATE meta SET value = '0' WHERE key = 'schema_version'")
    return response_id


def add_access_links(cursor: duckdb.DuckDBPyConnection) -> None:
    (statement,) = (one for one in CREATION if "TABLE access_link" in one)
    cursor.execute(statement)


def keep(_cursor: duckdb.DuckDBPyConnection) -> None:
    """The other steps: the file of version 0 has the tables of today already."""


OTHERS = dict.fromkeys(range(1, SCHEMA_VERSION), keep)


def lose_answers(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute("DELETE FROM answer_event WHERE field = 'E1'")


def fail(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute("DROP TABLE answer_event")
    cursor.execute("SELECT * FROM nowhere")


def test_migration__older_file__migrated_and_the_old_one_kept(database: Path) -> None:
    response_id = version_0(database)
    cut_short = database.with_name("domino.migrating.duckdb")
    cut_short.write_bytes(b"what a crash left of an earlier attempt")

    store = DuckDBStore(
        database, database.parent, now=NOW, migrations={0: add_access_links, **OTHERS}
    )

    assert store.found.migrated_from == 0
    kept = store.found.previous_file
    assert kept == database.with_name("domino.v0.20261123T103000.duckdb")
    assert store.found.counts["access_link"] == 0
    store.close()
    assert not cut_short.exists()
    assert raw(kept, "SELECT value FROM meta WHERE key = 'schema_version'") == [("0",)]
    assert raw(kept, "SELECT count(*) FROM answer_event") == [(30,)]
    repository = open_repository(database, now=NOW)
    assert repository.opening.migrated_from is None
    assert len(repository.latest(response_id)) == 30
    assert len(repository.latest_submissions(Selection("domino", "1"))) == 1
    sent = submission(response_id)
    first, second = (repository.submit(sent, SCORES, audit()) for _ in range(2))
    assert (first.created, second.created) == (True, False)
    repository.close()


@pytest.mark.parametrize("migrations", [{0: lose_answers, **OTHERS}, {0: fail, **OTHERS}, {}])
def test_migration__fails__old_file_as_before(
    database: Path, migrations: dict[int, Callable[[duckdb.DuckDBPyConnection], None]]
) -> None:
    version_0(database)
    before = database.read_bytes()

    with pytest.raises(DominoError) as refused:
        DuckDBStore(database, database.parent, now=NOW, migrations=migrations)

    assert refused.value.code == "migration-failed"
    assert raw(database, "SELECT count(*) FROM answer_event") == [(30,)]
    assert len(database.read_bytes()) == len(before)
    DuckDBStore(
        database, database.parent, now=NOW, migrations={0: add_access_links, **OTHERS}
    ).close()


def test_migration__file_of_version_1__everything_kept(database: Path) -> None:
    database.parent.mkdir()
    raw(database, (Path(__file__).parent / "files" / "version_1.sql").read_text("utf-8"))

    repository = open_repository(database, now=NOW)

    assert repository.opening.migrated_from == 1
    versions = repository.submissions_of_response("response-1")
    assert [one.submission.number for one in versions] == [1, 2]
    assert [tuple(sorted(one.scores.values(), key=lambda s: s.node)) for one in versions] == [
        tuple(sorted(SCORES, key=lambda score: score.node))
    ] * 2
    assert len(repository.latest_submissions(Selection("domino", "1"))) == 1
    assert repository.verify_audit() is None
    assert repository.unobserved_forms() == {REF: 2}
    repository.close()
    kinds = "SELECT constraint_type FROM duckdb_constraints() WHERE table_name = 'score'"
    assert {kind for (kind,) in raw(database, kinds)} == {"NOT NULL"}
    (kept,) = database.parent.glob("domino.v1.*.duckdb")
    assert raw(kept, "SELECT count(*) FROM score") == [(6,)]


def test_migration__file_of_version_2__everything_kept_and_its_figures_too(database: Path) -> None:
    database.parent.mkdir()
    raw(database, (Path(__file__).parent / "files" / "version_2.sql").read_text("utf-8"))

    repository = open_repository(database, now=NOW)

    assert repository.opening.migrated_from == 2
    versions = repository.submissions_of_response("response-1")
    assert [one.submission.number for one in versions] == [1, 2]
    assert repository.verify_audit() is None
    assert repository.unobserved_forms() == {REF: 1}
    assert [one.value for one in repository.contributions("consultation-1")] == [60]
    assert repository.access_links()[0].scope == {"kind": "region", "code": "53"}
    key = RoadmapKey("region", "53", "domino")
    assert repository.roadmap(key) == []
    change = RoadmapChange("change-1", key, "D-1", "note", "été", "session-1", NOW)
    repository.change_roadmap([change])
    (stored,) = repository.roadmap(key)
    assert stored.seq > repository.contributions("consultation-1")[-1].seq
    repository.close()
    (kept,) = database.parent.glob("domino.v2.*.duckdb")
    assert raw(kept, "SELECT count(*) FROM score") == [(6,)]


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_migration__file_of_an_older_version__has_the_tables_of_a_new_one(
    version: int, database: Path
) -> None:
    database.parent.mkdir()
    raw(database, (Path(__file__).parent / "files" / f"version_{version}.sql").read_text("utf-8"))
    other = database.with_name("other") / "domino.duckdb"
    for file in (database, other):
        open_repository(file, now=NOW).close()

    columns = """SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns()
        WHERE NOT internal ORDER BY ALL"""
    assert raw(database, columns) == raw(other, columns)


# --- Journal ------------------------------------------------------------------------------------


def test_replay__database_lost__submissions_and_withdrawals_restored(database: Path) -> None:
    repository = open_repository(database, now=NOW)
    first, second = start(repository, "bike"), start(repository, "garden")
    sent = [send(repository, first), send(repository, first, day=1), send(repository, second)]
    repository.withdraw(second, NOW, audit("withdraw"))
    before = repository.submissions_of_response(first)
    repository.close()
    database.unlink()

    restored = open_repository(database, now=NOW)

    assert restored.opening.created
    assert restored.opening.replay.restored == len(sent) + 1
    assert restored.submissions_of_response(first) == before
    assert restored.withdrawn_at(second) == NOW
    assert len(restored.latest_submissions(Selection("domino", "1"))) == 1
    assert restored.audit_trail(1)[0].entry.detail == {"restored": True}
    assert restored.verify_audit() is None
    restored.close()
    again = open_repository(database, now=NOW)
    assert (again.opening.replay.restored, again.opening.replay.present) == (0, len(sent) + 1)
    again.close()


def test_replay__damaged_lines__told_and_the_others_restored(database: Path) -> None:
    repository = open_repository(database, now=NOW)
    response_id = start(repository)
    for day in range(3):
        repository.submit(submission(response_id), SCORES, audit(f"day-{day}"))
    repository.close()
    database.unlink()
    (journal,) = (database.parent / "journal").iterdir()
    first, second, third = journal.read_bytes().splitlines(keepends=True)
    changed = second.replace(b"62.5", b"99.5")
    assert changed != second
    journal.write_bytes(first + changed + third[: len(third) // 2])

    restored = open_repository(database, now=NOW)

    assert restored.opening.replay.restored == 1
    assert restored.opening.replay.damaged == 2
    send(restored, response_id)
    restored.close()
    database.unlink()
    again = open_repository(database, now=NOW)
    assert (again.opening.replay.restored, again.opening.replay.damaged) == (2, 2)
    again.close()


def test_submit__journal_unwritable__refused_and_nothing_stored(database: Path) -> None:
    repository = open_repository(database, now=NOW)
    response_id = start(repository)
    (database.parent / "journal" / "2026-11-23.jsonl").mkdir()

    with pytest.raises(DominoError) as refused:
        send(repository, response_id)

    assert refused.value.code == "journal-unwritable"
    assert repository.submissions_of_response(response_id) == []
    repository.close()


def test_verify_audit__record_changed_behind_our_back__found(database: Path) -> None:
    repository = open_repository(database, now=NOW)
    archive(repository)
    for n in range(5):
        repository.record(audit(f"action-{n}"))
    repository.close()
    raw(database, "UPDATE audit SET actor = 'someone else' WHERE seq = 3")

    reopened = open_repository(database, now=NOW)

    assert reopened.verify_audit() == 3
    reopened.close()
