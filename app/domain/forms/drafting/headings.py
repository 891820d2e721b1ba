"""The heading tree over the columns, from merged cells and from blanks that stand for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.forms.drafting.layout import Region
from app.domain.forms.drafting.numbering import split_heading
from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.wording import unit_in, unit_of_cell
from app.domain.forms.drafting.workbook import Cell, Page, letters, one_line, place
from app.domain.vietnamese import fold

LEVELS_MAX = 8
"""Levels a definition is given; what is deeper is joined into one title."""
TITLE_MAX = 480
STUB_TITLE = "Nội dung"
"""What the first column is called where its heading is left blank, as statistical forms do."""


@dataclass(slots=True, kw_only=True)
class Heading:
    """A heading cell: over other headings, or over one column."""

    cell: Cell | None
    """Where it is printed; None for a column without a title."""
    title: str
    """Its words as printed, without number and relation."""
    printed: str = ""
    """All its words, number and relation included."""
    unit: str = ""
    """The unit printed in it."""
    number: str = ""
    """The column number printed in it."""
    relation: str = ""
    """The relation printed in it."""
    column: int = 0
    """The sheet's column under it; 0 for a heading over others."""
    parts: list[Heading] = field(default_factory=list)
    """The headings under it, left to right."""

    def all(self) -> Iterator[Heading]:
        """Itself and everything under it."""
        yield self
        for part in self.parts:
            yield from part.all()

    def leaves(self) -> Iterator[Heading]:
        """The columns under it, itself where it is one."""
        return (heading for heading in self.all() if heading.column)


def read_headings(page: Page, region: Region, ledger: Ledger) -> list[Heading]:
    """The top headings of a table; blanks that were taken for merged cells and missing titles are asked about."""
    numbers = {cell.column: cell for row in region.number_rows for cell in page.starting(row)}
    found = _Tree(_paths(page, region, ledger), numbers, ledger).grouped(region.columns, 0)
    for heading in found:
        _ask_about_repetition(heading, ledger)
    return found


def _paths(page: Page, region: Region, ledger: Ledger) -> dict[int, list[Cell]]:
    """Column -> the heading cells over it, outermost first."""
    paths: dict[int, list[Cell]] = {column: [] for column in region.columns}
    for row in range(region.top, region.bottom + 1):
        left: tuple[Cell, list[Cell]] | None = None
        blanks: dict[Cell, list[str]] = {}
        for column in region.columns:
            path = paths[column]
            cell = page.at(row, column)
            if cell is not None:
                left = None
                if all(one is not cell for one in path):
                    left = (cell, list(path))
                    path.append(cell)
            elif left is not None and left[1] == path and _may_continue(page, region, left[0], row, column):
                blanks.setdefault(left[0], []).append(place(row, column))
                path.append(left[0])
        for heading, places in blanks.items():
            ledger.ask("draft.heading_blank", heading, blanks=", ".join(places), title=heading.line)
    if region.unit_row:
        _add_units(page, region, paths, ledger)
    return paths


def _add_units(page: Page, region: Region, paths: dict[int, list[Cell]], ledger: Ledger) -> None:
    """Put the units that stand under the numbers under the headings."""
    cells = [cell for cell in page.starting(region.unit_row) if cell.column in paths]
    for cell in cells:
        if unit_of_cell(cell.line):
            paths[cell.column].append(cell)
    ledger.tell("draft.unit_row", *cells)


def _may_continue(page: Page, region: Region, left: Cell, row: int, column: int) -> bool:
    """Whether a blank right of a heading belongs under it: both have headings below, and nothing is merged there.

    A merged heading says itself how far it goes.
    """
    if left.is_wide or left.last_row > row:
        return False
    return all(_has_text(page, range(row + 1, region.bottom + 1), under) for under in (left.column, column))


def _has_text(page: Page, rows: range, column: int) -> bool:
    """Whether another heading begins lower in a column."""
    return any((cell := page.at(row, column)) is not None and cell.row == row for row in rows)


