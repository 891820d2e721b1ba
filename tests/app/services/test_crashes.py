"""What nobody foresaw is written down, wherever it happens, and told once."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.errors import StoreError
from app.services.crashes import REPORTS_MAX, CrashReports
from app.services.redaction import Redactor
from app.services.upkeep import Upkeep
from tests.gui.office import FakeClock

ROOT = Path(__file__).resolve().parents[3]
NAME = "Nguyễn Thị An"


def made_in(folder: Path) -> CrashReports:
    return CrashReports(folder, Redactor({folder: "<data>"}), FakeClock(), version="0.1.0")


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CrashReports]:
    # As without a test runner, which has hooks of its own.
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    monkeypatch.setattr(threading, "excepthook", lambda *_: None)
    monkeypatch.setattr(sys, "unraisablehook", lambda *_: None)
    made = made_in(tmp_path)
    made.begin()
    yield made
    made.end()


def told(reports: CrashReports) -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in reports.files()]


def fail() -> None:
    int(NAME)


def test_a_failure_on_a_thread_is_written_without_what_it_was_working_on(reports: CrashReports) -> None:
    thread = threading.Thread(target=fail, name="store")
    thread.start()
    thread.join()
    (report,) = told(reports)
    assert (report["kind"], report["thread"], report["program"]) == ("python", "store", "0.1.0")
    assert (report["at"], report["lines"][-1]) == ("2026-06-14T07:02:00+00:00", "builtins.ValueError")
    assert NAME not in reports.files()[0].read_text(encoding="utf-8")


def test_a_failure_that_reaches_the_top_is_written(reports: CrashReports) -> None:
    try:
        fail()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    assert len(told(reports)) == 1


def test_a_failure_while_an_object_goes_is_written(reports: CrashReports) -> None:
    class Gone:
        def __del__(self) -> None:
            fail()

    Gone()
    (report,) = told(reports)
    assert report["lines"][-1] == "builtins.ValueError"


@pytest.mark.logs_warnings
def test_what_a_thread_s_boundary_caught_and_logged_is_written(reports: CrashReports) -> None:
    answered = threading.Event()

    def broken() -> Any:
        answered.set()
        raise RuntimeError(NAME)

    upkeep = Upkeep(broken, first_s=0.0, every_s=60.0)
    upkeep.start()
    assert answered.wait(10)
    assert upkeep.stop()
    (report,) = told(reports)
    assert (report["thread"], report["lines"][-1]) == ("upkeep", "builtins.RuntimeError")


@pytest.mark.logs_warnings
def test_an_error_that_was_foreseen_is_no_crash(reports: CrashReports) -> None:
    try:
        raise StoreError("store.full")
    except StoreError:
        logging.getLogger("app").exception("not saved")
    assert told(reports) == []


@pytest.mark.parametrize("ending", [KeyboardInterrupt(), SystemExit(1)])
def test_somebody_ending_the_program_is_no_crash(reports: CrashReports, ending: BaseException) -> None:
    sys.excepthook(type(ending), ending, None)
    assert told(reports) == []


def test_the_same_place_is_written_and_told_once(reports: CrashReports) -> None:
    heard: list[int] = []
    reports.on_written = lambda: heard.append(reports.written)
    for _ in range(3):
        try:
            fail()
        except ValueError as error:
            reports.note(error, "store")
    assert (len(told(reports)), heard) == (1, [1])


def test_a_disk_that_takes_no_report_stops_nobody(reports: CrashReports) -> None:
    (reports.folder / "native.txt").unlink()
    reports.folder.rmdir()
    reports.folder.write_text("a file where the folder was")
    reports.note(ValueError(), "store")
    reports.folder.unlink()
    assert reports.written == 0


def test_only_the_newest_reports_are_kept(reports: CrashReports) -> None:
    for number in range(REPORTS_MAX + 5):
        reports._clock.advance(60)  # type: ignore[attr-defined]  # the fake one
        reports.note(NameError(f"name 'x{number}' is not defined"), "store")
    lines = [report["lines"][-1] for report in told(reports)]
    assert len(lines) == 20
    assert lines[-1] == "builtins.NameError: name 'x24' is not defined"


def test_what_is_raised_inside_the_block_is_written_and_goes_on(tmp_path: Path) -> None:
    reports = made_in(tmp_path)
    with pytest.raises(ValueError, match="invalid literal"), reports:
        fail()
    assert len(told(reports)) == 1


def test_a_report_is_untold_until_a_window_has_spoken_of_it(reports: CrashReports, tmp_path: Path) -> None:
    reports.note(ValueError(), "store")
    later = made_in(tmp_path)
    assert len(later.untold()) == 1
    later.mark_told()
    assert (later.untold(), len(later.files())) == ([], 1)


CRASHING = """
import ctypes, sys
from pathlib import Path
from app.services.crashes import CrashReports
from app.services.redaction import Redactor
from app.clock import SystemClock
folder = Path(sys.argv[1])
with CrashReports(folder, Redactor({folder: "<data>"}), SystemClock(), version="0.1.0"):
    ctypes.string_at(0)
"""


def test_a_crash_below_python_is_found_by_the_next_start(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", CRASHING, str(tmp_path)], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -11
    with made_in(tmp_path) as _:
        pass
    reports = made_in(tmp_path)
    (report,) = told(reports)
    assert (report["kind"], report["lines"][0]) == ("native", "Fatal Python error: Segmentation fault")
    assert any("string_at" in line for line in report["lines"])
    assert len(reports.untold()) == 1


def test_a_run_that_ends_as_it_should_leaves_nothing(tmp_path: Path) -> None:
    with made_in(tmp_path) as _:
        assert (tmp_path / "crashes" / "native.txt").exists()
    assert list((tmp_path / "crashes").iterdir()) == []
