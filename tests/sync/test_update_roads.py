"""The ways to a feed: a folder, one file, central; and what is said where there is nothing, or something else."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.errors import AppError
from sync.transport import HttpTransport
from sync.update_roads import CentralRoad, FolderRoad, Road, ZipRoad, carried_road
from tests.links.answers import serving
from tests.sync.fakes import FakeClock

DATA = bytes(range(256)) * 200


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "feed" / "content").mkdir(parents=True)
    (tmp_path / "feed" / "content" / "ab12").write_bytes(DATA)
    return tmp_path / "feed"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / "feed.zip", "w") as archive:
        archive.writestr("content/ab12", DATA)
    return tmp_path / "feed.zip"


@pytest.fixture(params=["folder", "file"])
def road(request: pytest.FixtureRequest) -> Road:
    return carried_road(request.getfixturevalue(request.param))


@pytest.mark.parametrize("start", [0, 1, 40_000, 51_199, 51_200, 60_000])
def test_a_file_is_read_from_where_it_is_asked_for(road: Road, start: int) -> None:
    assert b"".join(road.read("content/ab12", start)) == DATA[start:]


def code_of(road: Road, path: str) -> str:
    with pytest.raises(AppError) as caught:
        list(road.read(path))
    return caught.value.code


def test_what_is_not_there_is_said_by_its_name(road: Road) -> None:
    assert code_of(road, "content/other") == "update.no_file"


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\3\4 and nothing more")
    assert code_of(ZipRoad(tmp_path / "broken.zip"), "content/ab12") == "update.unreadable"
    assert code_of(ZipRoad(tmp_path / "absent.zip"), "content/ab12") == "update.unreadable"
    assert code_of(FolderRoad(tmp_path), ".") == "update.unreadable"


EMPTY = b"Content-Length: 0\r\n\r\n"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"
ELSEWHERE = b"HTTP/1.1 302 Found\r\nLocation: http://hotel.example/\r\n" + EMPTY
ANSWERS = [
    ("no such file", b"HTTP/1.1 404 Not Found\r\n" + EMPTY, "update.no_file"),
    ("a page of the hotel's", PAGE, "sync.captive_portal"),
    ("sent elsewhere", ELSEWHERE, "sync.captive_portal"),
    ("a proxy that wants a password", b"HTTP/1.1 407 Who\r\n" + EMPTY, "sync.proxy"),
    ("too much to do", b"HTTP/1.1 503 Busy\r\n" + EMPTY, "sync.busy"),
    ("cut short", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nabc", "sync.interrupted"),
]


@pytest.mark.enable_socket
@pytest.mark.parametrize(("answer", "code"), [case[1:] for case in ANSWERS], ids=[case[0] for case in ANSWERS])
def test_what_central_or_another_answers_instead_is_named(answer: bytes, code: str) -> None:
    def behaviour(connection) -> None:  # type: ignore[no-untyped-def]
        connection.recv(65_536)
        connection.sendall(answer)

    with serving(behaviour) as server:
        transport = HttpTransport(f"http://127.0.0.1:{server.port}", "", clock=FakeClock())
        assert code_of(CentralRoad(transport), "metadata/timestamp.json") == code
        transport.close()


@pytest.mark.enable_socket
def test_nobody_who_answers_is_named_too() -> None:
    transport = HttpTransport("http://127.0.0.1:9", "", clock=FakeClock())
    assert code_of(CentralRoad(transport), "metadata/timestamp.json") == "sync.unreachable"
    transport.close()


@pytest.mark.enable_socket
def test_no_secret_of_the_office_goes_to_the_feed() -> None:
    heard: list[bytes] = []

    def behaviour(connection) -> None:  # type: ignore[no-untyped-def]
        heard.append(connection.recv(65_536))
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")

    with serving(behaviour) as server:
        transport = HttpTransport(f"http://127.0.0.1:{server.port}", "", clock=FakeClock())
        assert b"".join(CentralRoad(transport).read("content/ab12")) == b"abc"
        transport.close()
    assert b"GET /updates/content/ab12 HTTP/1.1" in heard[0]
    assert b"Authorization" not in heard[0]
