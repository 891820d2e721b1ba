"""The program ends at any moment: the next start opens the report where its typist left off, text included."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.bookmark import Bookmark
from app.domain.exchange import FormChange, View
from app.domain.forms.catalogue import pack_form
from app.domain.operations import CellEdit, ReportKey
from app.domain.workflow import State
from tests.gui.conftest import Desktop
from tests.gui.filled_form import KEY, OFFER, half_way
from tests.gui.office import Office, filled, key_of, owed, report, shipped
from tests.gui.test_explaining import FORM as EXPLAINED
from tests.gui.test_narrative import CODE as BULLETIN
from tests.gui.test_narrative import COURSE, EVENT
from tests.journey.eyes import words_in
from ui.look import Look
from ui.presenters import cells
from ui.views.report_list_page import ReportListPage
from ui.widgets.section_editor import SectionEditor

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Restart = Callable[..., Desktop]
FIGURE = (1, 3)
"""Row k01, column 4: 412 files."""
ADDRESS = "main/k01/c4"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return half_way(tmp_path)


@pytest.fixture
def opened(desktop: Desktop) -> Desktop:
    desktop.window.open_report(KEY)
    is_open(desktop)
    return desktop


@pytest.fixture
def restart(qtbot: QtBot, look: Look, tmp_path: Path) -> Iterator[Restart]:
    """The program on what it would find if the one before were killed at this moment."""
    made: list[Desktop] = []

    def started(desktop: Desktop, meanwhile: Callable[[Office], None] = lambda _: None) -> Desktop:
        office = copy.copy(desktop.office)
        folder = tmp_path / f"start {len(made)}"
        folder.mkdir()
        office.path = folder / desktop.office.path.name
        for path in desktop.office.path.parent.glob("office.db*"):
            if path.suffix != ".db-shm":
                shutil.copy(path, folder)
        meanwhile(office)
        made.append(Desktop(qtbot, office, look))
        return made[-1]

    yield started
    for desktop in made:
        desktop.window.close()
        desktop.window.deleteLater()


def is_open(desktop: Desktop) -> None:
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.settle()


def kept(desktop: Desktop, holds: Callable[[Bookmark], bool]) -> None:
    """Wait until the disk has a bookmark that holds this."""
    found: list[Bookmark | None] = []

    def look_again() -> bool:
        desktop.window.desk.ask(lambda workspace: workspace._store.bookmark(), found.append, pytest.fail)
        return bool(found and found[-1] is not None and holds(found[-1]))

    desktop.wait(look_again)


def typed(desktop: Desktop, text: str) -> None:
    """Type it, and wait until the disk has it."""
    desktop.keys.type(text)
    kept(desktop, lambda bookmark: bookmark.typing is not None and bookmark.typing.text.endswith(text))


def cursor(desktop: Desktop) -> tuple[int, int]:
    index = desktop.window.form.grid.currentIndex()
    return index.row(), index.column()


def editor(desktop: Desktop) -> QLineEdit:
    """The open editor, which has the keyboard."""
    widget = desktop.keys.target
    assert isinstance(widget, QLineEdit)
    assert desktop.window.isAncestorOf(widget)
    return widget


def stored(desktop: Desktop, key: ReportKey = KEY) -> dict[str, str]:
    store = desktop.office.open_store()
    found = store.report(key)
    store.close()
    assert found is not None
    return dict(found.mine)


def test_the_cursor_is_on_the_cell_it_was_on(opened: Desktop, restart: Restart) -> None:
    opened.keys.press("Down", "Down", "Right")
    place = cursor(opened)
    kept(opened, lambda bookmark: bookmark.column == "c5")
    again = restart(opened)
    is_open(again)
    assert again.window.form.presenter.key == KEY
    assert cursor(again) == place
    assert again.keys.target is again.window.form.grid
    assert "Chưa khớp · chưa đối chiếu xong với hệ thống" in words_in(again.window.status)


def test_an_open_editor_is_open_again_with_its_text_and_enters_it_as_one_edit(
    opened: Desktop, restart: Restart
) -> None:
    opened.window.form.grid.go_to(*FIGURE)
    typed(opened, "98")
    again = restart(opened)
    is_open(again)
    assert editor(again).text() == "98"
    again.keys.type("7")
    again.keys.press("Return")
    again.settle()
    assert stored(again)[ADDRESS] == "987"
    assert again.text_at(*FIGURE) == "987"
    store = again.office.open_store()
    line = store.history(KEY, ADDRESS)[-1]
    store.close()
    assert (line.old, line.new) == ("412", "987")
    again.keys.press("Ctrl+Z")
    assert again.text_at(*FIGURE) == "412"


def test_an_editor_opened_and_not_typed_in_is_open_again(opened: Desktop, restart: Restart) -> None:
    opened.window.form.grid.go_to(*FIGURE)
    opened.keys.press("F2")
    kept(opened, lambda bookmark: bookmark.typing is not None and bookmark.typing.text == "412")
    again = restart(opened)
    is_open(again)
    assert editor(again).text() == "412"


def test_an_emptied_editor_is_empty_again(opened: Desktop, restart: Restart) -> None:
    opened.window.form.grid.go_to(*FIGURE)
    opened.keys.press("F2", "Backspace", "Backspace", "Backspace")
    kept(opened, lambda bookmark: bookmark.typing is not None and bookmark.typing.text == "")
    again = restart(opened)
    is_open(again)
    assert editor(again).text() == ""
    again.keys.press("Return")
    again.settle()
    assert ADDRESS not in stored(again)


def test_escape_and_enter_leave_no_text_behind(opened: Desktop, restart: Restart) -> None:
    opened.window.form.grid.go_to(*FIGURE)
    typed(opened, "98")
    opened.keys.press("Escape")
    kept(opened, lambda bookmark: bookmark.typing is None)
    opened.keys.type("55")
    opened.keys.press("Return")
    below = opened.window.form.presenter.tables.grid.rows[FIGURE[0] + 1].identity
    kept(opened, lambda bookmark: bookmark.typing is None and bookmark.row == below)
    again = restart(opened)
    is_open(again)
    assert again.keys.target is again.window.form.grid
    assert again.text_at(*FIGURE) == "55"
    assert cursor(again) == (FIGURE[0] + 1, FIGURE[1])


def test_text_for_a_cell_changed_meanwhile_is_a_conflict_when_it_is_entered(opened: Desktop, restart: Restart) -> None:
    opened.window.form.grid.go_to(*FIGURE)
    typed(opened, "987")
    form = shipped(KEY.form)

    def another_computer(office: Office) -> None:
        theirs = {**filled(), ADDRESS: "500"}
        office.book(report(form, "2026-Q2", State.DRAFT, theirs, at="2026-06-14T07:00:00+00:00", rev=4))

    again = restart(opened, another_computer)
    is_open(again)
    assert editor(again).text() == "987"
    again.keys.press("Return")
    again.settle()
    assert again.flags_at(*FIGURE) & cells.CONFLICT
    store = again.office.open_store()
    (conflict,) = store.conflicts(KEY)
    store.close()
    assert (conflict.base, conflict.mine, conflict.theirs) == ("412", "987", "500")


def test_input_that_could_not_be_read_stands_in_its_cell_again(opened: Desktop, restart: Restart) -> None:
    opened.window.form.grid.go_to(*FIGURE)
    opened.keys.type("12o")
    opened.keys.press("Return")
    kept(opened, lambda bookmark: dict(bookmark.unread) == {ADDRESS: "12o"})
    again = restart(opened)
    is_open(again)
    assert again.text_at(*FIGURE) == "12o"
    assert again.flags_at(*FIGURE) & cells.UNREAD
    assert stored(again)[ADDRESS] == "412"
    again.window.form.grid.go_to(*FIGURE)
    again.keys.press("F2", "Backspace")
    again.keys.type("0")
    again.keys.press("Return")
    kept(again, lambda bookmark: not bookmark.unread)
    assert stored(again)[ADDRESS] == "120"


def test_a_name_typed_at_the_offer_is_there_again_and_makes_its_row_once(opened: Desktop, restart: Restart) -> None:
    opened.window.form.grid.go_to(OFFER, 1)
    typed(opened, "Thi hanh an")
    again = restart(opened)
    is_open(again)
    assert cursor(again) == (OFFER, 1)
    assert editor(again).text() == "Thi hanh an"
    again.keys.press("Return")
    kept(again, lambda bookmark: bookmark.typing is None)
    once_more = restart(again)
    is_open(once_more)
    assert once_more.keys.target is once_more.window.form.grid
    assert list(stored(once_more).values()).count("Thi hanh an") == 1


def test_an_edit_and_the_bookmark_without_its_text_are_kept_in_one_commit(
    opened: Desktop, restart: Restart, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.window.form.grid.go_to(*FIGURE)
    typed(opened, "98")
    at_once: list[tuple[object, object]] = []
    monkeypatch.setattr(opened.window.desk, "_put", lambda asked: at_once.append((asked.cells, asked.bookmark)))
    opened.keys.press("Return")
    ((cells_saved, bookmark),) = at_once
    assert cells_saved == (CellEdit(ADDRESS, "412", "98"),)
    assert bookmark.typing is None


def test_a_report_left_open_is_open_at_the_next_start_and_one_that_was_left_is_not(
    opened: Desktop, restart: Restart
) -> None:
    opened.window.form.grid.go_to(*FIGURE)
    opened.keys.type("98")
    opened.window.close()
    again = restart(opened)
    is_open(again)
    assert cursor(again) == FIGURE
    assert again.keys.target is again.window.form.grid
    assert again.text_at(*FIGURE) == "98"
    again.keys.press("Alt+Left")
    again.settle()
    again.window.close()
    third = restart(again)
    assert third.window.form is None
    assert isinstance(third.window.page, ReportListPage)


def test_words_being_written_are_there_again_with_the_cursor_behind_them(
    qtbot: QtBot, office: Office, look: Look, restart: Restart
) -> None:
    form, period = shipped(BULLETIN), "2026-E-bao-so-3.02"
    office.book(
        FormChange(hash=form.hash, package=pack_form(form)),
        owed(form, period, "2026-06-13", "2026-06-13", "2026-06-14"),
        report(form, period, State.DRAFT, {EVENT: "Bão số 3", COURSE: "Hướng tây"}, at="2026-06-14T06:50:00+00:00"),
    )
    key = key_of(BULLETIN, period)
    desktop = Desktop(qtbot, office, look)
    desktop.window.open_report(key)
    is_open(desktop)
    desktop.keys.press("Ctrl+PageDown", "Tab")
    desktop.keys.press("Ctrl+End")
    typed(desktop, ", gio cap 9")
    again = restart(desktop)
    desktop.window.close()
    is_open(again)
    widget = again.keys.target
    assert isinstance(widget, SectionEditor)
    assert widget.toPlainText() == "Hướng tây, gio cap 9"
    assert again.window.form.narrative.isVisible()
    again.keys.type("!")
    again.keys.press("Tab")
    again.settle()
    assert stored(again, key)[COURSE] == "Hướng tây, gio cap 9!"
    store = again.office.open_store()
    assert store.conflicts(key) == []
    store.close()


def test_a_reason_being_written_is_there_again(qtbot: QtBot, office: Office, look: Look, restart: Restart) -> None:
    key = key_of("GT/1", "2026-Q2")
    office.book(
        FormChange(hash=EXPLAINED.hash, package=pack_form(EXPLAINED)),
        owed(EXPLAINED, "2026-Q2", "2026-03-15", "2026-06-14", "2026-06-15"),
    )
    desktop = Desktop(qtbot, office, look)
    desktop.window.open_report(key)
    is_open(desktop)
    desktop.keys.enter("5", "8", "3", "4")
    desktop.window.form.grid.go_to(1, 1)
    desktop.keys.press("F7")
    typed(desktop, "Do ton")
    again = restart(desktop)
    desktop.window.close()
    is_open(again)
    assert editor(again).text() == "Do ton"
    again.keys.type(" cu")
    again.keys.press("Return")
    again.settle()
    reasons = {address: value for address, value in stored(again, key).items() if address.startswith("@reason/")}
    assert list(reasons.values()) == ["Do ton cu"]


def test_a_received_report_is_open_again_as_it_was_seen(
    qtbot: QtBot, tmp_path: Path, look: Look, restart: Restart
) -> None:
    office = Office(tmp_path, level="province")
    office.furnish()
    office.book(
        report(
            shipped(KEY.form), "2026-Q2", State.SUBMITTED, filled(), at="2026-06-14T06:40:00+00:00", view=View.UPWARD
        )
    )
    desktop = Desktop(qtbot, office, look)
    desktop.window.open_report(KEY, View.UPWARD)
    is_open(desktop)
    desktop.window.form.grid.go_to(*FIGURE)
    kept(desktop, lambda bookmark: bookmark.view is View.UPWARD and bookmark.column == "c4")
    again = restart(desktop)
    desktop.window.close()
    is_open(again)
    assert cursor(again) == FIGURE
    again.keys.press("Alt+Left")
    assert again.window.page.title == "Tổng hợp"


def test_text_for_a_report_sealed_meanwhile_is_told_and_may_be_copied(opened: Desktop, restart: Restart) -> None:
    opened.window.form.grid.go_to(*FIGURE)
    typed(opened, "987")

    def the_leader_seals(office: Office) -> None:
        office.book(report(shipped(KEY.form), "2026-Q2", State.SEALED, filled(), at="2026-06-14T07:00:00+00:00", rev=4))

    again = restart(opened, the_leader_seals)
    is_open(again)
    form = again.window.form
    assert cursor(again) == FIGURE
    assert again.keys.target is form.grid
    assert form.notice.text == "Báo cáo không còn mở để nhập. Nội dung đang gõ dở lần trước: “987”."
    form.notice.answered.emit()
    assert QApplication.clipboard().text() == "987"
    kept(again, lambda bookmark: bookmark.text == "987")  # until the report is left


def test_text_for_a_row_that_is_gone_is_told(opened: Desktop, restart: Restart) -> None:
    opened.window.form.grid.go_to(*FIGURE)
    typed(opened, "987")

    def another_computer(office: Office) -> None:
        rest = {address: value for address, value in filled().items() if not address.startswith("main/k01/")}
        office.book(report(shipped(KEY.form), "2026-Q2", State.DRAFT, rest, at="2026-06-14T07:00:00+00:00", rev=4))

    again = restart(opened, another_computer)
    is_open(again)
    assert again.window.form.notice.text == ("Ô đang gõ dở lần trước không còn trong báo cáo. Nội dung đã gõ: “987”.")


def test_a_report_that_ends_the_program_again_and_again_is_not_opened_for_ever(
    opened: Desktop, restart: Restart
) -> None:
    opened.window.form.grid.go_to(*FIGURE)
    typed(opened, "987")

    def three_starts_died(office: Office) -> None:
        store = office.open_store()
        assert [found.tries for found in (store.go_back(), store.go_back(), store.go_back()) if found] == [1, 2, 3]
        store.close()

    again = restart(opened, three_starts_died)
    again.settle()
    assert again.window.form is None
    page = again.window.page
    assert isinstance(page, ReportListPage)
    assert page.notice.text == (
        "Không mở lại được báo cáo đang làm dở. Chương trình đã dừng nhiều lần ngay khi mở báo cáo này. "
        "Nội dung đang gõ dở lần trước: “987”."
    )
    again.window.open_report(KEY)
    is_open(again)
    kept(again, lambda bookmark: bookmark.tries == 0 and not bookmark.text)


def test_a_report_that_does_not_open_any_more_leads_to_the_work_list_with_a_sentence(
    opened: Desktop, restart: Restart
) -> None:
    opened.window.form.grid.go_to(*FIGURE)
    typed(opened, "987")

    def gone(office: Office) -> None:
        store = office.open_store()
        there = store.bookmark()
        assert there is not None
        lost = Bookmark(report=key_of("X/9", "2026-Q2"), typing=there.typing)
        store.keep_bookmark(lost, synced=True)
        store.close()

    again = restart(opened, gone)
    again.wait(lambda: again.window.form is None)
    again.settle()
    page = again.window.page
    assert isinstance(page, ReportListPage)
    assert page.notice.text.startswith("Không mở lại được báo cáo đang làm dở. ")
    assert page.notice.text.endswith("Nội dung đang gõ dở lần trước: “987”.")
    page.notice.answered.emit()
    assert QApplication.clipboard().text() == "987"
    assert again.keys.target is page.list
