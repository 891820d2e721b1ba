"""The heading tree over the columns, from merged cells and from blanks that stand for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.domain.forms.drafting.layout import Region
from app.domain.forms.drafting.numbering import split_heading
from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.wording import unit_in
from app.domain.forms.drafting.workbook import Cell, Page, letters, one_line, place
from app.domain.vietnamese import fold

LEVELS_MAX = 8
"""Levels a definition is given; what is deeper is joined into one title."""
TITLE_MAX = 480


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
    paths = _paths(page, region, ledger)
    found = _grouped(region.columns, paths, 0, ledger)
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
    return paths


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


def _grouped(columns: Sequence[int], paths: dict[int, list[Cell]], depth: int, ledger: Ledger) -> list[Heading]:
    """Headings over neighbouring columns that share the cell at a depth; at the deepest each column stands alone."""
    found: list[Heading] = []
    index = 0
    while index < len(columns):
        path = paths[columns[index]]
        if len(path) <= depth:
            found.append(_untitled(columns[index], path, ledger))
            index += 1
            continue
        run = [columns[index]]
        is_deepest = depth + 1 >= LEVELS_MAX
        while (
            not is_deepest
            and index + len(run) < len(columns)
            and _shares(paths[columns[index + len(run)]], path, depth)
        ):
            run.append(columns[index + len(run)])
        found.append(_heading(path, run, paths, depth, ledger))
        index += len(run)
    return found


def _shares(path: Sequence[Cell], other: Sequence[Cell], depth: int) -> bool:
    return len(path) > depth and path[depth] is other[depth]


def _heading(
    path: Sequence[Cell], run: Sequence[int], paths: dict[int, list[Cell]], depth: int, ledger: Ledger
) -> Heading:
    cell = path[depth]
    own = paths[run[0]]
    if len(run) == 1 and _says_one_thing(own[depth:]):
        ledger.take(*own[depth:])
        return _made(cell, cell.line, run[0], ledger)
    if depth + 1 >= LEVELS_MAX:
        ledger.take(*own[depth:])
        return _made(cell, " / ".join(one.line for one in own[depth:]), run[0], ledger)
    heading = _made(cell, cell.line, 0, ledger)
    ledger.take(cell)
    heading.parts = _grouped(run, paths, depth + 1, ledger)
    return heading


def _says_one_thing(cells: Sequence[Cell]) -> bool:
    """Whether cells over one column are one title, perhaps printed again below."""
    return len({fold(cell.line) for cell in cells}) == 1


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


def _untitled(column: int, path: Sequence[Cell], ledger: Ledger) -> Heading:
    """A column whose own heading is blank: it gets its group's words, or its place."""
    title = split_heading(path[-1].line)[0] if path else f"Cột {letters(column)}"
    beside = [path[-1]] if path else []
    ledger.ask("draft.heading_missing", *beside, column=letters(column), title=title)
    return Heading(cell=None, title=title[:TITLE_MAX], column=column)


def _ask_about_repetition(heading: Heading, ledger: Ledger) -> None:
    """Ask about a group called like one of its own columns."""
    for part in heading.parts:
        if part.cell is not None and heading.cell is not None and fold(part.title) == fold(heading.title):
            ledger.ask("draft.heading_repeated", heading.cell, part.cell, title=heading.title)
        _ask_about_repetition(part, ledger)
