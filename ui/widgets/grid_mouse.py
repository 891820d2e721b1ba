"""The pointer over the grid's two panes: ranges by dragging and Shift, zoom by Ctrl and the wheel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QTableView

from ui.presenters.grid_steps import Place
from ui.widgets.grid_cursor import GridCursor

_SCROLL_MS = 50
"""How often the range grows while the pointer is held beyond the edge."""
_NOTCH = 120
"""What one notch of a wheel counts."""


class GridMouse(QObject):
    """Watches the viewports of both panes; what it does not know stays Qt's own."""

    zoom_wanted = Signal(int)
    """One step larger (1) or smaller (-1)."""

    def __init__(self, main: QTableView, frozen: QTableView, cursor: GridCursor) -> None:
        super().__init__(main)
        self._main, self._frozen = main, frozen
        self._cursor = cursor
        self._pulls = False
        self._at = QPoint()
        self._turned = 0
        self._beyond = QTimer(self)
        self._beyond.setInterval(_SCROLL_MS)
        self._beyond.timeout.connect(self._reach)
        for pane in (main, frozen):
            pane.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent):
            return self._on_wheel(event)
        if not isinstance(event, QMouseEvent):
            return False
        match event.type():
            case QEvent.Type.MouseButtonPress if event.button() is Qt.MouseButton.LeftButton:
                return self._on_press(event)
            case QEvent.Type.MouseMove if self._pulls and event.buttons() & Qt.MouseButton.LeftButton:
                self._at = event.globalPosition().toPoint()
                self._reach()
                return True
            case QEvent.Type.MouseButtonRelease:
                self._pulls = False
                self._beyond.stop()
        return False

    def _on_press(self, event: QMouseEvent) -> bool:
        self._at = event.globalPosition().toPoint()
        place = self._place_at(self._at)
        held = event.modifiers()
        self._pulls = place is not None and not held & Qt.KeyboardModifier.ControlModifier
        if place is None or not held & Qt.KeyboardModifier.ShiftModifier or self._cursor.place[0] < 0:
            return False
        self._main.setFocus()  # which takes what an open editor holds
        self._cursor.extend(place)
        return True

    def _on_wheel(self, event: QWheelEvent) -> bool:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        if notches:
            self.zoom_wanted.emit(1 if notches > 0 else -1)
        return True

    def _reach(self) -> None:
        """Take the range to the cell under the pointer; beyond the edge, one row or column further each time."""
        inside = self._main.viewport().rect()
        at = self._main.viewport().mapFromGlobal(self._at)
        if inside.contains(at):
            self._beyond.stop()
        elif not self._beyond.isActive():
            self._beyond.start()
        height = self._main.verticalHeader().defaultSectionSize()
        x = max(inside.left(), min(at.x(), inside.right()))
        y = max(inside.top(), min(at.y(), inside.bottom()))
        if at.y() != y:
            bar = self._main.verticalScrollBar()
            bar.setValue(bar.value() + (height if at.y() > y else -height))
        if at.x() != x:
            bar = self._main.horizontalScrollBar()
            bar.setValue(bar.value() + (2 * height if at.x() > x else -2 * height))
        place = self._place_at(self._main.viewport().mapToGlobal(QPoint(x, y)))
        if place is not None and (place != self._cursor.place or self._cursor.has_range):
            self._cursor.extend(place)

    def _place_at(self, spot: QPoint) -> Place | None:
        """The cell at a spot of the screen that the cursor may stand on."""
        for pane in (self._frozen, self._main):
            at = pane.viewport().mapFromGlobal(spot)
            if pane.isVisible() and pane.viewport().rect().contains(at):
                index = pane.indexAt(at)
                place = index.row(), index.column()
                return place if index.isValid() and self._cursor.steps.can_stand(place) else None
        return None
