"""Rows that number the columns of a table, and rows of relations beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_uppercase

from app.domain.forms.drafting.numbering import Mark, MarkKind, base, counts_up, is_letter, read_mark
from app.domain.forms.drafting.workbook import Cell, Page
from app.domain.vietnamese import fold

BAND_ROWS_MAX = 5
DIGITS_MIN = 2
"""Fewer numbers than these, below a row that numbers the columns, are a row's index and its name."""
LETTERS_MIN = 3
"""Fewer letters than these, without a digit, number nothing."""

_HEADS = frozenset(("cong thuc", "he thuc", "cach tinh", "quan he", "cong thuc tinh", "kiem tra"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Number rows and relation rows that stand together."""

    numbers: tuple[int, ...]
    """Rows that number columns, at least one."""
    relations: tuple[int, ...]
    """Rows that hold nothing but relations."""

    @property
    def first(self) -> int:
        """Its first row."""
        return min((*self.numbers, *self.relations))

    @property
    def last(self) -> int:
        """Its last row."""
        return max((*self.numbers, *self.relations))


def number_bands(page: Page) -> Iterator[Band]:
    """The bands of a sheet, top to bottom; each below the first counts from 1, or on from the one before."""
    after = last = 0
    for row in sorted(page.rows):
        if row <= after or not _is_number_row(page, row, is_first=after == 0):
            continue
        figures = [found for _, mark in marks_of(page, row) if (found := base(mark.number)) is not None]
        if after and min(figures, default=1) not in (1, last + 1):
            continue
        last = max(figures, default=last)
        numbers, relations = [row], []
        if row - 1 > after and is_relation_row(page, row - 1):
            relations.append(row - 1)
        below = row + 1
        while below < row + BAND_ROWS_MAX and (is_relation_row(page, below) or _numbers_again(page, below)):
            has_numbers = any(mark.kind is MarkKind.NUMBER for _, mark in marks_of(page, below))
            (numbers if has_numbers else relations).append(below)
            below += 1
        after = below - 1
        yield Band(numbers=tuple(numbers), relations=tuple(relations))


def marks_of(page: Page, row: int) -> list[tuple[Cell, Mark]]:
    """The cells that begin in a row, each read as a number row's would be."""
    return [(cell, read_mark(cell)) for cell in page.starting(row)]


def _numbers_again(page: Page, row: int) -> bool:
    """Whether a row under one that numbers the columns numbers them too, and is no row of the body."""
    marks = marks_of(page, row)
    digits = sum(mark.number[:1].isdigit() for _, mark in marks)
    return digits >= min(DIGITS_MIN, len(marks)) and _is_number_row(page, row)


def _is_number_row(page: Page, row: int, *, is_first: bool = False) -> bool:
    """Whether a row numbers columns: nearly all its cells are numbers or relations, and they count up.

    Below the first such row every cell must be one, because a row of figures may look alike.
    """
    marks = marks_of(page, row)
    own = [mark.number for _, mark in marks if mark.number]
    named = sum(mark.kind is not MarkKind.OTHER for _, mark in marks)
    has_digits = any(number[0].isdigit() for number in own)
    if not (has_digits or _is_alphabet(own)) or any(cell.last_row > row for cell, _ in marks):
        return False
    may_hold_words = is_first and has_digits
    if named * 4 < len(marks) * 3 if may_hold_words else named < len(marks):
        return False
    if _stands_among_headings(page, row, marks) or _is_index_and_name(marks):
        return False
    first = marks[0][1]
    is_alone = len(marks) == 1 and first.kind is MarkKind.NUMBER
    has_head = first.kind is MarkKind.HEAD or is_letter(first.number)
    return not is_alone and (not has_digits or counts_up(own, has_head=has_head))


def _stands_among_headings(page: Page, row: int, marks: list[tuple[Cell, Mark]]) -> bool:
    """Whether headings merged downwards stand beside a row's numbers: then it is headings too (months 1 to 12)."""
    first = next(cell.column for cell, mark in marks if mark.number)
    return any(cell.row < row and cell.column > first for cell in page.across(row))


def _is_index_and_name(marks: list[tuple[Cell, Mark]]) -> bool:
    """Whether a letter stands right beside a number: columns of words, which letters number, stand left of figures."""
    return any(
        after.column == before.last_column + 1 and number.number[:1].isdigit() and is_letter(letter.number)
        for (before, number), (after, letter) in pairwise(marks)
    )


def _is_alphabet(numbers: list[str]) -> bool:
    """Whether letters alone number the columns: A, B, C and on."""
    return len(numbers) >= LETTERS_MIN and "".join(numbers) == ascii_uppercase[: len(numbers)]


def is_relation_row(page: Page, row: int) -> bool:
    """Whether a row holds nothing but relations, perhaps after a head."""
    kinds = [(cell, mark.kind) for cell, mark in marks_of(page, row)]
    return any(kind is MarkKind.RELATION for _, kind in kinds) and all(
        kind in (MarkKind.RELATION, MarkKind.HEAD) or names_relations(cell.line) for cell, kind in kinds
    )


def names_relations(text: str) -> bool:
    """Whether a text is the head of a row of relations."""
    return fold(text).strip(" .:") in _HEADS
