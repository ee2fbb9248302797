"""Who else has an assessment open right now; kept in memory, for it means nothing after a restart."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

SEEN_FOR = timedelta(seconds=45)


class Presence:
    """Last sighting of each browser session on each response."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen: dict[str, dict[str, datetime]] = {}

    def touch(self, response_id: str, session: str, now: datetime) -> int:
        """Note that a session is here; gives the number of other sessions seen lately."""
        with self._lock:
            here = self._seen.setdefault(response_id, {})
            here[session] = now
            for other in [s for s, at in here.items() if now - at > SEEN_FOR]:
                del here[other]
            return len(here) - 1

    def leave(self, response_id: str, session: str) -> None:
        """Note that a session has gone."""
        with self._lock:
            self._seen.get(response_id, {}).pop(session, None)
