"""The columns' printed numbers: which row holds them, what is odd about them, the relations printed with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.forms.drafting.bands import marks_of, names_relations
from app.domain.forms.drafting.headings import TITLE_MAX, Heading
from app.domain.forms.drafting.layout import Region
from app.domain.forms.drafting.numbering import Mark, MarkKind, base, is_letter, read_mark
from app.domain.forms.drafting.printed import RelationText
from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.wording import role_of
from app.domain.forms.drafting.workbook import Cell, Page, letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """What the number rows say."""

    numbers: Mapping[int, str]
    """The sheet's column -> its number; columns without one are not in it."""
    cells: Mapping[int, Cell]
    """The sheet's column -> where its number is printed."""
    heads: Collection[int]
    """Columns under the row's own head (`MS`) or left blank by it."""
    relations: Sequence[RelationText]
    """The relations printed there or in headings."""
    is_printed: bool
    """Whether the sheet numbers its columns at all."""


def read_numbers(
    page: Page, region: Region, headings: Sequence[Heading], figures: Sequence[Heading], ledger: Ledger
) -> Numbered:
    """The columns' numbers and the relations printed with them; what is odd about them is asked.

    `figures` are numbered by position where the sheet numbers nothing.
    """
    leaves = [leaf for heading in headings for leaf in heading.leaves()]
    rows = {row: _marks(page, region, row) for row in (*region.number_rows, *region.relation_rows)}
    chosen = _numbering_row(region, rows, leaves)
    is_in_headings = chosen == 0 and sum(bool(leaf.number) for leaf in leaves) * 2 > len(leaves)
    if chosen:
        numbers = _numbers_of(rows[chosen], leaves, ledger)
        # Why: where a row numbers the columns, a number behind a title is a footnote's, and stays in it.
        for leaf in leaves:
            if leaf.number and not leaf.relation:
                leaf.title = leaf.printed[:TITLE_MAX]
    elif is_in_headings:
        numbers = {leaf.column: leaf.number for leaf in leaves if leaf.number}
    else:
        numbers = _by_position(figures, ledger)
    numbers = _unique(numbers, leaves, rows.get(chosen, {}), ledger)
    relations: list[RelationText] = []
    for row, marks in sorted(rows.items()):
        relations += _relations_of(marks, numbers, row == chosen, ledger)
    for heading in (one for top in headings for one in top.all()):
        if heading.relation and heading.cell is not None:
            number = numbers.get(heading.column, "")
            relations.append(RelationText(cell=heading.cell, printed=heading.relation, number=number))
    marked = {column for column, (_, mark) in rows.get(chosen, {}).items() if mark.kind is not MarkKind.HEAD}
    return Numbered(
        numbers=numbers,
        cells={column: cell for column, (cell, _) in rows.get(chosen, {}).items()},
        heads={leaf.column for leaf in leaves if chosen and leaf.column not in marked},
        relations=relations,
        is_printed=bool(chosen) or is_in_headings,
    )


_Marks = Mapping[int, tuple[Cell, Mark]]


def _marks(page: Page, region: Region, row: int) -> _Marks:
    return {cell.column: (cell, mark) for cell, mark in marks_of(page, row) if cell.column in region.columns}


def _numbering_row(region: Region, rows: Mapping[int, _Marks], leaves: Sequence[Heading]) -> int:
    """The row whose numbers count, 0 for none: of two the one that relations speak of, else the fuller one."""
    if not region.number_rows:
        return 0
    spoken = {word for marks in rows.values() for _, mark in marks.values() for word in _words(mark.relation)} | {
        word for leaf in leaves for word in _words(leaf.relation)
    }

    def worth(row: int) -> tuple[int, int, int]:
        own = {mark.number for _, mark in rows[row].values() if mark.number}
        digits = sum(not is_letter(number) for number in own)
        return len(spoken & own), digits, -row

    return max(region.number_rows, key=worth)


