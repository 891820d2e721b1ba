"""Every page and every dialog, walked as a screen reader walks it: whoever adds one adds it here."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

import ui
from app.documents.placed import Paper
from app.domain.exchange import View
from app.domain.operations import ReportKey
from app.domain.relations.sheet import Sheet
from app.domain.workflow import State
from app.errors import StoreError
from tests.gui.conftest import Desktop
from tests.gui.filled_form import KEY, go_to, open_report
from tests.gui.office import Office, filled, report, shipped
from tests.gui.reading_aloud import name_of, parts_of, rows_of, unreached, unspoken, without_a_stop
from tests.gui.test_attention import wait_elsewhere
from tests.ui.presenters.test_pasting import Bench, block, fixed_form
from ui.look import Look
from ui.presenters.edition_words import EditionPart, EditionQuestion
from ui.presenters.enrolment import Enrolled
from ui.presenters.figure_choice import FigureOffer
from ui.presenters.form_acts import Question as Asked
from ui.presenters.form_blanks import BlankRow
from ui.presenters.lines import Line
from ui.presenters.paste_placing import Area
from ui.presenters.paste_question import PasteQuestion
from ui.presenters.phrases import Tone
from ui.presenters.printing import PrintPreview
from ui.presenters.workbook_words import ChangeLine, ChangeQuestion, ProblemLine, ProblemList
from ui.views.attention_panes import TextDialog
from ui.views.edition import EditionDialog
from ui.views.enrolment import EnrolmentDialog
from ui.views.print_preview import PrintDialog
from ui.views.recovery import RecoveryDialog
from ui.views.workbook import ChangesDialog, ProblemsDialog
from ui.widgets.blank_question import BlankQuestion
from ui.widgets.figure_picker import FigurePicker
from ui.widgets.paste_preview import PastePreviewDialog
from ui.widgets.question import Question
from ui.widgets.side_panel import PANELS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def office(office: Office) -> Office:
    """Last quarter's report as it is, and one in hand whose figures do not agree everywhere."""
    cells = filled() | {"main/k03/c9": "167"}
    office.book(report(shipped(KEY.form), KEY.period, State.DRAFT, cells, at="2026-06-14T06:40:00+00:00"))
    return office


# ---- pages ----------------------------------------------------------------------------------------------------------


def show(place: str) -> Callable[[Desktop], None]:
    return lambda desktop: desktop.window.show_page(place)


def open_filled(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 3, 2)
    desktop.wait(lambda: bool(desktop.window.form.panel.shown))


def beside(panel: int) -> Callable[[Desktop], None]:
    def act(desktop: Desktop) -> None:
        open_filled(desktop)
        desktop.window.form.panel.choose(panel)

    return act


def pressing(*keys: str) -> Callable[[Desktop], None]:
    def act(desktop: Desktop) -> None:
        open_filled(desktop)
        desktop.keys.press(*keys)

    return act


def waiting_elsewhere(desktop: Desktop) -> None:
    wait_elsewhere(desktop)
    desktop.window.show_page("attention")


def with_guide(desktop: Desktop) -> None:
    desktop.window._on_guide_wanted()


PLACES = ("work", "reports", "attention", "sync", "settings")
SCREENS: dict[str, Callable[[Desktop], None]] = {
    **{place: show(place) for place in PLACES},
    "first steps": with_guide,
    "attention elsewhere": waiting_elsewhere,
    "form": open_filled,
    **{panel: beside(at) for at, panel in enumerate(PANELS)},
    "files": beside(4),
    "find": pressing("Ctrl+F"),
    "help": pressing("F1"),
    "checked": pressing("F9"),
}


def test_every_place_is_walked(desktop: Desktop) -> None:
    assert desktop.window._places.names == set(PLACES)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_reader_can_name_all_of_a_screen(desktop: Desktop, screen: str) -> None:
    SCREENS[screen](desktop)
    desktop.settle()
    assert unspoken(desktop.window) == []
    assert without_a_stop(desktop.window) == set()


@pytest.mark.parametrize("place", [*PLACES, "first steps"])
def test_tab_comes_to_all_of_a_page(desktop: Desktop, place: str) -> None:
    SCREENS[place](desktop)
    desktop.settle()
    desktop.keys.press("Tab")
    assert unreached(desktop.window) == set()


