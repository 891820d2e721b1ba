"""The current row's figures beside last period's and last year's: each with the way it moved, far moves marked."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.look import Look
from ui.models.compare import BESIDE, CompareModel
from ui.presenters.form_compare import Beside, CompareLine
from ui.widgets.figures import Figures
from ui.widgets.marks import draw_mark
from ui.words import translate

Index = QModelIndex | QPersistentModelIndex
_ROW, _TALL_ROW = 44, 60
"""Heights of a row: with the way a figure moved on one line, and on two."""
_NUMBER_WIDTH, _NOW_MIN, _NOW_MAX = 44, 64, 92
_EDGE, _GAP, _MARK_ROOM = 12, 8, 12


class CompareTable(QTableView):
    """Column, now, last period, last year; two lines a row, three where the panel is narrow."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = CompareModel(self)
        self.setModel(self._lines)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._shown: Sequence[CompareLine] = ()
        self._delegate = _BesideDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setFont(look.fonts.small)
        header.setMinimumSectionSize(32)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for section, width in enumerate((_NUMBER_WIDTH, _NOW_MIN)):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(section, width)
        header.setHighlightSections(False)
        for part in (self, header, self.verticalHeader()):
            part.setAccessibleName(translate("Panel", "Số kỳ này bên số kỳ trước và cùng kỳ năm trước"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def show_lines(self, lines: Sequence[CompareLine]) -> None:
        """Show another row's figures."""
        self._shown = lines
        self._lines.show(lines)
        self._fit()

    def _fit(self) -> None:
        """Give the figures of now the room they take, and two lines to the changes where one is too narrow."""
        longest = max((self._delegate.figure_width(line.now) for line in self._shown), default=0)
        self.horizontalHeader().resizeSection(1, min(max(longest + 2 * _GAP, _NOW_MIN), _NOW_MAX))
        besides = [one for line in self._shown for one in (line.previous, line.last_year)]
        widest = max((self._delegate.change_width(one) for one in besides), default=0)
        fits = widest + _GAP <= self.columnWidth(self._lines.columnCount() - 1)
        self.verticalHeader().setDefaultSectionSize(_ROW if fits else _TALL_ROW)


class _BesideDelegate(QStyledItemDelegate):
    """Figures to the digit, the way they moved below them in small print, a hairline under each row."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._follow()
        look.changed.connect(self._follow)

    def _follow(self) -> None:
        self._figures = Figures(self._look.fonts.body)
        self._small = Figures(self._look.fonts.small)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, box = self._look, option.rect
        painter.save()
        painter.setClipRect(box)
        painter.setPen(look.hairline())
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        beside = index.data(BESIDE)
        if isinstance(beside, Beside):
            self._paint_beside(painter, box, beside)
        elif index.column():
            self._paint_figure(painter, box, str(index.data() or ""), "text")
        else:
            painter.setPen(look.color("secondary"))
            painter.setFont(look.fonts.body)
            words = painter.fontMetrics().elidedText(
                str(index.data() or ""), Qt.TextElideMode.ElideRight, box.width() - _EDGE
            )
            painter.drawText(QPointF(box.left() + _EDGE, self._first_line(box)), words)
        painter.restore()

    def _first_line(self, box: QRect) -> float:
        return box.top() + 6 + self._figures.ascent

    def figure_width(self, text: str) -> int:
        """Pixels that a figure takes."""
        return ceil(self._figures.laid(text).width)

    def change_width(self, beside: Beside) -> int:
        """Pixels that the way to a figure takes on one line."""
        return ceil(self._small.laid(beside.change).width) + (_MARK_ROOM if beside.is_big else 0)

    def _paint_figure(self, painter: QPainter, box: QRect, text: str, color: str) -> None:
        painter.setPen(self._look.color(color))
        if self.figure_width(text) <= box.width() - _GAP:
            self._figures.draw_right(painter, text, box.right() - _GAP, self._first_line(box))
        else:
            self._paint_small(painter, box, text, self._first_line(box))

    def _paint_small(self, painter: QPainter, box: QRect, text: str, baseline: float, *, left: int = 0) -> int:
        """Draw small print to the right edge, cut visibly where it does not fit; how wide it came out."""
        room = box.width() - _GAP - left
        # By hand: figures aligned to the digit are wider than Qt's own measure of them.
        while len(text) > 1 and self._small.laid(text).width > room:
            text = text.removesuffix("…")[:-1] + "…"
        self._small.draw_right(painter, text, box.right() - _GAP, baseline)
        return ceil(self._small.laid(text).width)

    def _paint_beside(self, painter: QPainter, box: QRect, beside: Beside) -> None:
        self._paint_figure(painter, box, beside.value, "secondary")
        ink = self._look.color("attention" if beside.is_big else "secondary")
        painter.setPen(ink)
        baseline = box.top() + 6 + self._figures.height + self._small.ascent
        lines = [beside.change] if box.height() <= _ROW else [beside.difference_words, beside.percent]
        for text in (text for text in lines if text):
            is_last = text == lines[-1] or not lines[-1]
            marked = beside.is_big and is_last
            taken = self._paint_small(painter, box, text, baseline, left=_MARK_ROOM if marked else 0)
            if marked:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                left = max(box.right() - _GAP - taken - _MARK_ROOM, box.left() + 2)
                draw_mark(painter, "warning", left, round(baseline) - 4, ink)
                painter.setPen(ink)
            baseline += self._small.height
