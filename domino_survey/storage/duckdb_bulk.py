"""Loads many responses from columns: no object, no JSON value and no statement for each of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from domino_survey.numerics import np
from domino_survey.storage import observed_tables as tables
from domino_survey.storage.duckdb_audit import append_audit
from domino_survey.storage.duckdb_observed import (
    bins,
    form_number,
    places_by_code,
    supersede,
)
from domino_survey.storage.duckdb_responses import require_archived
from domino_survey.storage.observed_tables import NEVER, ORIGINS, PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

    from domino_survey.storage.bulk_records import Batch, Texts
    from domino_survey.storage.duckdb_store import DuckDBStore
    from domino_survey.storage.records import AuditEntry

# What names a row under a key, and from it what names its response, its submission, its initiative.
_IDS = """CREATE TEMP TABLE bulk_ids AS SELECT row::INTEGER AS row,
        md5($key || '/response/' || (row + $first)) AS response_id,
        md5($key || '/submission/' || (row + $first)) AS submission_id,
        md5($key || '/initiative/' || initiative) AS initiative_id
    FROM incoming"""
_STORED = """SELECT count(*) FROM store.response
    WHERE id IN (SELECT md5($key || '/response/' || n) FROM range($first, $stop) numbers(n))"""
_INITIATIVES = """INSERT INTO store.initiative BY NAME
    SELECT initiative_id AS id, min(started_at) AS created_at, $origin AS origin
    FROM incoming JOIN bulk_ids USING (row) GROUP BY initiative_id ON CONFLICT DO NOTHING"""
_RESPONSES = """INSERT INTO store.response BY NAME
    SELECT response_id AS id, initiative_id, $questionnaire AS questionnaire_id,
        $version AS questionnaire_version, $hash AS questionnaire_hash, $paths[path + 1] AS path,
        $languages[language + 1] AS language, $origin AS origin, started_at AS created_at
    FROM incoming JOIN bulk_ids USING (row)"""
_KNOWN = """SELECT DISTINCT initiative FROM store.observed
    WHERE initiative_id IN (SELECT initiative_id FROM bulk_ids)"""
_OBSERVED = """INSERT INTO store.observed BY NAME
    WITH known AS (
        SELECT o.initiative_id, min(o.initiative) AS initiative FROM store.observed o
        WHERE o.initiative_id IN (SELECT initiative_id FROM bulk_ids) GROUP BY ALL),
    latest AS (
        SELECT coalesce(max(number), 0) AS number, coalesce(max(initiative), 0) AS initiative
        FROM store.observed)
    SELECT 0 AS page, (SELECT number FROM latest) + row + 1 AS number,
        coalesce(k.initiative, (SELECT initiative FROM latest) + place) AS initiative,
        false AS apart, i.* EXCLUDE (row, place),
        submission_id, response_id, b.initiative_id
    FROM observing i JOIN bulk_ids b USING (row) LEFT JOIN known k USING (initiative_id)
    ORDER BY row"""
_PAGE = f"""INSERT INTO store.observed BY NAME
    SELECT p.* EXCLUDE (row), {", ".join(f"o.{name}" for name in tables.BASE if name != "page")}
    FROM observing_page p JOIN bulk_ids b USING (row)
    JOIN store.observed o ON o.submission_id = b.submission_id AND o.page = 0"""


class DuckDBBulk:
    """The bulk part of the repository."""

    _store: DuckDBStore

    def load(self, batches: Iterable[Batch], audit: AuditEntry) -> int:
        """Store whole responses, one transaction for each batch; gives how many were new.

        The caller leaves out what `loaded` says is there.
        """
        self._store.write(lambda cursor: append_audit(cursor, audit))
        return sum(self._load(batch) for batch in batches)

    def loaded(self, key: str, first: int, stop: int) -> int:
        """How many responses of a key from `first` to `stop` (left out) are stored."""
        values = {"key": key, "first": first, "stop": stop}
        row = self._store.read(lambda cursor: cursor.execute(_STORED, values).fetchall())[0]
        return int(row[0])

    def _load(self, batch: Batch) -> int:
        if batch.size == 0:
            return 0
        self._store.write(lambda cursor: _write(cursor, batch))
        self._store.data_changed()
        return batch.size


def _write(cursor: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    ref = batch.questionnaire
    require_archived(cursor, ref)
    rows = np.arange(batch.size, dtype=np.int32)
    incoming: dict[str, Any] = {
        "row": rows,
        "initiative": batch.initiative,
        "started_at": batch.started_at,
        "submitted_at": batch.submitted_at,
        "path": batch.path.codes,
        "language": batch.language.codes,
    }
    shared = {
        "questionnaire": ref.id,
        "version": ref.version,
        "hash": ref.hash,
        "origin": batch.origin,
    }
    texts = {"paths": list(batch.path.different), "languages": list(batch.language.different)}
    # The table and what is registered are this cursor's, which lives no longer than the transaction.
    cursor.register("incoming", incoming)
    cursor.execute(_IDS, {"key": batch.key, "first": batch.first})
    cursor.execute(_INITIATIVES, {"origin": batch.origin})
    cursor.execute(_RESPONSES, {**shared, **texts})
    _submissions(cursor, batch, incoming, {**shared, **texts})
    _scores(cursor, batch, rows)
    _observe(cursor, batch, rows)


def _submissions(
    cursor: duckdb.DuckDBPyConnection,
    batch: Batch,
    incoming: Mapping[str, Any],
    shared: Mapping[str, object],
) -> None:
    columns: dict[str, Any] = dict(incoming)
    values: dict[str, object] = {}
    parts: dict[str, str] = {}
    for facet, texts in (("answers", batch.answers), ("proofs", batch.proofs)):
        names = []
        for n, (item, column) in enumerate(sorted(texts.items())):
            name = f"{facet}{n}"
            columns[name] = column.codes
            key = f"{json.dumps(item, ensure_ascii=False)}:"
            values[name] = [None if text is None else key + text for text in column.different]
            names.append(f"${name}[{name}::INTEGER + 1]")
        parts[facet] = f"concat_ws(',', {', '.join(names)})" if names else "''"
    cursor.register("sending", columns)
    sql = f"""INSERT INTO store.submission BY NAME
        SELECT response_id || ':0:' || answers_hash AS key, * FROM (
            SELECT submission_id AS id, response_id, 1 AS number, submitted_at, answers,
                sha256(answers) AS answers_hash, $questionnaire AS questionnaire_id,
                $version AS questionnaire_version, $hash AS questionnaire_hash,
                $method AS method_version, $origin AS origin
            FROM (SELECT b.*, submitted_at,
                    '{{"answers":{{' || {parts["answers"]} || '}},"comments":{{}},"language":'
                    || to_json($languages[language + 1]) || ',"path":' || to_json($paths[path + 1])
                    || ',"proofs":{{' || {parts["proofs"]} || '}}}}' AS answers
                FROM sending JOIN bulk_ids b USING (row)))"""
    cursor.execute(sql, {**shared, **values, "method": batch.method_version})
    cursor.unregister("sending")


def _scores(cursor: duckdb.DuckDBPyConnection, batch: Batch, rows: Any) -> None:
    columns: dict[str, Any] = {"row": rows}
    values: dict[str, object] = {}
    lists: dict[str, list[str]] = {name: [] for name in ("value", "low", "high", "coverage")}
    reasons = []
    for n, node in enumerate(batch.scores.values()):
        for name, names in lists.items():
            columns[f"{name}{n}"] = getattr(node, name)
            names.append(f"{name}{n}")
        columns[f"reason{n}"] = node.reason.codes
        values[f"reason{n}"] = list(node.reason.different)
        reasons.append(f"$reason{n}[reason{n}::INTEGER + 1]")
    values["nodes"] = list(batch.scores)
    cursor.register("scoring", columns)
    unnested = ", ".join(f"unnest([{', '.join(names)}]) AS {name}" for name, names in lists.items())
    sql = f"""INSERT INTO store.score BY NAME
        SELECT submission_id, unnest($nodes) AS node, {unnested},
            unnest([{", ".join(reasons)}]) AS reason
        FROM scoring JOIN bulk_ids USING (row)"""
    cursor.execute(sql, values)
    cursor.unregister("scoring")


def _observe(cursor: duckdb.DuckDBPyConnection, batch: Batch, rows: Any) -> None:
    known = cursor.execute(_KNOWN).fetchall()
    coded = batch.coded
    different = np.diff(batch.initiative, prepend=batch.initiative[:1] - 1) != 0
    superseded = np.full(batch.size, np.datetime64(NEVER.replace(" ", "T"), "us"))
    superseded[:-1][~different[1:]] = batch.submitted_at[1:][~different[1:]]
    columns: dict[str, Any] = {
        "row": rows,
        "place": np.cumsum(different).astype(np.int32),
        "form": np.full(batch.size, form_number(cursor, batch.questionnaire), dtype=np.int32),
        "origin": np.full(batch.size, ORIGINS[batch.origin], dtype=np.uint8),
        "submitted_at": batch.submitted_at,
        "superseded_at": superseded,
        "shared": batch.shared,
        "short": batch.short,
        "answered": coded.answered,
        "proven": coded.proven,
        **_places(cursor, batch.places),
    }
    pages = list(tables.pages_of(coded, [bins(values) for values in coded.nodes]))
    cursor.register("observing", {**columns, **pages[0]})
    cursor.execute(_OBSERVED)
    cursor.unregister("observing")
    for page, found in enumerate(pages[1:], start=1):
        paged = {"row": rows, "page": np.full(batch.size, page, dtype=np.uint8), **found}
        cursor.register("observing_page", paged)
        cursor.execute(_PAGE)
        cursor.unregister("observing_page")
    supersede(cursor, known)


def _places(cursor: duckdb.DuckDBPyConnection, places: Mapping[Any, Texts]) -> dict[str, Any]:
    wanted = {(kind, code) for kind, texts in places.items() for code in texts.different if code}
    known = places_by_code(cursor, wanted) if wanted else {}
    found = {}
    for kind in PLACES:
        numbers = [known.get((kind, code or ""), 0) for code in places[kind].different]
        found[kind] = np.array(numbers, dtype=np.int32)[places[kind].codes]
    return found
