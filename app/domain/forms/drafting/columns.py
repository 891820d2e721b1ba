"""The columns: what each is for, its type, unit and decimals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.domain.forms.definition import ColumnType
from app.domain.forms.drafting.column_numbers import Numbered
from app.domain.forms.drafting.headings import Heading
from app.domain.forms.drafting.numbering import MarkKind, is_letter, read_mark
from app.domain.forms.drafting.printed import Node, PrintedColumn, PrintedGroup, PrintedTable
from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.wording import (
    Role,
    is_dots,
    is_fine,
    is_fine_title,
    is_of_which,
    is_place,
    is_ratio,
    is_wordy,
    may_be_negative,
    names_rows,
    role_of,
)
from app.domain.forms.drafting.workbook import Cell, Page, letters
from app.domain.relations.tree import Axis
from app.domain.vietnamese import fold

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
    below = Below(page, body, {leaf.column: {fold(leaf.printed), fold(leaf.title)} for leaf in leaves})
    stub = {*numbered.heads, *below.worded}
    roles = _roles(leaves, numbered.numbers, stub=stub, is_printed=numbered.is_printed, needed=needed)
    for leaf in leaves:
        is_open = roles[leaf.column] is Role.FIGURE and numbered.numbers.get(leaf.column) not in needed
        if is_open and (leaf.column in page.sheet.choices or below.holds_words(leaf.column)):
            roles[leaf.column] = Role.TEXT
    maker = _Maker(numbered, roles, added, page, below, ledger)
    nodes = [maker.node(heading, unit, is_part=False) for heading in headings]
    maker.say()
    return nodes


class Below:
    """What already stands in the columns under the headings."""

    def __init__(self, page: Page, body: range, titles: Mapping[int, Collection[str]]) -> None:
        cells = [
            cell
            for row in body
            for cell in page.starting(row)
            if not (is_dots(cell.line) or cell.is_wide or fold(cell.line) in titles.get(cell.column, ()))
        ]
        figures = [cell for cell in cells if cell.is_number or cell.formula]
        self.worded = {cell.column for cell in cells if cell not in figures and read_mark(cell).kind is MarkKind.OTHER}
        """Columns where words stand."""
        self._counted = {cell.column for cell in figures}
        self._digits: dict[int, int] = {}
        for cell in figures:
            digits = len(cell.line.partition(".")[2]) if cell.is_number else 0
            self._digits[cell.column] = max(self._digits.get(cell.column, 0), digits)

    def holds_words(self, column: int) -> bool:
        """Whether only words stand in a column."""
        return column in self.worded and column not in self._counted

    def has_fractions(self, column: int) -> bool:
        """Whether a figure with digits after the point stands in a column."""
        return self._digits.get(column, 0) > 0


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
        is_wordy_or_unknown = roles[leaf.column] is Role.TEXT or is_letter(number) or not is_printed
        if is_first and (is_wordy_or_unknown or leaf.column in stub) and len(leaves) > 1:
            return leaf.column
    return 0


class _Maker:
    """Makes columns of headings and gathers what is to be said of many at once."""

    def __init__(
        self,
        numbered: Numbered,
        roles: Mapping[int, Role],
        added: Collection[str],
        page: Page,
        below: Below,
        ledger: Ledger,
    ) -> None:
        self._numbered = numbered
        self._roles = roles
        self._added = added
        self._page = page
        self._below = below
        self._ledger = ledger
        self._fine: list[PrintedColumn] = []
        self._parts: list[PrintedColumn] = []
        self._signed: list[PrintedColumn] = []

    def node(self, heading: Heading, unit: str, *, is_part: bool, is_difference: bool = False) -> Node:
        """The node of a heading; `unit`, `is_part` ("trong đó") and `is_difference` come from above."""
        is_part = is_part or is_of_which(heading.title)
        is_difference = is_difference or may_be_negative(heading.title)
        if heading.column:
            return self._column(heading, unit, is_part=is_part, is_difference=is_difference)
        return PrintedGroup(
            cell=heading.cell,
            title=heading.title,
            unit=heading.unit,
            parts=[
                self.node(part, heading.unit or unit, is_part=is_part, is_difference=is_difference)
                for part in heading.parts
            ],
        )

    def _column(self, heading: Heading, unit: str, *, is_part: bool, is_difference: bool) -> PrintedColumn:
        role = self._roles[heading.column]
        column = PrintedColumn(
            position=heading.column,
            cell=heading.cell,
            title=heading.title,
            role=role,
            number=self._numbered.numbers.get(heading.column, ""),
            number_cell=self._numbered.cells.get(heading.column),
            unit=heading.unit,
            measure=heading.unit or unit,
        )
        self._type(column, heading.unit or unit, is_part=is_part)
        if is_difference and column.is_figure:
            column.signed = True
            self._signed.append(column)
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
                column.choices = self._page.sheet.choices.get(column.position, ())
                column.type = ColumnType.CHOICE if column.choices else ColumnType.TEXT

    def _figure(self, column: PrintedColumn, unit: str, *, is_part: bool) -> None:
        column.of_which = is_part and column.number not in self._added
        if column.of_which:
            self._parts.append(column)
        has_fractions = self._below.has_fractions(column.position) or is_ratio(column.title)
        if has_fractions or (is_fine(unit) if unit else is_fine_title(column.title)):
            column.decimals = DECIMALS
            self._fine.append(column)

    def say(self) -> None:
        """Ask about decimals, and about what was guessed from titles."""
        if self._fine:
            self._ledger.ask("draft.decimals", *_cells(self._fine), decimals=DECIMALS)
        if self._parts:
            self._ledger.ask("draft.of_which", *_cells(self._parts))
        if self._signed:
            self._ledger.ask("draft.signed", *_cells(self._signed))


def ask_about_places(table: PrintedTable, ledger: Ledger) -> None:
    """Ask about columns called like units: the form lies on its side, and this program lays units down as rows."""
    places = [column for column in table.leaves() if column.is_figure and is_place(column.title)]
    if len(places) > 1:
        ledger.ask("draft.columns_units", *_cells(places))


def settle_averages(table: PrintedTable, ledger: Ledger) -> None:
    """Shares and averages that no relation defines are not added up; ask how they become one."""
    defined = {relation.left for relation in table.relations if relation.axis is Axis.COLUMNS}
    for column in table.leaves():
        is_share = column.is_figure and (is_ratio(column.title) or "%" in (column.measure, column.title[-1:]))
        column.is_added = not is_share or column.number in defined
    kept = [column for column in table.leaves() if not column.is_added]
    if kept:
        ledger.ask("draft.not_added", *_cells(kept))


def _cells(columns: Sequence[PrintedColumn]) -> list[Cell]:
    return [column.cell for column in columns if column.cell is not None]