def _words(relation: str) -> list[str]:
    spaced = "".join(letter if letter.isalnum() else " " for letter in relation)
    return spaced.split()


def _numbers_of(marks: _Marks, leaves: Sequence[Heading], ledger: Ledger) -> dict[int, str]:
    """Column -> number as the row prints it; a figure's missing number follows the one before."""
    printed = {mark.number for _, mark in marks.values() if mark.number}
    numbers: dict[int, str] = {}
    before = 0
    for leaf in leaves:
        cell, mark = marks.get(leaf.column, (None, None))
        if mark is not None and mark.kind is MarkKind.HEAD:
            ledger.take(cell)
            continue
        number = mark.number if mark is not None else ""
        if not number:
            number = _following(leaf, cell, before, printed, ledger)
        if number:
            numbers[leaf.column] = number
            before = base(number) or before
        if cell is not None:
            if cell.formula:
                ledger.ask("draft.number_formula", cell, number=number, formula=cell.formula)
            ledger.take(cell)
    return numbers


def _following(leaf: Heading, cell: Cell | None, before: int, printed: Collection[str], ledger: Ledger) -> str:
    """The number of a column that prints none: the next one, where it is free and the column is one of figures."""
    number = str(before + 1)
    is_relation = cell is not None and read_mark(cell).kind is MarkKind.RELATION
    if cell is None and (before == 0 or role_of(leaf.title) is not None):
        return ""
    if number in printed:
        number = ""
    beside = [cell] if cell is not None else [leaf.cell] if leaf.cell is not None else []
    if not is_relation:
        code = "draft.number_given" if number else "draft.number_unread"
        ledger.ask(code, *beside, column=letters(leaf.column), number=number)
    return number


def _by_position(figures: Sequence[Heading], ledger: Ledger) -> dict[int, str]:
    """Numbers by position, where the sheet prints none."""
    if figures:
        first = [leaf.cell for leaf in figures[:1] if leaf.cell is not None]
        ledger.ask("draft.number_row_missing", *first, count=len(figures))
    return {leaf.column: str(index) for index, leaf in enumerate(figures, 1)}


def _unique(numbers: Mapping[int, str], leaves: Sequence[Heading], marks: _Marks, ledger: Ledger) -> dict[int, str]:
    """Numbers without repetition; one that is not the next is asked about and kept."""
    found: dict[int, str] = {}
    before: int | None = None
    for leaf in leaves:
        number = numbers.get(leaf.column, "")
        if not number:
            continue
        cell = marks[leaf.column][0] if leaf.column in marks else leaf.cell
        cells = [cell] if cell is not None else []
        if number in found.values():
            ledger.ask("draft.number_repeated", *cells, number=number, column=letters(leaf.column))
            continue
        this = base(number)
        if this is not None:
            if before is not None and this not in (before, before + 1):
                ledger.ask("draft.number_position", *cells, number=number, expected=before + 1)
            before = this
        found[leaf.column] = number
    return found


def _relations_of(
    marks: _Marks, numbers: Mapping[int, str], is_numbering: bool, ledger: Ledger
) -> Iterator[RelationText]:
    """The relations of a row; another number row than the chosen one is asked about where it says otherwise."""
    plain = [(column, cell, mark) for column, (cell, mark) in marks.items() if mark.kind is MarkKind.NUMBER]
    other = [cell for column, cell, mark in plain if mark.number != numbers.get(column)]
    if other and not is_numbering:
        ledger.ask("draft.number_rows_two", *other)
    elif not is_numbering:
        ledger.take(*(cell for _, cell, _ in plain))
    for column, (cell, mark) in marks.items():
        if mark.kind is MarkKind.HEAD or names_relations(cell.line):
            ledger.take(cell)
        elif mark.relation:
            ledger.take(cell)
            yield RelationText(cell=cell, printed=mark.relation, number=numbers.get(column, ""))
