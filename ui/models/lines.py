"""Lists of lines as a Qt model: changed only where they differ, so the reader's place stays."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.models.tips import plain_tip
from ui.presenters.lines import Line, ReportLine

Index = QModelIndex | QPersistentModelIndex

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_EDIT = int(Qt.ItemDataRole.EditRole)


class LinesModel(QAbstractListModel):
    """Lines of one list: `Line` or `ReportLine`. `written(row, text)` says what a person wrote into an entry."""

    written = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line | ReportLine] = []

    def show(self, lines: Sequence[Line | ReportLine]) -> None:
        """Show these lines, moving only what differs."""
        new = list(lines)
        same = min(len(self.lines), len(new))
        head = next((at for at in range(same) if self.lines[at] != new[at]), same)
        tail = 0
        while tail < same - head and self.lines[-1 - tail] == new[-1 - tail]:
            tail += 1
        gone, come = len(self.lines) - tail - head, len(new) - tail - head
        if gone == come:
            self.lines = new
            if come:
                self.dataChanged.emit(self.index(head), self.index(head + come - 1))
            return
        if gone:
            self.beginRemoveRows(QModelIndex(), head, head + gone - 1)
            del self.lines[head : head + gone]
            self.endRemoveRows()
        if come:
            self.beginInsertRows(QModelIndex(), head, head + come - 1)
            self.lines[head:head] = new[head : head + come]
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == _ACCESSIBLE:
            return line.spoken
        if role == _EDIT and isinstance(line, Line):
            return line.written
        if role == _DISPLAY:
            return line.title if isinstance(line, ReportLine) else line.heading
        if role == _TOOLTIP and isinstance(line, ReportLine):
            said = (line.title, " · ".join(part for part in (line.code, line.period) if part), line.due_detail)
            return plain_tip("\n".join(part for part in said if part)) if line.key else None
        return None

    def setData(self, index: Index, value: object, role: int = _EDIT) -> bool:
        line = self.lines[index.row()]
        if role == _EDIT and isinstance(line, Line) and str(value).strip() != line.written:
            self.written.emit(index.row(), str(value).strip())
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        line = self.lines[index.row()]
        if isinstance(line, ReportLine) and line.key is None:
            return Qt.ItemFlag.ItemNeverHasChildren
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return plain | Qt.ItemFlag.ItemIsEditable if isinstance(line, Line) and line.prompt else plain
