"""What a workbook brings as Qt models: changes to tick, problems to read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.models.tips import plain_tip
from ui.presenters.workbook_words import ChangeLine, ProblemLine
from ui.words import translate

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
NOTE = 2
"""The column of what to look at."""


class ChangesModel(QAbstractTableModel):
    """Changes, each with a tick. `ticked` fires when a tick has changed."""

    ticked = Signal()

    def __init__(self, lines: Sequence[ChangeLine], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines = lines
        self._ticks = [line.chosen for line in lines]
        self._titles = (
            translate("Workbook", "Dòng"),
            translate("Workbook", "Cột"),
            translate("Workbook", "Cần xem"),
            translate("Workbook", "Đang có"),
            translate("Workbook", "Trong Excel"),
        )

    @property
    def chosen(self) -> frozenset[int]:
        """Positions of the lines that are ticked."""
        return frozenset(at for at, is_ticked in enumerate(self._ticks) if is_ticked)

    def tick(self, rows: Sequence[int], on: bool) -> None:
        """Tick some lines, or take their ticks away."""
        for row in rows:
            self._ticks[row] = on
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), 0), [int(_ROLE.CheckStateRole)])
            self.ticked.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = int(_ROLE.DisplayRole)) -> object:
        if orientation is Qt.Orientation.Horizontal and role == int(_ROLE.DisplayRole):
            return self._titles[section]
        if orientation is Qt.Orientation.Horizontal and role == int(_ROLE.TextAlignmentRole):
            return int(_alignment(section))
        return None

    def data(self, index: Index, role: int = int(_ROLE.DisplayRole)) -> object:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == int(_ROLE.DisplayRole):
            return (line.row, line.column, line.note, line.now, line.new)[column]
        if role == int(_ROLE.CheckStateRole) and column == 0:
            return int((Qt.CheckState.Checked if self._ticks[index.row()] else Qt.CheckState.Unchecked).value)
        if role == int(_ROLE.TextAlignmentRole):
            return int(_alignment(column))
        if role == int(_ROLE.AccessibleTextRole):
            return line.spoken
        if role == int(_ROLE.ToolTipRole):
            return plain_tip(line.note or line.row)
        return None

    def setData(self, index: Index, value: object, role: int = int(_ROLE.EditRole)) -> bool:
        if role != int(_ROLE.CheckStateRole) or not index.isValid() or index.column():
            return False
        self.tick([index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags


class ProblemsModel(QAbstractTableModel):
    """Row / what / what to do."""

    def __init__(self, lines: Sequence[ProblemLine], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines = lines
        self.titles = (
            translate("Workbook", "Dòng"),
            translate("Workbook", "Lỗi"),
            translate("Workbook", "Hướng xử lý"),
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = int(_ROLE.DisplayRole)) -> object:
        if orientation is Qt.Orientation.Horizontal and role == int(_ROLE.DisplayRole):
            return self.titles[section]
        if orientation is Qt.Orientation.Horizontal and role == int(_ROLE.TextAlignmentRole):
            return int(_alignment(0))
        return None

    def data(self, index: Index, role: int = int(_ROLE.DisplayRole)) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        said = (line.place, line.what, line.do)[index.column()]
        if role == int(_ROLE.DisplayRole):
            return said
        if role == int(_ROLE.ToolTipRole):
            return plain_tip(said)
        if role == int(_ROLE.AccessibleTextRole):
            return line.spoken
        if role == int(_ROLE.TextAlignmentRole):
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        return None


def _alignment(column: int) -> Qt.AlignmentFlag:
    sides = Qt.AlignmentFlag.AlignRight if column > NOTE else Qt.AlignmentFlag.AlignLeft
    return sides | Qt.AlignmentFlag.AlignVCenter
