"""The program on a real desk: one window, failures told once, and nothing of a person's in what it leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.bootstrap import Office, office_at
from app.errors import StoreError
from app.services.crashes import CrashReports
from app.services.logs import LogFiles
from app.services.redaction import Redactor
from app.services.trouble import write_trouble
from tests.app.store.office import identity
from tests.gui.conftest import Desktop
from tests.gui.office import DEVICE_KEY, KEY, ME, UNIT, key_of
from tests.gui.reading_aloud import unspoken
from ui.application import ICON_SIZES, make_application, tell_crashes
from ui.look import Look
from ui.views.sync import SyncPage
from ui.widgets.crash_notice import CrashNotice

ROOT = Path(__file__).resolve().parents[2]
TYPED, WRITTEN = "83719", "Ghi chú riêng của chị Hạnh"
OFFER = "Lưu báo cáo lỗi…"

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def reports(desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CrashReports]:
    """Crash reports and the log of `desktop`, as a run of the program has them."""
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    redactor = Redactor({tmp_path: "<data>"})
    logs = LogFiles(tmp_path, redactor, {"SOBAOCAO_LOG": "debug"})
    made = CrashReports(tmp_path, redactor, desktop.office.clock, version="0.1.0")

    def write(target: Path) -> None:
        beside = [*made.files(), *logs.files()]
        write_trouble(target, desktop.office.open_store, desktop.office.clock.now(), {}, beside)

    with logs, made:
        tell_crashes(desktop.window, made, write)
        yield made


def line(desktop: Desktop) -> CrashNotice:
    found = desktop.window.findChild(CrashNotice)
    assert found is not None
    return found


def break_the_store(desktop: Desktop) -> None:
    """A fault of ours on the store's thread, with what a person typed in its words."""
    failed: list[Exception] = []
    desktop.window.desk.ask(lambda _: int(WRITTEN), lambda _: None, failed.append)
    desktop.wait(lambda: bool(failed))


@pytest.mark.logs_warnings
def test_a_fault_on_the_store_s_thread_is_told_above_the_page_and_the_window_lives_on(
    desktop: Desktop, reports: CrashReports
) -> None:
    break_the_store(desktop)
    desktop.wait(lambda: line(desktop).isVisible())
    assert line(desktop).text.startswith("Chương trình vừa gặp một lỗi ngoài dự tính")
    assert reports.untold() == []
    desktop.window.open_report(key_of("01/TCD", "2026-Q2"))
    desktop.settle()
    assert line(desktop).isVisible()
    assert unspoken(desktop.window) == []
    desktop.window.choose_language("en")
    desktop.wait(lambda: desktop.window.page.title == "Settings" and line(desktop).isVisible())
    desktop.window.choose_language("vi")


def test_a_fault_in_what_a_key_does_is_told_and_written_too(desktop: Desktop, reports: CrashReports) -> None:
    QTimer.singleShot(0, lambda: int(WRITTEN))
    desktop.wait(lambda: bool(reports.files()) and line(desktop).isVisible())
    told = json.loads(reports.files()[0].read_text(encoding="utf-8"))
    assert (told["thread"], told["lines"][-1]) == ("MainThread", "builtins.ValueError")


