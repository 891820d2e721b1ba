"""The first columns of the grid once more, which stay in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView

from ui.models.grid import GridModel
from ui.presenters.cells import RowKind
from ui.widgets.grid_look import GridLook
from ui.widgets.grid_pane import GridPane

if TYPE_CHECKING:
    from ui.widgets.grid import Grid

Index = QModelIndex | QPersistentModelIndex
Trigger = QAbstractItemView.EditTrigger


class FrozenPane(GridPane):
    """The first columns once more, over the left edge of the grid."""

    _ends_row = False

    def __init__(self, look: GridLook, model: GridModel, owner: Grid) -> None:
        super().__init__(look, model, owner)
        self._owner = owner
        self.setFocusProxy(owner)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(model.shape.name)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(self._look.hairline("strong"))
        right, height = self.viewport().width() - 1, self._look.row_height
        for number in range(max(self.rowAt(event.rect().top()), 0), len(self._grid.rows)):
            top = self.rowViewportPosition(number)
            if top > event.rect().bottom():
                break
            if self._grid.rows[number].kind not in (RowKind.GROUP, RowKind.ADD):
                painter.drawLine(right, top, right, top + height - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._owner.keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._owner.show_choices(self.indexAt(event.position().toPoint()))

    def edit(  # type: ignore[override]  # as in Grid
        self,
        index: Index,
        trigger: QAbstractItemView.EditTrigger = Trigger.AllEditTriggers,
        event: QEvent | None = None,
    ) -> bool:
        return self._owner.edit(index, trigger, event)
