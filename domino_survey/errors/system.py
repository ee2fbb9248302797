"""Why the system refuses a file, in the reader's language."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_REASONS: Mapping[int, Mapping[str, str]] = {
    errno.ENOENT: {"fr": "il n'y a rien à cet endroit", "en": "there is nothing at this place"},
    errno.EACCES: {"fr": "l'accès n'est pas permis", "en": "access is not allowed"},
    errno.EPERM: {"fr": "l'accès n'est pas permis", "en": "access is not allowed"},
    errno.EISDIR: {"fr": "c'est un dossier", "en": "it is a folder"},
    errno.ENOTDIR: {"fr": "le dossier n'en est pas un", "en": "the folder is not one"},
    errno.EROFS: {"fr": "le disque est en lecture seule", "en": "the disk is read-only"},
    errno.ENOSPC: {"fr": "le disque est plein", "en": "the disk is full"},
    errno.ENAMETOOLONG: {"fr": "le nom est trop long", "en": "the name is too long"},
}


def system_reason(error: Exception) -> Mapping[str, str]:
    """The reason of a refusal, by language; in the system's own words, quoted, where there are no others."""
    known = _REASONS.get(getattr(error, "errno", None) or 0)
    if known is not None:
        return known
    words = getattr(error, "strerror", None) or str(error)
    return {"fr": f"« {words} »", "en": f"“{words}”"}
