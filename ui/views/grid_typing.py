"""Between the form's grid and its presenter: what is typed, emptied, copied, pasted; what a cell says of itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from ui.models.grid import GridModel
from ui.presenters.form import FormPresenter
from ui.presenters.paste_placing import Area
from ui.presenters.pasting import copied_cells
from ui.widgets.clipboard import block_on_clipboard, put_on_clipboard
from ui.widgets.grid import Grid


class GridTyping(QObject):
    """Passes on what a person does in the grid; made when the form is known."""

    def __init__(self, grid: Grid, model: GridModel, presenter: FormPresenter) -> None:
        super().__init__(grid)
        self._presenter = presenter
        model.ask(
            edit_text=self._edit_text,
            tooltip=presenter.cell.tooltip,
            spoken=presenter.cell.spoken,
            choices=self._choices,
        )
        model.typed.connect(self._on_typed)
        grid.editing_began.connect(self._on_editing_began)
        grid.typing.connect(presenter.typist.typing)
        grid.editing_ended.connect(self._on_editing_ended)
        grid.cleared.connect(self._on_cleared)
        grid.filled.connect(self._on_filled)
        grid.copy_wanted.connect(self._on_copy_wanted)
        grid.paste_wanted.connect(self._on_paste_wanted)
        grid.undo_wanted.connect(presenter.undo)
        grid.redo_wanted.connect(presenter.redo)
        grid.locked_typed.connect(presenter.locked_typed)

    def _edit_text(self, row: int, column: int) -> str:
        return self._presenter.tables.grid.edit_text(row, column)

    def _choices(self, row: int, column: int) -> Sequence[str]:
        return self._presenter.rows.choices(row, column)

    @Slot(int, int, str)
    def _on_typed(self, row: int, column: int, text: str) -> None:
        self._presenter.typist.entered()
        self._presenter.typed(row, column, text)

    @Slot(int, int)
    def _on_editing_began(self, row: int, column: int) -> None:
        self._presenter.editor_opened(row, column)
        self._presenter.typist.began(row, column)

    @Slot(int, int)
    def _on_editing_ended(self, row: int, column: int) -> None:
        self._presenter.typist.ended()
        self._presenter.editor_closed(row, column)

    @Slot(list)
    def _on_cleared(self, places: list[tuple[int, int]]) -> None:
        self._presenter.editing.cleared(self._presenter.tables.grid, places)

    @Slot(list, str)
    def _on_filled(self, places: list[tuple[int, int]], text: str) -> None:
        self._presenter.editing.filled(self._presenter.tables.grid, places, text)

    @Slot(list)
    def _on_copy_wanted(self, ranges: list[tuple[int, int, int, int]]) -> None:
        put_on_clipboard(copied_cells(self._presenter.tables.grid, [Area(*one) for one in ranges]))

    @Slot(int, int, int, int)
    def _on_paste_wanted(self, top: int, left: int, bottom: int, right: int) -> None:
        grid = self._presenter.tables.grid
        if grid.editable:
            self._presenter.pasting.paste(grid, Area(top, left, bottom, right), block_on_clipboard)
        else:
            self._presenter.locked_typed(top, left)
