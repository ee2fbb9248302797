"""Roadmaps of territories: every change appended, read back in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.storage.rows import ROADMAP_CHANGE, roadmap_from, roadmap_row
from domino_survey.storage.tables import insert_missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from domino_survey.storage.duckdb_store import DuckDBStore
    from domino_survey.storage.records import RoadmapChange, RoadmapKey

_OF_KEY = """territory_kind = ? AND territory_code = ? AND questionnaire_id = ? AND origin = ?"""
_ALL = f"""SELECT {ROADMAP_CHANGE} FROM store.roadmap_change
    WHERE {_OF_KEY} ORDER BY seq"""  # noqa: S608 - constants
_BEFORE = f"""SELECT {ROADMAP_CHANGE} FROM store.roadmap_change
    WHERE {_OF_KEY} AND entry = ? AND part = ? AND id != ?
    ORDER BY seq DESC LIMIT 1"""  # noqa: S608 - constants


class DuckDBRoadmaps:
    """The part of the repository about roadmaps."""

    _store: DuckDBStore

    def change_roadmap(self, changes: Sequence[RoadmapChange]) -> tuple[RoadmapChange | None, ...]:
        """Store changes, all or none; gives what stood of each part before."""
        rows = [roadmap_row(one) for one in changes]

        def work(cursor: duckdb.DuckDBPyConnection) -> tuple[RoadmapChange | None, ...]:
            before = tuple(_before(cursor, one) for one in changes)
            first = self._store.take_seq(len(rows))
            numbered = [{**row, "seq": seq} for seq, row in enumerate(rows, start=first)]
            insert_missing(cursor, "roadmap_change", numbered)
            return before

        return self._store.write(work) if rows else ()

    def roadmap(self, key: RoadmapKey) -> list[RoadmapChange]:
        """Every change of a roadmap, in order."""

        def work(cursor: duckdb.DuckDBPyConnection) -> list[RoadmapChange]:
            return [roadmap_from(row) for row in cursor.execute(_ALL, _values(key)).fetchall()]

        return self._store.read(work)


def _before(cursor: duckdb.DuckDBPyConnection, change: RoadmapChange) -> RoadmapChange | None:
    values = [*_values(change.roadmap), change.entry, change.part, change.id]
    row = cursor.execute(_BEFORE, values).fetchone()
    return None if row is None else roadmap_from(row)


def _values(key: RoadmapKey) -> list[str]:
    return [key.kind, key.code, key.questionnaire_id, key.origin]
