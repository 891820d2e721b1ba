"""The command line, as an administrator and as a supervisor of processes use it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.domain import signing
from central.cli import main
from tests.central.office import FORM


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    """What a command says as JSON."""
    assert main([*arguments, "--json"]) == 0
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


@pytest.fixture
def form_file(tmp_path: Path) -> str:
    """The form T.01 as a file."""
    path = tmp_path / "t01.yaml"
    path.write_text(FORM, encoding="utf-8")
    return str(path)


def test_a_central_is_set_up_by_commands(
    address: tuple[Path, str], form_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--data", str(address[0]), "--database", address[1]]
    assert set(told(capsys, "migrate", *where)) == {"epoch"}
    units = told(capsys, "load-units", *where, "--province", "04")
    assert (units["provinces"], units["communes"]) == (1, 56)
    assert told(capsys, "load-forms", *where, form_file) == {"forms": ["T.01"], "new": 1}
    assert told(capsys, "load-forms", *where, form_file) == {"forms": ["T.01"], "new": 0}
    owed = told(capsys, "oblige", *where, "--form", "T.01", "--period", "2026-Q4", "--province", "04")
    assert (owed["deadline"], owed["units"]) == ("2026-12-15", 56)
    one = ["--form", "T.01", "--period", "2026-Q4", "--province", "04", "--unit", "01273"]
    assert told(capsys, "withdraw", *where, *one) == {"withdrawn": 1}
    assert told(capsys, "oblige", *where, *one)["units"] == 1
    assert told(capsys, "close-form", *where, "T.01", "2026") == {"closed": 1}
    assert told(capsys, "recovered", *where) == {"recovered": []}
    epochs = [told(capsys, verb, *where)["epoch"] for verb in ("migrate", "restored", "migrate")]
    assert epochs[0] != epochs[1] == epochs[2]
    invited = told(capsys, "enrol", *where, "--unit", "01273", "--person", "Nông Thị Lan")
    assert len(str(invited["code"])) == 19
    status = told(capsys, "status", *where)
    assert (status["units"], status["obligations"], status["people"], status["devices"]) == (57, 56, 1, 0)


def test_an_error_is_said_with_its_code_and_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--data", str(tmp_path)]
    assert main(["enrol", *where, "--unit", "99999", "--person", "Ai Đó"]) == 1
    assert capsys.readouterr().err.startswith("unit.not_loaded: Danh mục của hệ thống không có đơn vị mang mã 99999")
    assert main(["revoke", *where, "nobody", "--language", "en"]) == 1
    assert capsys.readouterr().err.startswith("device.unknown: The central system does not know this computer")
    assert main(["load-units", "--data", str(tmp_path), "--database", "mysql://x"]) == 1
    assert capsys.readouterr().err.startswith("central.database: ")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A central in its own process, and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "central.cli", "serve", "--data", str(tmp_path / "data"), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        cwd=Path(__file__).parents[2],
    )
    try:
        assert process.stdout is not None
        url = next(line.split()[1] for line in process.stdout if line.startswith("ready "))
        yield process, url
    finally:
        process.terminate()  # killed, it would leave its workers behind
        process.wait(30)
        if process.stdout:
            process.stdout.close()


@pytest.mark.enable_socket
def test_a_served_central_says_when_it_is_ready_answers_and_ends_on_sigterm(
    served: tuple[subprocess.Popen[str], str],
) -> None:
    process, url = served
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{url}/health", timeout=10) as answer:
        assert json.load(answer) == {"ok": True, "protocol": 1}
    body = json.dumps({"code": "x", "public_key": signing.public_key(signing.new_private_key()), "name": "PC"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        opener.open(urllib.request.Request(f"{url}/sync/v1/enrol", body.encode(), method="POST"), timeout=10)
    assert refused.value.code == 403
    assert json.load(refused.value)["code"] == "enrol.code_unknown"
    refused.value.close()
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


@pytest.mark.enable_socket
def test_offices_that_are_done_and_keep_their_connections_open_keep_nobody_out(
    served: tuple[subprocess.Popen[str], str],
) -> None:
    resource = pytest.importorskip("resource")
    kept, most = 1_100, resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most[1], most[1]))
    try:
        address = ("127.0.0.1", int(served[1].rpartition(":")[2]))
        with ExitStack() as open_still:
            for _ in range(kept):
                connection = open_still.enter_context(socket.create_connection(address, timeout=20))
                connection.sendall(b"GET /.well-known/jwks.json HTTP/1.1\r\nHost: central\r\n\r\n")
                assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, most)


@pytest.mark.enable_socket
def test_a_port_that_is_taken_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["serve", "--data", str(tmp_path), "--port", str(port)]) == 1
    assert capsys.readouterr().err.startswith(f"central.port: Không mở được cổng {port}")
