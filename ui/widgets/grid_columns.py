"""The columns of the grid's two panes: equally wide in both, fitted to the room, or as wide as they were dragged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from ui.models.grid import GridModel
from ui.presenters.cells import NUMBER
from ui.widgets.grid_look import NORMAL, GridLook
from ui.widgets.grid_pane import GridPane
from ui.widgets.grid_widths import column_widths, figure_room


class GridColumns(QObject):
    """Keeps the widths of the main pane and of the frozen one over it."""

    dragged = Signal()
    """A column was given a width by hand, or given it back; see `kept`."""

    def __init__(self, look: GridLook, model: GridModel, main: GridPane, frozen: GridPane) -> None:
        super().__init__(main)
        self._look, self._model, self._main, self._frozen = look, model, main, frozen
        self._fitting = False
        self.longest: Mapping[int, int] = {}
        """Column -> characters of its longest figure; set before the model shows another table."""
        self.kept: dict[str, int] = {}
        """Column key -> width given by hand, in pixels at normal zoom; set before the model shows another table."""
        main.header.sectionResized.connect(self._on_resized)
        frozen.header.sectionResized.connect(self._on_frozen_resized)
        for pane in (main, frozen):
            pane.header.sectionHandleDoubleClicked.connect(self._on_handle_double_clicked)
        main.header.geometriesChanged.connect(self.place_frozen)
        model.modelReset.connect(self._on_shape)
        look.changed.connect(self.fit)
        self._on_shape()

    @property
    def frozen_width(self) -> int:
        """How wide the columns are that stay in sight."""
        return sum(self._main.columnWidth(column) for column in range(self._model.shape.frozen))

    def fit(self) -> None:
        """Give the columns the widths at which most of them are in sight."""
        if not self._model.shape.columns:
            return
        self._fitting = True
        for position, width in enumerate(self._widths()):
            self._main.setColumnWidth(position, width)
            self._frozen.setColumnWidth(position, width)
        self._fitting = False
        self._after_widths()

    def widen_for(self, places: Sequence[tuple[int, int]]) -> None:
        """Widen the columns in which the figures at these places would not fit."""
        longest = dict(self.longest)
        for row, column in places:
            if self._model.rows[row].flags[column] & NUMBER:
                longest[column] = max(longest.get(column, 0), len(self._model.rows[row].texts[column]))
        self.longest = longest
        widths = {column: self._look.px(figure_room(characters)) for column, characters in longest.items()}
        if any(width > self._main.columnWidth(column) for column, width in widths.items()):
            self.fit()

    def place_frozen(self) -> None:
        """Put the frozen pane over the left edge."""
        main, frozen = self._main, self._frozen
        edge = main.frameWidth()
        frozen.setVisible(self._model.shape.frozen > 0)
        frozen.setGeometry(edge, edge, self.frozen_width, main.viewport().height() + main.header.height())
        frozen.verticalScrollBar().setValue(main.verticalScrollBar().value())

    def _on_shape(self) -> None:
        shape = self._model.shape
        self._main.setAccessibleName(shape.name)
        self._frozen.setAccessibleName(shape.name)
        self._fitting = True  # hiding a column resizes it to nothing, which is nobody's wish for the other pane
        for column in range(len(shape.columns)):
            self._frozen.setColumnHidden(column, column >= shape.frozen)
        self._fitting = False
        self.fit()

    def _widths(self) -> list[int]:
        """In pixels on the screen; they are shared out as at normal zoom."""
        columns, percent = self._model.shape.columns, self._look.percent
        words = [self._main.header.word_width(position) * NORMAL // percent for position in range(len(columns))]
        room = self._main.viewport().width() * NORMAL // percent
        widths = column_widths(columns, room, words=words, longest=self.longest, kept=self.kept)
        return [self._look.px(width) for width in widths]

    def _on_resized(self, section: int, _old: int, new: int) -> None:
        if self._fitting:
            return
        if section < self._model.shape.frozen:
            self._frozen.setColumnWidth(section, new)
        self.kept[self._model.shape.columns[section].key] = round(new * NORMAL / self._look.percent)
        self._after_widths()
        self.dragged.emit()

    def _on_frozen_resized(self, section: int, _old: int, new: int) -> None:
        if not self._fitting and self._main.columnWidth(section) != new:
            self._main.setColumnWidth(section, new)

    def _on_handle_double_clicked(self, section: int) -> None:
        self.kept.pop(self._model.shape.columns[section].key, None)
        self.fit()
        self.dragged.emit()

    def _after_widths(self) -> None:
        main, frozen = self._main, self._frozen
        main.header.shape_changed()
        frozen.header.match_levels(main.header)
        main.updateGeometries()
        self.place_frozen()
        main.viewport().update()
        frozen.viewport().update()
