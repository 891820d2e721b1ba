"""The card of updates: what it shows and offers as things go on, by keyboard and read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.services.update_watch import UpdateStanding, UpdateState
from sync.wishes import Wishes
from tests.gui.conftest import FakeEngine
from tests.gui.office import FakeClock
from tests.gui.reading_aloud import unspoken, without_a_stop
from tests.ui.presenters.test_updating import NOW, READY, FakeUpdates
from ui.bridge.sync_wishes import SyncWishes
from ui.bridge.update_bridge import UpdateBridge
from ui.look import Look
from ui.presenters.ports import in_place
from ui.settings import SettingsInMemory
from ui.widgets.update_card import UpdateCard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

COMING = UpdateStanding(state=UpdateState.COMING, version="0.2.0", done=2_000_000, total=8_000_000, looked_at=NOW)


@pytest.fixture
def updates() -> FakeUpdates:
    return FakeUpdates()


@pytest.fixture
def wishes() -> SyncWishes:
    return SyncWishes(FakeEngine(lambda _: None), SettingsInMemory())


@pytest.fixture
def card(qtbot: QtBot, look: Look, updates: FakeUpdates, wishes: SyncWishes) -> Iterator[UpdateCard]:
    made = UpdateCard(look, "0.1.0")
    qtbot.addWidget(made)
    made.serve(UpdateBridge(updates, wishes, made), in_place, FakeClock())
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
    ("ready", READY, ["Kiểm tra ngay", "Lấy từ USB…", "Để sau 7 ngày"]),
    ("put off", replace(READY, deferred=True), ["Kiểm tra ngay", "Lấy từ USB…", "Không hoãn nữa"]),
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


def test_a_file_is_chosen_from_a_stick(
    card: UpdateCard, updates: FakeUpdates, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chosen = str(tmp_path / "cập nhật.zip")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (chosen, ""))
    QTest.keyClick(card.from_usb, Qt.Key.Key_Space)
    assert len(updates.roads) == 1


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
