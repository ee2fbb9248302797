"""Who else is here: browsers, not pages, and only lately."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domino_survey.services.presence import SEEN_FOR, Presence

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_touch__same_browser_again__is_alone() -> None:
    presence = Presence()
    assert presence.touch("r", "b1", NOW) == 0
    assert presence.touch("r", "b1", NOW + SECOND) == 0


def test_touch__another_browser__counts_until_it_was_not_seen_for_a_while() -> None:
    presence = Presence()
    presence.touch("r", "b1", NOW)
    assert presence.touch("r", "b2", NOW + SEEN_FOR) == 1
    assert presence.touch("r", "b2", NOW + SEEN_FOR + SECOND) == 0
    assert presence.touch("other", "b3", NOW) == 0
