"""Beside the grid: what was found, the earlier figures, the cell's history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.relations.tree import Severity
from ui.look import Look
from ui.models.compare import CompareModel
from ui.presenters.form_words import CompareLine, FindingLine, FindingList, HistoryLine, severity_tone
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, severity_words
from ui.widgets.card import Card
from ui.widgets.figures import Figures
from ui.widgets.labels import Words
from ui.widgets.line_list import LineList
from ui.words import translate

Index = QModelIndex | QPersistentModelIndex
PANELS = ("findings", "compare", "history")
WIDTH, NARROW = 320, 276
"""Pixels; the narrow one where the window is."""


class SidePanel(Card):
    """The panel, 320 px wide."""

    panel_chosen = Signal(str)
    finding_chosen = Signal(int)
    reason_written = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self._look = look
        self._lines: Sequence[FindingLine] = ()
        self._explained = ""
        self._tabs = QTabBar()
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        self._tabs.setUsesScrollButtons(False)
        self._tabs.setAccessibleName(translate("Panel", "Xem bên cạnh bảng"))
        for title in (
            translate("Panel", "Kiểm tra"),
            translate("Panel", "So sánh"),
            translate("Panel", "Lịch sử sửa"),
        ):
            self._tabs.addTab(title)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._make_findings())
        self._pages.addWidget(self._make_compare())
        self._pages.addWidget(self._make_history())
        self._tabs.currentChanged.connect(self._on_tab)
        self.column.addWidget(self._tabs)
        self.column.addWidget(_Rule(look))
        self.column.addWidget(self._pages, 1)
        self.setFixedWidth(WIDTH)

    def _make_findings(self) -> QWidget:
        page, layout = _page()
        self._findings = LineList(self._look, translate("Panel", "Những điểm cần xem"))
        self._findings.chosen.connect(self.finding_chosen)
        self._findings.current_moved.connect(self._on_finding_current)
        self._no_findings = Words(self._look, color="secondary", wrap=True)
        self._no_findings.setContentsMargins(12, 12, 12, 12)
        self._no_findings.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._reason_label = Words(self._look, font="small", color="secondary", wrap=True)
        self._reason = QLineEdit()
        self._reason.editingFinished.connect(self._on_reason)
        self._reason_box = QWidget()
        box = QVBoxLayout(self._reason_box)
        box.setContentsMargins(12, 8, 12, 12)
        box.setSpacing(4)
        box.addWidget(self._reason_label)
        box.addWidget(self._reason)
        self._reason_box.hide()
        self._unfinished = Words(self._look, font="small", color="secondary", wrap=True)
        self._unfinished.setContentsMargins(12, 8, 12, 10)
        self._unfinished.hide()
        layout.addWidget(self._no_findings)
        layout.addWidget(self._findings, 1)
        layout.addStretch()
        layout.addWidget(self._unfinished)
        layout.addWidget(self._reason_box)
        return page

    def _make_compare(self) -> QWidget:
        page, layout = _page()
        self._compare_title = _panel_title(self._look)
        self._compare_model = CompareModel(self)
        table = QTableView()
        table.setModel(self._compare_model)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        table.setItemDelegate(_FigureDelegate(self._look, table))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        table.horizontalHeader().setFont(self._look.fonts.small)
        table.horizontalHeader().setMinimumSectionSize(32)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        table.horizontalHeader().resizeSection(0, 44)
        table.horizontalHeader().setHighlightSections(False)
        for part in (table, table.horizontalHeader(), table.verticalHeader()):
            part.setAccessibleName(translate("Panel", "Số kỳ này bên số kỳ trước và cùng kỳ năm trước"))
        layout.addWidget(self._compare_title)
        layout.addWidget(table, 1)
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
        lines, unfinished = found.lines, found.unfinished
        self._lines = lines
        title = translate("Panel", "Kiểm tra")
        count = len(lines) + found.more
        tab = f"{title} ({count})" if count else title
        if self._tabs.tabText(0) != tab:
            self._tabs.setTabText(0, tab)
        nothing = translate("Panel", "Chưa thấy điểm nào cần xem. Số liệu được đối chiếu ngay khi gõ.")
        waiting = translate("Panel", "Còn {count} hệ thức chờ đủ số để đối chiếu.").format(count=unfinished)
        self._no_findings.setText("" if lines else nothing)
        self._no_findings.setVisible(not lines)
        more = translate("Panel", "Và {count} điểm nữa.").format(count=found.more) if found.more else ""
        self._unfinished.setText(" ".join(part for part in (more, waiting if unfinished else "") if part))
        self._unfinished.setVisible(bool(unfinished or found.more))
        self._findings.setVisible(bool(lines))
        self._findings.lines.show([_as_line(line) for line in lines])
        self._show_reason(self._findings.currentIndex().row())

    def show_compare(self, title: str, lines: Sequence[CompareLine]) -> None:
        """The current row beside its earlier figures."""
        self._compare_title.setText(title or translate("Panel", "Chọn một dòng có số để so sánh."))
        self._compare_model.show(lines)

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
        """Show findings (0), the comparison (1) or the history (2)."""
        self._tabs.setCurrentIndex(position)

    def focus_list(self) -> None:
        """Move the keyboard to the list in sight."""
        page = self._pages.currentWidget()
        target = page.findChild(QAbstractItemView) if page else None
        if isinstance(target, QAbstractItemView):
            target.setFocus()

    # ---- what a person does -----------------------------------------------------------------------

    def _on_tab(self, position: int) -> None:
        self._pages.setCurrentIndex(position)
        self.panel_chosen.emit(PANELS[position])

    def _on_finding_current(self, row: int) -> None:
        self._show_reason(row)

    def _show_reason(self, row: int) -> None:
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        wanted = line is not None and line.severity is Severity.EXPLAIN and bool(line.key)
        self._reason_box.setVisible(wanted)
        if line is None or not wanted:
            self._explained = ""
            return
        label = translate("Panel", "Giải trình cho {where}").format(where=line.where)
        self._reason_label.setText(label)
        self._reason.setAccessibleName(label)
        if self._explained != line.key or not self._reason.hasFocus():
            self._explained = line.key
            self._reason.setText(line.reason)

    def _on_reason(self) -> None:
        if self._explained and self._reason.isModified():
            self._reason.setModified(False)
            self.reason_written.emit(self._explained, self._reason.text())


class _FigureDelegate(QStyledItemDelegate):
    """Figures to the digit, a hairline below."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._follow()
        look.changed.connect(self._follow)

    def _follow(self) -> None:
        self._figures = Figures(self._look.fonts.body)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = option.rect
        painter.setPen(self._look.hairline())
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        text = str(index.data() or "")
        painter.setPen(self._look.color("text" if index.column() == 1 else "secondary"))
        if index.column():
            baseline = box.top() + round((box.height() - self._figures.height) / 2) + self._figures.ascent
            self._figures.draw_right(painter, text, box.right() - 8, baseline)
        else:
            painter.setFont(self._look.fonts.body)
            words = box.adjusted(12, 0, 0, 0)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)


def _as_line(line: FindingLine) -> Line:
    done = line.severity is Severity.EXPLAIN and bool(line.reason)
    foot = ""
    if line.relation and line.relation not in line.message:
        foot = translate("Panel", "Hệ thức in trong biểu: {relation}").format(relation=line.relation)
    if done:
        foot = translate("Panel", "Đã giải trình: {reason}").format(reason=line.reason)
    kind = translate("Severity", "Gợi ý") if line.is_hint else severity_words(line.severity)
    return Line(
        heading=" · ".join(part for part in (kind, line.where) if part),
        tone=Tone.INFO if line.is_hint else severity_tone(line.severity),
        mark="hint" if line.is_hint else str(line.severity),
        body=line.message,
        foot=foot,
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


class _Rule(QWidget):
    """A hairline."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(1)
        self.setAutoFillBackground(True)
        look.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        palette = self.palette()
        palette.setColor(self.backgroundRole(), self._look.color("hairline"))
        self.setPalette(palette)
