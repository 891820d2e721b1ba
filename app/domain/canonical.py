"""Bytes that everybody agrees on, and their hashes.

Canonical bytes are the JSON Canonicalization Scheme (RFC 8785) restricted to what we sign: objects,
arrays, strings, integers below 2**53, true, false, null. Numbers of reports are strings, never floats.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, cast

import msgspec

if TYPE_CHECKING:
    import json

Json: TypeAlias = "str | int | bool | list[Json] | tuple[Json, ...] | Mapping[str, Json] | None"

SAFE = 2**53
"""Whole numbers below it are the same to every reader of JSON."""
_LAST_ALIKE = "\ud7ff"
"""Up to here the order of code points is the order of UTF-16 units, which the scheme asks for."""

_SORTING = msgspec.json.Encoder(order="sorted")
"""Spells texts and whole numbers as the scheme does, and orders keys by code points."""


def _ordered(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda text: text.encode("utf-16-be"))}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if isinstance(value, float):
        raise TypeError("a float has no place in canonical bytes")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= SAFE:
        raise ValueError("an integer beyond 2**53 has no place in canonical bytes")
    return value


def _are_ordinary(keys: Iterable[str]) -> bool:
    """Whether code points put the keys in the scheme's order."""
    text = "".join(keys)
    return text.isascii() or max(text) <= _LAST_ALIKE


def _is_plain(value: Json) -> bool:
    """Whether the encoder spells it right by itself: plain containers, safe integers, ordinary keys."""
    waiting: list[Json] = [value]
    while waiting:
        item = waiting.pop()
        kind = type(item)
        if kind is str or item is None or kind is bool:
            continue
        if kind is list or kind is tuple:
            waiting.extend(cast("list[Json]", item))
        elif kind is dict:
            members = cast("dict[str, Json]", item)
            if not (all(type(key) is str for key in members) and _are_ordinary(members)):
                return False
            waiting.extend(members.values())
        elif kind is not int or not -SAFE < cast("int", item) < SAFE:
            return False
    return True


@cache
def _in_order() -> json.JSONEncoder:
    """Writes members as they come."""
    import json  # hardly anything needs it

    return json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def canonical_bytes(value: Json) -> bytes:
    """The one spelling of a JSON value.

    Raises TypeError for a float, ValueError for a lone surrogate or an integer beyond 2**53.
    """
    return _SORTING.encode(value) if _is_plain(value) else _in_order().encode(_ordered(value)).encode("utf-8")


def vouched_bytes(value: Json) -> bytes:
    """Canonical bytes of what its types vouch for: texts, nulls, integers that were looked at, ordinary keys.

    Nothing is looked through: every operation is hashed on both sides, cell by cell. Raises ValueError for a lone
    surrogate.
    """
    return _SORTING.encode(value)


def fingerprint(data: bytes) -> bytes:
    """BLAKE2b-256 of bytes: 32 bytes."""
    return hashlib.blake2b(data, digest_size=32).digest()


def content_hash(form: str, cells: Mapping[str, str]) -> str:
    """Hash of what was typed: the form package's hash and every value that is not blank; 64 hex digits.

    Calculated cells have no part in it: they follow from these, and change with other reports.
    """
    return spelled_content_hash(form, content_bytes(cells))


def content_bytes(cells: Mapping[str, str]) -> bytes:
    """The canonical bytes of a content."""
    return (vouched_bytes if _are_ordinary(cells) else canonical_bytes)(dict(cells))


def spelled_content_hash(form: str, content: bytes) -> str:
    """The content hash of what `content_bytes` spelled."""
    return fingerprint(b'{"cells":%b,"form":%b}' % (content, _SORTING.encode(form))).hex()
