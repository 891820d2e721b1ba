"""The rows a table has in one report: where each stands, and in which order they are shown.

Inside, rows stand in slots: the rows that are added (group by group), the "of which" rows, the subtotals, the
total. So every total is the sum of one run of slots.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from app.domain.forms.definition import Row, RowsKind, Table
from app.domain.rows import RowHead

TOTAL = "total"
SUBTOTAL = "total-"


class RowKind(StrEnum):
    """What a shown row is."""

    GROUP = "group"
    ENTRY = "entry"
    OF_WHICH = "of_which"
    LINE = "line"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row as it is shown."""

    key: str
    """The middle part of its cells' addresses; `@group-<code>` for a heading, which has no cells."""
    kind: RowKind
    """What it is."""
    label: str
    """Words the form prints; empty where the clerk names the row."""
    index: str = ""
    """What stands in an index column: a running number, or what the form prints."""
    level: int = 0
    """Depth, 0 the outermost."""
    group: str = ""
    """Code of its group."""
    line: str = ""
    """Code of its line; empty for a row of one line."""
    of_which: bool = False
    """Part of the row above, never added."""
    has_figures: bool = True
    """Whether it has number cells: false for headings and for the head row of a row split into lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A total row and the run of slots it adds."""

    slot: int
    """Where the total stands."""
    start: int
    """First slot added."""
    stop: int
    """The slot after the last one added."""


class Layout:
    """A table's rows. `keys[slot]` is a row's key without its line."""

    def __init__(self, table: Table, rows: Sequence[Row]) -> None:
        order = {group.code: place for place, group in enumerate(table.groups, 1)}
        added = sorted((row for row in rows if not row.of_which), key=lambda row: order.get(row.group, 0))
        self.keys = [row.key for row in added]
        self.entries = len(self.keys)
        self.keys += [row.key for row in rows if row.of_which]
        self.body = len(self.keys)
        self.spans: list[Span] = []
        if table.subtotals:
            self._add_subtotals(table, added)
        if table.has_total:
            self.spans.append(Span(slot=len(self.keys), start=0, stop=self.entries))
            self.keys.append(TOTAL)
        self.slots = {key: slot for slot, key in enumerate(self.keys)}
        self._table, self._rows = table, rows

    @cached_property
    def display(self) -> tuple[SheetRow, ...]:
        """The rows as they are shown, in their order."""
        # Why not at once: central judges reports that nobody looks at.
        return tuple(_shown(self._table, self._rows))

    @cached_property
    def shown(self) -> dict[str, SheetRow]:
        """The rows as they are shown, by key."""
        return {row.key: row for row in self.display}

    def _add_subtotals(self, table: Table, added: Sequence[Row]) -> None:
        start = sum(1 for row in added if row.group not in {group.code for group in table.groups})
        for group in table.groups:
            stop = start + sum(1 for row in added if row.group == group.code)
            self.spans.append(Span(slot=len(self.keys), start=start, stop=stop))
            self.keys.append(SUBTOTAL + group.code)
            start = stop

    def spans_of(self, slot: int) -> Iterable[Span]:
        """The totals a slot is added to."""
        return (span for span in self.spans if span.start <= slot < span.stop)


def _shown(table: Table, rows: Sequence[Row]) -> Iterable[SheetRow]:
    codes = {group.code for group in table.groups}
    yield from _numbered(table, [row for row in rows if row.group not in codes])
    for group in table.groups:
        yield SheetRow(
            key=f"@group-{group.code}", kind=RowKind.GROUP, label=group.title, index=group.code, has_figures=False
        )
        yield from _numbered(table, [row for row in rows if row.group == group.code])
        if table.subtotals:
            label = f"Cộng {group.code}"
            yield from _lined(table, SUBTOTAL + group.code, RowKind.SUBTOTAL, label=label, group=group.code)
    if table.has_total:
        yield from _lined(table, TOTAL, RowKind.TOTAL, label=table.total_title)


def _numbered(table: Table, rows: Sequence[Row]) -> Iterable[SheetRow]:
    number = 0
    for row in rows:
        if not row.of_which:
            number += 1
        kind = RowKind.OF_WHICH if row.of_which else RowKind.ENTRY
        index = row.index or ("" if row.of_which else str(number))
        level = max(row.level, 1) if row.of_which and not row.level else row.level
        yield from _lined(table, row.key, kind, label=row.title, index=index, level=level, group=row.group)


def _lined(
    table: Table, key: str, kind: RowKind, *, label: str, index: str = "", level: int = 0, group: str = ""
) -> Iterable[SheetRow]:
    yield SheetRow(
        key=key,
        kind=kind,
        label=label,
        index=index,
        level=level,
        group=group,
        of_which=kind is RowKind.OF_WHICH,
        has_figures=not table.lines,
    )
    for line in table.lines:
        yield SheetRow(
            key=f"{key}.{line.code}",
            kind=RowKind.LINE,
            label=line.title,
            level=level + 1,
            group=group,
            line=line.code,
            of_which=kind is RowKind.OF_WHICH,
        )


def rows_of(table: Table, heads: Mapping[str, RowHead], loose: Iterable[str]) -> Sequence[Row]:
    """A table's rows in one report: the printed ones, or those that heads claim, in the order of their heads.

    `loose` are keys that have cells but no head; they stand last, in the order given, so nothing typed is hidden.
    """
    if table.rows_kind is RowsKind.FIXED:
        return table.rows
    titles = {row.key: row for row in table.rows}
    found = []
    for key in [*sorted(heads, key=lambda key: (heads[key].order, key)), *loose]:
        head, printed = heads.get(key), titles.get(key)
        found.append(
            Row(
                key=key,
                code=printed.code if printed else "",
                title=printed.title if printed else "",
                level=printed.level if printed else 0,
                group=(head.group if head else "") or (printed.group if printed else ""),
                of_which=(head is not None and head.of_which) or (printed is not None and printed.of_which),
                index=printed.index if printed else "",
            )
        )
    return found
