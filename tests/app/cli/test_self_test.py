"""The self-test of an installed copy: what it compares, and that it fails where something is missing."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from app.cli import main, wants_window
from app.cli.self_checks import CheckError, compare_files


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """An installed copy: a launcher, a library in a folder, a link to it, and the list of them."""
    (tmp_path / "_internal").mkdir()
    (tmp_path / "sobaocao").write_bytes(b"launcher")
    (tmp_path / "_internal" / "Qt6Core.dll").write_bytes(b"library")
    (tmp_path / "libQt.so").symlink_to("_internal/Qt6Core.dll")
    rows = [
        {"path": "_internal/Qt6Core.dll", "bytes": 7, "sha256": hashlib.sha256(b"library").hexdigest()},
        {"path": "libQt.so", "link": "_internal/Qt6Core.dll"},
        {"path": "sobaocao", "bytes": 8, "sha256": hashlib.sha256(b"launcher").hexdigest()},
    ]
    (tmp_path / "files.json").write_text(json.dumps(rows))
    return tmp_path


def test_a_whole_copy_says_how_many_files_were_compared(copy: Path) -> None:
    assert compare_files(copy) == {"files": 3, "bytes": 15}


def test_each_missing_file_is_named(copy: Path) -> None:
    (copy / "_internal" / "Qt6Core.dll").unlink()
    (copy / "libQt.so").unlink()
    with pytest.raises(CheckError, match=r"^missing: _internal/Qt6Core\.dll, libQt\.so$"):
        compare_files(copy)


def test_an_altered_file_and_a_link_elsewhere_are_named(copy: Path) -> None:
    (copy / "sobaocao").write_bytes(b"Launcher")
    (copy / "libQt.so").unlink()
    (copy / "libQt.so").symlink_to("sobaocao")
    with pytest.raises(CheckError, match=r"^altered: libQt\.so, sobaocao$"):
        compare_files(copy)


@pytest.mark.parametrize("spelling", ["--self-test", "self-test"])
def test_both_spellings_write_the_report(
    spelling: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.cli.self_test.CHECKS", {})
    report = tmp_path / "report.json"
    assert main(["--secrets", "file", spelling, str(report)]) == 0
    assert json.loads(report.read_text(encoding="utf-8"))["checks"] == []
    assert not wants_window(["--secrets", "file", spelling, str(report)])
