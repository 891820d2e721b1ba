from __future__ import annotations

import pytest

from app.domain.attachments import Transfer
from app.domain.operations import ReportKey
from app.errors import TransientError
from sync import tus
from sync.ports import Sent
from sync.transfers import Piece

FILE = Transfer(hash="1a" * 32, name="a.pdf", size=10_240, done=0, report=ReportKey("u1", "II.06a/VPCP", "2026-Q4"))
PATH = f"/sync/v1/files/{'1a' * 32}?report=u1%7CII.06a%2FVPCP%7C2026-Q4%7C"


def test_where_a_file_stands_is_asked_at_its_address() -> None:
    assert tus.ask_offset(FILE) == ("HEAD", PATH, {"Tus-Resumable": "1.0.0"}, b"")


def test_a_file_is_begun_with_its_length_its_hash_and_the_report_that_names_it() -> None:
    ask = tus.begin(FILE)
    assert (ask.method, ask.path, ask.body) == ("POST", "/sync/v1/files/", b"")
    assert ask.headers == {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": "10240",
        "Upload-Metadata": "hash MWExYTFhMWExYTFhMWExYTFhMWExYTFhMWExYTFh"
        "MWExYTFhMWExYTFhMWExYTFhMWExYTFhMWExYTFhMWExYQ==,"
        "report dTF8SUkuMDZhL1ZQQ1B8MjAyNi1RNHw=",
    }


def test_a_piece_says_from_where_and_proves_itself() -> None:
    ask = tus.append(FILE, 4_096, b"abc")
    assert (ask.method, ask.path, ask.body) == ("PATCH", PATH, b"abc")
    assert ask.headers == {
        "Tus-Resumable": "1.0.0",
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": "4096",
        "Upload-Checksum": "sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
    }


def test_a_piece_is_fetched_by_its_range() -> None:
    assert tus.fetch(FILE, 4_096, 1_000) == ("GET", PATH, {"Range": "bytes=4096-5095"}, b"")


def sent(body: bytes = b"", **headers: str) -> Sent:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return Sent(headers=told, body=body, bytes_up=0, bytes_down=0, seconds=0.0)


def test_what_central_says_is_read() -> None:
    assert tus.offset_of(sent(Upload_Offset="4096")) == 4096
    assert tus.piece_of(sent(b"abc", Content_Range="bytes 10-12/40"), 10) == (b"abc", 40)


@pytest.mark.parametrize("text", ["", "-1", "x", "٣"])
def test_a_place_that_is_none_is_not_believed(text: str) -> None:
    with pytest.raises(TransientError) as caught:
        tus.offset_of(sent(Upload_Offset=text))
    assert caught.value.code == "sync.garbled"


@pytest.mark.parametrize("told", ["", "bytes 9-11/40", "bytes 10-13/40", "bytes 10-12/*", "items 10-12/40"])
def test_other_bytes_than_were_asked_for_are_not_believed(told: str) -> None:
    with pytest.raises(TransientError) as caught:
        tus.piece_of(sent(b"abc", Content_Range=told), 10)
    assert caught.value.code == "sync.garbled"


@pytest.mark.parametrize(
    ("size", "seconds", "after"),
    [
        (65_536, 0.2, 131_072),
        (65_536, 1.5, 65_536),
        (65_536, 4.0, 65_536),
        (65_536, 4.1, 32_768),
        (1_048_576, 0.2, 1_048_576),
        (16_384, 20.0, 16_384),
    ],
)
def test_a_piece_is_as_large_as_the_link_carries_in_a_moment(size: int, seconds: float, after: int) -> None:
    assert Piece(size).went(seconds) == Piece(after)


def test_a_piece_that_broke_off_makes_the_next_one_half_as_large() -> None:
    assert (Piece(65_536).failed(), Piece(16_384).failed()) == (Piece(32_768), Piece(16_384))
