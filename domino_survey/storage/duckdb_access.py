"""Links that carry rights: stored by the hash of their token, revoked rather than deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.errors import refusal
from domino_survey.storage.canonical import to_naive_utc
from domino_survey.storage.duckdb_audit import append_audit
from domino_survey.storage.rows import LINK, link_from, link_row
from domino_survey.storage.tables import insert

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

    from domino_survey.storage.duckdb_store import DuckDBStore
    from domino_survey.storage.records import AccessLink, AuditEntry

_ALL = f"SELECT {LINK} FROM store.access_link ORDER BY created_at, id"  # noqa: S608 - constants
_BY_TOKEN = f"SELECT {LINK} FROM store.access_link WHERE token_hash = ?"  # noqa: S608 - constants
_REVOKED_AT = "SELECT revoked_at FROM store.access_link WHERE id = ?"
_REVOKE = "UPDATE store.access_link SET revoked_at = ? WHERE id = ?"
_TOUCH = "UPDATE store.access_link SET last_used_at = ? WHERE id = ?"


class DuckDBAccess:
    """The access part of the repository."""

    _store: DuckDBStore

    def add_access_link(self, link: AccessLink, audit: AuditEntry) -> None:
        """Store a new link."""

        def work(cursor: duckdb.DuckDBPyConnection) -> None:
            insert(cursor, "access_link", [link_row(link)])
            append_audit(cursor, audit)

        self._store.write(work)

    def access_link_by_token(self, token_hash: str) -> AccessLink | None:
        """The link whose token has this SHA-256, revoked or expired or not, or None."""
        row = self._store.read(lambda cursor: cursor.execute(_BY_TOKEN, [token_hash]).fetchone())
        return None if row is None else link_from(row)

    def access_links(self) -> list[AccessLink]:
        """All links, oldest first."""
        rows = self._store.read(lambda cursor: cursor.execute(_ALL).fetchall())
        return [link_from(row) for row in rows]

    def revoke_access_link(self, link_id: str, at: datetime, audit: AuditEntry) -> None:
        """End a link; one that was ended before keeps its time."""

        def work(cursor: duckdb.DuckDBPyConnection) -> None:
            row = cursor.execute(_REVOKED_AT, [link_id]).fetchone()
            if row is None:
                raise refusal("unknown-access-link", place=link_id, link=link_id)
            if row[0] is None:
                cursor.execute(_REVOKE, [to_naive_utc(at), link_id])
                append_audit(cursor, audit)

        self._store.write(work)

    def touch_access_link(self, link_id: str, at: datetime) -> None:
        """Note the last use of a link; an unknown one is let be."""
        self._store.write(lambda cursor: cursor.execute(_TOUCH, [to_naive_utc(at), link_id]))
