"""Values side by side: where a cell is, then what it holds on each side, with small print below each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.store.records import Keep
from ui.look import Look
from ui.models.sides import SIDE, SidesModel
from ui.presenters.phrases import Tone
from ui.presenters.sides import Side
from ui.widgets.figures import Figures
from ui.widgets.labels import ink_of
from ui.widgets.line_delegate import LineDelegate
from ui.widgets.marks import draw_mark
from ui.words import translate

Index = QModelIndex | QPersistentModelIndex
_EDGE, _TOP, _GAP = 12, 8, 2
_BAR = 3
"""Width of the bar at the edge of a chosen side."""
_EDITOR_HEIGHT = 30
_MINE, _THEIRS, DECISION = 2, 3, 4
"""Columns of a table of conflicts."""


class SidesTable(QTableView):
    """The table. `opened(row)` when Enter is pressed on a row, or its first cell is double-clicked."""

    opened = Signal(int)
    row_moved = Signal(int)
    left = Signal()
    """Esc: the keyboard goes back to where it came from."""

    def __init__(self, look: Look, name: str, titles: Sequence[str], shares: Sequence[int]) -> None:
        """`shares` are the columns' parts of the width."""
        super().__init__()
        self._look = look
        self._shares = shares
        self.sides = self._make_model(titles)
        self.setModel(self.sides)
        self._delegate = _SideDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setProperty("kind", "sides")
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for part in (self, header, self.verticalHeader()):
            part.setAccessibleName(name)
        look.changed.connect(self._follow)
        self._follow()
        self.doubleClicked.connect(self._on_double_clicked)

    def _make_model(self, titles: Sequence[str]) -> SidesModel:
        return SidesModel(titles, parent=self)

    def _follow(self) -> None:
        self.horizontalHeader().setFont(self._look.fonts.small)
        self.verticalHeader().setDefaultSectionSize(self._delegate.row_height)
        self.viewport().update()

    def show_rows(self, rows: Sequence[Sequence[Side]]) -> None:
        """Show these rows; the cursor stays where it can."""
        at = max(self.currentIndex().row(), 0)
        self.sides.show(rows)
        if rows and self.currentIndex().row() != min(at, len(rows) - 1):
            self.go_to_row(min(at, len(rows) - 1))

    def go_to_row(self, row: int) -> None:
        """Put the cursor there."""
        self.setCurrentIndex(self.sides.index(row, 0))
        self.scrollTo(self.currentIndex())

    @property
    def chosen_rows(self) -> list[int]:
        """The rows that are selected."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width, whole = self.viewport().width(), sum(self._shares)
        for column, share in enumerate(self._shares[:-1]):
            self.setColumnWidth(column, width * share // whole)
        self.setColumnWidth(len(self._shares) - 1, width - sum(width * s // whole for s in self._shares[:-1]))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.row_moved.emit(current.row())
        self.viewport().update()

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.opened.emit(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class ConflictTable(SidesTable):
    """Conflicts, decided by keys: 1 or left, 2 or right, 3 or F2 for a third value, 0 or Delete for later."""

    side_chosen = Signal(object)
    """A `Keep`, or None for later, for the selected rows."""
    written = Signal(int, str)
    """A third value, of a row."""
    writing_began = Signal()
    writing_ended = Signal()
    """The line of a third value is open; it is closed, its value written."""
    apply_wanted = Signal()
    text_wanted = Signal(int)
    """A third value is to be written for a row that may take more than a line."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            translate("Attention", "Các chỗ sửa ở hai nơi"),
            (
                translate("Attention", "Ô"),
                translate("Attention", "Gốc"),
                translate("Attention", "1 · Số của đơn vị"),
                translate("Attention", "2 · Số trên hệ thống"),
                translate("Attention", "Quyết định"),
            ),
            (27, 12, 20, 20, 21),
        )
        self.sides.written.connect(self.written)
        self._delegate.began.connect(self.writing_began)
        self._delegate.ended.connect(self.writing_ended)
        self._delegate.left.connect(self.setFocus)
        self.is_long: frozenset[int] = frozenset()
        """Rows whose third value is written in a field of its own, or that take none."""

    def _make_model(self, titles: Sequence[str]) -> SidesModel:
        return SidesModel(titles, takes_text=True, parent=self)

    def write(self, row: int) -> None:
        """Let a third value be typed."""
        if row in self.is_long:
            self.text_wanted.emit(row)
        elif row >= 0:
            index = self.sides.index(row, DECISION)
            self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.NoUpdate)
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not plain or not self.currentIndex().isValid():
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_1, Qt.Key.Key_Left):
            self.side_chosen.emit(Keep.MINE)
        elif key in (Qt.Key.Key_2, Qt.Key.Key_Right):
            self.side_chosen.emit(Keep.THEIRS)
        elif key in (Qt.Key.Key_3, Qt.Key.Key_F2):
            self.write(self.currentIndex().row())
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.side_chosen.emit(None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        if not index.isValid() or held or event.button() is not Qt.MouseButton.LeftButton:
            return
        if index.column() in (_MINE, _THEIRS):
            self.side_chosen.emit(Keep.MINE if index.column() == _MINE else Keep.THEIRS)
        elif index.column() == DECISION:
            self.write(index.row())


class _SideDelegate(LineDelegate):
    """A value, small print below it, a hairline under each row; a chosen side with a tint, a bar and a tick."""

    SAVING = LineDelegate.SAVING | {Qt.Key.Key_Tab}

    def __init__(self, look: Look, table: SidesTable) -> None:
        super().__init__(table)
        self._look = look
        self._table = table
        self._measure()
        look.changed.connect(self._measure)

    def _measure(self) -> None:
        fonts = self._look.fonts
        self._body, self._strong, self._small = (Figures(font) for font in (fonts.body, fonts.strong, fonts.small))
        self.row_height = round(2 * _TOP + self._body.height + 2 * (self._small.height + _GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, box, side = self._look, option.rect, index.data(SIDE)
        assert isinstance(side, Side)
        painter.save()
        painter.setClipRect(box)
        selected = option.state & QStyle.StateFlag.State_Selected
        painter.fillRect(box, look.color("window" if selected else "surface"))
        if side.chosen:
            painter.fillRect(box.adjusted(0, 0, 0, -1), look.color("accent_tint"))
            painter.fillRect(QRect(box.left(), box.top(), _BAR, box.height() - 1), look.color("accent"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = box.top() + _TOP + round(self._body.height / 2)
            draw_mark(painter, "ok", box.left() + _EDGE, middle, look.color("accent"))
        self._paint_value(painter, box, side)
        self._paint_notes(painter, box, side)
        painter.setPen(look.hairline())
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        if self._table.hasFocus() and index.row() == self._table.currentIndex().row():
            self._ring(painter, box, index)
        painter.restore()

    def _paint_value(self, painter: QPainter, box: QRect, side: Side) -> None:
        look = self._look
        figures = self._strong if side.strong else self._body
        font = look.fonts.strong if side.strong else look.fonts.body
        painter.setFont(font)
        neutral = "text" if side.strong else "secondary"
        painter.setPen(look.color(neutral) if side.tone in (Tone.NEUTRAL, Tone.INFO) else ink_of(look, side.tone))
        left, right = box.left() + _EDGE + (16 if side.chosen else 0), box.right() - _EDGE
        baseline = box.top() + _TOP + figures.ascent
        is_number = side.figure and any(one.isdigit() for one in side.text)
        if is_number and figures.laid(side.text).width <= right - left:
            figures.draw_right(painter, side.text, right, baseline)
            return
        words = painter.fontMetrics().elidedText(side.text, Qt.TextElideMode.ElideRight, right - left)
        start = right - painter.fontMetrics().horizontalAdvance(words) if side.figure else left
        painter.drawText(QPointF(start, baseline), words)

    def _paint_notes(self, painter: QPainter, box: QRect, side: Side) -> None:
        look = self._look
        painter.setFont(look.fonts.small)
        warned = side.tone in (Tone.ERROR, Tone.ATTENTION)
        painter.setPen(ink_of(look, side.tone) if warned else look.color("secondary"))
        left, right = box.left() + _EDGE, box.right() - _EDGE
        baseline = box.top() + _TOP + self._body.height + _GAP + self._small.ascent
        metrics = painter.fontMetrics()
        for line in _folded(side.notes, right - left, metrics.horizontalAdvance):
            words = metrics.elidedText(line, Qt.TextElideMode.ElideRight, right - left)
            start = right - metrics.horizontalAdvance(words) if side.figure else left
            painter.drawText(QPointF(start, baseline), words)
            baseline += self._small.height + _GAP

    def _ring(self, painter: QPainter, box: QRect, index: Index) -> None:
        """This cell's part of the ring round the row that has the focus."""
        accent = self._look.color("accent")
        painter.fillRect(box.left(), box.top(), box.width(), 2, accent)
        painter.fillRect(box.left(), box.bottom() - 1, box.width(), 2, accent)
        if index.column() == 0:
            painter.fillRect(box.left(), box.top(), 2, box.height(), accent)
        if index.column() == index.model().columnCount() - 1:
            painter.fillRect(box.right() - 1, box.top(), 2, box.height(), accent)

    # ---- the editor -------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setFont(self._look.fonts.body)
        where = index.model().index(index.row(), 0).data(SIDE)
        editor.setAccessibleName(translate("Attention", "Số khác cho {where}").format(where=where.spoken))
        self.began.emit()
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        box = option.rect
        editor.setGeometry(box.left() + 4, box.top() + 4, box.width() - 8, _EDITOR_HEIGHT)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        if isinstance(editor, QLineEdit) and isinstance(model, SidesModel):
            model.setData(index, editor.text())


def _folded(notes: Sequence[str], width: int, advance: Callable[[str], int]) -> list[str]:
    """Two lines at most: a single note that is too long goes on in the second."""
    if len(notes) != 1 or advance(notes[0]) <= width:
        return list(notes[:2])
    words, first = notes[0].split(" "), ""
    while words and advance(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    return [first, " ".join(words)] if first else [notes[0]]
