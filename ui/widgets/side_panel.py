"""Beside the grid: what was found, the earlier figures, the cell's history, notes, attached files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.relations.tree import Severity
from ui.look import Look
from ui.presenters.form_compare import CompareLine
from ui.presenters.form_words import FindingLine, FindingList, HistoryLine, severity_tone
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, severity_words
from ui.widgets.card import Card, Rule
from ui.widgets.compare_table import CompareTable
from ui.widgets.file_page import FilePage
from ui.widgets.labels import Words
from ui.widgets.line_list import LineList
from ui.widgets.note_page import NotePage
from ui.widgets.panel_tabs import PanelTabs
from ui.words import translate

PANELS = ("findings", "compare", "history", "notes", "files")
WIDTH, NARROW = 320, 276
"""Pixels; the narrow one where the window is."""


class SidePanel(Card):
    """The panel, 320 px wide."""

    panel_chosen = Signal(str)
    finding_chosen = Signal(int)
    reason_written = Signal(str, str)
    """Key of the finding, and the reason."""
    reason_began = Signal(str, str)
    """Its field opened: key of the finding, and what stands there."""
    reason_typing = Signal(str)
    """The open field holds this now."""
    reason_ended = Signal()
    reason_left = Signal()
    """Enter or Esc ended the writing of a reason that was begun from elsewhere."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self._look = look
        self._lines: Sequence[FindingLine] = ()
        self._held_back: FindingList | None = None
        """What came while a reason was being written: the entry under the pen stays where it is."""
        self.notes = NotePage(look)
        self.files = FilePage(look)
        self._tabs = PanelTabs(look, translate("Panel", "Xem bên cạnh bảng"))
        for title in (
            translate("Panel", "Kiểm tra"),
            translate("Panel", "So sánh"),
            translate("Panel", "Lịch sử sửa"),
            translate("Panel", "Ghi chú"),
            translate("Panel", "Đính kèm"),
        ):
            self._tabs.add_tab(title)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._make_findings())
        self._pages.addWidget(self._make_compare())
        self._pages.addWidget(self._make_history())
        self._pages.addWidget(self.notes)
        self._pages.addWidget(self.files)
        self._tabs.chosen.connect(self._on_tab)
        self.notes.counted.connect(self._on_notes_counted)
        self.notes.called.connect(self._on_notes_called)
        self.files.counted.connect(self._on_files_counted)
        self.files.called.connect(self._on_files_called)
        self.column.addWidget(self._tabs)
        self.column.addWidget(Rule(look))
        self.column.addWidget(self._pages, 1)
        self.setFixedWidth(WIDTH)

    def _make_findings(self) -> QWidget:
        page, layout = _page()
        self._findings = LineList(self._look, translate("Panel", "Những điểm cần xem"))
        self._findings.chosen.connect(self.finding_chosen)
        self._findings.written.connect(self._on_written)
        self._findings.writing_began.connect(self._on_writing_began)
        self._findings.typing.connect(self.reason_typing)
        self._findings.writing_ended.connect(self._on_writing_ended)
        self._no_findings = Words(self._look, color="secondary", wrap=True)
        self._no_findings.setContentsMargins(12, 12, 12, 12)
        self._no_findings.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._unfinished = Words(self._look, font="small", color="secondary", wrap=True)
        self._unfinished.setContentsMargins(12, 8, 12, 10)
        self._unfinished.hide()
        layout.addWidget(self._no_findings)
        layout.addWidget(self._findings, 1)
        layout.addStretch()
        layout.addWidget(self._unfinished)
        return page

    def _make_compare(self) -> QWidget:
        page, layout = _page()
        self._compare_title = _panel_title(self._look)
        self._compare = CompareTable(self._look)
        layout.addWidget(self._compare_title)
        layout.addWidget(self._compare, 1)
        return page

    def _make_history(self) -> QWidget:
        page, layout = _page()
        self._history_title = _panel_title(self._look)
        self._history = LineList(self._look, translate("Panel", "Lịch sử sửa của ô"))
        layout.addWidget(self._history_title)
        layout.addWidget(self._history, 1)
        return page

    @property
    def shown(self) -> Sequence[FindingLine]:
        """The findings listed."""
        return self._lines

    # ---- showing ----------------------------------------------------------------------------------

    def show_findings(self, found: FindingList) -> None:
        """The list, and below it how many more there are and how many relations wait for figures."""
        if self._findings.is_writing:
            self._held_back = found
            return
        lines, unfinished = found.lines, found.unfinished
        self._lines = lines
        title = translate("Panel", "Kiểm tra")
        count = sum(1 for line in lines if line.severity is not Severity.INCOMPLETE) + found.more
        tab = f"{title} ({count})" if count else title
        self._tabs.set_title(0, tab)
        nothing = translate("Panel", "Chưa thấy điểm nào cần xem. Số liệu được đối chiếu ngay khi gõ.")
        waiting = translate("Panel", "Còn {count} hệ thức chờ đủ số để đối chiếu.").format(count=unfinished)
        self._no_findings.setText("" if lines else nothing)
        self._no_findings.setVisible(not lines)
        more = translate("Panel", "Và {count} điểm nữa.").format(count=found.more) if found.more else ""
        self._unfinished.setText(" ".join(part for part in (more, waiting if unfinished else "") if part))
        self._unfinished.setVisible(bool(unfinished or found.more))
        self._findings.setVisible(bool(lines))
        self._findings.lines.show([_as_line(line) for line in lines])

    def follow(self, address: str) -> None:
        """Mark the entry of the cell with the cursor, where it has one and the list is not being read."""
        if self._findings.hasFocus() or self._findings.is_writing:
            return
        at = next((at for at, line in enumerate(self._lines) if address and line.address == address), -1)
        index = self._findings.lines.index(at) if at >= 0 else QModelIndex()
        self._findings.setCurrentIndex(index)

    def write_reason(self, position: int) -> None:
        """Open the field of a listed finding; Enter and Esc go back to where the keyboard was."""
        self.choose(0)
        self._findings.write(position, self.reason_left.emit)

    def type_on(self, finding: str, text: str) -> bool:
        """Open the field of a finding, by its key, on a text as if it had been typed; whether it is listed."""
        position = next((at for at, line in enumerate(self._lines) if line.key == finding and line.takes_reason), -1)
        if position < 0:
            return False
        self.choose(0)
        self._findings.type_on(position, text, self.reason_left.emit)
        return True

    def finish_writing(self) -> None:
        """Take the reason that is being written."""
        self._findings.finish_writing()

    def show_compare(self, title: str, lines: Sequence[CompareLine]) -> None:
        """The current row beside its earlier figures."""
        self._compare_title.setText(title or translate("Panel", "Chọn một dòng có số để so sánh."))
        self._compare.show_lines(lines)

    def show_history(self, title: str, lines: Sequence[HistoryLine]) -> None:
        """The current cell's changes, newest first."""
        if not title:
            self._history_title.setText(translate("Panel", "Chọn một ô để xem lịch sử sửa."))
        elif not lines:
            self._history_title.setText(translate("Panel", "{cell}: chưa sửa lần nào.").format(cell=title))
        else:
            self._history_title.setText(title)
        self._history.lines.show(
            [
                Line(heading=f"{line.old} → {line.new}", right=line.when, body=line.reason, foot=line.who)
                for line in lines
            ]
        )

    def choose(self, position: int) -> None:
        """Show findings (0), the comparison (1), the history (2), the notes (3) or the files (4)."""
        self._tabs.choose(position)

    def write_note(self) -> None:
        """Give the keyboard to the note of the cell in hand."""
        self._on_notes_called()
        self.notes.take_pen()

    def focus_list(self) -> None:
        """Move the keyboard to the list in sight."""
        page = self._pages.currentWidget()
        for writing in (self.files, self.notes):
            if page is writing:
                writing.take_focus()
                return
        target = page.findChild(QAbstractItemView) if page else None
        if isinstance(target, QAbstractItemView):
            target.setFocus()

    # ---- what a person does -----------------------------------------------------------------------

    def _on_tab(self, position: int) -> None:
        self._pages.setCurrentIndex(position)
        self.panel_chosen.emit(PANELS[position])

    @Slot()
    def _on_notes_called(self) -> None:
        self.choose(PANELS.index("notes"))

    @Slot(int)
    def _on_notes_counted(self, count: int) -> None:
        title = translate("Panel", "Ghi chú")
        self._tabs.set_title(PANELS.index("notes"), f"{title} ({count})" if count else title)

    @Slot()
    def _on_files_called(self) -> None:
        self.choose(PANELS.index("files"))

    @Slot(int)
    def _on_files_counted(self, count: int) -> None:
        title = translate("Panel", "Đính kèm")
        self._tabs.set_title(PANELS.index("files"), f"{title} ({count})" if count else title)

    def _on_written(self, row: int, text: str) -> None:
        if 0 <= row < len(self._lines):
            self.reason_written.emit(self._lines[row].key, text)

    def _on_writing_began(self) -> None:
        line = self._lines[self._findings.currentIndex().row()]
        self.reason_began.emit(line.key, line.reason)

    def _on_writing_ended(self) -> None:
        self.reason_ended.emit()
        held, self._held_back = self._held_back, None
        if held is not None:
            self.show_findings(held)


def _as_line(line: FindingLine) -> Line:
    done = line.severity is Severity.EXPLAIN and bool(line.reason)
    foot = ""
    if line.relation and line.relation not in line.message:
        foot = translate("Panel", "Hệ thức in trong biểu: {relation}").format(relation=line.relation)
    if line.is_hint:
        kind = translate("Severity", "Gợi ý")
    elif done:
        kind = translate("Panel", "Đã giải trình")
    else:
        kind = severity_words(line.severity)
    return Line(
        heading=" · ".join(part for part in (kind, line.where) if part),
        tone=Tone.INFO if line.is_hint else Tone.OK if done else severity_tone(line.severity),
        mark="hint" if line.is_hint else "ok" if done else str(line.severity),
        body=line.message,
        foot=foot,
        prompt=translate("Panel", "Viết giải trình… (F7)") if line.takes_reason else "",
        written=line.reason,
    )


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return page, layout


def _panel_title(look: Look) -> Words:
    title = Words(look, font="small_strong", wrap=True)
    title.setContentsMargins(12, 10, 12, 8)
    return title
