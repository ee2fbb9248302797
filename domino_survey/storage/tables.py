"""The tables, their first version and the steps from one version to the next.

Rules that keep a file readable after a crash, on every supported DuckDB: no secondary index, no
foreign key, no default that calls a function. Times are UTC without a zone; JSON is canonical text.
A published step is never edited: a new version is a new entry of `MIGRATIONS`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from domino_survey.storage.canonical import canonical_json
from domino_survey.storage.observed_tables import (
    OBSERVED,
    OBSERVED_CREATION,
    OBSERVED_FORM,
    OBSERVED_PLACE,
)

if TYPE_CHECKING:
    import duckdb

    from domino_survey.storage.records import Json

SCHEMA_VERSION: Final = 3

# Each change of one part of an entry of a territory's roadmap; nothing is updated.
_ROADMAP_CREATION: Final = """CREATE TABLE roadmap_change (
        id VARCHAR PRIMARY KEY, seq BIGINT NOT NULL, territory_kind VARCHAR NOT NULL,
        territory_code VARCHAR NOT NULL, questionnaire_id VARCHAR NOT NULL, origin VARCHAR NOT NULL,
        entry VARCHAR NOT NULL, part VARCHAR NOT NULL, value JSON, author VARCHAR NOT NULL,
        saved_at TIMESTAMP NOT NULL)"""

# Given a cursor whose current database is the copy to migrate.
Migration: TypeAlias = Callable[["duckdb.DuckDBPyConnection"], None]


def _to_version_2(cursor: duckdb.DuckDBPyConnection) -> None:
    """Tables of figures, empty; scores without a key, which made most of their bytes and their time.

    A submission has its scores from the transaction that stores it, so that none can come twice.
    """
    cursor.execute("ALTER TABLE score RENAME TO keyed_score")
    cursor.execute(
        """CREATE TABLE score (
        submission_id VARCHAR NOT NULL, node VARCHAR NOT NULL, value DOUBLE, low DOUBLE,
        high DOUBLE, coverage DOUBLE, reason VARCHAR)"""
    )
    cursor.execute("INSERT INTO score SELECT * FROM keyed_score")
    cursor.execute("DROP TABLE keyed_score")
    for statement in OBSERVED_CREATION:
        cursor.execute(statement)


def _to_version_3(cursor: duckdb.DuckDBPyConnection) -> None:
    """Roadmaps of territories, empty."""
    cursor.execute(_ROADMAP_CREATION)


# From each version to the next.
MIGRATIONS: Final[Mapping[int, Migration]] = {1: _to_version_2, 2: _to_version_3}

CREATION: Final = (
    "CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)",
    """CREATE TABLE questionnaire (
        id VARCHAR NOT NULL, version VARCHAR NOT NULL, hash VARCHAR NOT NULL,
        content JSON NOT NULL, archived_at TIMESTAMP NOT NULL,
        PRIMARY KEY (id, version, hash))""",
    """CREATE TABLE initiative (
        id VARCHAR PRIMARY KEY, created_at TIMESTAMP NOT NULL, origin VARCHAR NOT NULL)""",
    """CREATE TABLE response (
        id VARCHAR PRIMARY KEY, initiative_id VARCHAR NOT NULL,
        questionnaire_id VARCHAR NOT NULL, questionnaire_version VARCHAR NOT NULL,
        questionnaire_hash VARCHAR NOT NULL, path VARCHAR NOT NULL, language VARCHAR NOT NULL,
        code_hash VARCHAR UNIQUE, result_hash VARCHAR UNIQUE, origin VARCHAR NOT NULL,
        created_at TIMESTAMP NOT NULL)""",
    """CREATE TABLE answer_event (
        id VARCHAR PRIMARY KEY, seq BIGINT NOT NULL, response_id VARCHAR NOT NULL,
        field VARCHAR NOT NULL, facet VARCHAR NOT NULL, value JSON, base_id VARCHAR,
        author VARCHAR NOT NULL, saved_at TIMESTAMP NOT NULL)""",
    """CREATE VIEW latest_answer AS
        SELECT * FROM answer_event
        QUALIFY row_number() OVER (PARTITION BY response_id, field, facet ORDER BY seq DESC) = 1""",
    """CREATE TABLE submission (
        key VARCHAR PRIMARY KEY, id VARCHAR NOT NULL UNIQUE, response_id VARCHAR NOT NULL,
        number INTEGER NOT NULL, submitted_at TIMESTAMP NOT NULL, answers JSON NOT NULL,
        answers_hash VARCHAR NOT NULL, questionnaire_id VARCHAR NOT NULL,
        questionnaire_version VARCHAR NOT NULL, questionnaire_hash VARCHAR NOT NULL,
        method_version VARCHAR NOT NULL, origin VARCHAR NOT NULL)""",
    """CREATE TABLE score (
        submission_id VARCHAR NOT NULL, node VARCHAR NOT NULL, value DOUBLE, low DOUBLE,
        high DOUBLE, coverage DOUBLE, reason VARCHAR)""",
    """CREATE TABLE withdrawal (
        response_id VARCHAR PRIMARY KEY, withdrawn_at TIMESTAMP NOT NULL)""",
    """CREATE TABLE audit (
        seq BIGINT PRIMARY KEY, done_at TIMESTAMP NOT NULL, actor VARCHAR NOT NULL,
        action VARCHAR NOT NULL, object VARCHAR NOT NULL, detail JSON NOT NULL,
        previous_hash VARCHAR NOT NULL, hash VARCHAR NOT NULL)""",
    """CREATE TABLE access_link (
        id VARCHAR PRIMARY KEY, role VARCHAR NOT NULL, scope JSON NOT NULL, label VARCHAR NOT NULL,
        token_hash VARCHAR NOT NULL, created_at TIMESTAMP NOT NULL, expires_at TIMESTAMP,
        revoked_at TIMESTAMP, last_used_at TIMESTAMP)""",
    """CREATE TABLE consultation (
        id VARCHAR PRIMARY KEY, kind VARCHAR NOT NULL, content JSON NOT NULL,
        token_hash VARCHAR NOT NULL UNIQUE, origin VARCHAR NOT NULL, created_at TIMESTAMP NOT NULL)""",
    """CREATE TABLE contribution (
        id VARCHAR PRIMARY KEY, seq BIGINT NOT NULL, consultation_id VARCHAR NOT NULL,
        author VARCHAR NOT NULL, field VARCHAR NOT NULL, value JSON, saved_at TIMESTAMP NOT NULL)""",
    """CREATE TABLE rescoring (
        id VARCHAR PRIMARY KEY, done_at TIMESTAMP NOT NULL, questionnaire_id VARCHAR NOT NULL,
        questionnaire_version VARCHAR NOT NULL, questionnaire_hash VARCHAR NOT NULL,
        method_version VARCHAR NOT NULL, source_version VARCHAR NOT NULL,
        source_hash VARCHAR NOT NULL, origin VARCHAR NOT NULL)""",
    """CREATE TABLE rescored (
        rescoring_id VARCHAR NOT NULL, submission_id VARCHAR NOT NULL, node VARCHAR NOT NULL,
        value DOUBLE, low DOUBLE, high DOUBLE, coverage DOUBLE, reason VARCHAR,
        PRIMARY KEY (rescoring_id, submission_id, node))""",
    _ROADMAP_CREATION,
    *OBSERVED_CREATION,
)

_QUESTIONNAIRE = ("questionnaire_id", "questionnaire_version", "questionnaire_hash")


def _row(*texts: str, **others: str) -> dict[str, str]:
    return {**dict.fromkeys(texts, "VARCHAR"), **others}


COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "meta": _row("key", "value"),
    "questionnaire": _row("id", "version", "hash", "content", archived_at="TIMESTAMP"),
    "initiative": _row("id", "origin", created_at="TIMESTAMP"),
    "response": _row(
        *("id", "initiative_id", *_QUESTIONNAIRE, "path", "language"),
        *("code_hash", "result_hash", "origin"),
        created_at="TIMESTAMP",
    ),
    "answer_event": _row(
        *("id", "response_id", "field", "facet", "value", "base_id", "author"),
        seq="BIGINT",
        saved_at="TIMESTAMP",
    ),
    "submission": _row(
        *("key", "id", "response_id", "answers", "answers_hash", *_QUESTIONNAIRE),
        *("method_version", "origin"),
        number="INTEGER",
        submitted_at="TIMESTAMP",
    ),
    "score": _row(
        *("submission_id", "node", "reason"),
        **dict.fromkeys(("value", "low", "high", "coverage"), "DOUBLE"),
    ),
    "withdrawal": _row("response_id", withdrawn_at="TIMESTAMP"),
    "audit": _row(
        *("actor", "action", "object", "detail", "previous_hash", "hash"),
        seq="BIGINT",
        done_at="TIMESTAMP",
    ),
    "access_link": _row(
        *("id", "role", "scope", "label", "token_hash"),
        **dict.fromkeys(("created_at", "expires_at", "revoked_at", "last_used_at"), "TIMESTAMP"),
    ),
    "consultation": _row("id", "kind", "content", "token_hash", "origin", created_at="TIMESTAMP"),
    "contribution": _row(
        *("id", "consultation_id", "author", "field", "value"),
        seq="BIGINT",
        saved_at="TIMESTAMP",
    ),
    "rescoring": _row(
        *("id", *_QUESTIONNAIRE, "method_version", "source_version", "source_hash", "origin"),
        done_at="TIMESTAMP",
    ),
    "rescored": _row(
        *("rescoring_id", "submission_id", "node", "reason"),
        **dict.fromkeys(("value", "low", "high", "coverage"), "DOUBLE"),
    ),
    "roadmap_change": _row(
        *("id", "territory_kind", "territory_code", "questionnaire_id", "origin"),
        *("entry", "part", "value", "author"),
        seq="BIGINT",
        saved_at="TIMESTAMP",
    ),
    "observed": OBSERVED,
    "observed_form": OBSERVED_FORM,
    "observed_place": OBSERVED_PLACE,
}
TABLES: Final = tuple(COLUMNS)

_STRUCTURES = {table: json.dumps([columns]) for table, columns in COLUMNS.items()}
# Rows travel as one JSON text: binding them one by one costs milliseconds each in DuckDB.
_INSERTIONS = {
    table: f"INSERT INTO store.{table} BY NAME SELECT unnest(from_json(?, ?), recursive := true)"
    for table in TABLES
}
_MISSING = " ON CONFLICT DO NOTHING"


def insert(
    cursor: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Mapping[str, Json]]
) -> None:
    """Insert new rows, given by column name; JSON columns as JSON text, times as `time_text`."""
    _execute(cursor, _INSERTIONS[table], table, rows)


def insert_missing(
    cursor: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Mapping[str, Json]]
) -> None:
    """As `insert`, leaving out rows whose key is there already. Within one call keys must differ."""
    _execute(cursor, _INSERTIONS[table] + _MISSING, table, rows)


def _execute(
    cursor: duckdb.DuckDBPyConnection, sql: str, table: str, rows: Iterable[Mapping[str, Json]]
) -> None:
    cursor.execute(sql, [canonical_json(list(rows), place=table), _STRUCTURES[table]])
