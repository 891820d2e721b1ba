"""The engine's events, from its thread to the window's."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from sync.events import Event


class SyncBridge(QObject):
    """Give `listener` to the engine; `event_came` fires on the window's thread."""

    event_came = Signal(object)
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard.connect(self._on_heard)

    def listener(self, event: Event) -> None:
        """Called on the engine's thread; returns at once."""
        self._heard.emit(event)

    @Slot(object)
    def _on_heard(self, event: Event) -> None:
        self.event_came.emit(event)
