"""The list of reports: name, period, progress, state, countdown; one row each, groups between."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCursor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.domain.operations import ReportKey
from ui.look import Look
from ui.models.lines import LinesModel
from ui.presenters.lines import ReportLine
from ui.presenters.phrases import Tone
from ui.widgets.labels import CHIP_HEIGHT, chip_width, ink_of, paint_chip, paint_selected
from ui.words import translate

Index = QModelIndex | QPersistentModelIndex
_ROW, _GROUP = 60, 44
_EDGE = 16
_DUE, _CHIPS, _PERIOD, _PROGRESS = 96, 96, 152, 132
"""Widths; those of what is due and of the chips at least."""
_GAP, _CHIP_GAP = 16, 8
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class _ReportDelegate(QStyledItemDelegate):
    """Asks the list what is chosen, not the option's state: that brings in QStyle, a fortieth of a start."""

    def __init__(self, look: Look, parent: QListView) -> None:
        super().__init__(parent)
        self._look = look
        self._list = parent
        self.shows_progress = True
        self._due, self._chips = _DUE, _CHIPS

    def make_room(self, lines: Sequence[ReportLine]) -> None:
        """Widen the columns for what the lines show; they never narrow again, so nothing moves under the eye."""
        strong = QFontMetrics(self._look.fonts.strong)
        dues = {line.due for line in lines}
        chips = {line.chips for line in lines}
        self._due = max(self._due, *(strong.horizontalAdvance(due) for due in dues), 0)
        widths = (sum(chip_width(self._look, text) + _CHIP_GAP for text, _ in row) - _CHIP_GAP for row in chips)
        self._chips = max(self._chips, *widths, 0)

    @staticmethod
    def line(index: Index) -> ReportLine:
        model = index.model()
        assert isinstance(model, LinesModel)
        line = model.lines[index.row()]
        assert isinstance(line, ReportLine)
        return line

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, _ROW if self.line(index).key else _GROUP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self.line(index)
        painter.save()
        if line.key is None:
            self._paint_group(painter, line, option.rect)
        else:
            self._paint_report(painter, line, option.rect, is_chosen=index.row() == self._list.currentIndex().row())
        painter.restore()

    def _paint_group(self, painter: QPainter, line: ReportLine, box: QRect) -> None:
        look = self._look
        painter.setFont(look.fonts.small_strong)
        painter.setPen(ink_of(look, line.due_tone))
        painter.drawText(box.adjusted(_EDGE, 12, -_EDGE, 0), _LEFT, line.title)
        painter.setPen(look.hairline())
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())

    def _is_pointed_at(self, box: QRect) -> bool:
        return self._list.underMouse() and box.contains(self._list.mapFromGlobal(QCursor.pos()))

    def _paint_report(self, painter: QPainter, line: ReportLine, box: QRect, *, is_chosen: bool) -> None:
        look = self._look
        if is_chosen:
            paint_selected(painter, look, box)
        elif self._is_pointed_at(box):
            look.fill(painter, box, "window")
        painter.setPen(look.hairline())
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        right = box.right() - _EDGE
        painter.setFont(look.fonts.strong if line.due_tone is not Tone.NEUTRAL else look.fonts.body)
        painter.setPen(ink_of(look, line.due_tone) if line.due_tone is not Tone.NEUTRAL else look.color("text"))
        painter.drawText(QRect(right - self._due, box.top(), self._due, box.height()), _RIGHT, line.due)
        right -= self._due + _GAP + self._chips
        chip_left = float(right)
        for text, tone in line.chips:
            width = chip_width(look, text)
            top = box.top() + (box.height() - CHIP_HEIGHT) / 2
            place = QRectF(chip_left, top, width, CHIP_HEIGHT)
            paint_chip(painter, look, text, tone, place, on_tint=is_chosen)
            chip_left += width + _CHIP_GAP
        right -= _GAP
        if self.shows_progress:
            if line.needed or line.note:
                self._paint_progress(painter, line, QRect(right - _PROGRESS, box.top(), _PROGRESS, box.height()))
            right -= _PROGRESS + _GAP
        period, _, release = line.period.partition(", ")
        if release:
            self._paint_elided(painter, period, "body", "text", QRect(right - _PERIOD, box.top() + 11, _PERIOD, 20))
            box_below = QRect(right - _PERIOD, box.top() + 31, _PERIOD, 18)
            self._paint_elided(painter, release, "small", "secondary", box_below)
        else:
            whole = QRect(right - _PERIOD, box.top(), _PERIOD, box.height())
            self._paint_elided(painter, period, "body", "text", whole)
        right -= _PERIOD + _GAP
        left = box.left() + _EDGE
        self._paint_elided(painter, line.title, "strong", "text", QRect(left, box.top() + 11, right - left, 20))
        self._paint_elided(painter, line.code, "small", "secondary", QRect(left, box.top() + 31, right - left, 18))
        if is_chosen and self._list.hasFocus():
            pen = QPen(look.color("accent"), 2)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -2, -2))

    def _paint_elided(self, painter: QPainter, text: str, font: str, color: str, box: QRect) -> None:
        painter.setFont(getattr(self._look.fonts, font))
        painter.setPen(self._look.color(color))
        shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _LEFT, shown)

    def _paint_progress(self, painter: QPainter, line: ReportLine, box: QRect) -> None:
        look = self._look
        if not line.needed:
            self._paint_elided(painter, line.note, "small", "secondary", box)
            return
        share = min(line.filled / line.needed, 1.0)
        bar = QRectF(box.left(), box.top() + 36, box.width(), 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.color("text") if look.plain else Qt.PenStyle.NoPen)
        painter.setBrush(look.color("surface" if look.plain else "hairline"))
        painter.drawRoundedRect(bar, 2, 2)
        painter.setPen(Qt.PenStyle.NoPen)
        if share:
            painter.setBrush(look.color("ok" if share >= 1 and not line.errors else "accent"))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(bar.width() * share, 4), 4), 2, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(look.fonts.small)
        text_box = QRect(box.left(), box.top() + 14, box.width(), 18)
        painter.setPen(look.color("secondary"))
        cells = translate("Work", "{filled}/{needed} ô").format(filled=line.filled, needed=line.needed)
        painter.drawText(text_box, _LEFT, cells)
        if line.errors:
            painter.setPen(look.color("error"))
            painter.drawText(text_box, _RIGHT, translate("Work", "{count} lỗi").format(count=line.errors))


