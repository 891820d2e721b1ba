"""The office's commands without its window: what they print, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from backports import zstd

from app.bootstrap import office_at
from app.cli import main
from app.store.keys import STORE_KEY, recovery_code
from tests.app.store.office import identity

SAMPLES = Path(__file__).resolve().parents[2] / "contract" / "samples"


def office(folder: Path, *arguments: str) -> int:
    return main(["--data", str(folder), "--secrets", "file", *arguments])


def begun(folder: Path) -> Path:
    store = office_at(folder, "file").open_store()
    store.enrol(identity("A", "p1"))
    store.close()
    return folder


@pytest.mark.parametrize("command", [("status", "--json"), ("sync", "--once", "--json")])
def test_a_computer_that_is_not_enrolled_is_told_so_and_gets_no_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    assert office(tmp_path / "new", *command) == 1
    assert capsys.readouterr().err.startswith("sync.not_enrolled: ")
    assert not (tmp_path / "new").exists()


def test_status_says_the_light_in_words_and_the_digest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert office(begun(tmp_path), "status", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["light"], told["code"], told["waiting"], told["reports"]) == ("grey", "light.never", 0, 0)
    assert told["digest"] == "0" * 64
    assert (told["next_deadline"], told["next_deadline_days"]) == ("", None)


def test_a_sound_store_is_called_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert office(begun(tmp_path), "doctor", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"sound": True, "flaws": []}


def test_a_damaged_store_is_mended_from_its_backup_and_the_damaged_file_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = office_at(begun(tmp_path), "file").open_store()
    store.back_up()
    path = store.path
    store.close()
    healthy = path.read_bytes()
    path.write_bytes(healthy[: len(healthy) // 2] + b"\0" * 4096)
    assert office(tmp_path, "doctor") == 1
    assert capsys.readouterr().err.startswith("store.damaged: ")
    assert office(tmp_path, "doctor", "--mend", "--json") == 0
    kept = json.loads(capsys.readouterr().out)["damaged_file"]
    assert (tmp_path / kept).stat().st_size == len(healthy) // 2 + 4096
    assert office(tmp_path, "doctor", "--json") == 0


def test_a_lost_key_comes_back_by_the_recovery_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secrets = office_at(begun(tmp_path), "file").secrets
    code = recovery_code(bytes.fromhex(secrets.get(STORE_KEY) or ""))
    secrets.delete(STORE_KEY)
    assert office(tmp_path, "status", "--json") == 1
    assert capsys.readouterr().err.startswith("store.no_key: ")
    assert office(tmp_path, "recover", code.lower()) == 0
    assert office(tmp_path, "status", "--json") == 0


def test_the_code_of_another_computer_does_not_replace_a_key_that_works(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(tmp_path)
    assert office(tmp_path, "recover", recovery_code(b"x" * 32)) == 1
    assert capsys.readouterr().err.startswith("store.wrong_key: ")
    assert office(tmp_path, "status", "--json") == 0


def test_a_captured_request_is_printed_packed_or_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = SAMPLES / "request-1.json"
    packed = tmp_path / "request.bin"
    packed.write_bytes(zstd.compress(plain.read_bytes()))
    printed = []
    for path in (plain, packed):
        assert office(tmp_path / "none", "wire", "decode", str(path)) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert "report.edit" in printed[0]


def test_what_is_no_message_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page").write_text("<html>", encoding="utf-8")
    assert office(tmp_path / "none", "wire", "decode", str(tmp_path / "page")) == 1
    assert capsys.readouterr().err.startswith("wire.")
