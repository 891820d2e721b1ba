"""The grid's cursor and its range, moved by keys: the cursor stays where the range began, as in a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView

from ui.models.grid import GridModel
from ui.presenters.grid_steps import Place, Range, Steps, Way
from ui.widgets.cell_editor import Move

_Flag = QItemSelectionModel.SelectionFlag
_WAYS = {
    Qt.Key.Key_Up: Way.UP,
    Qt.Key.Key_Down: Way.DOWN,
    Qt.Key.Key_Left: Way.LEFT,
    Qt.Key.Key_Right: Way.RIGHT,
}
_LEADS = {
    Move.ENTER: Way.DOWN,
    Move.ENTER_BACK: Way.UP,
    Move.DOWN: Way.DOWN,
    Move.UP: Way.UP,
    Move.LEFT: Way.LEFT,
    Move.RIGHT: Way.RIGHT,
}
"""Where an editor that is left by one of these leads."""
_WALKS = {Move.NEXT: 1, Move.BACK: -1, Move.ENTER: 1, Move.ENTER_BACK: -1}
"""What goes round in a selected range, and which way."""


class _Whole(Enum):
    """What a range is stretched to."""

    NOTHING = auto()
    ROWS = auto()
    COLUMNS = auto()


class GridCursor:
    """Moves the current cell of a view, and the range between it and the tip."""

    def __init__(self, view: QTableView, model: GridModel) -> None:
        self._view = view
        self._model = model
        self._tip: Place | None = None
        self._whole = _Whole.NOTHING
        self._tab_column = -1
        """Where a run of Tabs began; Enter goes on below it, as in a spreadsheet."""

    @property
    def steps(self) -> Steps:
        """Steps over the rows as they stand."""
        return Steps(self._model.rows, len(self._model.shape.columns))

    @property
    def place(self) -> Place:
        """Where the cursor is; (-1, -1) for nowhere."""
        current = self._view.currentIndex()
        return current.row(), current.column()

    @property
    def has_range(self) -> bool:
        """Whether the range was stretched beyond the cursor."""
        return self._tip is not None

    def left(self) -> None:
        """The cursor went elsewhere: a range begins anew there."""
        self._tip, self._whole = None, _Whole.NOTHING

    def moved(self) -> None:
        """It is in another cell."""
        self.left()
        self._tab_column = -1

    def go(self, place: Place) -> None:
        """To a cell, with no range."""
        self.left()
        index = self._model.index(*place)
        self._view.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect)
        self._view.scrollTo(index)

    def extend(self, place: Place) -> None:
        """The range from the cursor to a cell."""
        self._tip = place
        self._select()
        self._view.scrollTo(self._model.index(*place))

    def walk(self, ranges: Sequence[Range], step: int, *, down: bool) -> bool:
        """To the next cell of what is selected, which stays selected; whether there is more than one cell to walk."""
        if not spans_cells(ranges):
            return False
        place = self.steps.within(ranges, self.place, step, down=down)
        if place is None:
            return False
        index = self._model.index(*place)
        self._view.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self._view.scrollTo(index)
        return True

    def go_on(self, move: Move, ranges: Sequence[Range]) -> None:
        """To where Enter, Tab or an arrow leads from here, round in what is selected where that is more than a cell."""
        place = self.place
        if place[0] < 0:
            return
        if move in _WALKS:
            down = move in (Move.ENTER, Move.ENTER_BACK)
            if self.walk(ranges, _WALKS[move], down=down):
                return
        steps = self.steps
        if move in (Move.NEXT, Move.BACK):
            following = steps.next_typed(place, 1 if move is Move.NEXT else -1)
            began = self._tab_column if self._tab_column >= 0 or move is Move.BACK else place[1]
            if following:
                self.go(following)
                self._tab_column = began
        elif move is Move.ENTER and self._tab_column >= 0:
            below = steps.step((place[0], self._tab_column), Way.DOWN)
            self.go(below if below[0] > place[0] else place)
        elif move in _LEADS:
            self.go(steps.step(place, _LEADS[move]))

    def select_table(self) -> None:
        """Everything."""
        self._whole = _Whole.NOTHING
        self._take(0, 0, len(self._model.rows) - 1, len(self._model.shape.columns) - 1)

    def key(self, event: QKeyEvent) -> bool:
        """Do what a key of moving or selecting says; whether it was one."""
        key, held = Qt.Key(event.key()), event.modifiers()
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        if held & Qt.KeyboardModifier.AltModifier or not self._model.rows:
            return False
        if control and (key is Qt.Key.Key_A or (key is Qt.Key.Key_Space and shift)):
            self.select_table()
            return True
        if key is Qt.Key.Key_Space and (control or shift):
            self._whole = _Whole.COLUMNS if control else _Whole.ROWS
            self._select()
            return True
        target = self._target(key, self._end if shift else self.place, control=control)
        if target is None:
            return False
        (self.extend if shift else self.go)(target)
        return True

    @property
    def _end(self) -> Place:
        return self._tip or self.place

    def _target(self, key: Qt.Key, start: Place, *, control: bool) -> Place | None:
        steps = self.steps
        if key in _WAYS:
            return steps.edge(start, _WAYS[key]) if control else steps.step(start, _WAYS[key])
        match key:
            case Qt.Key.Key_Home:
                return steps.first(start) if control else steps.row_start(start)
            case Qt.Key.Key_End:
                return steps.last(start) if control else steps.row_end(start)
            case Qt.Key.Key_PageUp if not control:
                return steps.page(start, -self._rows_in_sight())
            case Qt.Key.Key_PageDown if not control:
                return steps.page(start, self._rows_in_sight())
        return None

    def _rows_in_sight(self) -> int:
        height = self._view.verticalHeader().defaultSectionSize()
        return max(self._view.viewport().height() // height - 1, 1)

    def _select(self) -> None:
        (row, column), (other, beside) = self.place, self._end
        top, bottom = sorted((row, other))
        left, right = sorted((column, beside))
        if self._whole is _Whole.ROWS:
            left, right = 0, len(self._model.shape.columns) - 1
        elif self._whole is _Whole.COLUMNS:
            top, bottom = 0, len(self._model.rows) - 1
        self._take(top, left, bottom, right)

    def _take(self, top: int, left: int, bottom: int, right: int) -> None:
        chosen = QItemSelection(self._model.index(top, left), self._model.index(bottom, right))
        self._view.selectionModel().select(chosen, _Flag.ClearAndSelect)


def spans_cells(ranges: Sequence[Range]) -> bool:
    """Whether more than one cell is selected."""
    return len(ranges) > 1 or any(bottom > top or right > left for top, left, bottom, right in ranges)
