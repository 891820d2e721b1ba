"""Finding in the open form: names of rows, titles of columns, what stands in the cells, then the words; without
diacritics.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.vietnamese import fold
from ui.presenters.cells import RowKind
from ui.presenters.entry import show_value
from ui.presenters.find_words import SectionSearch
from ui.presenters.form_grid import FormGrid
from ui.presenters.grid_steps import Place, Steps

Hit = tuple[int, int, int]
"""(table, row, column); after the last table, (tables, section, first letter)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where the search stands."""

    at: int
    """Number of the hit in sight, from 1; 0 for none."""
    count: int


class FoundView(Protocol):
    """What shows it."""

    def show_found(self, found: Found | None) -> None:
        """None where nothing is looked for."""
        ...


class FormFind:
    """Looks through the tables and the words of the form, each time anew: figures change while one looks."""

    def __init__(
        self,
        view: FoundView,
        grids: Callable[[], Sequence[FormGrid]],
        words: SectionSearch,
        here: Callable[[], Hit],
        go_to: Callable[[Hit], None],
    ) -> None:
        """`here` is the cursor's cell, `go_to` takes it elsewhere."""
        self._view = view
        self._grids = grids
        self._words = words
        self._here = here
        self._go_to = go_to
        self._began: Hit | None = None

    def begin(self) -> None:
        """A search begins: from here on."""
        self._began = self._here()

    def look_for(self, text: str) -> None:
        """While the text is typed: the first hit from where the search began, that cell included."""
        hits = self._find(text)
        self._show(hits, text, bisect_left(hits, self._began or self._here()))

    def next(self, text: str, step: int) -> None:
        """The next hit (1) or the one before (-1), past the end from the other side."""
        hits, here = self._find(text), self._here()
        self._show(hits, text, bisect_right(hits, here) if step > 0 else bisect_left(hits, here) - 1)
        self._began = self._here()

    def _find(self, text: str) -> list[Hit]:
        grids = self._grids()
        wanted = fold(text)
        spots = self._words.spots(wanted) if wanted else ()
        return [*find_in(grids, text), *((len(grids), section, letter) for section, letter in spots)]

    def _show(self, hits: Sequence[Hit], text: str, place: int) -> None:
        if not text.strip():
            self._view.show_found(None)
            return
        if not hits:
            self._view.show_found(Found(at=0, count=0))
            return
        place %= len(hits)
        self._go_to(hits[place])
        self._view.show_found(Found(at=place + 1, count=len(hits)))


def find_in(grids: Sequence[FormGrid], text: str) -> list[Hit]:
    """Every cell that holds the text, in reading order; a figure is found with its dots and without."""
    wanted = fold(text)
    if not wanted:
        return []
    return sorted({(at, *place) for at, grid in enumerate(grids) for place in _places(grid, wanted)})


def _places(grid: FormGrid, wanted: str) -> Iterator[Place]:
    yield from _titles(grid, wanted)
    label = grid.label_column
    for number, shown in enumerate(grid.rows):
        if shown.kind is not RowKind.ADD and wanted in fold(grid.row_label(number)):
            yield number, label
    plain = wanted.replace(".", "")
    for address, (row, at) in grid.places.items():
        definition = grid.table.columns[at]
        unread = grid.unread.get(address)
        value = unread.text if unread else grid.sheet.value(address)
        if not value or at == label:
            continue
        if unread or not definition.is_number:
            if wanted in fold(value if unread else show_value(definition, value)):
                yield row, at
        elif plain in value.replace(".", ",") or wanted in show_value(definition, value):
            yield row, at


def _titles(grid: FormGrid, wanted: str) -> Iterator[Place]:
    """A title leads to the first cell below it."""
    steps = Steps(grid.rows, len(grid.shape.columns))
    for at, column in enumerate(grid.shape.columns):
        if any(wanted in fold(title) for title in column.title_path):
            first = next((row for row in range(len(grid.rows)) if steps.can_stand((row, at))), None)
            if first is not None:
                yield first, at
