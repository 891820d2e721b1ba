"""Sealed for one reader: he opens it, nobody else, and nothing that was changed."""

from __future__ import annotations

import pytest

from app.domain.sealing import seal, sealing_key, unseal
from app.domain.signing import public_key
from app.errors import InputError

READER, OTHER = "11" * 32, "22" * 32
CONTEXT = b"beside it"


def test_the_reader_opens_what_was_sealed_to_him() -> None:
    assert unseal(READER, seal(sealing_key(READER), b"5 and 7", CONTEXT), CONTEXT) == b"5 and 7"


@pytest.mark.parametrize(
    ("key", "change", "context"),
    [
        (OTHER, lambda data: data, CONTEXT),
        (READER, lambda data: data[:-1] + bytes([data[-1] ^ 1]), CONTEXT),
        (READER, lambda data: data[:20], CONTEXT),
        (READER, lambda data: b"", CONTEXT),
        (READER, lambda data: data, b"beside something else"),
    ],
    ids=["another reader", "a bit turned", "cut", "nothing", "another context"],
)
def test_anything_else_does_not_open(key: str, change: object, context: bytes) -> None:
    assert callable(change)
    assert unseal(key, change(seal(sealing_key(READER), b"5 and 7", CONTEXT)), context) is None


def test_the_same_words_are_sealed_differently_each_time() -> None:
    assert seal(sealing_key(READER), b"5", CONTEXT) != seal(sealing_key(READER), b"5", CONTEXT)


def test_the_sealing_key_follows_from_the_signing_key_alone_and_is_not_it() -> None:
    assert sealing_key(READER) == "5da1cb5d9b59bc49eccb48c1bde15d373a4bf457de2c258a67aee95114d2d363"
    assert sealing_key(READER) != public_key(READER)


def test_what_is_no_key_is_refused() -> None:
    for key in ("00", "no key", "00" * 32):
        with pytest.raises(InputError) as caught:
            seal(key, b"", CONTEXT)
        assert caught.value.code == "bundle.key"
