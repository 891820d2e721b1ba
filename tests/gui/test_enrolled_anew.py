"""A computer that is not let in any more goes on from its window alone, by keyboard, against a central of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from app.bootstrap import Office, office_at
from app.domain.operations import CellEdit
from app.services.store_key import printed_key
from app.store.keys import DEVICE_KEY, DEVICE_TOKEN, STORE_KEY, recovery_code
from tests.app.store.office import identity
from tests.gui.conftest import Keyboard
from tests.sync.test_over_a_socket import ServedCentral
from ui.views.enrolment import EnrolmentDialog
from ui.views.recovery import RecoveryDialog
from ui.views.settings import SettingsPage
from ui.views.sync import SyncPage
from ui.widgets.question import Question
from ui.window import MainWindow

pytestmark = [pytest.mark.enable_socket, pytest.mark.qt_log_ignore("propagateSizeHints")]

PATIENCE_MS = 60_000
ROW = [CellEdit("main/dat_dai/@row", None, "V;A;"), CellEdit("main/dat_dai/c2", None, "Đất đai")]


@pytest.fixture
def central(tmp_path: Path) -> Iterator[ServedCentral]:
    served = ServedCentral(tmp_path / "central")
    served.say("load-units", "--province", "04")
    served.say("load-forms", "II.06a/VPCP/KSTT")
    served.say("oblige", "--form", "II.06a/VPCP/KSTT", "--period", "2026-Q4", "--province", "04", "--unit", "01273")
    served.start()
    yield served
    served.stop()


def a_code(central: ServedCentral, person: str) -> str:
    code: str = json.loads(central.say("enrol", "--json", "--unit", "01273", "--person", person))["code"]
    return code


@pytest.fixture
def office(central: ServedCentral, tmp_path: Path) -> Office:
    """Enrolled, and level with central."""
    made = office_at(tmp_path / "office", "file")
    made.enrol(central.url, a_code(central, "Nông Thị Lan"), "Máy 1")
    with made.engine() as engine:
        assert engine.run_cycle().error is None
    return made


class Seat:
    """Somebody before the window."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window, self.keys = qtbot, window, Keyboard(qtbot)
        self.keys.window = window

    def wait(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=PATIENCE_MS)

    def enrol(self, code: str) -> None:
        """Type the code into the dialog that comes up, and go on to work."""
        in_dialog(EnrolmentDialog, lambda dialog: self._enrol(dialog, code))

    def _enrol(self, dialog: EnrolmentDialog, code: str) -> None:
        dialog.activateWindow()
        self.wait(lambda: QApplication.focusWidget() is dialog._code)
        self.keys.type(code)
        self.keys.press("Return")
        self.wait(lambda: dialog._pages.currentIndex() == 1)
        self.wait(lambda: QApplication.focusWidget() is dialog._begin)
        self.keys.press("Return")