class ReportList(QListView):
    """The list. `opened(key)` when a report is double-clicked or Enter is pressed on it."""

    opened = Signal(object)

    def __init__(self, look: Look, name: str, *, shows_progress: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = LinesModel(self)
        self.setModel(self.lines)
        self._delegate = _ReportDelegate(look, self)
        self._delegate.shows_progress = shows_progress
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(name)
        self.doubleClicked.connect(self._on_double_clicked)
        look.changed.connect(self._on_look)

    @Slot()
    def _on_look(self) -> None:
        self.viewport().update()

    def show_lines(self, lines: list[ReportLine]) -> None:
        """Show these reports; the chosen one stays chosen."""
        kept = self.chosen_key()
        self._delegate.make_room(lines)
        self.lines.show(lines)
        rows = [at for at, line in enumerate(lines) if line.key]
        row = next((at for at in rows if lines[at].key == kept), rows[0] if rows else -1)
        if row >= 0:
            self.setCurrentIndex(self.lines.index(row))

    def chosen_key(self) -> ReportKey | None:
        """The report the cursor is on."""
        row = self.currentIndex().row()
        if not 0 <= row < len(self.lines.lines):
            return None
        line = self.lines.lines[row]
        return line.key if isinstance(line, ReportLine) else None

    def _on_double_clicked(self, index: QModelIndex) -> None:
        key = _ReportDelegate.line(index).key
        if key:
            self.opened.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.chosen_key()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and key:
            self.opened.emit(key)
            return
        super().keyPressEvent(event)
