"""How the wire writes cells: by their number in the form's declared order, values beside each other.

A block is the cells of one edit or one report. Declared cells are numbered by the form (`FormOrder`); the free
rows a block touches are named once and numbered on from there, column by column; a cell that neither
covers is named by its whole address. Numbers are written as runs (`gap, length`), values in one list for the
whole message: null for blank, a whole number as a number, other short figures as text, and "" for the next of
the message's texts, which stand by themselves because words and figures compress badly together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.addresses import ROW, TEXT, TOTAL_ONLY, parse_address
from app.domain.operations import CellEdit
from app.errors import CellError
from sync.columns import broken

if TYPE_CHECKING:
    from app.domain.forms.definition import FormDefinition

Value = int | str | None

_INLINE = 12
_SAFE = 2**53
_SMALL = {str(number): number for number in range(-99, 10_000)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOrder:
    """The declared order inside one table."""

    key: str
    columns: tuple[str, ...]
    """Column keys, left to right."""
    rows: tuple[str, ...]
    """Row keys the form prints, each line by itself; empty for free rows."""


@dataclass(frozen=True, kw_only=True)
class FormOrder:
    """The declared cell order of a form package: what a cell's number means."""

    tables: tuple[TableOrder, ...]
    texts: tuple[str, ...] = ()
    """Keys of the narrative sections."""

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Every declared cell: tables in order, each row by row, then the narrative sections."""
        cells = [
            f"{table.key}/{row}/{column}" for table in self.tables for row in table.rows for column in table.columns
        ]
        return (*cells, *(f"{TEXT}/{section}/body" for section in self.texts))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of every declared cell, from 0."""
        return {address: number for number, address in enumerate(self.addresses)}

    @cached_property
    def row_columns(self) -> dict[str, tuple[str, ...]]:
        """Per table: what a named row's cells are, in order."""
        return {table.key: (ROW, *table.columns, TOTAL_ONLY) for table in self.tables}

    @cached_property
    def places(self) -> dict[str, dict[str, int]]:
        """The same, by column."""
        return {table: {name: place for place, name in enumerate(names)} for table, names in self.row_columns.items()}

    @cached_property
    def first(self) -> str:
        """The table that a row named without its table stands in."""
        return self.tables[0].key if self.tables else ""


def form_order(form: FormDefinition) -> FormOrder:
    """The declared cell order of a form: every column of every printed row (each line by itself), then narrative."""
    tables = []
    for table in form.tables:
        lines = [f".{line.code}" for line in table.lines] or [""]
        rows = tuple(row.key + line for row in table.rows for line in lines)
        tables.append(TableOrder(key=table.key, columns=tuple(each.key for each in table.columns), rows=rows))
    return FormOrder(tables=tuple(tables), texts=tuple(section.key for section in form.sections))


_NO_ORDER = FormOrder(tables=())


@dataclass(slots=True)
class Pool:
    """The lists that all blocks of one message share, in the order the blocks stand in it."""

    rows: list[str] = field(default_factory=list)
    """Named rows (`key` in the first table, else `table/key`) and whole addresses."""
    runs: list[int] = field(default_factory=list)
    """`gap, length, gap, length, …` of cell numbers; a last length of 1 is left out."""
    shown: list[Value] = field(default_factory=list)
    """Values replaced, of the edits that replaced any."""
    values: list[Value] = field(default_factory=list)
    """New values, or a report's values."""
    texts: list[str] = field(default_factory=list)
    """What "" stands for, first the values replaced, then the new ones of a block."""


class BlockWriter:
    """Writes blocks into a pool."""

    def __init__(self) -> None:
        self.pool = Pool()

    def edits(self, cells: Sequence[CellEdit], order: FormOrder | None) -> tuple[int, int, int]:
        """Writes edited cells; returns how many rows and run numbers they took, and 1 where values were replaced.

        The cells are ordered by address, each address once. Raises CellError, and writes nothing, for what is no
        address.
        """
        numbered, counts = self._place([cell.address for cell in cells], order)
        replaced = any(cell.replaced is not None for cell in cells)
        if replaced:
            self._write(self.pool.shown, [cells[place].replaced for _, place in numbered])
        self._write(self.pool.values, [cells[place].new for _, place in numbered])
        return *counts, int(replaced)

    def last_rows(self, rows: int) -> list[str]:
        """The last `rows` rows named."""
        return self.pool.rows[len(self.pool.rows) - rows :]

    def content(self, cells: Mapping[str, str], order: FormOrder | None) -> tuple[int, int]:
        """Writes a report's cells; returns how many rows and run numbers they took."""
        addresses = list(cells)
        numbered, counts = self._place(addresses, order)
        self._write(self.pool.values, [cells[addresses[place]] for _, place in numbered])
        return counts

    def _place(
        self, addresses: Sequence[str], order: FormOrder | None
    ) -> tuple[list[tuple[int, int]], tuple[int, int]]:
        """(number, place in `addresses`) by number; and the counts of rows and run numbers written."""
        form = order or _NO_ORDER
        declared, free = form.numbers, form.places
        following = len(form.addresses)
        starts: dict[str, int] = {}
        rows: list[str] = []
        numbered = []
        for place, address in enumerate(addresses):
            number = declared.get(address)
            if number is None:
                table, key, name = parse_address(address)
                head = f"{table}/{key}"
                columns = free.get(table)
                if columns is None or name not in columns:
                    rows.append(address)
                    number = following
                    following += 1
                else:
                    start = starts.get(head)
                    if start is None:
                        rows.append(key if table == form.first else head)
                        starts[head] = start = following
                        following += len(columns)
                    number = start + columns[name]
            numbered.append((number, place))
        numbered.sort()
        self.pool.rows += rows
        return numbered, (len(rows), self._run([number for number, _ in numbered]))

    def _run(self, numbers: Sequence[int]) -> int:
        runs: list[int] = []
        after = 0
        for number in numbers:
            if runs and number == after:
                runs[-1] += 1
            else:
                runs += (number - after, 1)
            after = number + 1
        if runs and runs[-1] == 1:
            runs.pop()
        self.pool.runs += runs
        return len(runs)

    def _write(self, out: list[Value], values: Sequence[str | None]) -> None:
        texts = self.pool.texts
        for value in values:
            if value is None:
                out.append(None)
                continue
            number = _SMALL.get(value)
            if number is not None:
                out.append(number)
            elif _is_whole(value):
                out.append(int(value))
            elif 0 < len(value) <= _INLINE and (value[0].isdigit() or value[0] in "-."):
                out.append(value)
            else:
                out.append("")
                texts.append(value)


