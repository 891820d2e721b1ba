"""Where the cursor goes in a grid, without Qt: one step, a page, an edge, the next cell that takes typing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from ui.presenters.cells import TYPED, GridRow, RowKind

Place = tuple[int, int]
"""(row, column)."""
Range = tuple[int, int, int, int]
"""(top, left, bottom, right), all of it."""


class Way(Enum):
    """A direction, as (rows, columns) of one step."""

    UP = (-1, 0)
    DOWN = (1, 0)
    LEFT = (0, -1)
    RIGHT = (0, 1)


class Steps:
    """Steps over the rows of a grid as they stand; headings and what an offer does not use are stepped over."""

    def __init__(self, rows: Sequence[GridRow], columns: int) -> None:
        self._rows = rows
        self._columns = columns

    def can_stand(self, place: Place) -> bool:
        """Whether the cursor may be there."""
        row, column = place
        if not (0 <= row < len(self._rows) and 0 <= column < self._columns):
            return False
        shown = self._rows[row]
        if shown.kind is RowKind.ADD:
            return bool(shown.texts[column])
        return shown.kind is not RowKind.GROUP

    def step(self, place: Place, way: Way) -> Place:
        """The next place that way; the same where there is none."""
        row, column = place
        down, right = way.value
        row, column = row + down, column + right
        while 0 <= row < len(self._rows) and 0 <= column < self._columns:
            if self.can_stand((row, column)):
                return row, column
            row, column = row + down, column + right
        return place

    def nearest(self, place: Place) -> Place | None:
        """Where the cursor comes to rest: there, else in that row, else below, else above; None where nowhere."""
        near = (place, self.row_start(place), self.step(place, Way.DOWN), self.step(place, Way.UP))
        return next((one for one in near if self.can_stand(one)), None)

    def edge(self, place: Place, way: Way) -> Place:
        """The end of the run of filled cells that way; from its end, the next filled cell, or the last there is."""
        here = self.step(place, way)
        if here == place:
            return place
        in_run = self._is_filled(place) and self._is_filled(here)
        while (following := self.step(here, way)) != here:
            if in_run and not self._is_filled(following):
                return here
            if not in_run and self._is_filled(here):
                return here
            here = following
        return here

    def page(self, place: Place, rows: int) -> Place:
        """So many rows further down (up where negative), as far as there are rows."""
        way = Way.DOWN if rows > 0 else Way.UP
        target = place[0] + rows
        here = place
        while (following := self.step(here, way)) != here and (following[0] - target) * way.value[0] <= 0:
            here = following
        return here if here != place else self.step(place, way)

    def row_start(self, place: Place) -> Place:
        """The first place of the row."""
        return self._first(place[0], range(self._columns), place)

    def row_end(self, place: Place) -> Place:
        """The last place of the row."""
        return self._first(place[0], range(self._columns - 1, -1, -1), place)

    def first(self, place: Place) -> Place:
        """The first place of all."""
        return self._outermost(range(len(self._rows)), range(self._columns), place)

    def last(self, place: Place) -> Place:
        """The last place of all."""
        return self._outermost(range(len(self._rows) - 1, -1, -1), range(self._columns - 1, -1, -1), place)

    def next_typed(self, place: Place, step: int) -> Place | None:
        """The next cell that takes typing, in reading order; `step` is 1 or -1. None past the end."""
        if not self._columns:
            return None
        at = place[0] * self._columns + place[1] + step
        while 0 <= at < len(self._rows) * self._columns:
            following = divmod(at, self._columns)
            if self._takes_typing(following):
                return following
            at += step
        return None

    def within(self, ranges: Sequence[Range], place: Place, step: int, *, down: bool) -> Place | None:
        """The next place of what is selected, round from its end to its beginning; None where `place` is outside.

        Column by column (`down`), or row by row over the cells that take typing, where there are any.
        """
        walk = [one for part in ranges for one in _walk(part, down=down)]
        if place not in walk:
            return None
        at = walk.index(place)
        ahead = [walk[(at + step * steps) % len(walk)] for steps in range(1, len(walk) + 1)]
        typed = () if down else (one for one in ahead if self._takes_typing(one))
        return next(iter(typed), None) or next((one for one in ahead if self.can_stand(one)), place)

    def _takes_typing(self, place: Place) -> bool:
        row, column = place
        shown = self._rows[row]
        return shown.kind is not RowKind.ADD and bool(shown.flags[column] & TYPED)

    def _first(self, row: int, columns: range, otherwise: Place) -> Place:
        return next(((row, column) for column in columns if self.can_stand((row, column))), otherwise)

    def _outermost(self, rows: range, columns: range, otherwise: Place) -> Place:
        for row in rows:
            for column in columns:
                if self.can_stand((row, column)):
                    return row, column
        return otherwise

    def _is_filled(self, place: Place) -> bool:
        row, column = place
        return self._rows[row].kind is not RowKind.ADD and bool(self._rows[row].texts[column])


def _walk(part: Range, *, down: bool) -> Iterator[Place]:
    top, left, bottom, right = part
    if down:
        yield from ((row, column) for column in range(left, right + 1) for row in range(top, bottom + 1))
    else:
        yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
