"""A row that goes on below where it is full: what stands at its end keeps to the right of the first line."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui.theme import GAP


class FlowRow(QLayout):
    """Widgets side by side, in as many lines as they need, and one at the end that takes what room it can use."""

    def __init__(self, parent: QWidget, line: int) -> None:
        """`line` is the height of a line in pixels, at least."""
        super().__init__(parent)
        self._line = line
        self._items: list[QLayoutItem] = []
        self._end: QLayoutItem | None = None
        self.setContentsMargins(QMargins())
        self.setSpacing(GAP)

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget before the one at a place; the one at the end is not counted."""
        if self.indexOf(widget) >= 0:
            self.removeWidget(widget)
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self.invalidate()

    def set_end(self, widget: QWidget) -> None:
        """The widget at the end; its maximum width is what it likes to have."""
        self.addWidget(widget)
        self._end = self._items.pop()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def _all(self) -> list[QLayoutItem]:
        return self._items if self._end is None else [*self._items, self._end]

    def count(self) -> int:
        return len(self._items) + (self._end is not None)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._all()[index] if 0 <= index < self.count() else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if 0 <= index < len(self._items):
            return self._items.pop(index)
        if index == len(self._items) and self._end is not None:
            end, self._end = self._end, None
            return end
        return None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._all() if not item.isEmpty()]
        height = max(self._line, *(size.height() for size in shown), 0)
        return QSize(sum(size.width() + self.spacing() for size in shown), height)

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._all() if not item.isEmpty()]
        height = max(self._line, *(size.height() for size in sizes), 0)
        return QSize(max((size.width() for size in sizes), default=0), height)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        """Lay the items out in a rectangle; how high they come. The lines are all as high as the highest item."""
        gap, shown = self.spacing(), [item for item in self._items if not item.isEmpty()]
        end = self._end if self._end is not None and not self._end.isEmpty() else None
        line: int = max(self._line, *(item.sizeHint().height() for item in (*shown, *((end,) if end else ()))), 0)
        least = end.minimumSize().width() + gap if end else 0
        x, y, first_right = rect.left(), rect.top(), rect.left()
        for item in shown:
            size = item.sizeHint()
            room = rect.width() - (least if y == rect.top() else 0)
            if x > rect.left() and x + size.width() - rect.left() > room:
                x, y = rect.left(), y + line + gap
            if move:
                item.setGeometry(QRect(x, y + (line - size.height()) // 2, size.width(), size.height()))
            x += size.width() + gap
            if y == rect.top():
                first_right = x
        if end and move:
            width = max(min(end.maximumSize().width(), rect.right() + 1 - first_right), end.minimumSize().width())
            height = end.sizeHint().height()
            end.setGeometry(QRect(rect.right() + 1 - width, rect.top() + (line - height) // 2, width, height))
        return y + line - rect.top()
