"""Vướng mắc: what waits for a person. The list on the left, what there is to decide on the right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from app.clock import Clock
from app.domain.operations import ReportKey
from app.store.records import Keep
from ui.look import Look
from ui.presenters.attention import AttentionPresenter
from ui.presenters.attention_topics import RefusedTopic, Topic
from ui.presenters.elsewhere_topics import ElsewhereTopic
from ui.presenters.form_acts import Question as Asked
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone
from ui.presenters.ports import Desk
from ui.presenters.question_topics import QuestionsTopic
from ui.presenters.sides import Side
from ui.views.attention_panes import ConflictPane, Pane, RefusedPane, TextDialog
from ui.views.elsewhere_pane import ElsewherePane
from ui.views.page import Empty, Page
from ui.views.question_pane import QuestionPane
from ui.widgets.card import Card
from ui.widgets.line_list import LineList
from ui.widgets.notice import Notice
from ui.widgets.question import Question
from ui.words import translate

_LIST, _NARROW_LIST, _ROOMY = 304, 232, 1180
"""Widths of the list, and the page's from which it has the wide one."""


class AttentionPage(Page):
    """The page. `opened(key, address)` asks for a report, at a cell where one is named."""

    opened = Signal(object, str)

    def __init__(
        self,
        look: Look,
        desk: Desk,
        clock: Clock,
        changed: Callable[[], None] = lambda: None,
        parent: QWidget | None = None,
    ) -> None:
        """`changed` is called when something here waits to go because of what was decided."""
        super().__init__(look, translate("Attention", "Vướng mắc"), parent)
        self.list = LineList(look, self.title)
        self.list.current_moved.connect(self._on_moved)
        self.list.chosen.connect(self._on_chosen)
        self._notice = Notice(look)
        self._empty = Empty(look, "check")
        self.conflicts = ConflictPane(look)
        self.refused = RefusedPane(
            look,
            again=self._on_again,
            dismiss=self._on_dismiss,
            unlock=self._on_unlock,
            export=self._on_export,
        )
        self.questions = QuestionPane(look)
        self.elsewhere = ElsewherePane(look)
        self._panes = QStackedWidget()
        for pane in (self.conflicts, self.refused, self.questions, self.elsewhere):
            self._panes.addWidget(pane)
        self._left, self._right, self._nothing = Card(look), Card(look), Card(look)
        self._left.column.addWidget(self.list)
        self._right.column.addWidget(self._panes)
        self._nothing.column.addWidget(self._empty)
        self._nothing.hide()
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self._left)
        body.addWidget(self._right, 1)
        body.addWidget(self._nothing, 1)
        self.column.addWidget(self._notice)
        self.column.addLayout(body, 1)
        self.first = self.list
        self._connect_panes()
        self._presenter = AttentionPresenter(self, desk, clock=clock, changed=changed)

    def _connect_panes(self) -> None:
        table = self.conflicts.table
        table.side_chosen.connect(self._on_side)
        table.written.connect(self._on_written)
        table.writing_began.connect(self._on_writing_began)
        table.writing_ended.connect(self._on_writing_ended)
        table.text_wanted.connect(self._on_text_wanted)
        table.row_moved.connect(self._on_row_moved)
        table.opened.connect(self._on_open)
        self.conflicts.apply_wanted.connect(self._on_apply)
        self.conflicts.all_wanted.connect(self._on_all)
        self.refused.table.opened.connect(self._on_open)
        self.questions.table.opened.connect(self._on_open)
        self.elsewhere.table.opened.connect(self._on_open)
        for pane in (self.conflicts, self.refused, self.questions, self.elsewhere):
            pane.open_wanted.connect(self._on_open)
            pane.table.left.connect(self.list.setFocus)
        opens = QShortcut(QKeySequence("Ctrl+O"), self)
        opens.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        opens.activated.connect(self._on_open_current)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # the page is left, not the window put away
            self._notice.say("", Tone.NEUTRAL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._left.setFixedWidth(_LIST if event.size().width() >= _ROOMY else _NARROW_LIST)

    def refresh(self) -> None:
        self._presenter.refresh()

    def close_page(self) -> None:
        self._presenter.close()

    def go_to(self, key: ReportKey, address: str) -> None:
        """Show what there is about a cell of a report as soon as the list has been read."""
        self._presenter.go_to(key, address)

    @property
    def presenter(self) -> AttentionPresenter:
        """The page's presenter."""
        return self._presenter

    @property
    def notice_text(self) -> str:
        """What the line above says."""
        return self._notice.text

    @property
    def _pane(self) -> Pane:
        pane = self._panes.currentWidget()
        assert isinstance(pane, Pane)
        return pane

    # ---- AttentionView ------------------------------------------------------------------------------

    def show_topics(self, lines: list[Line], chosen: int) -> None:
        had_focus = self._holds_focus()
        # Whoever goes through the list tells the presenter; what moves under the cursor here it knows.
        self.list.blockSignals(True)
        self.list.lines.show(lines)
        if chosen >= 0 and self.list.currentIndex().row() != chosen:
            self.list.setCurrentIndex(self.list.lines.index(chosen))
        self.list.blockSignals(False)
        for card, there in ((self._left, bool(lines)), (self._right, bool(lines)), (self._nothing, not lines)):
            card.setVisible(there)
        self._empty.say(
            "" if lines else translate("Attention", "Không có vướng mắc nào"),
            translate("Attention", "Chỗ sửa ở hai nơi, số bị hệ thống từ chối và câu hỏi của cấp trên sẽ hiện ở đây."),
        )
        if had_focus and not self._holds_focus():
            self.list.setFocus()

    def _holds_focus(self) -> bool:
        focused = self.window().focusWidget() or self.window()  # type: ignore[truthy-bool]  # None where none has it
        return self.isAncestorOf(focused) and focused.isVisibleTo(self)

    def show_conflicts(self, topic: Topic, rows: list[list[Side]], decided: int) -> None:
        self._show_pane(self.conflicts)
        self.conflicts.show_conflicts(topic, rows, decided)
        self._on_row_moved(self.conflicts.table.currentIndex().row())

    def show_refused(self, topic: Topic, refused: RefusedTopic) -> None:
        self._show_pane(self.refused)
        self.refused.show_refused(topic, refused)

    def show_questions(self, topic: Topic, questions: QuestionsTopic) -> None:
        self._show_pane(self.questions)
        self.questions.show_questions(topic, questions)

    def show_elsewhere(self, topic: Topic, elsewhere: ElsewhereTopic) -> None:
        self._show_pane(self.elsewhere)
        self.elsewhere.show_elsewhere(topic, elsewhere)

    def _show_pane(self, pane: Pane) -> None:
        focused = self.window().focusWidget() or self.window()  # type: ignore[truthy-bool]  # None where none has it
        loses_focus = self._pane is not pane and self._pane.isAncestorOf(focused)
        self._panes.setCurrentWidget(pane)
        if loses_focus:
            self.list.setFocus()

    def go_to_row(self, row: int) -> None:
        self._pane.table.go_to_row(row)
        self._pane.table.setFocus()

    def say(self, text: str, tone: Tone) -> None:
        self._notice.say(text, tone)
        if tone is Tone.ERROR and not self.list.lines.lines:
            self._left.hide()  # nothing could be read: there is nothing to decide about
            self._right.hide()

    def ask_reason(self, question: Asked) -> str | None:
        asked = Question(
            self.look,
            question.title,
            question.lines,
            yes=question.yes,
            no=question.no,
            reason=question.reason,
            parent=self.window(),
        )
        answer = asked.answer()
        asked.deleteLater()
        return answer

    def want_reason(self) -> None:
        self.conflicts.reason.setFocus()

    def ask_where_to_write(self, name: str) -> Path | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        title = translate("Attention", "Xuất các số bị từ chối")
        offered = str(Path(folder, f"{name}.xlsx"))
        chosen, _ = QFileDialog.getSaveFileName(self.window(), title, offered, "Excel (*.xlsx)")
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")

    def decided(self) -> None:
        self.conflicts.clear_reason()
        self.conflicts.table.setFocus()

    # ---- what a person does -------------------------------------------------------------------------

    @Slot(int)
    def _on_moved(self, row: int) -> None:
        self._presenter.show(row)

    @Slot(int)
    def _on_chosen(self, _row: int) -> None:
        if self._panes.currentWidget() is self.refused:
            self.refused.take_focus()
        else:
            self._pane.table.setFocus()

    @Slot(int)
    def _on_row_moved(self, row: int) -> None:
        self.conflicts.show_texts(self._presenter.whole_texts(row))

    @Slot(object)
    def _on_side(self, keep: Keep | None) -> None:
        self._presenter.choose(self.conflicts.table.chosen_rows, keep)

    @Slot(bool)
    def _on_all(self, mine: bool) -> None:
        self._presenter.choose_all(Keep.MINE if mine else Keep.THEIRS)

    @Slot(int, str)
    def _on_written(self, row: int, text: str) -> None:
        self._presenter.write(row, text)

    @Slot()
    def _on_writing_began(self) -> None:
        self._presenter.writing_began()

    @Slot()
    def _on_writing_ended(self) -> None:
        self._presenter.writing_ended()

    @Slot(int)
    def _on_text_wanted(self, row: int) -> None:
        start = self._presenter.text_to_write(row)
        if start is None:
            return
        dialog = TextDialog(self.look, *start, parent=self.window())
        self._presenter.writing_began()
        text = dialog.answer()
        dialog.deleteLater()
        if text is not None:
            self._presenter.write(row, text)
        self._presenter.writing_ended()

    @Slot(str)
    def _on_apply(self, reason: str) -> None:
        self._presenter.apply(reason)

    @Slot(int)
    def _on_open(self, row: int) -> None:
        place = self._presenter.place_at(row)
        if place is not None:
            self.opened.emit(*place)

    @Slot()
    def _on_open_current(self) -> None:
        self._on_open(self._pane.table.currentIndex().row())

    def _on_again(self) -> None:
        self._presenter.send_again()

    def _on_dismiss(self) -> None:
        self._presenter.dismiss()

    def _on_unlock(self) -> None:
        self._presenter.ask_unlock()

    def _on_export(self) -> None:
        self._presenter.export()
