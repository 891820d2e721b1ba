"""Bytes that everybody agrees on, and their hashes.

Canonical bytes are the JSON Canonicalization Scheme (RFC 8785) restricted to what we sign: objects,
arrays, strings, integers below 2**53, true, false, null. Numbers of reports are strings, never floats.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TypeAlias, cast

Json: TypeAlias = "str | int | bool | list[Json] | tuple[Json, ...] | Mapping[str, Json] | None"

_SAFE = 2**53
_LAST_ALIKE = "\ud7ff"
"""Up to here the order of code points is the order of UTF-16 units, which the scheme asks for."""

_IN_ORDER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_SORTING = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=True)


def _ordered(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda text: text.encode("utf-16-be"))}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if isinstance(value, float):
        raise TypeError("a float has no place in canonical bytes")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _SAFE:
        raise ValueError("an integer beyond 2**53 has no place in canonical bytes")
    return value


def _is_plain(value: Json) -> bool:
    """Whether the standard encoder spells it right by itself: plain containers, safe integers, ordinary keys."""
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
            for key in members:
                if type(key) is not str or not (key.isascii() or max(key) <= _LAST_ALIKE):
                    return False
            waiting.extend(members.values())
        elif kind is not int or not -_SAFE < cast("int", item) < _SAFE:
            return False
    return True


def canonical_bytes(value: Json) -> bytes:
    """The one spelling of a JSON value.

    Raises TypeError for a float, ValueError for a lone surrogate or an integer beyond 2**53.
    """
    # Every operation is hashed on both sides: sorting in the encoder is ten times quicker than a sorted copy.
    text = _SORTING.encode(value) if _is_plain(value) else _IN_ORDER.encode(_ordered(value))
    return text.encode("utf-8")


def fingerprint(data: bytes) -> bytes:
    """BLAKE2b-256 of bytes: 32 bytes."""
    return hashlib.blake2b(data, digest_size=32).digest()


def content_hash(form: str, cells: Mapping[str, str]) -> str:
    """Hash of what was typed: the form package's hash and every value that is not blank; 64 hex digits.

    Calculated cells have no part in it: they follow from these, and change with other reports.
    """
    return fingerprint(canonical_bytes({"cells": dict(cells), "form": form})).hex()
