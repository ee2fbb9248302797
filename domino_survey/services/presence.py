"""Who else has an assessment open right now; kept in memory, for it means nothing after a restart.

A person is a browser: it has a random cookie until it is closed, so that a page loaded again is not
somebody else.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

BROWSER = "domino_browser"
SEEN_FOR = timedelta(seconds=25)


class Presence:
    """Last sighting of each browser on each response."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen: dict[str, dict[str, datetime]] = {}

    def touch(self, response_id: str, browser: str, now: datetime) -> int:
        """Note that a browser is here; gives the number of others seen lately."""
        with self._lock:
            here = self._seen.setdefault(response_id, {})
            here[browser] = now
            for other in [s for s, at in here.items() if now - at > SEEN_FOR]:
                del here[other]
            return len(here) - 1