def in_dialog(kind: type[QDialog], act: Callable[..., None]) -> None:
    """Do something with the next dialog of a kind, as soon as it is there."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind) and dialog.isVisible():
            act(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


@contextmanager
def seated(qtbot: QtBot, office: Office) -> Iterator[Seat]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = office.build_window(application)
    with qtbot.waitSignal(window.idle, timeout=PATIENCE_MS):
        window.show()
        window.activateWindow()
    yield Seat(qtbot, window)
    window.close()
    window.deleteLater()


@pytest.fixture
def seat(qtbot: QtBot, office: Office) -> Iterator[Seat]:
    with seated(qtbot, office) as made:
        yield made


def type_a_draft(office: Office) -> None:
    workspace = office.open_workspace()
    (owed,) = workspace.work_list()
    workspace.save(owed.key, workspace.open(owed.key).form.hash, ROW)
    workspace.close()


def device(office: Office) -> str:
    store = office.open_store()
    try:
        return store.position().device
    finally:
        store.close()


def sync_page(seat: Seat) -> SyncPage:
    seat.window.show_page("sync")
    page = seat.window.page
    assert isinstance(page, SyncPage)
    return page


def test_after_the_device_was_revoked_drafts_go_under_another_one(
    seat: Seat, office: Office, central: ServedCentral
) -> None:
    former = device(office)
    central.say("revoke", former)
    type_a_draft(office)
    page = sync_page(seat)
    assert not page.anew.isVisible()
    page._now.setFocus()
    seat.keys.press("Space")
    seat.wait(page.anew.isVisible)
    seat.wait(lambda: seat.window.status.texts[0] == "Chưa khớp · máy này cần cài đặt lại")
    seat.enrol(a_code(central, "Nông Văn Hùng"))
    seat.keys.press("Shift+Tab", "Shift+Tab")
    assert QApplication.focusWidget() is page.anew
    seat.keys.press("Space")
    seat.wait(lambda: seat.window._header.person.text() == "Nông Văn Hùng · Phường Thục Phán")
    seat.wait(lambda: seat.window.status.texts[0].startswith("Khớp với hệ thống"))
    assert device(office) != former
    told = json.loads(central.say("status", "--json"))
    assert (told["reports"], told["operations"], told["devices"]) == (1, 1, 1)
    assert not sync_page(seat).anew.isVisible()


def test_a_computer_whose_own_keys_are_gone_is_offered_it_and_goes_on_from_the_settings(
    qtbot: QtBot, office: Office, central: ServedCentral
) -> None:
    former = device(office)
    for name in (DEVICE_KEY, DEVICE_TOKEN):
        office.secrets.delete(name)
    type_a_draft(office)
    with seated(qtbot, office) as seat:
        seat.wait(lambda: "khóa của máy đã mất" in seat.window.status.busy_text)
        assert sync_page(seat).anew.isVisible()
        seat.window.show_page("settings")
        settings = seat.window.page
        assert isinstance(settings, SettingsPage)
        seat.wait(lambda: "Tên máy: Máy 1" in settings.computer.text)
        assert f"Địa chỉ hệ thống: {central.url}" in settings.computer.text
        seat.enrol(a_code(central, "Nông Thị Lan"))
        settings.computer.anew.setFocus()
        seat.keys.press("Return")
        seat.wait(lambda: device(office) != former)
        seat.wait(lambda: seat.window.status.texts[0].startswith("Khớp với hệ thống"))
        assert not sync_page(seat).anew.isVisible()
    assert json.loads(central.say("status", "--json"))["operations"] == 1


def test_who_thinks_better_of_it_works_on_as_before(seat: Seat, office: Office) -> None:
    former = device(office)
    seat.window.show_page("settings")
    settings = seat.window.page
    assert isinstance(settings, SettingsPage)
    in_dialog(EnrolmentDialog, lambda dialog: dialog.reject())
    settings.computer.anew.setFocus()
    seat.keys.press("Space")
    seat.wait(lambda: QApplication.activeModalWidget() is None)
    type_a_draft(office)
    seat.window.start_sync()
    sync_page(seat)._now.click()
    seat.wait(lambda: seat.window.status.texts[0].startswith("Khớp với hệ thống"))
    assert device(office) == former


# ---- at the start --------------------------------------------------------------------------------------------------


def begun(folder: Path) -> Office:
    office = office_at(folder, "file")
    store = office.open_store()
    store.enrol(identity("A", "p1"))
    store.close()
    return office


def close_window() -> None:
    """Close the program's window as soon as it stands."""
    windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()]
    if windows:
        windows[0].close()
    else:
        QTimer.singleShot(20, close_window)


def test_a_store_whose_key_is_gone_asks_for_the_code_tells_a_wrong_one_and_opens(qtbot: QtBot, tmp_path: Path) -> None:
    office, keys, said = begun(tmp_path), Keyboard(qtbot), []
    code = printed_key(office.secrets)
    office.secrets.set(STORE_KEY, "00" * 32)

    def give(dialog: RecoveryDialog) -> None:
        dialog.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.code)
        for wrong in ("ABCD", recovery_code(b"x" * 32)):
            dialog.code.setText(wrong)
            keys.press("Return")
            qtbot.waitUntil(lambda: dialog._go.isEnabled() and dialog.problem not in ("", *said))
            said.append(dialog.problem)
        dialog.code.setText(code.lower())
        keys.press("Return")
        close_window()

    in_dialog(RecoveryDialog, give)
    assert office.run_window(["sobaocao"]) == 0
    assert [each.split(".")[0] for each in said] == [
        "Mã khôi phục không đúng",
        "Mã này không phải của kho dữ liệu trên máy này",
    ]
    assert office.is_enrolled()


def test_who_has_no_code_at_hand_leaves_everything_as_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    office = begun(tmp_path)
    office.secrets.delete(STORE_KEY)
    in_dialog(RecoveryDialog, lambda dialog: dialog.reject())
    assert office.run_window(["sobaocao"]) == 0
    assert office.secrets.get(STORE_KEY) is None


def test_a_folder_that_cannot_hold_the_store_is_changed_for_one_that_is_remembered(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "Dropbox" / "so"
    chosen = [tmp_path / "Dropbox", tmp_path / "riêng"]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(chosen.pop(0)))
    said: list[str] = []

    def choose(question: Question) -> None:
        said.append(question.texts[1])
        in_dialog(Question, choose) if len(said) < 2 else in_dialog(EnrolmentDialog, lambda dialog: dialog.reject())
        question.accept()

    in_dialog(Question, choose)
    assert office_at(shared, "file").run_window(["sobaocao"]) == 0
    assert said == ["Kho dữ liệu không được đặt ở nơi dùng chung hay tự đồng bộ (Dropbox)."] * 2
    assert office_at(shared, "file").folder == tmp_path / "riêng" / "SoBaoCao"
    assert not (shared / "sobaocao.db").exists()
