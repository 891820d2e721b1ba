"""What the thread of the updates tells, on the window's thread; and what a person wishes of synchronising, to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ui.bridge.sync_wishes import SyncWishes

if TYPE_CHECKING:
    from ui.presenters.ports import Updates


class UpdateBridge(QObject):
    """Create it on the window's thread."""

    changed = Signal()
    _told = Signal()

    def __init__(self, updates: Updates, wishes: SyncWishes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.updates = updates
        self._wishes = wishes
        wishes.changed.connect(self._on_wishes)
        # To a bound slot made here: what is emitted on the other thread is queued to this one.
        self._told.connect(self._on_told)
        updates.listen(lambda _: self._told.emit())
        self._on_wishes()

    @Slot()
    def _on_wishes(self) -> None:
        self.updates.choose(self._wishes.wishes, metered=self._wishes.metered)

    @Slot()
    def _on_told(self) -> None:
        self.changed.emit()
