"""The form page: title row, grid, side panel, cell bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from ui.look import Look
from ui.models.grid import GridModel
from ui.presenters import form_acts
from ui.presenters.cells import GridRow, GridShape
from ui.presenters.form import FormPresenter
from ui.presenters.form_blanks import BlankAnswer, BlankRow
from ui.presenters.form_compare import CompareLine
from ui.presenters.form_words import CellBar, FormHead, HistoryLine
from ui.presenters.paste_placing import Area
from ui.presenters.paste_question import PasteQuestion
from ui.presenters.pasting import copied_cells
from ui.presenters.phrases import Tone
from ui.settings import Settings, SettingsInMemory
from ui.theme import GAP, MARGIN
from ui.views.edition import EditionBar
from ui.views.grid_tools import GridTools
from ui.views.narrative import NarrativePage
from ui.views.printing import Printing
from ui.views.workbook import WorkbookBar
from ui.widgets.blank_question import BlankQuestion
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.cell_bar import CellBarView
from ui.widgets.clipboard import block_on_clipboard, put_on_clipboard
from ui.widgets.grid import Grid
from ui.widgets.labels import ChipLabel, Words
from ui.widgets.more_menu import MoreMenu
from ui.widgets.notice import Notice
from ui.widgets.paste_preview import PastePreviewDialog
from ui.widgets.question import Question
from ui.widgets.side_panel import NARROW, WIDTH, SidePanel
from ui.words import translate

_LIST_AFTER_MS = 60
_ROOMY = 1180
"""Page width from which the panel has its full width."""


class FormPage(QWidget):
    """Shows one report. Made with its presenter by `open_with`."""

    left = Signal()
    """The person wants back to where he came from."""

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
        self.printing = Printing(look, self.notice.say, self)
        self.workbook = WorkbookBar(look)
        self.narrative = NarrativePage(look)
        self.narrative.hide()
        self._tables = QTabBar()
        self._tables.setDrawBase(False)
        self._tables.setExpanding(False)
        self._tables.setAccessibleName(translate("Form", "Các bảng của biểu"))
        self._tables.hide()
        card = Card(look)
        self.tools = GridTools(look, self.grid, self.model, settings or SettingsInMemory(), self._bar.show_range)
        card.column.addWidget(self.tools.find_bar)
        card.column.addWidget(self.grid)
        card.column.addWidget(self.narrative)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(card, 1)
        body.addWidget(self.panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 0, MARGIN, 4)
        layout.setSpacing(GAP)
        layout.addLayout(self._make_head())
        layout.addWidget(self.edition)
        layout.addWidget(self.notice)
        layout.addWidget(self.workbook)
        layout.addWidget(self._tables)
        layout.addLayout(body, 1)
        layout.addWidget(self._bar)
        self._make_shortcuts()

    def take_focus(self) -> None:
        """Give the keyboard to what is filled in. No focus proxy: Tab would never get past it to the buttons."""
        if self.narrative.isHidden():
            self.grid.setFocus()
        else:
            self.narrative.take_focus()

    def _make_head(self) -> QHBoxLayout:
        look = self._look
        self._back = Button(
            look,
            "",
            self.left.emit,
            kind="quiet",
            icon_name="back",
            tip=translate("Form", "Trở lại (Alt+Mũi tên trái)"),
        )
        self._title = Words(look, font="section", elide=True)
        self._sub = Words(look, font="small", color="secondary", elide=True)
        self._chip = ChipLabel(look)
        self._provisional = ChipLabel(look)
        self._saved = Words(look, font="small", color="secondary")
        self._check = Button(look, translate("Form", "Kiểm tra"), self._on_check, icon_name="check", tip="F9")
        self._reopen = Button(look, translate("Form", "Hủy chốt"), self._on_reopen)
        self._seal = Button(
            look, translate("Form", "Chốt"), self._on_seal, kind="primary", icon_name="lock", tip="Shift+F9"
        )
        self._submit = Button(
            look, translate("Form", "Gửi"), self._on_submit, kind="primary", icon_name="send", tip="Shift+F9"
        )
        self._print = Button(
            look, "", self.printing.start, kind="quiet", icon_name="print", tip=translate("Form", "In (Ctrl+P)")
        )
        self.more = MoreMenu(look, self)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._sub)
        head = QHBoxLayout()
        head.setContentsMargins(0, GAP, 0, 0)
        head.setSpacing(GAP)
        head.addWidget(self._back)
        head.addLayout(words, 1)
        head.addSpacing(GAP)
        head.addWidget(self._saved)
        head.addWidget(self._provisional)
        head.addWidget(self._chip)
        head.addWidget(self._print)
        head.addWidget(self.more)
        for button in (self._check, self._reopen, self._seal, self._submit):
            head.addWidget(button)
        for button in (self._reopen, self._seal, self._submit):
            button.hide()
        return head

    def _make_shortcuts(self) -> None:
        pairs: list[tuple[str, Callable[[], None]]] = [
            ("F8", self._on_next_finding),
            ("Shift+F8", self._on_previous_finding),
            ("F9", self._on_check),
            ("Shift+F9", self._on_next_act),
            ("F6", self._on_other_pane),
            ("F7", self._on_explain),
            ("Alt+Left", self.left.emit),
            ("Ctrl+P", self.printing.start),
            ("Ctrl+PgDown", lambda: self._on_other_table(1)),
            ("Ctrl+PgUp", lambda: self._on_other_table(-1)),
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.setFixedWidth(WIDTH if event.size().width() >= _ROOMY else NARROW)

    def open_with(self, presenter: FormPresenter) -> None:
        """Give the page its presenter and open the report."""
        self._presenter = presenter
        self.model.ask(edit_text=self._edit_text, tooltip=self._tooltip, spoken=self._spoken, choices=self._choices)
        self.model.typed.connect(self._on_typed)
        self.grid.editing_began.connect(self._on_editing_began)
        self.grid.editing_ended.connect(self._on_editing_ended)
        self.grid.current_moved.connect(self._on_current_moved)
        self.grid.cleared.connect(self._on_cleared)
        self.grid.filled.connect(self._on_filled)
        self.grid.copy_wanted.connect(self._on_copy_wanted)
        self.grid.paste_wanted.connect(self._on_paste_wanted)
        self.tools.open_with(presenter)
        self.grid.undo_wanted.connect(self._on_undo)
        self.grid.redo_wanted.connect(self._on_redo)
        self.grid.locked_typed.connect(self._on_locked_typed)
        self.panel.panel_chosen.connect(self._on_panel)
        self.panel.finding_chosen.connect(self._on_finding)
        self.panel.reason_written.connect(self._on_reason)
        self.panel.reason_left.connect(self.take_focus)
        self._bar.offer_taken.connect(self._on_take)
        self.notice.answered.connect(self._on_notice)
        self.narrative.open_with(presenter.narrative)
        self.narrative.undo_wanted.connect(self._on_undo)
        self.narrative.redo_wanted.connect(self._on_redo)
        self.narrative.locked_typed.connect(self._on_section_locked)
        self._tables.currentChanged.connect(self._on_table)
        presenter.start()

    def close_form(self) -> None:
        """Finish what is being typed, and show nothing more."""
        self.finish_typing()
        self.tools.close_tools()
        self.edition.close_bar()
        self.workbook.close_bar()
        self.printing.close_printing()
        self._list_timer.stop()
        if self._presenter:
            self._presenter.close()

    def finish_typing(self) -> None:
        """Take in what stands in an open editor, wherever it is."""
        self.grid.finish_editing()
        self.panel.finish_writing()
        self.narrative.commit()

    @property
    def presenter(self) -> FormPresenter:
        """The page's presenter."""
        assert self._presenter is not None
        return self._presenter

    @property
    def saved_text(self) -> str:
        """What is said of saving."""
        return self._saved.text()

    @property
    def chip_text(self) -> str:
        """What the state chip says."""
        return self._chip.text

    @property
    def bar_texts(self) -> tuple[str, str, str, str]:
        """Address, path, earlier figures and note of the cell bar."""
        return self._bar.texts

    # ---- FormView: what the presenter shows ---------------------------------------------------------

    def show_head(self, head: FormHead) -> None:
        self._title.setText(f"{head.code} · {head.title}")
        self._sub.setText(" · ".join(part for part in (head.period, head.window) if part))
        chip = head.chips[0] if head.chips else None
        self._chip.show_chip(chip.text if chip else "", chip.tone if chip else Tone.NEUTRAL)
        self._provisional.show_chip(translate("Form", "Biểu tạm thời") if head.provisional else "", Tone.INFO)
        self._provisional.setToolTip(head.provisional)
        self._check.setVisible(head.can_check and head.can_seal)
        self._seal.setVisible(head.can_seal)
        self._submit.setVisible(head.can_submit)
        self._reopen.setVisible(head.can_reopen)

    def show_saved(self, text: str, tone: Tone) -> None:
        self._saved.setText(text)
        self._saved.set_tone(tone if tone is Tone.ERROR else Tone.NEUTRAL)

    def show_tables(self, titles: Sequence[str], chosen: int) -> None:
        self._tables.blockSignals(True)
        while self._tables.count():
            self._tables.removeTab(0)
        for title in titles:
            self._tables.addTab(title)
        self._tables.setCurrentIndex(chosen)
        self._tables.blockSignals(False)
        self._tables.setVisible(len(titles) > 1)

    def show_tab(self, position: int, *, narrative: bool) -> None:
        self._tables.blockSignals(True)
        self._tables.setCurrentIndex(position)
        self._tables.blockSignals(False)
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
        if self.narrative.isHidden():
            self.grid.setFocus()

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

    # ---- what a person does -------------------------------------------------------------------------

    def _edit_text(self, row: int, column: int) -> str:
        return self.presenter.grid.edit_text(row, column)

    def _tooltip(self, row: int, column: int) -> str:
        return self.presenter.tooltip(row, column)

    def _spoken(self, row: int, column: int) -> str:
        return self.presenter.spoken(row, column)

    def _choices(self, row: int, column: int) -> Sequence[str]:
        return self.presenter.rows.choices(row, column)

    @Slot(int, int, str)
    def _on_typed(self, row: int, column: int, text: str) -> None:
        self.presenter.typed(row, column, text)

    @Slot(int, int)
    def _on_editing_began(self, row: int, column: int) -> None:
        self.presenter.editor_opened(row, column)

    @Slot(int, int)
    def _on_editing_ended(self, row: int, column: int) -> None:
        self.presenter.editor_closed(row, column)

    @Slot(int, int)
    def _on_current_moved(self, row: int, column: int) -> None:
        self.presenter.moved_to(row, column)
        if self.presenter.is_open:
            self.panel.follow(self.presenter.grid.address_at(row, column))

    @Slot(list)
    def _on_cleared(self, places: list[tuple[int, int]]) -> None:
        self.presenter.editing.cleared(self.presenter.grid, places)

    @Slot(list, str)
    def _on_filled(self, places: list[tuple[int, int]], text: str) -> None:
        self.presenter.editing.filled(self.presenter.grid, places, text)

    @Slot(list)
    def _on_copy_wanted(self, ranges: list[tuple[int, int, int, int]]) -> None:
        put_on_clipboard(copied_cells(self.presenter.grid, [Area(*one) for one in ranges]))

    @Slot(int, int, int, int)
    def _on_paste_wanted(self, top: int, left: int, bottom: int, right: int) -> None:
        if self.presenter.grid.editable:
            self.presenter.pasting.paste(self.presenter.grid, Area(top, left, bottom, right), block_on_clipboard)
        else:
            self.presenter.locked_typed(top, left)

    @Slot()
    def _on_undo(self) -> None:
        self.presenter.undo()

    @Slot()
    def _on_redo(self) -> None:
        self.presenter.redo()

    @Slot()
    def _on_section_locked(self) -> None:
        self.presenter.locked_typed(-1, -1)

    @Slot(int, int)
    def _on_locked_typed(self, row: int, column: int) -> None:
        self.presenter.locked_typed(row, column)

    @Slot(str)
    def _on_panel(self, name: str) -> None:
        self.presenter.choose_panel(name)

    @Slot(int)
    def _on_finding(self, position: int) -> None:
        self.presenter.go_to_finding(position)
        self.grid.setFocus()

    @Slot(str, str)
    def _on_reason(self, key: str, text: str) -> None:
        self.presenter.write_reason(key, text)

    @Slot()
    def _on_notice(self) -> None:
        self.presenter.notice_answered()

    @Slot(int)
    def _on_table(self, position: int) -> None:
        self.presenter.choose_table(position)

    def _on_next_finding(self) -> None:
        self.presenter.next_finding(1)

    def _on_previous_finding(self) -> None:
        self.presenter.next_finding(-1)

    def _on_explain(self) -> None:
        self._on_list_due()
        position = self.presenter.finding_to_explain()
        if position >= 0:
            self.panel.write_reason(position)

    def _on_take(self) -> None:
        if self.grid.isVisible():
            self.presenter.blanks.take(self.presenter.grid, self.grid.ranges)

    def _on_take_all(self) -> None:
        self.presenter.blanks.take_all()

    def _on_nil(self) -> None:
        if self.grid.isVisible():
            self.presenter.blanks.mark_nil(self.presenter.grid, self.grid.ranges)

    def _on_other_pane(self) -> None:
        if self._is_filling():
            self.panel.focus_list()
        else:
            self.take_focus()

    def _on_other_table(self, step: int) -> None:
        count = self._tables.count()
        if count > 1:
            self._tables.setCurrentIndex((self._tables.currentIndex() + step) % count)

    def _on_next_act(self) -> None:
        """Whatever comes next on the report's way: seal, or submit."""
        for button in (self._seal, self._submit):
            if button.isVisible():
                button.click()
                return

    def _on_check(self) -> None:
        self.presenter.check()

    def _on_seal(self) -> None:
        self.presenter.seal()

    def _on_submit(self) -> None:
        self.presenter.submit()

    def _on_reopen(self) -> None:
        self.presenter.reopen()