@pytest.fixture
def province(qtbot: QtBot, tmp_path: Path, look: Look) -> Iterator[Desktop]:
    """The office above, to which a commune sent its report."""
    office = Office(tmp_path, level="province")
    office.furnish()
    office.name_unit("u-10000", "UBND xã Hòa Bình")
    office.book(
        report(
            shipped(KEY.form),
            KEY.period,
            State.SUBMITTED,
            filled(),
            at="2026-06-14T03:00:00+00:00",
            view=View.UPWARD,
            unit="u-10000",
        )
    )
    made = Desktop(qtbot, office, look)
    yield made
    made.window.close()
    made.window.deleteLater()


def test_what_came_from_below_is_named_and_read_too(province: Desktop) -> None:
    assert province.window._places.names == {*PLACES, "received"}
    province.window.show_page("received")
    province.settle()
    assert unspoken(province.window) == []
    (row,) = rows_of(province.window, "Tổng hợp")
    assert row.startswith("UBND xã Hòa Bình · Tình hình, kết quả giải quyết")
    assert "Quý II/2026, Đã gửi, 10:00 14/06/2026" in row
    province.window.open_report(KEY._replace(unit="u-10000"), View.UPWARD)
    province.wait(lambda: province.window.form is not None and bool(province.window.form.model.rows))
    province.settle()
    assert unspoken(province.window) == []
    assert without_a_stop(province.window) == set()


def test_rows_are_read_as_sentences(desktop: Desktop) -> None:
    desktop.settle()
    rows = rows_of(desktop.window, "Việc cần làm")
    assert rows[0] == "Quá hạn"
    assert rows[1] == (
        "Kết quả đăng ký khai sinh, khai tử, kết hôn tại Ủy ban nhân dân cấp xã, 13a/BTP/HTQTCT/HT, "
        "6 tháng đầu năm 2026, 6 tháng, đã điền 0 trên 20 ô, Đang lập, quá hạn 6 ngày, Hạn gửi 08/06/2026"
    )
    open_filled(desktop)
    (first, *_) = rows_of(desktop.window, "Những điểm cần xem")
    assert first == ("Lỗi · Đất đai · (3). (3) = 243 nhưng (7)+(11) = 241, lệch 2. Hệ thức in trong biểu: 3=7+11")


def cell(desktop: Desktop, row: int, column: int) -> tuple[str, str]:
    """Name and description of a cell."""
    form = desktop.window.form
    assert form is not None
    model = form.model
    wanted = model.index(row, column).data(int(Qt.ItemDataRole.AccessibleTextRole))
    for part in parts_of(form.grid):
        if part.role() is QAccessible.Role.Cell and name_of(part) == wanted:
            return wanted, part.text(QAccessible.Text.Description)
    raise AssertionError((row, column))


def test_a_cell_says_address_heading_value_and_how_it_stands(desktop: Desktop) -> None:
    open_filled(desktop)
    desktop.settle()
    assert cell(desktop, 3, 3) == ("Đất đai · cột (4), Tiếp nhận › Trong kỳ › Trực tuyến, 64", "")
    name, description = cell(desktop, 3, 2)
    assert name.startswith("Đất đai · cột (3), Tiếp nhận › Tổng số, 243, có lỗi, chỉ đọc")
    assert description == "Đất đai: (3) = 243 nhưng (7)+(11) = 241, lệch 2."
    assert cell(desktop, 2, 2)[0].startswith("Chứng thực · cột (3), Tiếp nhận › Tổng số, 1.286, chỉ đọc")
    go_to(desktop, 3, 3)
    desktop.keys.type("muoi")
    desktop.keys.press("Return")
    name, description = cell(desktop, 3, 3)
    assert "muoi, chưa đọc được" in name
    assert description != ""


# ---- dialogs --------------------------------------------------------------------------------------------------------


def paste_preview(look: Look) -> QDialog:
    grid = Bench(fixed_form()).grid
    question = PasteQuestion(grid, block(["1.234", "abc"], ["12,5", "3"]), Area(1, 3, 1, 3), lambda: "n1")
    return PastePreviewDialog(look, question)


def print_preview(look: Look) -> QDialog:
    form = fixed_form()
    paper = Paper(
        key=ReportKey("u-1", form.code, "2026-Q2"),
        form=form,
        sheet=Sheet(form, {}),
        unit_name="UBND xã Hòa Bình",
        receiver_name="Tỉnh",
        period_title="Quý II/2026",
        window=None,
        is_draft=True,
        made_at=datetime(2026, 6, 14, 14, 2),
    )
    preview = PrintPreview(paper=paper, title="X/2", note="Bản nháp.", note_tone=Tone.ATTENTION, file_name="x.pdf")
    return PrintDialog(look, preview, keep=lambda _: None, send=lambda _pages, _dialog: None)


