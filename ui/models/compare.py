"""The current row's figures beside its earlier ones, as a Qt model."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.presenters.form_compare import CompareLine
from ui.words import translate

Index = QModelIndex | QPersistentModelIndex
_COLUMNS = 4
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
BESIDE = int(Qt.ItemDataRole.UserRole)
"""An earlier figure with the way it has moved since: a `Beside`."""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class CompareModel(QAbstractTableModel):
    """Column, now, last period, last year."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[CompareLine] = []

    def show(self, lines: Sequence[CompareLine]) -> None:
        """Show another row's figures."""
        same = len(lines) == len(self._lines)
        if not same:
            self.beginResetModel()
        self._lines = list(lines)
        if not same:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, _COLUMNS - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else _COLUMNS

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        number = f"({line.number})" if line.number else line.title
        beside = {2: line.previous, 3: line.last_year}.get(index.column())
        if role == BESIDE:
            return beside
        if role == _DISPLAY:
            return (number, line.now, line.previous.value, line.last_year.value)[index.column()]
        if role == _ACCESSIBLE:
            return (f"{number} {line.title}", line.now, str(line.previous), str(line.last_year))[index.column()]
        if role == _ALIGN and index.column():
            return _RIGHT
        if role == _TOOLTIP:
            return line.title if beside is None else str(beside)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return (
                translate("Compare", "Cột"),
                translate("Compare", "Kỳ này"),
                translate("Compare", "Kỳ trước"),
                translate("Compare", "Cùng kỳ"),
            )[section]
        if role == _ALIGN:
            return _RIGHT if section else int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None
