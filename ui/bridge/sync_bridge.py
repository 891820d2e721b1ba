"""The engine's events, from its thread to the window's."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, Signal, Slot

from sync.events import Event


class SyncBridge(QObject):
    """Give `listener` to the engine; `event_came` fires on the window's thread."""

    event_came = Signal(object)
    _heard = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # As in store_thread.py: the signal carries nothing from one thread to the other.
        self._events: deque[Event] = deque()
        self._heard.connect(self._on_heard)

    def listener(self, event: Event) -> None:
        """Called on the engine's thread; returns at once."""
        self._events.append(event)
        self._heard.emit()

    @Slot()
    def _on_heard(self) -> None:
        if self._events:
            self.event_came.emit(self._events.popleft())