def edition(look: Look) -> QDialog:
    line = Line(heading="Đất đai · (4)", right="12", body="Số này không có chỗ.", mark="warning", tone=Tone.ATTENTION)
    parts = tuple(EditionPart(name=name, explained="Các số này.", lines=(line,)) for name in ("Chuyển chỗ", "Ô mới"))
    return EditionDialog(
        look, EditionQuestion(title="Chuyển?", sentences=("Một câu.",), parts=parts, yes="Chuyển", no="Để sau")
    )


def changes(look: Look) -> QDialog:
    lines = tuple(ChangeLine(row="Đất đai", column="(4)", now="1", new="2", note=note) for note in ("", "Số lớn"))
    sentences = (("Chọn các ô.", Tone.NEUTRAL),)
    return ChangesDialog(look, ChangeQuestion(title="Nhập số", sentences=sentences, lines=lines))


def problems(look: Look) -> QDialog:
    lines = (ProblemLine(place="C9", what="Không phải là số.", do="Sửa ô này."),)
    return ProblemsDialog(look, ProblemList(title="Chưa nhập được", sentences=(), lines=lines))


def question(look: Look) -> QDialog:
    return Question(look, "Hủy chốt?", ["Số liệu sửa được."], yes="Hủy chốt", no="Để nguyên", reason="Lý do")


def blanks(look: Look) -> QDialog:
    asked = Asked(title="Chốt?", lines=("13 dòng.",), yes="Chốt", no="Xem lại")
    return BlankQuestion(look, asked, "Còn 1 ô trống.", [BlankRow(label="Đất đai", columns=("(4)",), address="")])


def figures(look: Look) -> QDialog:
    return FigurePicker(look, lambda _: [FigureOffer(field="{3}", row="Tổng cộng", column="(3) Tổng số", shown="12")])


def enrolment(look: Look) -> QDialog:
    enrolled = Enrolled(person_name="An", unit_name="Xã", recovery_code="A-B-C-D")
    return EnrolmentDialog(look, lambda *_: enrolled, computer_name="may-1")


def recovery(look: Look) -> QDialog:
    return RecoveryDialog(look, StoreError("store.no_key", path="sobaocao.db"), lambda _: None)


DIALOGS: dict[type[QDialog], Callable[[Look], QDialog]] = {
    Question: question,
    BlankQuestion: blanks,
    PastePreviewDialog: paste_preview,
    PrintDialog: print_preview,
    EditionDialog: edition,
    ChangesDialog: changes,
    ProblemsDialog: problems,
    FigurePicker: figures,
    EnrolmentDialog: enrolment,
    RecoveryDialog: recovery,
    TextDialog: lambda look: TextDialog(look, "Diễn biến", "Mưa to"),
}


def dialogs_of(kind: type[QDialog]) -> Iterator[type[QDialog]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("ui.") and not each.__name__.startswith("_"):
            yield each
        yield from dialogs_of(each)


def test_every_dialog_of_the_program_is_walked() -> None:
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        importlib.import_module(module.name)
    assert set(dialogs_of(QDialog)) == set(DIALOGS)


@pytest.fixture(params=DIALOGS.values(), ids=[kind.__name__ for kind in DIALOGS])
def dialog(request: pytest.FixtureRequest, qtbot: QtBot, look: Look) -> Iterator[QDialog]:
    made: QDialog = request.param(look)
    made.setModal(False)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and made.isActiveWindow())
    yield made
    made.close()
    made.deleteLater()


def test_a_screen_reader_can_name_all_of_a_dialog_and_tab_comes_to_it(dialog: QWidget) -> None:
    assert dialog.accessibleName() != ""
    assert unspoken(dialog) == []
    assert without_a_stop(dialog) == set()
    assert unreached(dialog) == set()


def test_a_control_without_a_name_is_found(qtbot: QtBot, look: Look) -> None:
    made = question(look)
    qtbot.addWidget(made)
    made.show()
    field = QLineEdit()
    made.layout().addWidget(field)
    field.show()
    assert unspoken(made) == ["EditableText QLineEdit below Question"]
