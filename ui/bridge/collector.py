"""Python's cycle collector, on the window's thread only.

Widgets and their presenters refer to each other, so they die by the collector, and it runs in whichever thread
happens to allocate. A widget that dies in the store's or the engine's thread is deleted a second time on the window's
and takes the program with it (seen with PySide6 6.11.3). So the collector rests while a window lives, and a timer runs
it here.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_TICK_MS = 1_000
_YOUNG, _MIDDLE = 2_000, 10
"""Allocations after which the youngest generation is looked at, and such looks after which the next one is."""
_OLD_TICKS = 30
"""Every so many ticks everything is looked at: the only one of the three that can be felt."""


class Collector(QObject):
    """Create it on the window's thread, before any other thread begins; `stop` gives Python its habit back."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticks = 0
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    @Slot()
    def _on_tick(self) -> None:
        self._ticks += 1
        young, middle, _ = gc.get_count()
        if self._ticks % _OLD_TICKS == 0:
            gc.collect()
        elif middle > _MIDDLE:
            gc.collect(1)
        elif young > _YOUNG:
            gc.collect(0)

    def stop(self) -> None:
        """The other threads have ended."""
        self._timer.stop()
        gc.enable()
