"""A list of sentences: heading in its tone, the sentence, small print, a field; painted, wrapped to the width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from ui.look import Look
from ui.models.lines import LinesModel
from ui.models.tips import plain_tip
from ui.presenters.lines import Line
from ui.widgets.labels import ink_of, paint_selected
from ui.widgets.line_delegate import LineDelegate
from ui.widgets.marks import draw_mark

Index = QModelIndex | QPersistentModelIndex
_EDGE = 12
_TOP = 10
_LINE_GAP = 2
_MARK_ROOM = 16
_FIELD_GAP, _FIELD_MIN = 4, 28
"""Above the field, and how high an editor is."""
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_WRAP_MIDDLE = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_TALL = 10_000.0
_KEPT_MAX = 2000


class _LineDelegate(LineDelegate):
    typing = Signal(str)

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
        if line.has_field:
            box, text = QRectF(0, 0, width, _TALL), line.written or line.prompt
            height = ceil(QFontMetricsF(fonts.body).boundingRect(box, _WRAP, text).height())
            heights.append(max(height, _FIELD_MIN))
        return heights

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, QListView)
        line = self._line(index)
        width = view.viewport().width() - 1 - 2 * _EDGE  # to the pixel what is painted: a line more would not fit
        heights = self._heights(line, width - (_MARK_ROOM if line.mark else 0))
        gaps = _LINE_GAP * sum(1 for height in heights[1:3] if height) + (_FIELD_GAP if line.has_field else 0)
        return QSize(view.viewport().width(), sum(heights) + gaps + 2 * _TOP)

    def field_rect(self, box: QRect, line: Line) -> QRect:
        """Where the field of an entry is; nowhere where it has none."""
        if not line.has_field:
            return QRect()
        left = box.left() + _EDGE + (_MARK_ROOM if line.mark else 0)
        width = box.right() - _EDGE - left
        height = self._heights(line, width)[3]
        return QRect(left, box.bottom() - _TOP - height + 1, width, height)

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
            paint_selected(painter, look, box)
        painter.setPen(look.hairline())
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        left, right = box.left() + _EDGE, box.right() - _EDGE
        if line.mark:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_mark(painter, line.mark, left, box.top() + _TOP + 8, ink_of(look, line.mark_tone or line.tone))
            left += _MARK_ROOM
        heights = self._heights(line, right - left)
        top = box.top() + _TOP
        painter.setFont(look.fonts.small)
        painter.setPen(look.color("secondary"))
        painter.drawText(QRect(left, top, right - left, heights[0]), int(Qt.AlignmentFlag.AlignRight), line.right)
        room = self._heading_room(line, right - left)
        painter.setFont(look.fonts.small_strong)
        painter.setPen(ink_of(look, line.tone) if line.tone != "neutral" else look.color("text"))
        heading = painter.fontMetrics().elidedText(line.heading, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, top, room, heights[0]), int(Qt.AlignmentFlag.AlignLeft), heading)
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
        if line.has_field:
            painter.setFont(look.fonts.body)
            painter.setPen(look.color("text" if line.written else "accent"))
            place = self.field_rect(box, line)
            painter.drawText(place, _WRAP_MIDDLE, line.written or line.prompt)
        view = self.parent()
        if isinstance(view, QWidget) and view.hasFocus() and option.state & QStyle.StateFlag.State_HasFocus:
            pen = QPen(look.color("accent"), 2)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    def _heading_room(self, line: Line, width: int) -> int:
        """How wide a heading may be beside what stands at its right."""
        fonts = self._look.fonts
        return width - (QFontMetrics(fonts.small).horizontalAdvance(line.right) + 8 if line.right else 0)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Say a heading whole that was cut."""
        if event.type() is QEvent.Type.ToolTip and index.isValid():
            line = self._line(index)
            room = self._heading_room(line, option.rect.width() - 2 * _EDGE - (_MARK_ROOM if line.mark else 0))
            is_cut = QFontMetrics(self._look.fonts.small_strong).horizontalAdvance(line.heading) > room
            QToolTip.showText(event.globalPos(), plain_tip(line.heading) if is_cut else "", view)
            return True
        return super().helpEvent(event, view, option, index)

    # ---- the field ----------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setFont(self._look.fonts.body)
        line = self._line(index)
        editor.setAccessibleName(f"{line.prompt}. {line.heading}")
        editor.setPlaceholderText(line.prompt)
        editor.textEdited.connect(self.typing)
        self.began.emit()
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        field = self.field_rect(option.rect, self._line(index))
        editor.setGeometry(field.left() - 6, field.top(), field.width() + 12, _FIELD_MIN)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.isModified():
            model.setData(index, editor.text())


class LineList(QListView):
    """The list. `chosen(row)` when an entry is clicked or Enter is pressed on it; F2 writes into its field."""

    chosen = Signal(int)
    current_moved = Signal(int)
    written = Signal(int, str)
    """What was written into an entry's field."""
    writing_began = Signal()
    typing = Signal(str)
    """The open field holds this now."""
    writing_ended = Signal()

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.lines = LinesModel(self)
        self.setModel(self.lines)
        self._delegate = _LineDelegate(look, self)
        self.is_writing = False
        """Whether an entry's field is being written."""
        self.setItemDelegate(self._delegate)
        self.lines.written.connect(self.written)
        self._delegate.began.connect(self._on_began)
        self._delegate.typing.connect(self.typing)
        self._delegate.ended.connect(self._on_ended)
        self._delegate.left.connect(self._on_left)
        self._back: Callable[[], None] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(name)
        self.clicked.connect(self._on_clicked)
        look.changed.connect(self.scheduleDelayedItemsLayout)

    def _on_clicked(self, index: QModelIndex) -> None:
        if not self.is_writing:
            self.chosen.emit(index.row())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        line = self.lines.lines[index.row()] if index.isValid() else None
        if isinstance(line, Line):
            field = self._delegate.field_rect(self.visualRect(index), line)
            if field.contains(event.position().toPoint()):
                self.write(index.row())

    def write(self, row: int, back: Callable[[], None] | None = None) -> None:
        """Open the field of an entry, where it has one; `back` is called when Enter or Esc leaves it."""
        self._back = back
        index = self.lines.index(row)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.edit(index)

    def type_on(self, row: int, text: str, back: Callable[[], None]) -> None:
        """Open the field of an entry on a text, as if it had been typed."""
        self.write(row, back)
        editor = self.indexWidget(self.currentIndex())
        if isinstance(editor, QLineEdit):
            editor.selectAll()
            editor.insert(text)

    def finish_writing(self) -> None:
        """Take what an open field holds."""
        editor = self.indexWidget(self.currentIndex())
        if self.is_writing and editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def _on_began(self) -> None:
        self.is_writing = True
        self.writing_began.emit()

    def _on_left(self) -> None:
        back, self._back = self._back, None
        if back:
            back()

    def _on_ended(self) -> None:
        self.is_writing = False
        self.writing_ended.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_moved.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
            return
        if event.key() == Qt.Key.Key_F2 and self.currentIndex().isValid():
            self.write(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def dataChanged(self, top: Index, bottom: Index, roles: Sequence[int] = ()) -> None:
        super().dataChanged(top, bottom, roles)
        self.scheduleDelayedItemsLayout()  # other words may take another number of lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
