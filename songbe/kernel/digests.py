"""Digests that anyone can compute again: one form of bytes for one value, and SHA-256 over them."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

SHORTEST_SALT = 16


def canonical_json(obj: object) -> bytes:
    """Return the one JSON text of ``obj``: keys in code-point order, no spaces, UTF-8.

    A Decimal becomes text in plain notation with its own decimals (``"1.50"``), a date ISO text, an aware datetime
    ISO text in UTC, a UUID text; a tuple is a list.
    Raises TypeError for a key that is not text and for any other type (sets have no order, a float no exact form),
    ValueError for a naive datetime or a Decimal that is not finite.
    """
    text = json.dumps(_plain(obj), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def _plain(obj: object) -> object:
    if isinstance(obj, Mapping):
        return {_key(key): _plain(value) for key, value in obj.items()}
    if isinstance(obj, (list, tuple)):
        return [_plain(item) for item in obj]
    if obj is None or isinstance(obj, (str, int)):
        return obj
    return _as_text(obj)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key is text, not {key!r}")
    return key


def _as_text(obj: object) -> str:
    match obj:
        case Decimal() if obj.is_finite():
            return format(obj, "f")
        case datetime() if obj.tzinfo is not None:
            return obj.astimezone(UTC).isoformat()
        case Decimal() | datetime():
            raise ValueError(f"no canonical form for {obj!r}: it is not finite, or naive")
        case date() | time():
            return obj.isoformat()
        case UUID():
            return str(obj)
    raise TypeError(f"no canonical form for {type(obj).__name__}: {obj!r}")


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of ``data`` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def salted_digest(salt: bytes, value: str) -> str:
    """Return HMAC-SHA-256 of ``value`` under ``salt``, in hexadecimal: equal values match, the value stays hidden.

    salt: secret, 16 bytes or more, else a 12-digit number could be found by trying them all. Raises ValueError.
    """
    if len(salt) < SHORTEST_SALT:
        raise ValueError(f"the salt has {len(salt)} bytes; {SHORTEST_SALT} or more are needed")
    return hmac.new(salt, value.encode(), hashlib.sha256).hexdigest()
