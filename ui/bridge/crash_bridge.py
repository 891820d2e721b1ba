"""That a crash report was written, from whatever thread it happened on to the window's."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class CrashBridge(QObject):
    """Give `tell` to who writes the reports; `written` fires on the window's thread."""

    written = Signal()
    _heard = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # To a bound signal of this object: emitted on another thread it is then queued to this one's.
        self._heard.connect(self.written)

    def tell(self) -> None:
        """Called on any thread; returns at once."""
        self._heard.emit()
