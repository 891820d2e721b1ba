"""The card of updates: what it shows and offers as things go on, by keyboard and read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.exchange_state import CycleOutcome, CycleRecord
from app.services.update_watch import UpdateStanding, UpdateState
from sync.events import CycleEnded, CycleStarted
from sync.update_roads import FolderRoad, ZipRoad
from sync.wishes import Wishes
from tests.gui.conftest import Desktop, FakeEngine
from tests.gui.office import FakeClock, Office
from tests.gui.reading_aloud import unspoken, without_a_stop
from tests.ui.presenters.test_updating import NOW, READY, FakeUpdates
from ui.bridge.sync_wishes import SyncWishes
from ui.bridge.update_bridge import UpdateBridge
from ui.look import Look
from ui.presenters.ports import in_place
from ui.settings import SettingsInMemory
from ui.views.settings import SettingsPage
from ui.widgets.update_card import UpdateCard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing the keyboard|raise")

COMING = UpdateStanding(state=UpdateState.COMING, version="0.2.0", done=2_000_000, total=8_000_000, looked_at=NOW)


@pytest.fixture
def updates() -> FakeUpdates:
    return FakeUpdates()


@pytest.fixture
def wishes() -> SyncWishes:
    return SyncWishes(FakeEngine(lambda _: None), SettingsInMemory())


@pytest.fixture
def restarts() -> list[str]:
    return []


@pytest.fixture
def card(
    qtbot: QtBot, look: Look, updates: FakeUpdates, wishes: SyncWishes, restarts: list[str]
) -> Iterator[UpdateCard]:
    made = UpdateCard(look, "0.1.0")
    qtbot.addWidget(made)
    made.serve(UpdateBridge(updates, wishes, made), in_place, FakeClock(), lambda: restarts.append("now") is None)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    made.close_page()


def offered(card: UpdateCard) -> list[str]:
    return [button.text() for button in card._buttons if button.isVisible()]


OFFERS = [
    ("nothing yet", UpdateStanding(), ["Kiểm tra ngay", "Lấy từ USB…"]),
    ("coming", COMING, []),
    ("ready", READY, ["Khởi động lại ngay", "Kiểm tra ngay", "Lấy từ USB…", "Để sau 7 ngày"]),
    (
        "put off",
        replace(READY, held_until=NOW + 7 * 86_400, deferred=True),
        ["Kiểm tra ngay", "Lấy từ USB…", "Không hoãn nữa"],
    ),
    ("before a deadline", replace(READY, held_until=NOW + 3_600), ["Kiểm tra ngay", "Lấy từ USB…", "Để sau 7 ngày"]),
]


@pytest.mark.parametrize(("standing", "buttons"), [case[1:] for case in OFFERS], ids=[case[0] for case in OFFERS])
def test_what_can_be_done(
    qtbot: QtBot, card: UpdateCard, updates: FakeUpdates, standing: UpdateStanding, buttons: list[str]
) -> None:
    updates.tell(standing)
    qtbot.waitUntil(lambda: offered(card) == buttons, timeout=2_000)
    assert unspoken(card) == []
    assert without_a_stop(card) == set()


def test_how_far_it_is_is_shown_and_it_can_be_stopped(qtbot: QtBot, card: UpdateCard, updates: FakeUpdates) -> None:
    updates.tell(COMING)
    qtbot.waitUntil(lambda: card.progress_text == "Đang tải 2,0 MB / 8,0 MB", timeout=2_000)
    QTest.keyClick(card._progress._cancel, Qt.Key.Key_Space)
    assert updates.asked[-1] == "cancel"
    updates.tell(UpdateStanding(looked_at=NOW))
    qtbot.waitUntil(lambda: card.progress_text == "", timeout=2_000)


def test_the_keyboard_is_not_lost_when_a_button_goes(qtbot: QtBot, card: UpdateCard, updates: FakeUpdates) -> None:
    card.look_now.setFocus()
    QTest.keyClick(card.look_now, Qt.Key.Key_Space)
    assert updates.roads == [None]
    updates.tell(COMING)
    qtbot.waitUntil(lambda: card.progress_text != "", timeout=2_000)
    assert card._progress._cancel.hasFocus()
    updates.tell(UpdateStanding(looked_at=NOW))
    qtbot.waitUntil(lambda: card.look_now.hasFocus(), timeout=2_000)


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [([Qt.Key.Key_Down], "cập nhật.zip"), ([Qt.Key.Key_Down, Qt.Key.Key_Down], "updates")],
    ids=["one file", "a folder"],
)
def test_what_was_carried_here_is_chosen_by_keys(
    qtbot: QtBot,
    card: UpdateCard,
    updates: FakeUpdates,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    keys: list[Qt.Key],
    chosen: str,
) -> None:
    (tmp_path / "updates").mkdir()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "cập nhật.zip"), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "updates"))
    QTest.keyClick(card.from_usb, Qt.Key.Key_Space)
    qtbot.waitUntil(card.carried.isVisible, timeout=2_000)
    for key in (*keys, Qt.Key.Key_Return):
        QTest.keyClick(card.carried, key)
    (road,) = updates.roads
    assert road is not None
    with road() as found:
        assert isinstance(found, FolderRoad if chosen == "updates" else ZipRoad)


def test_a_ready_version_is_started_at_once_by_a_key(
    qtbot: QtBot, card: UpdateCard, updates: FakeUpdates, restarts: list[str]
) -> None:
    updates.tell(READY)
    qtbot.waitUntil(card.restart.isVisible, timeout=2_000)
    QTest.keyClick(card.restart, Qt.Key.Key_Space)
    assert restarts == ["now"]


def settings_of(desktop: Desktop) -> SettingsPage:
    """The settings, with a new version that is ready."""
    desktop.keys.press("Ctrl+5")
    page = desktop.window.page
    assert isinstance(page, SettingsPage)
    bridge = UpdateBridge(FakeUpdates(READY), desktop.window._services.wishes, page)
    page.updates.serve(bridge, in_place, FakeClock(), desktop.window._start_anew)
    return page


def test_a_version_that_is_ready_is_told_on_every_page_and_leads_to_the_settings(
    qtbot: QtBot, office: Office, look: Look
) -> None:
    updates = FakeUpdates(COMING)
    desktop = Desktop(qtbot, office, look, updates)
    status = desktop.window.status
    assert status.update_text == ""
    updates.tell(READY)
    desktop.wait(lambda: status.update_text == "Bản 0.2.0 đã sẵn sàng")
    link = next(button for button in status.findChildren(QPushButton) if button.isVisible())
    assert link.accessibleName() == "Bản 0.2.0 đã sẵn sàng"
    link.setFocus()
    desktop.keys.press("Return")
    assert isinstance(desktop.window.page, SettingsPage)
    updates.tell(replace(READY, held_until=NOW + 7 * 86_400, deferred=True))
    desktop.wait(lambda: status.update_text == "")
    desktop.window.close()


def test_all_that_is_offered_is_in_sight_on_a_small_screen_too(desktop: Desktop) -> None:
    desktop.window.resize(1093, 614)  # 1366×768 at 125 %
    card = settings_of(desktop).updates
    desktop.wait(lambda: card.defer.isVisible() and card.defer.y() > card.restart.y())
    desktop.wait(lambda: card.height() == card.heightForWidth(card.width()))  # the page grows a turn later
    shown = [button for button in card._buttons if button.isVisible()]
    ends = [button.mapTo(card, button.rect().bottomRight()) for button in shown]
    assert [card.rect().contains(end) for end in ends] == [True] * 4
    assert [button.width() >= button.sizeHint().width() for button in shown] == [True] * 4


def test_the_window_closes_to_be_started_anew_once_nothing_is_on_its_way(desktop: Desktop) -> None:
    window, page = desktop.window, settings_of(desktop)
    page.updates.restart.setFocus()
    desktop.engine.listener(CycleStarted(at=NOW))
    desktop.settle()
    desktop.keys.press("Space")
    desktop.settle()
    assert "Đang đồng bộ hoặc đang ghi tệp: chờ xong rồi bấm lại." in page.updates.text
    assert (window.isVisible(), window.starts_anew) == (True, False)
    record = CycleRecord(started_at=NOW, ended_at=NOW, outcome=CycleOutcome.DONE)
    desktop.engine.listener(CycleEnded(record=record, facts=None))
    desktop.settle()
    desktop.keys.press("Space")
    desktop.wait(lambda: not window.isVisible())
    assert window.starts_anew
    assert desktop.engine.calls[-1] == "stop"


def test_what_a_person_wishes_of_synchronising_holds_for_updates_too(
    card: UpdateCard, updates: FakeUpdates, wishes: SyncWishes
) -> None:
    wishes.pause(paused=True)
    wishes.tell_metered(True)
    assert updates.asked == [
        (Wishes(), False),
        (Wishes(paused=True), False),
        (Wishes(paused=True), True),
    ]


def test_where_the_program_is_looked_after_by_others_nothing_is_offered(qtbot: QtBot, look: Look) -> None:
    card = UpdateCard(look, "0.1.0")
    qtbot.addWidget(card)
    card.explain("update.managed")
    assert card.text == (
        "Đang dùng bản 0.1.0.\n"
        "Chương trình trên máy này do người quản trị hoặc hệ điều hành cập nhật. Không cần làm gì."
    )
    assert [button for button in card._buttons if not button.isHidden()] == []
    assert card._acts.isHidden()
