"""Roadmaps of territories: every change appended, read back in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.storage.rows import ROADMAP_CHANGE, roadmap_from, roadmap_row
from domino_survey.storage.tables import insert_missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from domino_survey.storage.duckdb_store import DuckDBStore
    from domino_survey.storage.records import RoadmapChange, RoadmapKey

_ALL = f"""SELECT {ROADMAP_CHANGE} FROM store.roadmap_change
    WHERE territory_kind = ? AND territory_code = ? AND questionnaire_id = ? AND origin = ?
    ORDER BY seq"""  # noqa: S608 - constants


class DuckDBRoadmaps:
    """The part of the repository about roadmaps."""

    _store: DuckDBStore

    def change_roadmap(self, changes: Iterable[RoadmapChange]) -> None:
        """Store changes, all or none; one whose id is stored already changes nothing."""
        rows = [roadmap_row(one) for one in changes]

        def work(cursor: duckdb.DuckDBPyConnection) -> None:
            first = self._store.take_seq(len(rows))
            numbered = [{**row, "seq": seq} for seq, row in enumerate(rows, start=first)]
            insert_missing(cursor, "roadmap_change", numbered)

        if rows:
            self._store.write(work)

    def roadmap(self, key: RoadmapKey) -> list[RoadmapChange]:
        """Every change of a roadmap, in order."""
        values = [key.kind, key.code, key.questionnaire_id, key.origin]
        rows = self._store.read(lambda cursor: cursor.execute(_ALL, values).fetchall())
        return [roadmap_from(row) for row in rows]
