"""A report closed elsewhere while somebody works in it: what was typed is told, and the keyboard stays where it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.domain.exchange import FormChange, View
from app.domain.forms.catalogue import pack_form
from app.domain.operations import ReportKey
from app.domain.workflow import State
from tests.gui.conftest import Desktop
from tests.gui.filled_form import KEY, half_way
from tests.gui.office import Office, filled, key_of, owed, report, shipped
from tests.gui.test_explaining import FORM as EXPLAINED
from tests.gui.test_window import answer_about
from ui.look import Look
from ui.presenters import cells
from ui.widgets.paste_preview import PastePreviewDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FIGURE = (1, 3)
"""Row k01, column 4: 412 files."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return half_way(tmp_path)


@pytest.fixture
def returned(qtbot: QtBot, look: Look, tmp_path: Path) -> Iterator[Desktop]:
    """A report that was returned, with input that could not be read in one of its cells."""
    folder = tmp_path / "returned"
    folder.mkdir()
    office = Office(folder)
    office.furnish()
    office.book(report(shipped(KEY.form), "2026-Q2", State.RETURNED, filled(), at="2026-06-14T06:50:00+00:00"))
    desktop = Desktop(qtbot, office, look)
    opened(desktop)
    desktop.window.form.grid.go_to(*FIGURE)
    desktop.keys.type("12o")
    desktop.keys.press("Return")
    yield desktop
    desktop.window.close()


@pytest.fixture
def form(desktop: Desktop) -> Desktop:
    opened(desktop)
    desktop.window.form.grid.go_to(*FIGURE)
    return desktop


def opened(desktop: Desktop, seen: View = View.INNER, key: ReportKey = KEY) -> None:
    desktop.window.open_report(key, seen)
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.settle()


def arrives(desktop: Desktop, state: State, figures: dict[str, str] | None = None) -> None:
    """Central's report, by a synchronisation in the background."""
    told = report(shipped(KEY.form), "2026-Q2", state, figures or filled(), at="2026-06-14T07:01:00+00:00", rev=5)
    desktop.office.book(told)
    assert desktop.engine is not None
    desktop.engine.listener(answer_about(KEY))


def is_sealed(desktop: Desktop) -> None:
    desktop.wait(lambda: desktop.window.form.head.chip_text == "Đã chốt")
    desktop.settle()


def test_a_figure_entered_after_the_leader_sealed_is_told_and_may_be_copied(form: Desktop) -> None:
    form.keys.type("98")
    arrives(form, State.SEALED)
    form.settle()
    form.keys.press("Return")
    is_sealed(form)
    assert form.text_at(*FIGURE) == "412"
    notice = form.window.form.notice
    form.wait(lambda: notice.text == "Báo cáo không còn mở để nhập. Nội dung vừa gõ: “98”.")
    notice.answered.emit()
    assert QApplication.clipboard().text() == "98"


def test_input_that_could_not_be_read_is_told_when_the_report_is_sealed_elsewhere(form: Desktop) -> None:
    form.keys.type("12o")
    form.keys.press("Return")
    arrives(form, State.SEALED)
    is_sealed(form)
    assert form.window.form.notice.text == "Báo cáo không còn mở để nhập. Nội dung vừa gõ: “12o”."


def test_input_that_could_not_be_read_stays_in_its_cell_when_a_returned_report_becomes_a_draft(
    returned: Desktop,
) -> None:
    arrives(returned, State.DRAFT, filled() | {"main/k02/c4": "7"})
    returned.wait(lambda: returned.text_at(2, 3) == "7")
    assert returned.text_at(*FIGURE) == "12o"
    assert returned.flags_at(*FIGURE) & cells.UNREAD


def test_input_that_could_not_be_read_is_told_when_its_row_goes(returned: Desktop) -> None:
    rest = {address: value for address, value in filled().items() if not address.startswith("main/k01/")}
    arrives(returned, State.DRAFT, rest)
    notice = returned.window.form.notice
    returned.wait(lambda: notice.text == "Ô vừa gõ không còn trong báo cáo. Nội dung đã gõ: “12o”.")


def test_what_is_pasted_after_the_leader_sealed_is_told(form: Desktop) -> None:
    def agree() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, PastePreviewDialog):
            QTimer.singleShot(10, agree)
            return
        arrives(form, State.SEALED)
        dialog.done(QDialog.DialogCode.Accepted)

    QApplication.clipboard().setText("1.234\n2.345")
    QTimer.singleShot(10, agree)
    form.keys.press("Ctrl+V")
    is_sealed(form)
    form.wait(lambda: form.window.form.notice.text.startswith("Báo cáo không còn mở để nhập. Nội dung vừa gõ: “"))
    form.window.form.notice.answered.emit()
    assert QApplication.clipboard().text() == "1234\n2345"