@pytest.mark.logs_warnings
def test_nothing_that_is_left_behind_tells_a_figure_a_name_or_a_secret(
    desktop: Desktop, reports: CrashReports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop.window.open_report(key_of("01/TCD", "2026-Q2"))
    desktop.settle()
    desktop.wait(lambda: desktop.window.form is not None and bool(desktop.window.form.model.rows))
    desktop.keys.enter(TYPED)
    desktop.settle()
    break_the_store(desktop)
    desktop.wait(lambda: line(desktop).isVisible())
    target = tmp_path / "usb" / "bao-cao-loi.zip"
    target.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    line(desktop)._action.click()
    desktop.wait(lambda: line(desktop).text.startswith("Đã lưu báo cáo lỗi."))
    with zipfile.ZipFile(target) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    assert {name.partition("/")[0] for name in parts} == {"store.json", "cycles.json", "crashes", "logs"}
    assert json.loads(parts["store.json"])["flaws"] == []
    assert "builtins.ValueError" in parts["logs/sobaocao.log"]
    store = desktop.office.open_store()
    saved = store.report(key_of("01/TCD", "2026-Q2"))
    store.close()
    assert saved is not None
    assert TYPED in saved.mine.values()  # it was there to be told
    whole = "\n".join(parts.values())
    secrets = (TYPED, WRITTEN, ME.name, ME.unit_name, UNIT, "Hạnh", KEY.hex(), DEVICE_KEY, str(tmp_path))
    assert [secret for secret in secrets if secret in whole] == []


def test_after_a_sudden_end_the_window_offers_the_report(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "crashes").mkdir()
    (tmp_path / "crashes" / "native.txt").write_text("Fatal Python error: Segmentation fault\n")
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    reports = CrashReports(tmp_path, Redactor({}), desktop.office.clock, version="0.1.0")
    with reports:
        tell_crashes(desktop.window, reports, lambda _: None)
        assert line(desktop).text.startswith("Lần trước chương trình đã đóng đột ngột")
        assert line(desktop)._action.text() == OFFER
        assert reports.untold() == []


@pytest.mark.parametrize(
    ("error", "code"),
    [(StoreError("store.damaged", path=WRITTEN), "store.damaged"), (ValueError(WRITTEN), "ValueError")],
    ids=["foreseen", "unforeseen"],
)
def test_a_store_that_does_not_open_leaves_why_in_the_report(tmp_path: Path, error: Exception, code: str) -> None:
    office = office_at(tmp_path, "file")

    def broken() -> Any:
        raise error

    target = tmp_path / "x.zip"
    write_trouble(target, broken, office.clock.now(), {"program": "0.1.0"}, [])
    with zipfile.ZipFile(target) as archive:
        assert json.loads(archive.read("store.json")) == {"code": code, "program": "0.1.0"}


def test_a_folder_that_is_copied_elsewhere_is_refused_in_words_before_anything_is_written(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    class Declined:
        """A question that somebody leaves for later."""

        def __init__(self, look: Look, title: str, lines: Sequence[str], *, yes: str, no: str) -> None:
            shown.extend(lines)

        def answer(self) -> None:
            """No."""

    monkeypatch.setattr("ui.widgets.question.Question", Declined)
    folder = tmp_path / "OneDrive - UBND xã Minh Khai" / "SoBaoCao"
    with pytest.raises(StoreError) as caught:
        office_at(folder, "file").run_window(["sobaocao"])
    assert caught.value.code == "store.folder"
    assert shown == [
        "Kho dữ liệu không được đặt ở nơi dùng chung hay tự đồng bộ (OneDrive - UBND xã Minh Khai).",
        "Chưa có gì được ghi vào đó. Chọn một thư mục trên ổ đĩa của chính máy này.",
    ]
    assert not folder.exists()


def test_a_bundle_opened_from_outside_is_taken_in_on_the_page_for_it(desktop: Desktop, tmp_path: Path) -> None:
    bundle = tmp_path / "gói.sbc"
    bundle.write_bytes(b"no bundle at all")
    desktop.window.open_bundle(bundle)
    desktop.settle()
    page = desktop.window.page
    assert isinstance(page, SyncPage)
    desktop.wait(lambda: "gói" in page.usb.text.lower())


def test_the_program_has_its_icon_in_every_size(qapp: QApplication) -> None:
    application = make_application(["sobaocao"])
    sizes = sorted(size.width() for size in application.windowIcon().availableSizes())
    assert sizes == list(ICON_SIZES)
    assert application.applicationVersion() == "0.1.0"


PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from ui.window import MainWindow

def on_bundle(window, path):
    print(path, flush=True)
    QTimer.singleShot(0, window.close)

MainWindow.open_bundle = on_bundle
MainWindow.start_sync_soon = lambda window: None
from app.cli import main
sys.exit(main(sys.argv[1:]))
"""


def start(*arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )


def test_a_bundle_opened_while_the_window_is_open_goes_to_that_window(qtbot: QtBot, tmp_path: Path) -> None:
    office = office_at(tmp_path, "file")
    store = office.open_store()
    store.enrol(identity("A", "p1"))
    store.close()
    common = ("--data", tmp_path, "--secrets", "file", "gui")
    first = start(*common)
    qtbot.waitUntil(lambda: (tmp_path / "window.lock").exists(), timeout=30_000)
    second = start(*common, "--bundle", "Gói báo cáo.sbc")
    try:
        done = [process.communicate(timeout=60) for process in (second, first)]
    finally:
        first.kill()
        second.kill()
    assert (first.returncode, second.returncode) == (0, 0), done
    assert sorted(out for out, _ in done) == ["", f"{ROOT / 'Gói báo cáo.sbc'}\n"]
    assert {path.name for path in tmp_path.iterdir()} >= {"logs", "crashes", "sobaocao.db"}
    assert list((tmp_path / "crashes").iterdir()) == []


@pytest.mark.parametrize(("wanted", "started"), [(True, [["--data", "d"]]), (False, [])], ids=["anew", "closed"])
def test_a_program_is_started_anew_only_when_wanted_and_after_the_folder_is_free(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: bool, started: list[list[str]]
) -> None:
    seen: list[list[str]] = []

    def start_anew(_: object, arguments: list[str]) -> None:
        assert not (tmp_path / "window.lock").exists()
        seen.append(arguments)

    monkeypatch.setattr(Office, "_run_first_window", lambda *_: wanted)
    monkeypatch.setattr("app.services.installed.this_installation", lambda _: object())
    monkeypatch.setattr("app.services.launching.start_anew", start_anew)
    assert office_at(tmp_path, "file").run_window(["sobaocao", "--data", "d"]) == 0
    assert seen == started
