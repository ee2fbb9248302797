"""One way to write a value, so that equal values have equal texts and hashes."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from domino_survey.errors import refusal

if TYPE_CHECKING:
    from domino_survey.storage.records import Json


def canonical_json(value: Json, *, place: str = "") -> str:
    """The JSON text of `value`: sorted keys, no spaces, accents as they are.

    Raises:
        DominoError: `value-not-storable` for what JSON or UTF-8 cannot write (NaN, infinities,
            halves of surrogate pairs, other types).
    """
    try:
        text = json.dumps(
            value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
        text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise refusal("value-not-storable", place=place) from error
    return text


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def to_naive_utc(at: datetime) -> datetime:
    """The column's form of a time: UTC without a zone. Raises `ValueError` if `at` has no zone."""
    if at.tzinfo is None:
        raise ValueError("a stored time needs a time zone")
    return at.astimezone(UTC).replace(tzinfo=None)


def time_text(at: datetime | None) -> str | None:
    """The ISO 8601 text of a time in UTC, without a zone, as the columns hold it."""
    return None if at is None else to_naive_utc(at).isoformat(timespec="microseconds")


def from_column(at: datetime | None) -> datetime | None:
    """The time of a column, in UTC."""
    return None if at is None else at.replace(tzinfo=UTC)


def time_from(at: datetime | str) -> datetime:
    """The time of a column, or of a text written by `time_text`, in UTC; it must be there."""
    parsed = datetime.fromisoformat(at) if isinstance(at, str) else at
    return parsed.replace(tzinfo=UTC)
