"""A list of sentences: heading in its tone, the sentence, small print; painted, wrapped to the width."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.look import Look
from ui.models.lines import LinesModel
from ui.presenters.lines import Line
from ui.widgets.grid_pane import draw_mark
from ui.widgets.labels import ink_of

Index = QModelIndex | QPersistentModelIndex
_EDGE = 12
_TOP = 10
_LINE_GAP = 2
_MARK_ROOM = 16
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_TALL = 10_000.0
_KEPT_MAX = 2000


class _LineDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._kept: dict[tuple[Line, int], list[int]] = {}
        look.changed.connect(self._forget)

    def _forget(self) -> None:
        self._kept.clear()

    def _heights(self, line: Line, width: int) -> list[int]:
        kept = self._kept.get((line, width))
        if kept is None:
            if len(self._kept) > _KEPT_MAX:
                self._kept.clear()
            kept = self._kept[line, width] = self._measured(line, width)
        return kept

    def _measured(self, line: Line, width: int) -> list[int]:
        fonts = self._look.fonts
        heights = [ceil(QFontMetricsF(fonts.small_strong).height())]
        for text, font in ((line.body, fonts.body), (line.foot, fonts.small)):
            box = QRectF(0, 0, width, _TALL)
            heights.append(ceil(QFontMetricsF(font).boundingRect(box, _WRAP, text).height()) if text else 0)
        return heights

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, QListView)
        line = self._line(index)
        width = view.viewport().width() - 2 * _EDGE
        heights = self._heights(line, width - (_MARK_ROOM if line.mark else 0))
        gaps = _LINE_GAP * sum(1 for height in heights[1:] if height)
        return QSize(view.viewport().width(), sum(heights) + gaps + 2 * _TOP)

    @staticmethod
    def _line(index: Index) -> Line:
        model = index.model()
        assert isinstance(model, LinesModel)
        line = model.lines[index.row()]
        assert isinstance(line, Line)
        return line

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, line, box = self._look, self._line(index), option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(box, look.color("accent_tint"))
        painter.setPen(look.hairline())
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        left, right = box.left() + _EDGE, box.right() - _EDGE
        if line.mark:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_mark(painter, line.mark, left, box.top() + _TOP + 8, ink_of(look, line.tone))
            left += _MARK_ROOM
        heights = self._heights(line, right - left)
        top = box.top() + _TOP
        painter.setFont(look.fonts.small)
        painter.setPen(look.color("secondary"))
        painter.drawText(QRect(left, top, right - left, heights[0]), int(Qt.AlignmentFlag.AlignRight), line.right)
        taken = painter.fontMetrics().horizontalAdvance(line.right) + 8 if line.right else 0
        painter.setFont(look.fonts.small_strong)
        painter.setPen(ink_of(look, line.tone) if line.tone != "neutral" else look.color("text"))
        heading = painter.fontMetrics().elidedText(line.heading, Qt.TextElideMode.ElideRight, right - left - taken)
        painter.drawText(QRect(left, top, right - left - taken, heights[0]), int(Qt.AlignmentFlag.AlignLeft), heading)
        top += heights[0]
        for text, font, color, height in (
            (line.body, look.fonts.body, "text", heights[1]),
            (line.foot, look.fonts.small, "secondary", heights[2]),
        ):
            if text:
                painter.setFont(font)
                painter.setPen(look.color(color))
                painter.drawText(QRect(left, top + _LINE_GAP, right - left, height), _WRAP, text)
                top += height + _LINE_GAP
        view = self.parent()
        if isinstance(view, QWidget) and view.hasFocus() and option.state & QStyle.StateFlag.State_HasFocus:
            pen = QPen(look.color("accent"), 2)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()


class LineList(QListView):
    """The list. `chosen(row)` when an entry is clicked or Enter is pressed on it."""

    chosen = Signal(int)
    current_moved = Signal(int)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.lines = LinesModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(_LineDelegate(look, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(name)
        self.clicked.connect(self._on_clicked)
        look.changed.connect(self.scheduleDelayedItemsLayout)

    def _on_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_moved.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
