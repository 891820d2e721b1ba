"""Files as a feed carries them."""

from __future__ import annotations

import os
from hashlib import sha256

import pytest

from app.errors import PermanentError
from sync.update_packing import pack, unfold, unpack

OLD = os.urandom(200_000)
NEW = OLD[:90_000] + b"changed" + OLD[90_000:]


def hash_of(data: bytes) -> str:
    return sha256(data).hexdigest()


@pytest.mark.parametrize(
    "data", [b"", b"x", NEW, b"\0" * 3_000_000], ids=["empty", "a byte", "noise", "nothing but zeros"]
)
def test_what_was_packed_whole_comes_back(data: bytes) -> None:
    assert unpack(pack(data), len(data), hash_of(data)) == data


def test_a_difference_is_small_and_needs_what_it_is_a_difference_to() -> None:
    packed = pack(NEW, OLD)
    assert len(packed) < 200
    assert unpack(packed, len(NEW), hash_of(NEW), OLD) == NEW
    for other in (b"", OLD[::-1]):
        with pytest.raises(PermanentError, match=r"update\.damaged"):
            unpack(packed, len(NEW), hash_of(NEW), other)


HARM = {
    "cut short": pack(NEW)[:-9],
    "something else": pack(NEW[::-1]),
    "not packed": NEW,
    "nothing": b"",
    "a thousand times as long": pack(b"\0" * 200_000_000),
}


@pytest.mark.parametrize("packed", HARM.values(), ids=HARM.keys())
def test_what_is_not_the_promised_file_is_refused(packed: bytes) -> None:
    with pytest.raises(PermanentError, match=r"update\.damaged"):
        unpack(packed, len(NEW), hash_of(NEW))


def test_no_more_is_unfolded_than_was_agreed() -> None:
    assert unfold(pack(b"\0" * 100), 100) == b"\0" * 100
    with pytest.raises(PermanentError, match=r"update\.damaged"):
        unfold(pack(b"\0" * 101), 100)