class _Tree:
    """Makes the tree of headings out of the cells over each column."""

    def __init__(self, paths: Mapping[int, Sequence[Cell]], numbers: Mapping[int, Cell], ledger: Ledger) -> None:
        self._paths = paths
        self._numbers = numbers
        """The sheet's column -> where its number is printed: all there is to point at where it has no heading."""
        self._ledger = ledger

    def grouped(self, columns: Sequence[int], depth: int) -> list[Heading]:
        """Headings over neighbouring columns that share the cell at a depth; at the deepest each stands alone."""
        found: list[Heading] = []
        index = 0
        while index < len(columns):
            path = self._paths[columns[index]]
            if len(path) <= depth:
                found.append(self._untitled(columns[index], path, is_first=depth == 0 and index == 0))
                index += 1
                continue
            run = [columns[index]]
            is_deepest = depth + 1 >= LEVELS_MAX
            while (
                not is_deepest
                and index + len(run) < len(columns)
                and _shares(self._paths[columns[index + len(run)]], path, depth)
            ):
                run.append(columns[index + len(run)])
            found.append(self._heading(run, depth))
            index += len(run)
        return found

    def _heading(self, run: Sequence[int], depth: int) -> Heading:
        cell, *further = own = self._paths[run[0]][depth:]
        if len(run) == 1 and _says_one_thing(own):
            self._ledger.take(*own)
            made = _made(cell, _with_unit(own), run[0], self._ledger)
            if further and made.title != made.printed:
                self._ledger.tell("draft.headings_again", *further)
            return made
        if depth + 1 >= LEVELS_MAX:
            self._ledger.take(cell, *further)
            return _made(cell, " / ".join(one.line for one in own), run[0], self._ledger)
        heading = _made(cell, cell.line, 0, self._ledger)
        self._ledger.take(cell)
        heading.parts = self.grouped(run, depth + 1)
        return heading

    def _untitled(self, column: int, path: Sequence[Cell], *, is_first: bool) -> Heading:
        """A column whose own heading is blank: it gets its group's words, or its place."""
        title = split_heading(path[-1].line)[0] if path else STUB_TITLE if is_first else f"Cột {letters(column)}"
        beside = path[-1] if path else self._numbers.get(column)
        cells = [beside] if beside is not None else []
        self._ledger.ask("draft.heading_missing", *cells, column=letters(column), title=title)
        return Heading(cell=None, title=title[:TITLE_MAX], column=column)


def _shares(path: Sequence[Cell], other: Sequence[Cell], depth: int) -> bool:
    return len(path) > depth and path[depth] is other[depth]


def _says_one_thing(cells: Sequence[Cell]) -> bool:
    """Whether cells over one column are one title, perhaps printed again below, perhaps with its unit under it."""
    return len({fold(cell.line) for cell in cells}) == 1 or bool(_unit_under(cells))


def _unit_under(cells: Sequence[Cell]) -> str:
    """The unit printed in the lowest of the cells over one column, under one title; empty for none."""
    title, *below = cells
    units = {unit_of_cell(cell.line) for cell in below if fold(cell.line) != fold(title.line)}
    return units.pop() if len(units) == 1 else ""


def _with_unit(cells: Sequence[Cell]) -> str:
    """The title that cells over one column say, the unit printed under it in brackets behind it."""
    title, unit = cells[0].line, _unit_under(cells)
    return f"{title} ({unit})" if unit and not unit_in(title) else title


def _made(cell: Cell, text: str, column: int, ledger: Ledger) -> Heading:
    title, number, relation = split_heading(one_line(text))
    if not column and not (relation and number):
        # Why: what stands over several columns bears no number, and no relation that is not whole.
        title, number, relation = one_line(text), "", ""
    unit = unit_in(title)
    if len(title) > TITLE_MAX:
        ledger.tell("draft.title_cut", cell, title=title)
        title = title[:TITLE_MAX].rstrip() + "…"
    return Heading(
        cell=cell, title=title, printed=one_line(text), unit=unit, number=number, relation=relation, column=column
    )


def _ask_about_repetition(heading: Heading, ledger: Ledger) -> None:
    """Ask about a group called like one of its own columns."""
    for part in heading.parts:
        if part.cell is not None and heading.cell is not None and fold(part.title) == fold(heading.title):
            ledger.ask("draft.heading_repeated", heading.cell, part.cell, title=heading.title)
        _ask_about_repetition(part, ledger)