def test_a_reason_entered_after_the_leader_sealed_is_told(qtbot: QtBot, look: Look, tmp_path: Path) -> None:
    folder = tmp_path / "explained"
    folder.mkdir()
    office = Office(folder)
    office.furnish()
    key = key_of(EXPLAINED.code, "2026-Q2")
    figures = {"main/r1/c1": "5", "main/r1/c2": "8", "main/r2/c1": "3", "main/r2/c2": "4"}
    office.book(
        FormChange(hash=EXPLAINED.hash, package=pack_form(EXPLAINED)),
        owed(EXPLAINED, "2026-Q2", "2026-03-15", "2026-06-14", "2026-06-15"),
        report(EXPLAINED, "2026-Q2", State.DRAFT, figures, at="2026-06-14T06:50:00+00:00"),
    )
    desktop = Desktop(qtbot, office, look)
    opened(desktop, key=key)
    desktop.window.form.grid.go_to(1, 1)
    desktop.keys.press("F7")
    desktop.keys.type("Do ")
    office.book(report(EXPLAINED, "2026-Q2", State.SEALED, figures, at="2026-06-14T07:50:00+00:00", rev=5))
    assert desktop.engine is not None
    desktop.engine.listener(answer_about(key))
    is_sealed(desktop)
    desktop.keys.type("ton")
    desktop.keys.press("Return")
    notice = desktop.window.form.notice
    desktop.wait(lambda: notice.text == "Báo cáo không còn mở để nhập. Nội dung vừa gõ: “Do ton”.")
    desktop.window.close()


def test_whoever_writes_a_note_goes_on_writing_when_the_report_is_sealed_elsewhere(form: Desktop) -> None:
    form.keys.press("Shift+F2")
    form.keys.type("xem ")
    field = form.keys.target
    arrives(form, State.SEALED)
    is_sealed(form)
    form.keys.type("lai")
    assert form.keys.target is field
    assert form.window.form.notes.field.toPlainText() == "xem lai"


def test_whoever_looks_for_something_goes_on_when_the_report_is_sealed_elsewhere(form: Desktop) -> None:
    form.keys.press("Ctrl+F")
    form.keys.type("ho")
    arrives(form, State.SEALED)
    is_sealed(form)
    form.keys.type("t")
    assert form.window.form.tools.find_bar.field.text() == "hot"


# What is said of a report that takes no figures


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.SEALED, "Báo cáo đã chốt nên không sửa được. Muốn sửa, hủy chốt trước."),
        (State.SUBMITTED, "Đã bấm gửi báo cáo nên không sửa được. Cần sửa thì xin đơn vị nhận trả lại."),
        (State.RECEIVED, "Đã bấm gửi báo cáo nên không sửa được. Cần sửa thì xin đơn vị nhận trả lại."),
        (State.ACCEPTED, "Báo cáo đã được chấp nhận nên không sửa được. Cần sửa thì xin đơn vị nhận mở khóa."),
    ],
)
@pytest.mark.parametrize("key", ["5", "Ctrl+Shift+K", "Ctrl+V"])
def test_a_key_in_a_closed_report_says_what_can_be_done(desktop: Desktop, state: State, said: str, key: str) -> None:
    desktop.office.book(report(shipped(KEY.form), "2026-Q2", state, filled(), at="2026-06-14T07:01:00+00:00", rev=5))
    opened(desktop)
    desktop.window.form.grid.go_to(*FIGURE)
    desktop.keys.press(key)
    assert desktop.window.form.notice.text == said


def test_of_a_received_report_no_figure_is_typed_and_no_seal_is_spoken_of(
    qtbot: QtBot, look: Look, tmp_path: Path
) -> None:
    folder = tmp_path / "province"
    folder.mkdir()
    office = Office(folder, level="province")
    office.furnish()
    office.book(
        report(
            shipped(KEY.form), "2026-Q2", State.SUBMITTED, filled(), at="2026-06-14T06:50:00+00:00", view=View.UPWARD
        )
    )
    desktop = Desktop(qtbot, office, look)
    opened(desktop, View.UPWARD)
    desktop.window.form.grid.go_to(*FIGURE)
    notice = desktop.window.form.notice
    for key in ("5", "Ctrl+Shift+K"):
        desktop.keys.press(key)
        assert notice.text == "Báo cáo của đơn vị khác: chỉ xem, không sửa được."
    desktop.keys.press("F9")
    assert notice.text == "Số liệu khớp."
    desktop.window.close()


def test_f4_stays_in_a_report_in_which_nothing_waits_for_a_decision(form: Desktop) -> None:
    form.keys.press("F4")
    form.settle()
    assert form.window.form.notice.text == "Báo cáo này không có chỗ nào chờ quyết định."
