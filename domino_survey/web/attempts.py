"""Counts wrong links per address, in memory: who tries many is made to wait."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock

WINDOW = timedelta(minutes=10)
LIMIT = 30
ADDRESSES = 10_000


class Attempts:
    """Times of the wrong attempts of each address within the window; the oldest addresses go first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._times: OrderedDict[str, deque[datetime]] = OrderedDict()

    def is_blocked(self, address: str, now: datetime) -> bool:
        """Whether an address has used up its attempts for now."""
        with self._lock:
            times = self._times.get(address)
            if times is None:
                return False
            while times and now - times[0] >= WINDOW:
                times.popleft()
            if not times:
                del self._times[address]
            return len(times) >= LIMIT

    def note(self, address: str, now: datetime) -> None:
        """Count one wrong attempt."""
        with self._lock:
            self._times.setdefault(address, deque(maxlen=LIMIT)).append(now)
            self._times.move_to_end(address)
            if len(self._times) > ADDRESSES:
                self._times.popitem(last=False)
