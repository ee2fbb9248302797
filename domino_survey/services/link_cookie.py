"""The cookie that remembers which access links a browser has opened: ids, signed, nothing else.

It carries no right by itself: `access.identity_of` asks the store about each id, at each use.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from itsdangerous import BadData, URLSafeSerializer

from domino_survey.errors import refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from domino_survey.services.context import Context

NAME: Final = "domino_access"
SECRET_FILE: Final = "secret"  # noqa: S105 - the name of a file
KEPT = 20
VALUE_LIMIT = 2_000


def sealed(context: Context, link_ids: Iterable[str]) -> str:
    """The signed value for these links; only the first ones, so that a cookie stays small."""
    return _serializer(context).dumps([*dict.fromkeys(link_ids)][:KEPT])


def link_ids(context: Context, value: str | None) -> tuple[str, ...]:
    """The links of a cookie's value; none when it is absent, forged or damaged."""
    if not value or len(value) > VALUE_LIMIT:
        return ()
    try:
        ids = _serializer(context).loads(value)
    except BadData:
        return ()
    if not isinstance(ids, list):
        return ()
    return tuple(link_id for link_id in ids if isinstance(link_id, str))


def _serializer(context: Context) -> URLSafeSerializer:
    return URLSafeSerializer(_secret(context.settings.data), salt="access-links")


def _secret(folder: Path) -> str:
    """`DOMINO_SECRET`, or else the secret of the data folder, made at its first use."""
    if given := os.environ.get("DOMINO_SECRET"):
        return given
    path = folder / SECRET_FILE
    if not path.exists():
        _make(path)
    return _read(path)


def _make(path: Path) -> None:
    # Written aside then linked: nobody reads half a secret, and of two makers the first one wins.
    aside = path.with_name(f"{SECRET_FILE}.{secrets.token_hex(6)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
        with suppress(FileExistsError):
            path.hardlink_to(aside)
        aside.unlink()
    except OSError as error:
        raise refusal("secret-unusable", place=str(path), file=str(path)) from error


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise refusal("secret-unusable", place=str(path), file=str(path)) from error
    if len(text) < 32:  # noqa: PLR2004 - shorter is a file cut short
        raise refusal("secret-unusable", place=str(path), file=str(path))
    return text
