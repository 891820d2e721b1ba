"""The form's grid as a Qt model: holds the rows, decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.models.tips import plain_tip
from ui.presenters.cells import MARKS, TYPED, GridColumn, GridRow, GridShape, RowKind

Index = QModelIndex | QPersistentModelIndex
CellWords = Callable[[int, int], str]
"""(row, column) -> text."""
CellChoices = Callable[[int, int], Sequence[str]]
"""(row, column) -> what may be chosen."""

_EMPTY = GridShape(columns=(), header=(), frozen=0, name="")
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_DESCRIPTION = int(Qt.ItemDataRole.AccessibleDescriptionRole)


def _nothing(_row: int, _column: int) -> str:
    return ""


def _no_choices(_row: int, _column: int) -> Sequence[str]:
    return ()


class GridModel(QAbstractTableModel):
    """Rows of one table. `typed(row, column, text)` says what a person entered; nothing changes here by itself."""

    typed = Signal(int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shape: GridShape = _EMPTY
        self.rows: list[GridRow] = []
        self._edit_text: CellWords = _nothing
        self._tooltip: CellWords = _nothing
        self._spoken: CellWords = _nothing
        self._choices: CellChoices = _no_choices

    def ask(
        self,
        *,
        edit_text: CellWords,
        tooltip: CellWords,
        spoken: CellWords,
        choices: CellChoices = _no_choices,
    ) -> None:
        """Where the texts come from that are not painted: an editor's start, a tooltip, what is read aloud, a list."""
        self._edit_text, self._tooltip, self._spoken, self._choices = edit_text, tooltip, spoken, choices

    def choices(self, row: int, column: int) -> Sequence[str]:
        """What may be chosen in a cell; nothing where it is typed freely."""
        return self._choices(row, column)

    def show(self, shape: GridShape, rows: list[GridRow]) -> None:
        """Show another table."""
        self.beginResetModel()
        self.shape, self.rows = shape, rows
        self.endResetModel()

    def replace_rows(self, rows: list[GridRow]) -> None:
        """Show `rows` in place of what is there, inserting and removing only where they differ."""
        old, new = [row.identity for row in self.rows], [row.identity for row in rows]
        head = 0
        while head < min(len(old), len(new)) and old[head] == new[head]:
            head += 1
        tail = 0
        while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        if len(old) - tail > head:
            self.beginRemoveRows(QModelIndex(), head, len(old) - tail - 1)
            self.rows = self.rows[:head] + self.rows[len(old) - tail :]
            self.endRemoveRows()
        if len(new) - tail > head:
            self.beginInsertRows(QModelIndex(), head, len(new) - tail - 1)
            self.rows = self.rows[:head] + rows[head : len(new) - tail] + self.rows[head:]
            self.endInsertRows()
        self.rows = rows  # the rows that stayed may count anew
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.shape.columns) - 1))

    def cells_changed(self, places: Sequence[tuple[int, int]]) -> None:
        """Say that the cells at (row, column) read otherwise; neighbours in a row are said as one."""
        ordered = sorted(places)
        if len(ordered) > 64:
            columns = [column for _, column in ordered]
            self.dataChanged.emit(
                self.index(ordered[0][0], min(columns)), self.index(ordered[-1][0], max(columns)), [_DISPLAY]
            )
            return
        start = 0
        for position, (one, other) in enumerate([*pairwise(ordered), (None, None)], start=1):
            if one and other and other[0] == one[0] and other[1] - one[1] <= 1:
                continue
            if start < len(ordered):
                first, last = ordered[start], ordered[position - 1]
                self.dataChanged.emit(self.index(*first), self.index(*last), [_DISPLAY])
            start = position

    def column(self, position: int) -> GridColumn:
        """The column at a position."""
        return self.shape.columns[position]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.shape.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _DISPLAY:
            shown = self.rows[row]
            return shown.title if shown.kind is RowKind.GROUP and column == 0 else shown.texts[column]
        if role == _EDIT:
            return self._edit_text(row, column)
        if role == _TOOLTIP:
            return plain_tip(self._tooltip(row, column)) or None
        if role == _ACCESSIBLE:
            return self._spoken(row, column)
        if role == _DESCRIPTION and self.rows[row].flags[column] & MARKS:
            return self._tooltip(row, column) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation is not Qt.Orientation.Horizontal or role not in (_DISPLAY, _TOOLTIP, _ACCESSIBLE):
            return None
        if not 0 <= section < len(self.shape.columns):
            return None
        column = self.shape.columns[section]
        words = " › ".join(column.title_path)
        number = column.relation if role == _TOOLTIP and column.relation else column.number
        return f"({number}) {words}" if number else words

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        kind = self.rows[index.row()].kind
        if kind is RowKind.GROUP or (kind is RowKind.ADD and not self.rows[index.row()].texts[index.column()]):
            return Qt.ItemFlag.ItemNeverHasChildren
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if self.rows[index.row()].flags[index.column()] & TYPED:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: object, role: int = _EDIT) -> bool:
        if role != _EDIT or not index.isValid() or not isinstance(value, str):
            return False
        if not self.rows[index.row()].flags[index.column()] & TYPED:
            return False
        self.typed.emit(index.row(), index.column(), value)
        return True
