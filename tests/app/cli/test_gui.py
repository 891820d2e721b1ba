"""The launcher of the window has no console: nothing may be said there, and nothing may fail by it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WITHOUT_CONSOLE = """
import sys
sys.stdout = sys.stderr = None
from app.cli import main
code = 0
try:
    code = main(sys.argv[1:])
except SystemExit as end:
    code = end.code
finally:
    open({told!r}, "w").write(str(code))
"""

CASES = [
    # name, arguments, exit code
    ("help", ["--help"], "0"),
    ("help of the window", ["gui", "--help"], "0"),
    ("a word that means nothing", ["gui", "--nothing"], "2"),
    ("a choice that there is not", ["--secrets", "nowhere", "status"], "2"),
    ("a refusal in words", ["--secrets", "file", "status"], "1"),
]


@pytest.mark.parametrize(("arguments", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_without_a_console_a_command_ends_as_with_one(tmp_path: Path, arguments: list[str], code: str) -> None:
    told = tmp_path / "code"
    command = [sys.executable, "-c", WITHOUT_CONSOLE.format(told=str(told)), "--data", str(tmp_path / "d"), *arguments]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)
    assert told.read_text() == code


@pytest.mark.parametrize(
    ("arguments", "bundle"),
    [([], None), (["--bundle"], None), (["--bundle", "Gói.sbc"], Path("Gói.sbc"))],
    ids=["by itself", "by a desktop without a file", "by a file"],
)
def test_the_window_is_asked_for_with_a_bundle_or_without(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str], bundle: Path | None
) -> None:
    from app.bootstrap import Office
    from app.cli import main

    asked: list[Path | None] = []
    again: list[str] = []

    def run_window(_: Office, line: list[str], *, bundle: Path | None = None) -> int:
        asked.append(bundle)
        again.extend(line)
        return 0

    monkeypatch.setattr(Office, "run_window", run_window)
    monkeypatch.setattr("gc.disable", lambda: None)
    line = ["--data", str(tmp_path), "--secrets", "file", "gui"]
    monkeypatch.setattr(sys, "argv", ["sobaocao", *line, *arguments])
    assert main() == 0
    assert asked == [bundle]
    assert again == ["sobaocao", *line]  # started anew, it does not open the bundle once more


def test_a_folder_called_as_a_command_is_none() -> None:
    from app.cli import wants_window

    assert wants_window(["--data", "sync", "--secrets", "file"])
    assert wants_window(["--data", "sync", "gui"])
    assert not wants_window(["--data", "gui", "sync"])
