"""One at a time: between processes, between threads of one, and free again after a crash."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.services.file_lock import locked

ROOT = Path(__file__).resolve().parents[3]
HOLDS = """
import sys
from pathlib import Path
from app.services.file_lock import locked
with locked(Path(sys.argv[1]), waits=False):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_what_another_process_holds_is_not_had_and_is_free_once_it_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    command = [sys.executable, "-c", HOLDS, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(BlockingIOError), locked(path, waits=False):
            pass
        other.kill()
    with locked(path, waits=False):
        pass


def test_a_thread_waits_for_another_of_the_same_program(tmp_path: Path) -> None:
    path, came = tmp_path / "a.lock", []

    def second() -> None:
        with locked(path, waits=True):
            came.append("second")

    with locked(path, waits=False):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.1)
        came.append("first")
    thread.join(5)
    assert came == ["first", "second"]
