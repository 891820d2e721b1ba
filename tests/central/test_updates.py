"""The feed of updates that central gives out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from central.updates import with_updates
from tests.central.http import Reply, ask

Get = Callable[..., Reply]


@pytest.fixture
def get(tmp_path: Path) -> Get:
    """Asks for a path, of a central whose own pages all say "central"."""

    def central(_: dict[str, Any], start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"central"]

    application = with_updates(central, tmp_path)
    return lambda path, **headers: ask("GET", path, headers=headers, application=application)


def test_without_a_feed_all_is_as_it_was(get: Get) -> None:
    assert get("/updates/metadata/timestamp.json").body == b"central"
    assert get("/sync/v1/exchange").body == b"central"


def test_what_is_put_there_while_central_runs_is_given_out(get: Get, tmp_path: Path) -> None:
    (tmp_path / "updates" / "metadata").mkdir(parents=True)
    (tmp_path / "updates" / "metadata" / "timestamp.json").write_bytes(b'{"a":1}')
    reply = get("/updates/metadata/timestamp.json")
    assert (reply.status, reply.body) == (200, b'{"a":1}')
    assert reply.headers["content-type"] == "application/json"
    (tmp_path / "updates" / "metadata" / "timestamp.json").write_bytes(b'{"a":2}')
    assert get("/updates/metadata/timestamp.json").body == b'{"a":2}'


def test_a_part_of_a_file_is_given_out(get: Get, tmp_path: Path) -> None:
    (tmp_path / "updates" / "content").mkdir(parents=True)
    (tmp_path / "updates" / "content" / "ab12").write_bytes(b"0123456789")
    reply = get("/updates/content/ab12", Range="bytes=6-")
    assert (reply.status, reply.body) == (206, b"6789")


@pytest.mark.parametrize("path", ["/updates/../central.key", "/updates/%2e%2e/central.key", "/updates//central.key"])
def test_nothing_beside_the_feed_is_given_out(get: Get, tmp_path: Path, path: str) -> None:
    (tmp_path / "updates").mkdir()
    (tmp_path / "central.key").write_bytes(b"secret")
    assert get(path).body == b"central"
