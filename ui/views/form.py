"""The form page: title row, grid, side panel, cell bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.look import Look
from ui.models.grid import GridModel
from ui.presenters import form_acts
from ui.presenters.cells import GridRow, GridShape
from ui.presenters.form import FormPresenter
from ui.presenters.form_blanks import BlankAnswer, BlankRow
from ui.presenters.form_compare import CompareLine
from ui.presenters.form_head import FormHead
from ui.presenters.form_words import CellBar, HistoryLine
from ui.presenters.paste_question import PasteQuestion
from ui.presenters.phrases import Tone
from ui.settings import Settings, SettingsInMemory
from ui.theme import GAP, MARGIN
from ui.views.edition import EditionBar
from ui.views.form_head import FormHeadRow
from ui.views.grid_tools import GridTools
from ui.views.grid_typing import GridTyping
from ui.views.narrative import NarrativePage
from ui.views.page import Empty
from ui.views.printing import Printing
from ui.views.trouble_bar import TroubleBar
from ui.views.workbook import WorkbookBar
from ui.widgets.blank_question import BlankQuestion
from ui.widgets.card import Card
from ui.widgets.cell_bar import CellBarView
from ui.widgets.file_drop import FileDrop
from ui.widgets.file_page import FilePage
from ui.widgets.grid import Grid
from ui.widgets.more_menu import MoreMenu
from ui.widgets.note_page import NotePage
from ui.widgets.notice import Notice
from ui.widgets.paste_preview import PastePreviewDialog
from ui.widgets.question import Question
from ui.widgets.side_panel import NARROW, WIDTH, SidePanel
from ui.widgets.table_tabs import TableTabs
from ui.words import translate

_LIST_AFTER_MS = 60
_ROOMY = 1180
"""Page width from which the panel has its full width."""


class FormPage(QWidget):
    """Shows one report. Made with its presenter by `open_with`."""

    left = Signal()
    """The person wants back to where he came from."""
    attention_wanted = Signal(str)
    """What waits for a decision is wanted in sight: what there is about the cell at this address first."""

    def __init__(self, look: Look, settings: Settings | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._presenter: FormPresenter | None = None
        self.model = GridModel(self)
        self.grid = Grid(look, self.model)
        self.panel = SidePanel(look)
        self._bar = CellBarView(look)
        self._list_timer = QTimer(self)
        self._list_timer.setSingleShot(True)
        self._list_timer.setInterval(_LIST_AFTER_MS)
        self._list_timer.timeout.connect(self._on_list_due)
        self.notice = Notice(look)
        self.edition = EditionBar(look)
        self.trouble = TroubleBar(look)
        self.trouble.answered.connect(self._on_trouble)
        self.printing = Printing(look, self.notice.say, self)
        self.more = MoreMenu(look, self)
        self.head = FormHeadRow(look, self.more)
        self.head.left.connect(self.left)
        self.head.print_wanted.connect(self.printing.start)
        self.workbook = WorkbookBar(look)
        self.narrative = NarrativePage(look, self.grid.zoomed)
        self.narrative.hide()
        self._tables = TableTabs()
        card = Card(look)
        self.tools = GridTools(look, self.grid, self.model, settings or SettingsInMemory(), self._bar.show_range)
        card.column.addWidget(self.tools.find_bar)
        card.column.addWidget(self.grid)
        card.column.addWidget(self.narrative)
        self._nothing = Empty(look, "attention")
        self._nothing.hide()
        card.column.addWidget(self._nothing)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(card, 1)
        body.addWidget(self.panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 0, MARGIN, 4)
        layout.setSpacing(GAP)
        layout.addWidget(self.head)
        layout.addWidget(self.edition)
        layout.addWidget(self.trouble)
        layout.addWidget(self.notice)
        layout.addWidget(self.workbook)
        layout.addWidget(self._tables)
        layout.addLayout(body, 1)
        layout.addWidget(self._bar)
        self.drop = FileDrop(look, self)
        self._make_shortcuts()

    def take_focus(self) -> None:
        """Give the keyboard to what is filled in. No focus proxy: Tab would never get past it to the buttons."""
        if self.narrative.isHidden():
            self.grid.setFocus()
        else:
            self.narrative.take_focus()

    def _make_shortcuts(self) -> None:
        pairs: list[tuple[str, Callable[[], None]]] = [
            ("F8", self._on_next_finding),
            ("Shift+F8", self._on_previous_finding),
            ("F9", self.head.check),
            ("Shift+F9", self.head.go_on),
            ("F6", self._on_other_pane),
            ("F7", self._on_explain),
            ("F4", self._on_trouble),
            ("Shift+F2", self.panel.write_note),
            ("Ctrl+Alt+M", self.panel.write_note),
            ("Alt+Left", self.left.emit),
            ("Ctrl+P", self.printing.start),
            ("Ctrl+PgDown", lambda: self._tables.walk(1)),
            ("Ctrl+PgUp", lambda: self._tables.walk(-1)),
        ]
        for keys, act in pairs:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.tools.make_shortcuts(self)
        self.tools.calls = (
            (translate("Form", "Lấy số kỳ trước chuyển sang"), "Ctrl+L", self._on_take),
            (translate("Form", "Lấy mọi số kỳ trước chuyển sang"), "Ctrl+Shift+L", self._on_take_all),
            (translate("Form", "Không phát sinh: ghi “-” vào ô trống"), "Ctrl+Shift+K", self._on_nil),
        )
        for words, keys, act in self.tools.calls:
            self.more.add(words, keys, act)
        self._pin = self.more.add(translate("Form", "Ghim câu hỏi vào ô, hoặc bỏ ghim"), "Ctrl+Shift+M", self._on_pin)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.setFixedWidth(WIDTH if event.size().width() >= _ROOMY else NARROW)

    def open_with(self, presenter: FormPresenter) -> None:
        """Give the page its presenter and open the report."""
        self._presenter = presenter
        GridTyping(self.grid, self.model, presenter)
        self.grid.current_moved.connect(self._on_current_moved)
        self.tools.open_with(presenter)
        self.tools.find_left.connect(self.take_focus)
        self.panel.panel_chosen.connect(presenter.cell.choose_panel)
        self.panel.finding_chosen.connect(self._on_finding)
        self.panel.reason_written.connect(self._on_reason)
        self.panel.reason_began.connect(presenter.typist.began_reason)
        self.panel.reason_typing.connect(presenter.typist.typing)
        self.panel.reason_ended.connect(presenter.typist.ended)
        self.panel.reason_left.connect(self.take_focus)
        self.notes.chosen.connect(self._on_note)
        self.notes.drafted.connect(presenter.notes.drafted)
        self.notes.kept.connect(presenter.notes.write)
        self.notes.turned.connect(presenter.notes.turn)
        self.notes.left.connect(self.take_focus)
        self._bar.offer_taken.connect(self._on_take)
        self.notice.answered.connect(presenter.notice.answered)
        self.narrative.open_with(presenter.narrative)
        self.narrative.undo_wanted.connect(presenter.undo)
        self.narrative.redo_wanted.connect(presenter.redo)
        self.narrative.locked_typed.connect(self._on_section_locked)
        self.narrative.zoom_wanted.connect(self.grid.zoom_wanted)
        self._tables.currentChanged.connect(presenter.tables.choose)
        self.head.open_with(presenter)
        presenter.start()

    def close_form(self) -> None:
        """Finish what is being typed, and show nothing more."""
        self.finish_typing()
        self.tools.close_tools()
        self.edition.close_bar()
        self.workbook.close_bar()
        self.printing.close_printing()
        self.files.close_page()
        self._list_timer.stop()
        if self._presenter:
            self._presenter.close()

    def finish_typing(self) -> None:
        """Take in what stands in an open editor, wherever it is."""
        self.grid.finish_editing()
        self.panel.finish_writing()
        self.notes.finish_writing()
        self.narrative.commit()

    @property
    def presenter(self) -> FormPresenter:
        """The page's presenter."""
        assert self._presenter is not None
        return self._presenter

    @property
    def files(self) -> FilePage:
        """The attached files beside the grid."""
        return self.panel.files

    @property
    def notes(self) -> NotePage:
        """The notes beside the grid."""
        return self.panel.notes

    @property
    def bar_texts(self) -> tuple[str, str, str, str]:
        """Address, path, earlier figures and note of the cell bar."""
        return self._bar.texts

    # ---- FormView: what the presenter shows ---------------------------------------------------------

    def show_head(self, head: FormHead) -> None:
        self.head.show_head(head)
        self._pin.setVisible(head.can_return)
        self._pin.setEnabled(head.can_return)
        self.trouble.show_trouble(head.trouble)

    def show_saved(self, text: str, tone: Tone) -> None:
        self.head.show_saved(text, tone)

    def show_tables(self, titles: Sequence[str], chosen: int) -> None:
        self._tables.show_titles(titles, chosen)

    def show_tab(self, position: int, *, narrative: bool) -> None:
        self._tables.show_chosen(position)
        if narrative is self.narrative.isHidden():
            had_focus = self._is_filling()
            self.grid.setVisible(not narrative)
            self.narrative.setVisible(narrative)
            if had_focus:
                self.take_focus()

    def _is_filling(self) -> bool:
        """Whether the keyboard is in what is filled in."""
        focused = self.window().focusWidget() or self  # type: ignore[truthy-bool]  # None where nothing has the focus
        return focused is self.grid or self.narrative.isAncestorOf(focused)

    def show_grid(self, shape: GridShape, rows: list[GridRow], longest: Mapping[int, int]) -> None:
        self.grid.columns.longest = longest
        self.tools.table_comes()
        self.model.show(shape, rows)
        focused = self.window().focusWidget() or self  # type: ignore[truthy-bool]  # None where nothing has the focus
        if self.narrative.isHidden() and not any(
            one.isAncestorOf(focused) for one in (self.panel, self.tools.find_bar)
        ):
            self.grid.setFocus()  # whoever writes or reads beside it stays there when the report comes again

    def replace_rows(self, rows: list[GridRow]) -> None:
        self.model.replace_rows(rows)

    def cells_changed(self, places: Sequence[tuple[int, int]]) -> None:
        self.grid.columns.widen_for(places)
        self.model.cells_changed(places)

    def findings_changed(self) -> None:
        # Not at every key: a long list takes longer to write than a figure to type.
        self._list_timer.start()

    @Slot()
    def _on_list_due(self) -> None:
        self.panel.show_findings(self.presenter.list_findings())

    def show_bar(self, bar: CellBar | None) -> None:
        self._bar.show_bar(bar)

    def show_compare(self, title: str, lines: Sequence[CompareLine]) -> None:
        self.panel.show_compare(title, lines)

    def show_history(self, title: str, lines: Sequence[HistoryLine]) -> None:
        self.panel.show_history(title, lines)

    def show_notice(self, text: str, tone: Tone, action: str = "") -> None:
        self.notice.say(text, tone, action)

    def go_to(self, row: int, column: int) -> None:
        self.grid.go_to(row, column)

    def open_editor(self, row: int, column: int, text: str) -> bool:
        return self.grid.type_on(row, column, text)

    def open_reason(self, finding: str, text: str) -> bool:
        self._on_list_due()
        return self.panel.type_on(finding, text)

    def copy_text(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    def ask(self, title: str, lines: Sequence[str], yes: str, no: str, *, reason: str = "") -> str | None:
        question = Question(self._look, title, lines, yes=yes, no=no, reason=reason, parent=self.window())
        answer = question.answer()
        question.deleteLater()
        return answer

    def ask_about_blanks(
        self, question: form_acts.Question, left: str, rows: Sequence[BlankRow]
    ) -> tuple[BlankAnswer, int]:
        asked = BlankQuestion(self._look, question, left, rows, parent=self.window())
        answer = asked.answer_about_blanks()
        asked.deleteLater()
        return answer

    def ask_paste(self, question: PasteQuestion) -> bool:
        dialog = PastePreviewDialog(self._look, question, parent=self.window())
        place = (self.grid.currentIndex().row(), self.grid.currentIndex().column())
        # As while a cell is typed in: what comes from outside waits.
        self.presenter.editor_opened(*place)
        agreed = dialog.answer()
        self.presenter.editor_closed(*place)
        dialog.deleteLater()
        return agreed

    def show_broken(self, text: str) -> None:
        self.notice.say(text, Tone.ERROR)
        if not self.presenter.is_open:
            for part in (self.grid, self.panel):
                part.hide()
            self._nothing.say(
                translate("Form", "Chưa mở được báo cáo"),
                translate("Form", "Số liệu đã lưu trên máy này không bị thay đổi."),
            )
            self.head.show_broken()

    # ---- what a person does -------------------------------------------------------------------------

    @Slot(int, int)
    def _on_current_moved(self, row: int, column: int) -> None:
        self.presenter.moved_to(row, column)
        if self.presenter.is_open:
            self.panel.follow(self.presenter.tables.grid.address_at(row, column))

    @Slot()
    def _on_section_locked(self) -> None:
        self.presenter.locked_typed(-1, -1)

    @Slot(int)
    def _on_finding(self, position: int) -> None:
        self.presenter.tables.go_to_finding(position)
        self.grid.setFocus()

    @Slot(int)
    def _on_note(self, position: int) -> None:
        self.presenter.notes.chosen(position)
        self.take_focus()

    @Slot(str, str)
    def _on_reason(self, key: str, text: str) -> None:
        self.presenter.typist.entered()
        self.presenter.write_reason(key, text)

    def _on_next_finding(self) -> None:
        self.presenter.tables.next_finding(1)

    def _on_previous_finding(self) -> None:
        self.presenter.tables.next_finding(-1)

    def _on_trouble(self) -> None:
        report = self.presenter.report
        if report is None:
            return
        if not (self.trouble.has_trouble or self.presenter.narrative.conflicts or report.elsewhere):
            self.presenter.notice.say(translate("Form", "Báo cáo này không có chỗ nào chờ quyết định."), Tone.NEUTRAL)
            return
        self.attention_wanted.emit(self.presenter.tables.in_hand)

    def _on_explain(self) -> None:
        self._on_list_due()
        position = self.presenter.finding_to_explain()
        if position >= 0:
            self.panel.write_reason(position)

    def _on_take(self) -> None:
        if self.grid.isVisible() and self.presenter.is_open:
            self.presenter.blanks.take(self.presenter.tables.grid, self.grid.ranges)

    def _on_take_all(self) -> None:
        self.presenter.blanks.take_all()

    def _on_nil(self) -> None:
        if self.grid.isVisible() and self.presenter.is_open:
            self.presenter.blanks.mark_nil(self.presenter.tables.grid, self.grid.ranges)

    def _on_other_pane(self) -> None:
        if self._is_filling():
            self.panel.focus_list()
        else:
            self.take_focus()

    def _on_pin(self) -> None:
        self.presenter.notes.pin(self.grid.ranges if self.narrative.isHidden() else ())