def _is_whole(text: str) -> bool:
    digits = text[1:] if text.startswith("-") else text
    return (
        0 < len(digits) <= 15
        and digits.isascii()
        and digits.isdigit()
        and (digits[0] != "0" or (len(digits) == 1 and digits == text))
    )


class BlockReader:
    """Reads blocks out of a pool, in the order they were written."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._row = self._run = self._shown = self._value = self._text = 0

    def edits(self, rows: int, runs: int, shown: int, order: FormOrder | None) -> tuple[CellEdit, ...]:
        """The edited cells of a block, ordered by address."""
        addresses = self._addresses(rows, runs, order)
        replaced: Sequence[str | None]
        if shown:
            replaced = self._read(self._pool.shown, self._shown, len(addresses))
            self._shown += len(addresses)
        else:
            replaced = (None,) * len(addresses)
        new = self._read(self._pool.values, self._value, len(addresses))
        self._value += len(addresses)
        cells = sorted(zip(addresses, replaced, new, strict=True), key=_address)
        return tuple(map(CellEdit._make, cells))

    def content(self, rows: int, runs: int, order: FormOrder | None) -> dict[str, str]:
        """The cells of a report."""
        addresses = self._addresses(rows, runs, order)
        values = self._read(self._pool.values, self._value, len(addresses))
        self._value += len(addresses)
        return {address: value for address, value in zip(addresses, values, strict=True) if value is not None}

    def rows(self, rows: int) -> list[str]:
        """The rows that the block read next names, without reading them."""
        return self._pool.rows[self._row : self._row + rows]

    def finish(self) -> None:
        """Raises InputError `wire.shape` where the pool holds what no block took."""
        pool = self._pool
        ends = (len(pool.rows), len(pool.runs), len(pool.shown), len(pool.values), len(pool.texts))
        if (self._row, self._run, self._shown, self._value, self._text) != ends:
            raise broken("cells")

    def _addresses(self, rows: int, runs: int, order: FormOrder | None) -> list[str]:
        form = order or _NO_ORDER
        if rows < 0 or runs < 0 or self._row + rows > len(self._pool.rows) or self._run + runs > len(self._pool.runs):
            raise broken("cells")
        names = self._pool.rows[self._row : self._row + rows]
        steps = self._pool.runs[self._run : self._run + runs]
        self._row, self._run = self._row + rows, self._run + runs
        declared = form.addresses
        free = [address for name in names for address in _named(name, form)]
        addresses: list[str] = []
        at = 0
        for place in range(0, runs, 2):
            length = steps[place + 1] if place + 1 < runs else 1
            at += steps[place]
            if steps[place] < 0 or length < 1 or at + length > len(declared) + len(free):
                raise broken("cell numbers")
            addresses += declared[at : at + length]
            if at + length > len(declared):
                addresses += free[max(at - len(declared), 0) : at + length - len(declared)]
            at += length
        if len(set(addresses)) != len(addresses):
            raise broken("cell numbers")
        return addresses

    def _read(self, values: Sequence[Value], start: int, count: int) -> list[str | None]:
        taken = values[start : start + count]
        if len(taken) != count:
            raise broken("values")
        out: list[str | None] = []
        for value in taken:
            if value is None:
                out.append(None)
            elif value == "":
                if self._text == len(self._pool.texts):
                    raise broken("texts")
                out.append(self._pool.texts[self._text])
                self._text += 1
            elif isinstance(value, int):
                if not -_SAFE < value < _SAFE:
                    raise broken("values")
                out.append(str(value))
            else:
                out.append(value)
        return out


def heads(rows: Sequence[str], order: FormOrder | None) -> tuple[str, ...]:
    """`table/row` of the free rows among the rows a block named, ordered."""
    first = order.first if order else ""
    return tuple(sorted(name if "/" in name else f"{first}/{name}" for name in rows if name.count("/") < 2))


def _named(name: str, form: FormOrder) -> Sequence[str]:
    """The addresses a named row stands for, in order; the address itself where the name is a whole one."""
    parts = name.split("/")
    table, key = parts if len(parts) == 2 else (form.first, name)
    try:
        parse_address(name if len(parts) > 2 else f"{table}/{key}/{ROW}")
    except CellError as exc:
        raise broken("address") from exc
    if len(parts) > 2:
        return (name,)
    columns = form.row_columns.get(table)
    if columns is None:
        raise broken("row")
    return [f"{table}/{key}/{column}" for column in columns]


def _address(cell: tuple[str, str | None, str | None]) -> str:
    return cell[0]
