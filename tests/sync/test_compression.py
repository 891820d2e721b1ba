from __future__ import annotations

import gzip

import pytest
from backports import zstd

from app.errors import InputError
from sync.compression import compress, decompress

TEXT = b"so bao cao " * 500


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [("zstd", "zstd"), ("gzip, zstd;q=0.5", "zstd"), ("gzip", "gzip"), ("br", ""), ("", "")],
)
def test_a_body_is_packed_by_what_the_other_side_accepts(accept, encoding):
    packed, used = compress(TEXT, accept)
    assert used == encoding
    assert decompress(packed, used) == TEXT


def test_a_body_too_small_to_gain_is_left_as_it_is():
    assert compress(b"[1]") == (b"[1]", "")


@pytest.mark.parametrize("encoding", ["", "identity", "zstd", "gzip", " ZSTD "])
def test_nothing_unfolds_beyond_the_limit(encoding):
    bomb = b"\0" * 5_000_000
    packed = {"zstd": zstd.compress(bomb), "gzip": gzip.compress(bomb)}.get(encoding.strip().lower(), bomb)
    with pytest.raises(InputError) as caught:
        decompress(packed, encoding, limit=1_000_000)
    assert caught.value.code == "wire.too_large"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"garbage", "zstd"),
        (b"garbage", "gzip"),
        (zstd.compress(TEXT)[:-5], "zstd"),
        (gzip.compress(TEXT)[:-12], "gzip"),
        (zstd.compress(TEXT) + b"more", "zstd"),
        (TEXT, "br"),
        (b"", "zstd"),
    ],
    ids=["not zstd", "not gzip", "cut zstd", "cut gzip", "more behind", "unknown encoding", "nothing"],
)
def test_damaged_data_or_an_unknown_encoding_is_named(data, encoding):
    with pytest.raises(InputError) as caught:
        decompress(data, encoding)
    assert caught.value.code == "wire.encoding"
