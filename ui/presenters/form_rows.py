"""The rows that a clerk makes: added, named or chosen, moved, taken away; each of it one step to undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.forms.definition import ColumnType
from app.domain.vietnamese import fold
from ui.presenters import row_order
from ui.presenters.cells import TYPED, RowKind
from ui.presenters.form_editing import FormEditing
from ui.presenters.form_grid import FormGrid
from ui.presenters.phrases import Tone
from ui.presenters.row_catalogue import chosen_row, is_chosen, left_to_choose
from ui.words import translate


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTold:
    """Whom acts on rows tell."""

    go_to: Callable[[int, int], None]
    say: Callable[[str, Tone], None]
    removed: Callable[[str], None]
    """Rows are gone: the sentence that says so, with the offer to take it back."""


class FormRows:
    """Acts on the rows of the table in sight."""

    def __init__(self, grid: Callable[[], FormGrid], editing: Callable[[], FormEditing], told: RowTold) -> None:
        self._grid = grid
        self._editing = editing
        self._told = told

    # ---- adding -----------------------------------------------------------------------------------

    def add(self, at: int, *, above: bool = False) -> None:
        """Another row below or above, ready to be named; where rows are chosen, to the offer."""
        grid = self._grid()
        if is_chosen(grid):
            offer = next((one for one in range(max(at, 0), len(grid.rows)) if grid.rows[one].kind is RowKind.ADD), None)
            if offer is not None:
                self._told.go_to(offer, grid.label_column)
            return
        self._go_to_row(self._editing().add_row(grid, at, above=above), grid.label_column)

    def choices(self, row: int, column: int) -> Sequence[str]:
        """What may be chosen in a cell: the rows left at an offer, the values of a column that lists them."""
        grid = self._grid()
        if not (0 <= row < len(grid.rows) and 0 <= column < len(grid.shape.columns)):
            return ()
        if grid.rows[row].kind is RowKind.ADD:
            return [item.title for item in left_to_choose(grid, row)]
        definition = grid.table.columns[column]
        if definition.type is ColumnType.CHOICE and grid.rows[row].flags[column] & TYPED:
            return definition.choices
        return ()

    def chosen(self, row: int, text: str) -> bool:
        """Make a row of what was entered at an offer where rows are chosen; whether it was one."""
        grid = self._grid()
        if not (is_chosen(grid) and 0 <= row < len(grid.rows) and grid.rows[row].kind is RowKind.ADD):
            return False
        wanted = fold(text)
        if not wanted:
            return True
        items = left_to_choose(grid, row)
        item = next((one for one in items if one.title == text), None)
        item = item or next((one for one in items if fold(one.title) == wanted), None)
        if item is not None:
            self._editing().write({**chosen_row(grid, row, item)})
        else:
            said = translate("Form", "“{text}” không có trong danh sách của biểu, hoặc đã được chọn.")
            self._told.say(said.format(text=text.strip()), Tone.ATTENTION)
        return True

    # ---- moving, taking away ----------------------------------------------------------------------

    def move(self, at: int, column: int, step: int) -> None:
        """A row one place up (-1) or down (1), over the edge of its group into the next."""
        grid = self._grid()
        at = _whole_row(grid, at)
        if _is_free(grid, at):
            groups = [] if is_chosen(grid) else [group.code for group in grid.table.groups]
            self._place(row_order.moved(grid.heads(), groups, grid.rows[at].key, step), grid, at, column)

    def to_group(self, at: int, column: int, group: str) -> None:
        """A row to the end of another group."""
        grid = self._grid()
        at = _whole_row(grid, at)
        if _is_free(grid, at) and not is_chosen(grid) and grid.rows[at].group != group:
            self._place(row_order.into_group(grid.heads(), grid.rows[at].key, group), grid, at, column)

    def remove(self, places: Sequence[int]) -> None:
        """The free rows among these gone; they can be taken back."""
        grid = self._grid()
        gone = [at for at in sorted({_whole_row(grid, place) for place in places}) if _is_free(grid, at)]
        if not gone:
            return
        label = grid.row_label(gone[0]) or str(gone[0] + 1)
        self._editing().remove_rows(grid, gone)
        if len(gone) == 1:
            said = translate("Form", "Đã bỏ dòng “{label}”.").format(label=label)
        else:
            said = translate("Form", "Đã bỏ {count} dòng.").format(count=len(gone))
        self._told.removed(said)

    def _place(self, heads: row_order.Heads, grid: FormGrid, at: int, column: int) -> None:
        if heads:
            key = grid.rows[at].key
            self._editing().write({a: v for one, head in heads.items() for a, v in grid.head_cell(one, head).items()})
            self._go_to_row(key, column)

    def _go_to_row(self, key: str, column: int) -> None:
        rows = self._grid().rows
        number = next((at for at, shown in enumerate(rows) if key and shown.key == key), None)
        if number is not None:
            self._told.go_to(number, column)


def _is_free(grid: FormGrid, at: int) -> bool:
    return 0 <= at < len(grid.rows) and grid.rows[at].free


def _whole_row(grid: FormGrid, at: int) -> int:
    """Where the row begins that a line is part of."""
    while 0 < at < len(grid.rows) and "." in grid.rows[at].key and grid.table.lines:
        at -= 1
    return at
