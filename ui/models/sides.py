"""Values side by side as a Qt model: one row a cell of a report."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.models.tips import plain_tip
from ui.presenters.sides import Side

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
SIDE = int(Qt.ItemDataRole.UserRole)
"""The `Side` of a cell."""


class SidesModel(QAbstractTableModel):
    """The rows. `written(row, text)` says what was typed into the last column, where that takes anything."""

    written = Signal(int, str)

    def __init__(self, titles: Sequence[str], *, takes_text: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.titles = tuple(titles)
        self.rows: Sequence[Sequence[Side]] = ()
        self._takes_text = takes_text

    def show(self, rows: Sequence[Sequence[Side]]) -> None:
        """Show these rows; a list of the same length keeps the reader's place."""
        if len(rows) == len(self.rows):
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.titles) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.titles)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        side = self.rows[index.row()][index.column()]
        if role == SIDE:
            return side
        if role == _DISPLAY:
            return side.text
        if role == _EDIT:
            return side.edited
        if role == _TOOLTIP:
            return plain_tip(side.tip) or None
        if role == _ACCESSIBLE:
            return self._spoken(index.row(), index.column())
        return None

    def _spoken(self, row: int, column: int) -> str:
        """What a screen reader says: of the first cell, on which the cursor stands, the whole row."""
        columns = range(len(self.titles)) if column == 0 else [column]
        return "; ".join(f"{self.titles[at]}: {self.rows[row][at].spoken}" for at in columns)

    def setData(self, index: Index, value: object, role: int = _EDIT) -> bool:
        if role != _EDIT:
            return False
        self.written.emit(index.row(), str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index) | Qt.ItemFlag.ItemNeverHasChildren
        last = index.column() == len(self.titles) - 1
        return flags | Qt.ItemFlag.ItemIsEditable if self._takes_text and last else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role in (_DISPLAY, _ACCESSIBLE):
            return self.titles[section]
        if role == _ALIGN:
            figures = sum(row[section].figure for row in self.rows)
            return _RIGHT if 2 * figures > len(self.rows) else _LEFT
        return None
