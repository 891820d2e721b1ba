"""Qt's own table of the same size, with nothing behind it: what a key and a paint cost at the least."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from tests.benchmarks.screens import HEIGHT, WIDTH, Place, wait_until


class BareModel(QAbstractTableModel):
    """Rows of text; an edit changes one and says so."""

    def __init__(self, texts: list[list[str]]) -> None:
        super().__init__()
        self.texts = texts

    def rowCount(self, _parent: QModelIndex | None = None) -> int:
        return len(self.texts)

    def columnCount(self, _parent: QModelIndex | None = None) -> int:
        return len(self.texts[0])

    def data(self, index: QModelIndex, role: int = 0) -> object:
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)):
            return self.texts[index.row()][index.column()]
        return None

    def flags(self, _index: QModelIndex) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: QModelIndex, value: object, _role: int = 0) -> bool:
        self.texts[index.row()][index.column()] = str(value)
        self.dataChanged.emit(index, index)
        return True


def numbers(rows: int, columns: int) -> list[list[str]]:
    """Texts for a table of that size."""
    return [[str(row * column % 977) for column in range(columns)] for row in range(rows)]


class BareView(QTableView):
    """A view whose paints can be watched."""

    def paintEvent(self, event) -> None:  # type: ignore[no-untyped-def]  # as Qt gives it
        super().paintEvent(event)


class BareTable:
    """The table in a window of the same size."""

    def __init__(self, texts: list[list[str]]) -> None:
        self.window = QMainWindow()
        self.window.resize(WIDTH, HEIGHT)
        self.view = BareView()
        self.model = BareModel(texts)
        self.view.setModel(self.model)
        self.view.setEditTriggers(QTableView.EditTrigger.AnyKeyPressed)
        self.window.setCentralWidget(self.view)

    def show(self) -> None:
        """Show it at its end."""
        self.window.show()
        self.view.scrollToBottom()

    def text_at(self, place: Place) -> str:
        """What it shows at a place."""
        return self.model.texts[place[0]][place[1]]

    def to_front(self) -> None:
        """Give this window the keyboard."""
        self.window.activateWindow()
        self.view.setFocus()
        wait_until(lambda: QApplication.focusWidget() is self.view, "the bare table has no focus")
