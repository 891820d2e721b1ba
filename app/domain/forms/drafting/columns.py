"""The columns: what each is for, its type, unit and decimals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.domain.forms.definition import ColumnType
from app.domain.forms.drafting.column_numbers import Numbered
from app.domain.forms.drafting.headings import Heading
from app.domain.forms.drafting.numbering import MarkKind, is_letter, read_mark
from app.domain.forms.drafting.printed import Node, PrintedColumn, PrintedGroup
from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.wording import (
    Role,
    is_dots,
    is_fine,
    is_fine_title,
    is_of_which,
    is_ratio,
    is_wordy,
    may_be_negative,
    names_rows,
    role_of,
)
from app.domain.forms.drafting.workbook import Cell, Page, letters

DECIMALS = 2
"""Digits proposed where figures are usually fractions."""


def make_columns(
    headings: Sequence[Heading],
    numbered: Numbered,
    *,
    needed: Collection[str],
    added: Collection[str],
    unit: str,
    body: range,
    page: Page,
    ledger: Ledger,
) -> list[Node]:
    """The heading tree with its columns.

    `needed` are the numbers relations use, which therefore hold figures; `added` those they add up, which are no
    "trong đó". `unit` is the table's, `body` its rows.
    """
    leaves = [leaf for heading in headings for leaf in heading.leaves()]
    worded = {
        cell.column
        for row in body
        for cell in page.starting(row)
        if not (cell.is_number or cell.formula or is_dots(cell.line) or read_mark(cell).kind is not MarkKind.OTHER)
    }
    stub = {*numbered.heads, *worded}
    roles = _roles(leaves, numbered.numbers, stub=stub, is_printed=numbered.is_printed, needed=needed)
    maker = _Maker(numbered, roles, added, page, ledger)
    nodes = [maker.node(heading, unit, is_part=False) for heading in headings]
    maker.say()
    return nodes


def figures_of(headings: Sequence[Heading]) -> list[Heading]:
    """The columns that hold figures by their titles alone, where no number says more."""
    leaves = [leaf for heading in headings for leaf in heading.leaves()]
    roles = _roles(leaves, {}, stub=(), is_printed=False, needed=())
    return [leaf for leaf in leaves if roles[leaf.column] is Role.FIGURE]


def _roles(
    leaves: Sequence[Heading],
    numbers: Mapping[int, str],
    *,
    stub: Collection[int],
    is_printed: bool,
    needed: Collection[str],
) -> dict[int, Role]:
    """Column -> role, by title, number and place."""
    roles: dict[int, Role] = {}
    # Why: beside figures numbered 1, 2, 3 a letter numbers words; where letters number everything it says nothing.
    has_digits = any(not is_letter(number) for number in numbers.values())
    for leaf in leaves:
        number = numbers.get(leaf.column, "")
        role = role_of(leaf.title)
        if number in needed and number:
            role = Role.FIGURE
        elif role is None and is_wordy(leaf.title) and not leaf.unit:
            role = Role.TEXT
        roles[leaf.column] = role or (Role.TEXT if is_letter(number) and has_digits else Role.FIGURE)
    label = _label(leaves, numbers, roles, stub=stub, is_printed=is_printed, needed=needed)
    if label:
        roles[label] = Role.LABEL
    return roles


def _label(
    leaves: Sequence[Heading],
    numbers: Mapping[int, str],
    roles: Mapping[int, Role],
    *,
    stub: Collection[int],
    is_printed: bool,
    needed: Collection[str],
) -> int:
    """The column that names the rows, among the first three; 0 for none. `stub` are columns that hold words below."""
    open_ones = [
        leaf
        for leaf in leaves[:3]
        if roles[leaf.column] in (Role.FIGURE, Role.TEXT) and numbers.get(leaf.column) not in needed
    ]
    for leaf in open_ones:
        if names_rows(leaf.title) and not leaf.unit:
            return leaf.column
    for leaf in open_ones:
        is_first = leaf is leaves[0] or roles[leaves[0].column] is Role.INDEX
        number = numbers.get(leaf.column, "")
        if is_first and (is_letter(number) or leaf.column in stub or not is_printed) and len(leaves) > 1:
            return leaf.column
    return 0


class _Maker:
    """Makes columns of headings and gathers what is to be said of many at once."""

    def __init__(
        self, numbered: Numbered, roles: Mapping[int, Role], added: Collection[str], page: Page, ledger: Ledger
    ) -> None:
        self._numbered = numbered
        self._roles = roles
        self._added = added
        self._page = page
        self._ledger = ledger
        self._fine: dict[str, list[PrintedColumn]] = {}
        self._parts: list[PrintedColumn] = []
        self._signed: list[PrintedColumn] = []

    def node(self, heading: Heading, unit: str, *, is_part: bool) -> Node:
        """The node of a heading; `unit` and `is_part` ("trong đó") come from above."""
        is_part = is_part or is_of_which(heading.title)
        if heading.column:
            return self._column(heading, unit, is_part=is_part)
        return PrintedGroup(
            cell=heading.cell,
            title=heading.title,
            unit=heading.unit,
            parts=[self.node(part, heading.unit or unit, is_part=is_part) for part in heading.parts],
        )

    def _column(self, heading: Heading, unit: str, *, is_part: bool) -> PrintedColumn:
        role = self._roles[heading.column]
        column = PrintedColumn(
            position=heading.column,
            cell=heading.cell,
            title=heading.title,
            role=role,
            number=self._numbered.numbers.get(heading.column, ""),
            number_cell=self._numbered.cells.get(heading.column),
            unit=heading.unit,
        )
        self._type(column, heading.unit or unit, is_part=is_part)
        if role in (Role.LABEL, Role.INDEX):
            column.width = min(round(self._page.sheet.widths.get(heading.column, 0)), 60)
        if heading.column in self._page.sheet.hidden_columns:
            cells = [heading.cell] if heading.cell is not None else []
            self._ledger.ask("draft.column_hidden", *cells, column=letters(heading.column), title=heading.title)
        return column

    def _type(self, column: PrintedColumn, unit: str, *, is_part: bool) -> None:
        match column.role:
            case Role.LABEL:
                column.type = ColumnType.LABEL
            case Role.INDEX:
                column.type = ColumnType.INDEX
            case Role.DATE:
                column.type = ColumnType.DATE
            case Role.FIGURE:
                self._figure(column, unit, is_part=is_part)
            case _:
                column.type = ColumnType.TEXT

    def _figure(self, column: PrintedColumn, unit: str, *, is_part: bool) -> None:
        column.of_which = is_part and column.number not in self._added
        if column.of_which:
            self._parts.append(column)
        if is_fine(unit) if unit else is_ratio(column.title) or is_fine_title(column.title):
            column.decimals = DECIMALS
            self._fine.setdefault(unit, []).append(column)
        if may_be_negative(column.title):
            column.signed = True
            self._signed.append(column)

    def say(self) -> None:
        """Ask about decimals unit by unit, and about what was guessed from titles."""
        for unit, columns in self._fine.items():
            self._ledger.ask("draft.decimals", *_cells(columns), unit=unit or "–", decimals=DECIMALS)
        if self._parts:
            self._ledger.ask("draft.of_which", *_cells(self._parts))
        if self._signed:
            self._ledger.ask("draft.signed", *_cells(self._signed))


def _cells(columns: Sequence[PrintedColumn]) -> list[Cell]:
    return [column.cell for column in columns if column.cell is not None]
