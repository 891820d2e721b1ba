"""Bytes that everybody agrees on, and their hashes.

Canonical bytes are the JSON Canonicalization Scheme (RFC 8785) restricted to what we sign: objects,
arrays, strings, integers below 2**53, true, false, null. Numbers of reports are strings, never floats.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TypeAlias

Json: TypeAlias = "str | int | bool | list[Json] | tuple[Json, ...] | Mapping[str, Json] | None"

_SAFE = 2**53


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


def canonical_bytes(value: Json) -> bytes:
    """The one spelling of a JSON value.

    Raises TypeError for a float, ValueError for a lone surrogate or an integer beyond 2**53.
    """
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def fingerprint(data: bytes) -> bytes:
    """BLAKE2b-256 of bytes: 32 bytes."""
    return hashlib.blake2b(data, digest_size=32).digest()


def content_hash(form: str, cells: Mapping[str, str]) -> str:
    """Hash of what was typed: the form package's hash and every value that is not blank; 64 hex digits.

    Calculated cells have no part in it: they follow from these, and change with other reports.
    """
    return fingerprint(canonical_bytes({"cells": dict(cells), "form": form})).hex()
