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


@pytest.mark.parametrize("size", [1, 64 * 1024, 64 * 1024 + 1, 128 * 1024 + 1, 3_000_000])
def test_a_body_of_any_size_comes_back(size):
    body = b"".join(b"%d,%d," % (number % 97, number) for number in range(size))[:size]
    packed, used = compress(body)
    assert decompress(packed, used) == body
    assert size == 1 or len(packed) < size / 2


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
        (b"", "zstd"),
    ],
    ids=["not zstd", "not gzip", "cut zstd", "cut gzip", "more behind", "nothing"],
)
def test_damaged_data_is_named(data, encoding):
    with pytest.raises(InputError) as caught:
        decompress(data, encoding)
    assert caught.value.code == "wire.damaged"


def test_an_unknown_encoding_is_named():
    with pytest.raises(InputError) as caught:
        decompress(TEXT, "br")
    assert (caught.value.code, caught.value.params) == ("wire.encoding", {"encoding": "br"})


@pytest.mark.parametrize("accept", ["zstd", "gzip"])
def test_no_changed_byte_of_a_packed_body_goes_unnoticed(accept):
    body = b"".join(b"%d,%d," % (number % 97, number * number % 1009) for number in range(100))
    packed, used = compress(body, accept)
    for place in range(len(packed)):
        changed = packed[:place] + bytes([packed[place] ^ 0x10]) + packed[place + 1 :]
        try:
            found = decompress(changed, used)
        except InputError:
            continue
        assert found == body, place
