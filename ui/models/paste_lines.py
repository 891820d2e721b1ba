"""The doubtful cells of a paste as a Qt model: where, as copied, as written, why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.models.tips import plain_tip
from ui.presenters.paste_question import PasteLine
from ui.words import translate

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
TONE = int(Qt.ItemDataRole.UserRole)
"""The line's `Tone`."""
WRITTEN = 2
"""The column of what would be written."""


class PasteLinesModel(QAbstractTableModel):
    """One row a cell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[PasteLine] = ()
        self._titles = (
            translate("Paste", "Ô"),
            translate("Paste", "Chép sang"),
            translate("Paste", "Ghi vào biểu"),
            translate("Paste", "Vì sao cần xem"),
        )

    def show(self, lines: Sequence[PasteLine]) -> None:
        """Show these cells; a list of the same length keeps the reader's place."""
        if len(lines) == len(self._lines):
            self._lines = lines
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(self._titles) - 1))
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        said = (line.where, line.before, line.after, line.why)[index.column()]
        if role in (_DISPLAY, _ACCESSIBLE):
            return said
        if role == _TOOLTIP:
            return plain_tip(said)
        if role == TONE:
            return line.tone
        return _LEFT if role == _ALIGN else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role in (_DISPLAY, _ACCESSIBLE):
            return self._titles[section]
        return _LEFT if role == _ALIGN else None
