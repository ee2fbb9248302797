"""The repository on DuckDB: the parts put together over one store and one journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.errors import DominoError
from domino_survey.storage.duckdb_access import DuckDBAccess
from domino_survey.storage.duckdb_answers import DuckDBAnswers
from domino_survey.storage.duckdb_audit import DuckDBAudit
from domino_survey.storage.duckdb_bulk import DuckDBBulk
from domino_survey.storage.duckdb_collection import DuckDBCollection
from domino_survey.storage.duckdb_consultations import DuckDBConsultations
from domino_survey.storage.duckdb_figures import DuckDBFigures
from domino_survey.storage.duckdb_observed import DuckDBObserved, prepare
from domino_survey.storage.duckdb_rescoring import DuckDBRescoring
from domino_survey.storage.duckdb_responses import DuckDBResponses
from domino_survey.storage.duckdb_roadmaps import DuckDBRoadmaps
from domino_survey.storage.duckdb_store import DuckDBStore
from domino_survey.storage.duckdb_submissions import DuckDBSubmissions
from domino_survey.storage.journal import Journal
from domino_survey.storage.records import Health, Opening, Replay
from domino_survey.storage.replay import replay_journal

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_COUNTS = (
    """SELECT (SELECT count(*) FROM store.response), (SELECT count(*) FROM store.submission)"""
)


class DuckDBRepository(
    DuckDBResponses,
    DuckDBAnswers,
    DuckDBSubmissions,
    DuckDBCollection,
    DuckDBObserved,
    DuckDBFigures,
    DuckDBBulk,
    DuckDBRescoring,
    DuckDBConsultations,
    DuckDBRoadmaps,
    DuckDBAccess,
    DuckDBAudit,
):
    """A `Repository` in one DuckDB file, or in memory. Made by `open_repository`."""

    def __init__(self, store: DuckDBStore, journal: Journal | None) -> None:
        super().__init__()
        self._store = store
        self._journal = journal
        prepare(store)
        replay = Replay() if journal is None else replay_journal(store, journal)
        found = store.found
        self._opening = Opening(
            found.created, found.counts, found.migrated_from, found.previous_file, replay
        )

    @property
    def opening(self) -> Opening:
        """What happened when the store was opened."""
        return self._opening

    def health(self) -> Health:
        """The answer to a real query; a fault is told, not raised."""
        path = self._store.path
        used, free = self._store.sizes()
        try:
            row = self._store.read(lambda cursor: cursor.execute(_COUNTS).fetchone())
        except DominoError as error:
            return Health(
                ok=False,
                path=path,
                responses=0,
                submissions=0,
                database_bytes=used,
                free_bytes=free,
                fault=error.code,
            )
        responses, submissions = row if row is not None else (0, 0)
        return Health(
            ok=True,
            path=path,
            responses=responses,
            submissions=submissions,
            database_bytes=used,
            free_bytes=free,
        )

    def checkpoint(self) -> None:
        """Write the database's log into its file."""
        self._store.checkpoint()

    def close(self) -> None:
        """Write the log into the file and free it; harmless when closed already."""
        self._store.close()


def open_repository(
    path: Path | None = None, data_dir: Path | None = None, *, now: datetime
) -> DuckDBRepository:
    """Open the database at `path`, making it if there is none; None is one in memory.

    Args:
        path: the file of the database, within `data_dir`.
        data_dir: the folder that the engine may touch, with the journal in `journal/`; by default
            the folder of `path`. Without either, nothing is written to the disk.
        now: the time written into a new database, and into the name of a migrated one's old file.

    Raises:
        DominoError: `database-locked`, `database-unwritable`, `database-unreadable`,
            `database-foreign`, `database-newer`, `migration-failed`, `journal-unwritable`,
            `disk-full`. Nothing is deleted or changed then.
    """
    folder = data_dir if data_dir is not None or path is None else path.parent
    store = DuckDBStore(path, folder, now=now)
    try:
        journal = None if folder is None else Journal(folder / "journal")
        return DuckDBRepository(store, journal)
    except BaseException:
        store.close()
        raise
