"""`sobaocao update`, of an installed program."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from app.cli import main
from tests.packaging.workshop import ROOT, Workshop, open_workshop

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs tried here are scripts")


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A publisher, and this process as a program that was built with his key."""
    workshop = open_workshop(tmp_path, monkeypatch)
    resources = tmp_path / "built" / "resources"
    resources.mkdir(parents=True)
    for path in (ROOT / "resources").iterdir():
        if path.name != "updates":
            (resources / path.name).symlink_to(path)
    (resources / "updates").mkdir()
    (resources / "updates" / "root.json").write_bytes(workshop.root)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "built"), raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(workshop.installation().base / "sobaocao"))
    return workshop


def update(workshop: Workshop, *arguments: str) -> int:
    return main(["--data", str(workshop.place / "data"), "--secrets", "file", "update", *arguments])


def test_it_looks_and_brings_nothing_until_it_is_told_to(
    workshop: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    workshop.publish("0.2.0")
    feed = str(workshop.folder)
    assert update(workshop, "--from", feed) == 0
    assert capsys.readouterr().out == "Có bản 0.2.0.\nBản 0.2.0 có điều mới.\n"
    assert workshop.installation().switch().next == ""
    assert update(workshop, "--from", feed, "--apply") == 0
    assert capsys.readouterr().out.startswith("Bản 0.2.0 đã sẵn sàng, chạy từ lần mở chương trình sau.\n")
    assert workshop.installation().switch().next == "0.2.0"


def test_it_can_be_read_by_a_program(workshop: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    assert update(workshop, "--from", str(workshop.folder), "--check", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "state": "none",
        "version": "",
        "held_until": None,
        "forms": 0,
        "code": "",
    }


def test_what_is_refused_is_said_with_its_code(workshop: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    assert update(workshop, "--from", str(workshop.place / "nothing")) == 1
    assert capsys.readouterr().err.startswith("update.unreadable: Không đọc được bản cập nhật")
    assert update(workshop) == 1
    assert capsys.readouterr().err.startswith("sync.not_enrolled: ")


def test_a_program_that_was_built_without_a_key_says_so(workshop: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    (workshop.place / "built" / "resources" / "updates" / "root.json").unlink()
    assert update(workshop, "--from", str(workshop.folder)) == 1
    assert capsys.readouterr().err.startswith("update.no_key: ")


def test_what_a_package_manager_looks_after_is_left_alone(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "executable", "/usr/lib/sobaocao/sobaocao")
    assert update(workshop) == 1
    assert capsys.readouterr().err.startswith("update.managed: ")


def test_what_cannot_be_written_is_left_alone(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (workshop.place / "file").write_text("no folder can be made in it")
    monkeypatch.setattr(sys, "executable", str(workshop.place / "file" / "sobaocao"))
    assert update(workshop) == 1
    assert capsys.readouterr().err.startswith("update.managed: ")


def test_a_program_run_from_its_source_does_not_update_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["update"]) == 1
    assert capsys.readouterr().err.startswith("update.not_installed: ")
