"""What a body prints besides the names of its rows: closed cells and relations are kept, the rest is told."""

from __future__ import annotations

from app.domain.forms.drafting.body import BodyRow
from app.domain.forms.drafting.numbering import is_relation
from app.domain.forms.drafting.printed import PrintedTable, RelationText
from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.wording import Role, is_dots
from app.domain.forms.drafting.workbook import Cell
from app.domain.relations.tree import Axis

_CLOSED = frozenset(("x", "X", "×"))


class Leftovers:
    """Settles the cells of rows that do not name them, and says at once what of many was left out."""

    def __init__(self, table: PrintedTable, ledger: Ledger) -> None:
        self._table = table
        self._columns = table.leaves()
        self._guides = {column.position for column in self._columns if column.role is Role.GUIDANCE}
        self._ledger = ledger
        self._figures: list[Cell] = []
        self._words: list[Cell] = []
        self._figure_words: list[Cell] = []
        self._subtotals: list[Cell] = []
        self.relations: list[RelationText] = []
        """Relations printed in columns of figures."""
        self.guidance: list[str] = []
        """Words of a column that tells how to fill each row."""

    def words_of(self, row: BodyRow, code: str) -> None:
        """Words a row prints in other columns: guidance where the column says so, else left out."""
        for cell in row.words:
            if cell.column in self._guides:
                self.guidance.append(f"{code}: {cell.line}")
                self._ledger.take(cell)
            else:
                self._leave_words(cell)

    def words_of_heading(self, row: BodyRow, code: str) -> None:
        """A heading over rows and a total have a label and a number; what else they print is left out."""
        self._ledger.take(row.label, row.code)
        is_code = row.index_text.strip("().") == code
        self._ledger.take(row.index if is_code else None)
        for cell in (None if is_code else row.index, row.unit, *row.words):
            if cell is not None:
                self._leave_words(cell)

    def subtotal(self, row: BodyRow) -> None:
        """A row that adds up a group, which the program does."""
        self._subtotals += row.named

    def figures_of(self, row: BodyRow, code: str) -> None:
        """What stands in columns of figures: `x` closes the cell, a relation is one, figures are left out.

        `code` is the row's, empty for a row that is none of the form's.
        """
        for cell in row.figures:
            column = next(one for one in self._columns if cell.column <= one.position <= cell.last_column)
            if cell.line in _CLOSED and code and self._table.rows_kind == "fixed":
                self._table.closed.append((code, column.position))
                self._ledger.take(cell)
            elif "=" in cell.line and not cell.formula and is_relation(cell.line):
                self.relations.append(
                    RelationText(cell=cell, printed=cell.line, number=column.number, axis=Axis.COLUMNS)
                )
                self._ledger.take(cell)
            elif cell.is_number or cell.formula or cell.is_date or is_dots(cell.line) or cell.line in _CLOSED:
                self._figures.append(cell)
            else:
                self._figure_words.append(cell)

    def say(self) -> None:
        """Ask about the words that were left out, and tell the figures."""
        for code, asked in (("draft.row_words", self._words), ("draft.figure_words", self._figure_words)):
            if asked:
                self._ledger.ask(code, *asked)
        if self._subtotals and self._table.groups:
            self._table.has_subtotals = True
            self._ledger.tell("draft.rows_subtotal", *self._subtotals)
        if self._figures:
            self._ledger.tell("draft.figures_left_out", *self._figures)

    def _leave_words(self, cell: Cell) -> None:
        if is_dots(cell.line):
            self._ledger.take(cell)
        else:
            self._words.append(cell)
