"""The window around the form: lists, light, settings, what comes from the engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.exchange import View
from app.domain.exchange_state import Booked, CycleOutcome, CycleRecord, LightFacts
from app.domain.operations import CellEdit
from app.domain.workflow import State
from sync.events import AnswerBooked, CycleEnded, StateChanged
from sync.state import SyncState
from tests.gui.conftest import Desktop
from tests.gui.office import Office, filled, key_of, report, shipped
from tests.gui.test_form_by_keyboard import KEY, open_form
from ui.look import Look
from ui.theme import ThemeMode

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def answer_about(*keys) -> AnswerBooked:  # type: ignore[no-untyped-def]  # report keys
    return AnswerBooked(
        booked=Booked(changes=1, reports=keys),
        facts=LightFacts(),
        bytes_up=300,
        bytes_down=400,
        more=False,
        clock_skew_s=0,
    )


def test_the_work_list_is_grouped_by_deadline_with_a_countdown(desktop: Desktop) -> None:
    lines = desktop.window.page.list.lines.lines
    assert [(line.title, line.due) for line in lines] == [
        ("Quá hạn", ""),
        ("Kết quả đăng ký khai sinh, khai tử, kết hôn tại Ủy ban nhân dân cấp xã", "quá hạn 6 ngày"),
        ("Hôm nay và ngày mai", ""),
        ("Tình hình, kết quả giải quyết thủ tục hành chính tại cơ quan, đơn vị trực tiếp giải quyết", "ngày mai"),
        ("Tuần này", ""),
        ("Tổng hợp kết quả tiếp công dân thường xuyên, định kỳ và đột xuất", "còn 4 ngày"),
    ]


def test_the_status_bar_names_the_nearest_deadline_and_what_waits(desktop: Desktop) -> None:
    desktop.settle()
    assert desktop.window.status.texts[2] == "Hạn gần nhất: 13a/BTP/HTQTCT/HT quá hạn 6 ngày"
    open_form(desktop)
    desktop.keys.type("Dat dai")
    desktop.keys.press("Return")
    desktop.settle()
    desktop.wait(lambda: desktop.window.status.texts[1] == "1 thay đổi chờ đồng bộ")


def test_a_change_from_outside_shows_in_the_open_form_without_moving_the_cursor(desktop: Desktop) -> None:
    desktop.office.book(
        report(shipped("II.06a/VPCP/KSTT"), "2026-Q2", State.DRAFT, filled(), at="2026-06-14T06:00:00+00:00")
    )
    open_form(desktop)
    form = desktop.window.form
    form.grid.go_to(4, 4)
    changed = filled() | {"main/k01/c4": "413"}
    desktop.office.book(
        report(shipped("II.06a/VPCP/KSTT"), "2026-Q2", State.DRAFT, changed, at="2026-06-14T06:30:00+00:00", rev=4)
    )
    desktop.engine.listener(answer_about(KEY))
    desktop.wait(lambda: desktop.text_at(1, 3) == "413")
    assert desktop.text_at(1, 2) == "514"
    current = form.grid.currentIndex()
    assert (current.row(), current.column()) == (4, 4)


def test_a_change_from_outside_waits_until_the_editor_is_closed(desktop: Desktop) -> None:
    desktop.office.book(
        report(shipped("II.06a/VPCP/KSTT"), "2026-Q2", State.DRAFT, filled(), at="2026-06-14T06:00:00+00:00")
    )
    open_form(desktop)
    desktop.window.form.grid.go_to(3, 3)
    desktop.keys.type("7")
    editor = desktop.keys.target
    changed = filled() | {"main/k01/c4": "413"}
    desktop.office.book(
        report(shipped("II.06a/VPCP/KSTT"), "2026-Q2", State.DRAFT, changed, at="2026-06-14T06:30:00+00:00", rev=4)
    )
    desktop.engine.listener(answer_about(KEY))
    desktop.settle()
    assert desktop.text_at(1, 3) == "412"
    assert desktop.keys.target is editor
    desktop.keys.press("Return")
    desktop.wait(lambda: desktop.text_at(1, 3) == "413")
    assert desktop.text_at(3, 3) == "7"


def test_typing_over_a_value_changed_unseen_keeps_both_as_a_conflict(desktop: Desktop) -> None:
    form = shipped("II.06a/VPCP/KSTT")
    desktop.office.book(report(form, "2026-Q2", State.DRAFT, filled(), at="2026-06-14T06:00:00+00:00"))
    open_form(desktop)
    desktop.window.form.grid.go_to(1, 3)
    desktop.keys.type("99")
    store = desktop.office.open_store()
    store.save_edits(KEY, form.hash, [CellEdit("main/k01/c4", "412", "500")], author="p-cuong", claims=["main/k01"])
    store.close()
    desktop.keys.press("Return")
    desktop.settle()
    assert "Vướng mắc" in desktop.window.form.notice.text
    desktop.keys.press("Ctrl+3")
    desktop.settle()
    (row,) = desktop.window.page.conflicts.table.sides.rows
    assert [side.text for side in row[:4]] == ["Hộ tịch", "412", "99", "500"]


def test_the_engine_at_work_is_said_and_its_failure_explained(desktop: Desktop) -> None:
    desktop.keys.press("Ctrl+4")
    desktop.engine.listener(StateChanged(state=SyncState.PAUSED))
    desktop.wait(lambda: "tạm dừng" in desktop.window.page.busy_text)
    record = CycleRecord(
        started_at=1781420000, ended_at=1781420003, outcome=CycleOutcome.UNREACHABLE, code="sync.unreachable"
    )
    store = desktop.office.open_store()
    store.record_cycle(record)
    store.close()
    desktop.engine.listener(CycleEnded(record=record, facts=None))
    desktop.wait(lambda: bool(desktop.window.page.cycles))
    assert desktop.window.page.cycles[0].heading == "Chưa đồng bộ được"


def test_language_changes_at_once_and_comes_back(desktop: Desktop) -> None:
    desktop.keys.press("Ctrl+5")
    desktop.window.choose_language("en")
    desktop.wait(lambda: desktop.window.page.title == "Settings")
    desktop.settle()
    assert desktop.window.status.texts[2].startswith("Next due")
    desktop.window.choose_language("vi")
    desktop.wait(lambda: desktop.window.page.title == "Cài đặt")


@pytest.mark.parametrize("mode", [ThemeMode.DARK, ThemeMode.LIGHT])
def test_every_page_paints_in_both_themes(desktop: Desktop, look: Look, mode: ThemeMode) -> None:
    look.choose(mode=mode)
    for place in ("work", "reports", "attention", "sync", "settings"):
        desktop.window.show_page(place)
        desktop.settle()
        assert not desktop.window.grab().isNull()
    look.choose(mode=ThemeMode.LIGHT)


def test_a_province_sees_what_its_communes_sent_and_cannot_type_in_it(qtbot: QtBot, tmp_path: Path, look: Look) -> None:
    office = Office(tmp_path, level="province")
    office.furnish()
    office.book(
        report(
            shipped("II.06a/VPCP/KSTT"),
            "2026-Q2",
            State.SUBMITTED,
            filled(),
            at="2026-06-14T06:00:00+00:00",
            view=View.UPWARD,
        )
    )
    desktop = Desktop(qtbot, office, look)
    desktop.keys.press("Ctrl+3")
    desktop.settle()
    assert desktop.window.page.title == "Tổng hợp"
    desktop.wait(lambda: len(desktop.window.page.list.lines.lines) == 1)
    desktop.keys.press("Return")
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    assert desktop.text_at(1, 1) == "Hộ tịch"
    desktop.window.form.grid.go_to(1, 3)
    desktop.keys.type("5")
    assert desktop.text_at(1, 3) == "412"
    desktop.window.close()


def test_closing_the_window_saves_what_stands_in_an_open_editor(qtbot: QtBot, office: Office, look: Look) -> None:
    desktop = Desktop(qtbot, office, look)
    open_form(desktop)
    desktop.keys.type("Dat dai")
    desktop.keys.press("Tab")
    desktop.keys.type("42")
    desktop.window.close()
    QApplication.processEvents()
    store = office.open_store()
    found = store.report(key_of("II.06a/VPCP/KSTT", "2026-Q2"))
    store.close()
    assert found is not None
    assert "42" in found.mine.values()


def test_a_store_that_does_not_open_is_said_in_words(qtbot: QtBot, office: Office, look: Look) -> None:
    office.key = bytes(32)
    desktop = Desktop(qtbot, office, look)
    desktop.settle()
    assert desktop.window.page.notice.text != ""
    desktop.window.close()


def test_the_engine_begins_a_moment_after_the_window_is_idle(desktop: Desktop) -> None:
    assert desktop.engine is not None
    desktop.window.start_sync_soon()
    assert "start" not in desktop.engine.calls
    desktop.wait(lambda: "start" in desktop.engine.calls)


def test_a_window_that_is_closed_before_begins_no_engine(desktop: Desktop, qtbot: QtBot) -> None:
    assert desktop.engine is not None
    desktop.window.start_sync_soon()
    desktop.window.close()
    qtbot.wait(1_800)
    assert "start" not in desktop.engine.calls


def test_a_form_with_a_row_for_each_unit_opens_with_the_units_own_row(desktop: Desktop) -> None:
    desktop.keys.press("Down", "Down", "Return")
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.wait(lambda: [row.texts[0] for row in desktop.window.form.model.rows][:1] == ["UBND xã Hòa Bình"])
    desktop.settle()
    desktop.keys.press("Right", "F2", "Escape", "Left")
    desktop.settle()
    store = desktop.office.open_store()
    assert (store.report(key_of("01/TCD", "2026-Q2")), store.pending()) == (None, []), "to look writes nothing"
    store.close()
    desktop.keys.enter("5")
    desktop.settle()
    store = desktop.office.open_store()
    found = store.report(key_of("01/TCD", "2026-Q2"))
    store.close()
    assert found is not None
    assert found.mine["main/u-10000/@row"] == "V;;"
    assert "5" in found.mine.values()
    desktop.keys.press("Ctrl+Z", "Ctrl+Z")
    assert desktop.text_at(0, 0) == "UBND xã Hòa Bình"
