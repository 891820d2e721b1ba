"""The sync page by keyboard: what differs leads to its place, receipts are copied, wishes are kept and said."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QRadioButton, QTimeEdit, QWidget

from app.domain.exchange import Receipt, ReceiptKind
from app.domain.exchange_state import Booked, CycleOutcome, CycleRecord, LightFacts
from app.domain.operations import CellEdit
from app.domain.workflow import State
from sync.events import AnswerBooked, CycleEnded, CycleStarted, StateChanged
from sync.state import SyncState
from sync.wishes import Wishes
from tests.gui.conftest import Desktop
from tests.gui.office import filled, key_of, report, shipped
from tests.gui.test_accessibility import unnamed, unreached_by_tab
from ui.views.sync import SyncPage
from ui.widgets.line_list import LineList

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

KEY = key_of("II.06a/VPCP/KSTT", "2026-Q2")
NOON = 1_781_420_520


def begun(desktop: Desktop) -> None:
    """A report with a change that waits."""
    form = shipped("II.06a/VPCP/KSTT")
    desktop.office.book(report(form, "2026-Q2", State.DRAFT, filled(), at="2026-06-14T06:00:00+00:00"))
    store = desktop.office.open_store()
    store.save_edits(KEY, form.hash, [CellEdit("main/k01/c5", "95", "96")], author="p-an", claims=["main/k01"])
    store.close()


def conflicted(desktop: Desktop) -> None:
    """A cell typed over another value than was shown."""
    form = shipped("II.06a/VPCP/KSTT")
    store = desktop.office.open_store()
    store.save_edits(KEY, form.hash, [CellEdit("main/k01/c4", "411", "7")], author="p-an", claims=["main/k01"])
    store.close()


def failed(desktop: Desktop) -> None:
    store = desktop.office.open_store()
    record = CycleRecord(
        started_at=NOON - 2,
        ended_at=NOON,
        outcome=CycleOutcome.UNREACHABLE,
        code="sync.central_failed",
        detail='{"status": "502"}',
    )
    store.record_cycle(record)
    store.close()


def page_of(desktop: Desktop) -> SyncPage:
    desktop.keys.press("Ctrl+4")
    desktop.settle()
    desktop.settle()
    page = desktop.window.page
    assert isinstance(page, SyncPage)
    return page


def tab_to(desktop: Desktop, wanted: QWidget) -> None:
    for _ in range(40):
        if QApplication.focusWidget() is wanted:
            return
        desktop.keys.press("Tab")
    raise AssertionError(f"Tab never comes to {wanted.accessibleName()}")


def headings(lines: LineList) -> list[str]:
    return [line.heading for line in lines.lines.lines]  # type: ignore[union-attr]  # lines of sentences


def test_what_waits_leads_to_its_report_by_the_keyboard(desktop: Desktop) -> None:
    begun(desktop)
    page = page_of(desktop)
    differing = page.lists[0]
    desktop.wait(lambda: headings(differing) == ["II.06a/VPCP/KSTT · Quý II/2026"])
    tab_to(desktop, differing)
    desktop.keys.press("Home", "Return")
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    assert desktop.window.form.presenter.report.key == KEY


def test_what_was_edited_in_two_places_leads_to_where_it_is_decided(desktop: Desktop) -> None:
    begun(desktop)
    conflicted(desktop)
    page = page_of(desktop)
    desktop.wait(lambda: len(headings(page.lists[0])) == 2)
    tab_to(desktop, page.lists[0])
    desktop.keys.press("Home", "Return")
    desktop.settle()
    assert desktop.window.page.title == "Vướng mắc"
    desktop.wait(lambda: len(desktop.window.page.conflicts.table.sides.rows) == 1)


def test_a_failed_cycle_opens_what_is_safe_and_what_to_do(desktop: Desktop) -> None:
    failed(desktop)
    page = page_of(desktop)
    cycles = page.lists[2]
    desktop.wait(lambda: headings(cycles) == ["Chưa đồng bộ được"])
    tab_to(desktop, cycles)
    desktop.keys.press("Home", "Return")
    (line,) = page.cycles
    assert line.body.startswith("Hệ thống đang gặp sự cố (mã 502).\nSố liệu đã lưu trên máy này")
    assert "sync.central_failed" in line.foot
    assert line.body.replace("\n", " ").split()[0] in line.spoken
    desktop.keys.press("Return")
    (line,) = page.cycles
    assert line.body == "Hệ thống đang gặp sự cố (mã 502)."


def test_a_receipt_is_copied_by_key_and_by_button(desktop: Desktop) -> None:
    proof = Receipt(
        kind=ReceiptKind.SUBMISSION,
        report=key_of("II.06a/VPCP/KSTT", "2026-Q1"),
        content="c0" * 32,
        device="d-1",
        epoch="e0" * 8,
        seq=11,
        rev=3,
        sealed_at=NOON - 60,
        received_at=NOON,
        deadline="2026-03-16",
        late=False,
        central="5f1c90d27a3e8b44",
        signature="ab" * 64,
    )
    desktop.office.book(receipts=(proof,))
    page = page_of(desktop)
    desktop.wait(lambda: len(headings(page.lists[1])) == 1)
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    tab_to(desktop, page.lists[1])
    desktop.keys.press("Home", "Ctrl+C")
    assert f"Chữ ký: {'ab' * 64}" in clipboard.text()
    clipboard.clear()
    for _ in range(40):
        if QApplication.focusWidget().accessibleName() == "Sao chép biên nhận đang chọn":
            break
        desktop.keys.press("Tab")
    desktop.keys.press("Space")
    assert clipboard.text().startswith("BIÊN NHẬN CỦA HỆ THỐNG\nBáo cáo: II.06a/VPCP/KSTT · Quý I/2026")


def test_a_pause_is_kept_told_to_the_engine_and_said_in_the_status_bar(desktop: Desktop) -> None:
    page = page_of(desktop)
    desktop.keys.press("Shift+Backtab", "Space")
    assert desktop.engine.wishes == Wishes(paused=True)
    assert page.busy_text.startswith("Đã tạm dừng đồng bộ. Thay đổi vẫn lưu trên máy này")
    assert desktop.window.status.busy_text == "Đã tạm dừng đồng bộ"
    assert QApplication.focusWidget().accessibleName() == "Tiếp tục"
    desktop.keys.press("Space")
    assert desktop.engine.wishes == Wishes()
    assert (page.busy_text, desktop.window.status.busy_text) == ("", "")


def test_what_became_of_a_cycle_asked_for_in_a_pause_is_said_beside_the_pause(desktop: Desktop) -> None:
    page = page_of(desktop)
    desktop.keys.press("Shift+Backtab", "Space")
    record = CycleRecord(
        started_at=NOON, ended_at=NOON + 1, outcome=CycleOutcome.UNREACHABLE, code="sync.unreachable", detail=""
    )
    for event in (CycleEnded(record=record, facts=None), StateChanged(state=SyncState.PAUSED)):
        desktop.engine.listener(event)
    desktop.wait(lambda: page.busy_text.startswith("Chưa kết nối được với hệ thống. · Đã tạm dừng đồng bộ."))


def test_what_holds_synchronising_back_is_said_also_while_the_engine_has_trouble(desktop: Desktop) -> None:
    desktop.window._services.wishes.keep(
        msgspec.structs.replace(desktop.window._services.settings.choices, reports_only=True)
    )
    page = page_of(desktop)
    desktop.engine.listener(StateChanged(state=SyncState.WAITING, code="sync.unreachable"))
    desktop.wait(lambda: page.busy_text.startswith("Chưa kết nối được với hệ thống. · Chỉ đồng bộ báo cáo."))


def test_a_person_may_still_ask_for_a_cycle(desktop: Desktop) -> None:
    page_of(desktop)
    desktop.keys.press("Space")
    assert desktop.engine.calls[-1] == "wake"


def test_only_reports_and_quiet_hours_are_chosen_by_keyboard(desktop: Desktop) -> None:
    desktop.keys.press("Ctrl+5")
    page = desktop.window.page
    radios = {one.accessibleName(): one for one in page.findChildren(QRadioButton)}
    tab_to(desktop, radios["Đồng bộ những gì: Cả tệp đính kèm"])
    desktop.keys.press("Right", "Space")
    assert desktop.engine.wishes == Wishes(reports_only=True)
    assert desktop.window.status.busy_text == "Chỉ đồng bộ báo cáo"
    tab_to(desktop, radios["Giờ yên lặng: Không đặt"])
    desktop.keys.press("Right", "Space")
    assert desktop.engine.wishes == Wishes(reports_only=True, quiet=(22 * 60, 6 * 60))
    start, end = page.findChildren(QTimeEdit)
    assert [field.accessibleName() for field in (start, end)] == ["Giờ yên lặng, từ", "Giờ yên lặng, đến"]
    tab_to(desktop, start)
    desktop.keys.type("1330")
    tab_to(desktop, end)
    desktop.keys.type("1430")
    desktop.keys.press("Tab")
    assert desktop.engine.wishes == Wishes(reports_only=True, quiet=(13 * 60 + 30, 14 * 60 + 30))
    assert desktop.window.status.busy_text == "Giờ yên lặng đến 14:30"
    assert unnamed(desktop.window) == []


def test_a_cycle_that_takes_long_shows_how_far_it_is_and_is_ended_by_keyboard(desktop: Desktop) -> None:
    page = page_of(desktop)
    told = (
        StateChanged(state=SyncState.RUNNING),
        CycleStarted(at=NOON),
        AnswerBooked(
            booked=Booked(applied=10),
            facts=LightFacts(waiting=30),
            bytes_up=9_000,
            bytes_down=1_000,
            more=False,
            clock_skew_s=0,
        ),
    )
    for event in told:
        desktop.engine.listener(event)
    desktop.wait(lambda: page.progress_text.startswith("Đã lên 10 trên 40 mục · 9,0 kB lên, 1,0 kB về"))
    assert unnamed(desktop.window) == []
    assert unreached_by_tab(desktop) == set()
    for _ in range(40):
        if QApplication.focusWidget().accessibleName() == "Dừng lần này":
            break
        desktop.keys.press("Tab")
    desktop.keys.press("Space")
    assert desktop.engine.calls[-1] == "cancel"
    record = CycleRecord(started_at=NOON, ended_at=NOON + 9, outcome=CycleOutcome.STOPPED)
    desktop.engine.listener(CycleEnded(record=record, facts=None))
    desktop.engine.listener(StateChanged(state=SyncState.IDLE))
    desktop.wait(lambda: page.progress_text == "")
    assert QApplication.focusWidget().accessibleName() == "Đồng bộ ngay"


def test_a_clock_that_is_off_is_said(desktop: Desktop) -> None:
    page = page_of(desktop)
    assert page.skew_text == ""
    desktop.office.book(skew_s=-310)
    desktop.keys.press("F5")
    desktop.wait(lambda: page.skew_text.startswith("Đồng hồ máy này nhanh 5 phút so với hệ thống"))
