"""The printed header: merged cells over several levels and the row of printed numbers, painted once."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QLine, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from ui.models.grid import GridModel
from ui.widgets.grid_look import GridLook

_PAD = 4
_LEVEL_MIN = 26
_NUMBERS = 22
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter)
_WIDE = 10_000.0


class GridHeader(QHeaderView):
    """Paints the spans of its model's shape into a pixmap and shows the part in sight."""

    def __init__(self, look: GridLook, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self._pixmap: QPixmap | None = None
        self._levels: list[int] = []
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(36)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.sectionResized.connect(self._on_section_resized)
        look.changed.connect(self.forget)

    def shape_changed(self) -> None:
        """Measure again: another table, or other column widths."""
        self._levels = self._measure()
        self.setAccessibleName(self._grid().shape.name)
        self.forget()
        self.updateGeometry()

    def forget(self) -> None:
        """Paint again at the next chance."""
        self._pixmap = None
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(self.length(), sum(self._levels) + self._look.px(_NUMBERS) + 1)

    def word_width(self, column: int) -> int:
        """The least width in which the column's own title breaks at spaces only, and its printed number is whole."""
        metrics = QFontMetricsF(self._look.fonts.small)
        told = self._grid().shape.columns[column]
        words = [*told.title_path[-1].split(), *([f"({told.number})"] if told.number else [])]
        return ceil(max((metrics.horizontalAdvance(word) for word in words), default=0)) + 2 * _PAD + 2

    def _grid(self) -> GridModel:
        model = self.model()
        assert isinstance(model, GridModel)
        return model

    def _on_section_resized(self, _section: int, _old: int, _new: int) -> None:
        self._pixmap = None

    def _span_width(self, first: int, last: int) -> int:
        return sum(self.sectionSize(column) for column in range(first, last + 1) if not self.isSectionHidden(column))

    def _measure(self) -> list[int]:
        """Heights of the header's levels; a hidden column is measured at the width it has when shown."""
        if not isinstance(self.model(), GridModel):
            return []
        spans = self._grid().shape.header
        levels = [self._look.px(_LEVEL_MIN)] * (max((span.bottom for span in spans), default=-1) + 1)
        metrics = QFontMetricsF(self._look.fonts.small)
        for span in sorted(spans, key=lambda span: span.bottom - span.top):
            width = self._span_width(span.first_column, span.last_column)
            if width <= 0:
                continue
            needed = metrics.boundingRect(QRectF(0, 0, width - 2 * _PAD, _WIDE), _WRAP, span.title).height()
            missing = ceil(needed) + 2 * _PAD - sum(levels[span.top : span.bottom + 1])
            if missing > 0:
                levels[span.bottom] += missing
        return levels

    def match_levels(self, other: GridHeader) -> None:
        """Take the level heights of another header, so that both stand equally high."""
        self._levels = list(other._levels)
        self.setAccessibleName(other.accessibleName())
        self.forget()
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._pixmap is None or self._pixmap.devicePixelRatio() != ratio:
            self._pixmap = self._paint_all(ratio)
        painter = QPainter(self.viewport())
        tokens = self._look.tokens
        painter.fillRect(event.rect(), self._look.color("header"))
        painter.drawPixmap(-self.offset(), 0, self._pixmap)
        bottom = self.viewport().height() - 1
        painter.setPen(self._look.hairline("strong" if not tokens.dark else "field"))
        painter.drawLine(0, bottom, self.viewport().width(), bottom)

    def _paint_all(self, ratio: float) -> QPixmap:
        width, height = max(self.length(), 1), max(self.viewport().height(), 1)
        pixmap = QPixmap(QSize(width, height) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        look = self._look
        pixmap.fill(look.color("header"))
        painter = QPainter(pixmap)
        tops = [sum(self._levels[:level]) for level in range(len(self._levels) + 1)]
        lines: list[QLine] = []
        shape = self._grid().shape
        painter.setFont(look.fonts.small)
        painter.setPen(look.color("text"))
        for span in shape.header:
            span_width = self._span_width(span.first_column, span.last_column)
            if span_width <= 0:
                continue
            first = next(c for c in range(span.first_column, span.last_column + 1) if not self.isSectionHidden(c))
            box = QRect(self.sectionPosition(first), tops[span.top], span_width, tops[span.bottom + 1] - tops[span.top])
            painter.drawText(box.adjusted(_PAD, 0, -_PAD, 0), _WRAP, span.title)
            lines.append(QLine(box.right(), box.top(), box.right(), box.bottom()))
            lines.append(QLine(box.left(), box.bottom(), box.right(), box.bottom()))
        painter.setPen(look.color("secondary"))
        top = tops[-1]
        for position, column in enumerate(shape.columns):
            if self.isSectionHidden(position):
                continue
            left, section = self.sectionPosition(position), self.sectionSize(position)
            if column.number:
                box = QRect(left + 1, top, section - 2, self._look.px(_NUMBERS))
                # What tells one code from the next is at its end.
                shown = painter.fontMetrics().elidedText(f"({column.number})", Qt.TextElideMode.ElideLeft, box.width())
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)
            lines.append(QLine(left + section - 1, top, left + section - 1, height))
        painter.setPen(look.hairline())
        painter.drawLines(lines)
        painter.end()
        return pixmap

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            column = self.logicalIndexAt(QPoint(event.pos()))
            words = (
                self.model().headerData(column, Qt.Orientation.Horizontal, int(Qt.ItemDataRole.ToolTipRole))
                if column >= 0
                else None
            )
            QToolTip.showText(event.globalPos(), str(words or ""), self)
            return True
        return super().viewportEvent(event)
