"""A table view that paints itself: the visible cells straight from the model's lists, lines in one call."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import QItemSelection, QItemSelectionRange, QLine, QModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from ui.models.grid import GridModel
from ui.presenters import cells
from ui.presenters.cells import GridRow, RowKind
from ui.widgets.figures import Figures, Texts
from ui.widgets.grid_header import GridHeader
from ui.widgets.grid_look import GridLook
from ui.widgets.marks import draw_mark

Inked: TypeAlias = dict[str, list[tuple[Figures, str, float, float]]]
"""Ink -> figures to draw in it: layout, text, right edge, baseline."""

_PAD = 8
_INDENT = 16
_MARK = 8


class GridPane(QTableView):
    """One pane of the grid. The main pane and the frozen one are two of these on one model and selection."""

    _ends_row = True
    """Whether a row ends in this pane: a ring round a whole row closes here."""

    def __init__(self, look: GridLook, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._grid = model
        self.points_out = False
        """The cell was looked for from outside: its ring is the accent's although the focus is elsewhere."""
        self.setModel(model)
        self.header = GridHeader(look, self)
        self.setHorizontalHeader(self.header)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setMinimumSectionSize(12)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self._prepare()
        look.changed.connect(self._prepare)

    def _prepare(self) -> None:
        look = self._look
        self._figures = Figures(look.fonts.body)
        self._figures_strong = Figures(look.fonts.strong)
        self._texts = Texts(look.fonts.body)
        self._texts_strong = Texts(look.fonts.strong)
        names = (
            "surface window text secondary disabled hairline strong accent accent_tint calculated header "
            "error error_tint attention attention_tint info info_tint"
        )
        self._colors = {name: look.color(name) for name in names.split()}
        self._hairline = look.hairline()
        self._strong_line = look.hairline("strong")
        self.verticalHeader().setDefaultSectionSize(look.row_height)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        area = event.rect()
        colors = self._colors
        painter.fillRect(area, colors["surface"])
        model = self._grid
        if not model.rows or not model.shape.columns:
            return
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return
        last = last if last >= 0 else len(model.rows) - 1
        spans = self._visible_columns(area)
        height = self._look.row_height
        top = self.rowViewportPosition(first)
        selected = self._selected_rects()
        current = self.currentIndex()
        hair: list[QLine] = []
        firm: list[QLine] = []
        figures: Inked = {"text": [], "secondary": []}
        painter.setFont(self._look.fonts.body)
        right_end = spans[-1][1] + spans[-1][2] if spans else 0
        for number in range(first, last + 1):
            row = model.rows[number]
            y = top + (number - first) * height
            bottom = y + height - 1
            if row.kind is RowKind.GROUP:
                self._paint_group(painter, row, y, height, right_end)
            elif row.kind is RowKind.ADD:
                self._paint_offer(painter, row, spans, y, height, number in self._rows_of(selected))
            else:
                self._paint_cells(painter, row, number, spans, y, height, selected, figures)
                hair.extend(QLine(x + width - 1, y, x + width - 1, bottom) for _, x, width in spans)
            (firm if self._is_firm(number) else hair).append(QLine(0, bottom, right_end - 1, bottom))
        painter.setPen(self._hairline)
        painter.drawLines(hair)
        if firm:
            painter.setPen(self._strong_line)
            painter.drawLines(firm)
        self._paint_figures(painter, figures)
        if self._look.plain:
            self._outline(painter, selected)
        if current.isValid() and first <= current.row() <= last and not self.isColumnHidden(current.column()):
            self._paint_ring(painter, current)

    def _outline(self, painter: QPainter, selected: list[tuple[int, int, int, int]]) -> None:
        """Draw a line round what is selected: without tints nothing else tells it from the rest."""
        painter.setPen(QPen(self._colors["accent"], 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for top, left, bottom, right in selected:
            shown = [column for column in range(left, right + 1) if not self.isColumnHidden(column)]
            if shown:
                corner, end = self._grid.index(top, shown[0]), self._grid.index(bottom, shown[-1])
                painter.drawRect(self.visualRect(corner).united(self.visualRect(end)).adjusted(1, 1, -2, -2))

    def _visible_columns(self, area: QRect) -> list[tuple[int, int, int]]:
        """(column, x, width) of the columns that meet the area, left to right."""
        spans = []
        for column in range(len(self._grid.shape.columns)):
            if self.isColumnHidden(column):
                continue
            x, width = self.columnViewportPosition(column), self.columnWidth(column)
            if x + width > area.left() and x <= area.right():
                spans.append((column, x, width))
        return spans

    def _selected_rects(self) -> list[tuple[int, int, int, int]]:
        """(top, left, bottom, right) of the selected ranges; a single selected cell needs no tint."""
        ranges = ranges_of(self.selectionModel().selection())
        rects = [(part.top(), part.left(), part.bottom(), part.right()) for part in ranges]
        if len(rects) == 1 and rects[0][0] == rects[0][2] and rects[0][1] == rects[0][3]:
            return []
        return rects

    @staticmethod
    def _rows_of(rects: list[tuple[int, int, int, int]]) -> set[int]:
        return {row for top, _, bottom, _ in rects for row in range(top, bottom + 1)}

    def _is_firm(self, number: int) -> bool:
        rows = self._grid.rows
        return number + 1 < len(rows) and rows[number + 1].kind is RowKind.TOTAL

    def _paint_group(self, painter: QPainter, row: GridRow, y: int, height: int, right: int) -> None:
        painter.fillRect(0, y, right, height, self._colors["header"])
        painter.setPen(self._colors["text"])
        laid = self._texts_strong.laid(row.title, max(self.window().width(), 800))
        painter.setFont(self._texts_strong.font)
        # Both panes draw it from the same left edge, so the words run on from one into the other at any scroll.
        painter.drawStaticText(QPointF(_PAD, y + round((height - self._texts_strong.height) / 2)), laid)
        painter.setFont(self._look.fonts.body)

    def _paint_offer(
        self, painter: QPainter, row: GridRow, spans: list[tuple[int, int, int]], y: int, height: int, selected: bool
    ) -> None:
        painter.setPen(self._colors["accent" if selected else "secondary"])
        for column, x, width in spans:
            text = row.texts[column]
            if text:
                laid = self._texts.laid(text, width - 2 * _PAD)
                painter.drawStaticText(QPointF(x + _PAD, y + round((height - self._texts.height) / 2)), laid)

    def _paint_cells(
        self,
        painter: QPainter,
        row: GridRow,
        number: int,
        spans: list[tuple[int, int, int]],
        y: int,
        height: int,
        selected: list[tuple[int, int, int, int]],
        figures: Inked,
    ) -> None:
        colors = self._colors
        texts, flags = row.texts, row.flags
        total = row.kind in (RowKind.TOTAL, RowKind.SUBTOTAL)
        for column, x, width in spans:
            flag = flags[column]
            fill = self._fill_of(flag, total)
            for part in selected:
                if part[0] <= number <= part[2] and part[1] <= column <= part[3]:
                    fill = "accent_tint"
            if fill:
                painter.fillRect(x, y, width, height, colors[fill])
            if flag & cells.CLOSED:
                painter.fillRect(x, y, width, height, QBrush(colors["strong"], Qt.BrushStyle.BDiagPattern))
            if flag & cells.MARKS:
                self._paint_mark(painter, flag, x + 4, y + height // 2)
            if flag & cells.WAITING:
                self._paint_corner(painter, x + width - 2, y + 1)
            if flag & cells.FILLED:
                self._paint_fold(painter, x, y + height - 1)
            if flag & cells.REMARKS:
                self._paint_remark(painter, flag, x, y)
            text = texts[column]
            if not text:
                continue
            strong = flag & cells.STRONG
            if flag & cells.NUMBER and not flag & cells.UNREAD:
                layout = self._figures_strong if strong else self._figures
                figures[self._ink_of(flag)].append((layout, text, x + width - _PAD, y + self._baseline(layout, height)))
                continue
            lines = self._texts_strong if strong else self._texts
            left = x + _PAD + (_INDENT if flag & cells.INDENTED else 0)
            if flag & cells.MARKS:
                left = x + _PAD + _MARK + 4
            laid = lines.laid(text, max(x + width - 4 - left, 8))
            if flag & (cells.CENTRED | cells.CLOSED):
                left = x + (width - round(laid.size().width())) // 2
            painter.setPen(colors[self._ink_of(flag)])
            painter.setFont(lines.font)
            painter.drawStaticText(QPointF(left, y + round((height - lines.height) / 2)), laid)

    @staticmethod
    def _baseline(layout: Figures, height: int) -> float:
        return round((height - layout.height) / 2) + layout.ascent

    @staticmethod
    def _fill_of(flag: int, total: bool) -> str:
        if flag & (cells.ERROR | cells.UNREAD | cells.CONFLICT | cells.REFUSED):
            return "error_tint"
        if flag & (cells.EXPLAIN | cells.WARNING):
            return "attention_tint"
        return "calculated" if total or flag & cells.CALCULATED else ""

    @staticmethod
    def _ink_of(flag: int) -> str:
        if flag & cells.UNREAD:
            return "error"
        return "secondary" if flag & (cells.CLOSED | cells.CENTRED | cells.FILLED) else "text"

    def _paint_figures(self, painter: QPainter, figures: Inked) -> None:
        for ink, laid in figures.items():
            painter.setPen(self._colors[ink])
            for layout, text, right, baseline in laid:
                layout.draw_right(painter, text, right, baseline)

    def _paint_corner(self, painter: QPainter, right: int, top: int) -> None:
        """A small corner: typed, and not on disk yet."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colors["secondary"])
        painter.drawPolygon(QPolygonF([QPointF(right - 5, top), QPointF(right, top), QPointF(right, top + 5)]))

    def _paint_fold(self, painter: QPainter, left: int, bottom: int) -> None:
        """A small folded corner, on the other side than that of what is not saved: the figure is another form's."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colors["secondary"])
        painter.drawPolygon(QPolygonF([QPointF(left, bottom - 7), QPointF(left + 7, bottom), QPointF(left, bottom)]))

    def _paint_remark(self, painter: QPainter, flag: int, left: int, top: int) -> None:
        """In the upper left corner, what there is beside the cell.

        A filled corner for a note, a dot for an open question, a cut corner for what another computer has.
        """
        if flag & cells.QUESTION:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_mark(painter, "question", left + 2, top + 6, self._colors["attention"])
            painter.restore()
            return
        if flag & cells.NEARBY:
            painter.setPen(QPen(self._colors["info"], 2))
            painter.drawLine(QPointF(left + 1, top + 8), QPointF(left + 8, top + 1))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colors["info"])
        painter.drawPolygon(QPolygonF([QPointF(left, top), QPointF(left + 7, top), QPointF(left, top + 7)]))

    def _paint_mark(self, painter: QPainter, flag: int, x: int, middle: int) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if flag & (cells.ERROR | cells.UNREAD | cells.REFUSED):
            draw_mark(painter, "error", x, middle, self._colors["error"])
        elif flag & cells.CONFLICT:
            draw_mark(painter, "conflict", x, middle, self._colors["error"])
        elif flag & cells.EXPLAIN:
            draw_mark(painter, "explain", x, middle, self._colors["attention"])
        elif flag & cells.WARNING:
            draw_mark(painter, "warning", x, middle, self._colors["attention"])
        else:
            draw_mark(painter, "incomplete", x, middle, self._colors["secondary"])
        painter.restore()

    def _paint_ring(self, painter: QPainter, current: QModelIndex) -> None:
        box = self.visualRect(current)
        if self._grid.rows[current.row()].kind is RowKind.GROUP:
            box.setLeft(0)
            box.setRight(self.viewport().width() + (0 if self._ends_row else 8))
        focused = self.hasFocus() or self.viewport().hasFocus() or self._has_editor_focus() or self.points_out
        pen = QPen(self._colors["accent" if focused else "strong"], 2)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(1, 1, -2, -2))

    def _has_editor_focus(self) -> bool:
        proxy = self.focusProxy()
        return proxy is not None and proxy.hasFocus()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dx:
            # A group's words stand still while columns move under them.
            self.viewport().update()


def ranges_of(selection: QItemSelection) -> list[QItemSelectionRange]:
    """The ranges of a selection."""
    return list(selection)  # type: ignore[call-overload, no-any-return]  # a QList, which the stubs do not say
