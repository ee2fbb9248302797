"""Resume codes and result links: secrets that open one response, kept only as hashes."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

# Without 0, O, 1, I and L, which people confuse when they copy by hand. 12 signs: 59 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, GROUP = 3, 4


def new_code() -> str:
    """A resume code such as `K7QM-2XFD-9TRC`."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP))
    return written(signs)


def written(signs: str) -> str:
    """Signs in groups, as people read them."""
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def normalised(typed: str) -> str | None:
    """The code that someone typed, whatever the case, blanks and dashes; None when it cannot be one."""
    signs = re.sub(r"[\s\-_.–—]+", "", typed).upper()
    if len(signs) != GROUPS * GROUP or any(sign not in ALPHABET for sign in signs):
        return None
    return written(signs)


def hashed(secret: str) -> str:
    """What is stored of a secret: its SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def result_token(code: str) -> str:
    """The read-only link of a response: who has the code can make it, not the other way round."""
    return hmac.new(code.encode(), b"result", hashlib.sha256).hexdigest()[:32]
