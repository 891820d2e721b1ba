"""How the wire writes cells: by their number in the form's declared order, values beside each other.

A block is the cells of one edit or one report. Declared cells are numbered by the form (`FormOrder`); the free
rows a block touches are named once and numbered on from there, column by column; a cell that neither
covers is named by its whole address. Numbers are written as runs (`gap, length`), values in one list for the
whole message: null for blank, a whole number as a number, other short figures as text, and "" for the next of
the message's texts, which stand by themselves because words and figures compress badly together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter, lt
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from app.domain.addresses import ROW, TEXT, TOTAL_ONLY, is_address, parse_address
from app.domain.operations import CellEdit
from app.errors import CellError
from sync.columns import broken

if TYPE_CHECKING:
    from app.domain.forms.definition import FormDefinition

Value = int | str | None

_INLINE = 12
_LONGEST_WHOLE = 16
"""Characters, a sign among them: what has fifteen digits is below 2**53."""
_SAFE = 2**53


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


class _Shape(NamedTuple):
    """How the cells of a block stand: worked out once for all blocks of a message that touch the same cells."""

    order: FormOrder | None
    """Held here, so that its identity names it while the message is written."""
    by_number: Callable[[Sequence[str | None]], Sequence[str | None]]
    """Puts what stands beside the cells given in the order of their numbers."""
    rows: Sequence[str]
    runs: Sequence[int]
    is_in_order: bool
    """Whether the addresses are in their order, each once."""


class _Short(dict[str | None, Value]):
    """Value -> what stands for it among the values; "" for a text. Holds those that are there time and again."""

    def __missing__(self, value: str) -> Value:
        if len(value) > _LONGEST_WHOLE:
            return ""
        if _is_whole(value):
            return int(value)
        return value if 0 < len(value) <= _INLINE and (value[0].isdigit() or value[0] in "-.") else ""


_SHORT = _Short((str(number), number) for number in range(-99, 10_000))
_SHORT[None] = None


class BlockWriter:
    """Writes blocks into a pool."""

    def __init__(self) -> None:
        self.pool = Pool()
        self._shapes: dict[tuple[int, tuple[str, ...]], _Shape] = {}

    def edits(self, cells: Sequence[CellEdit], order: FormOrder | None) -> tuple[int, int, int] | None:
        """Writes edited cells; returns how many rows and run numbers they took, and 1 where values were replaced.

        The cells are at least one. None, and nothing written, unless they are ordered by address, each address once.
        The same for what is no address.
        """
        addresses, replaced, new = zip(*cells, strict=True)
        try:
            shape = self._shape(addresses, order)
        except CellError:
            return None
        if not shape.is_in_order:
            return None
        self._name(shape)
        is_replacing = replaced.count(None) < len(replaced)
        if is_replacing:
            self._write(self.pool.shown, shape.by_number(replaced))
        self._write(self.pool.values, shape.by_number(new))
        return len(shape.rows), len(shape.runs), int(is_replacing)

    def last_rows(self, rows: int) -> list[str]:
        """The last `rows` rows named."""
        return self.pool.rows[len(self.pool.rows) - rows :]

    def content(self, cells: Mapping[str, str], order: FormOrder | None) -> tuple[int, int]:
        """Writes a report's cells; returns how many rows and run numbers they took."""
        shape = self._shape(tuple(cells), order)
        self._name(shape)
        self._write(self.pool.values, shape.by_number(tuple(cells.values())))
        return len(shape.rows), len(shape.runs)

    def _shape(self, addresses: tuple[str, ...], order: FormOrder | None) -> _Shape:
        """How cells with these addresses stand. Raises CellError for what is no address."""
        shape = self._shapes.get((id(order), addresses))
        if shape is None:
            shape = self._shapes[id(order), addresses] = _shape(addresses, order)
        return shape

    def _name(self, shape: _Shape) -> None:
        self.pool.rows += shape.rows
        self.pool.runs += shape.runs

    def _write(self, out: list[Value], values: Sequence[str | None]) -> None:
        short = list(map(_SHORT.__getitem__, values))
        out += short
        place = -1
        for _ in range(short.count("")):
            place = short.index("", place + 1)
            text = values[place]
            assert text is not None, "a blank is written as null"
            self.pool.texts.append(text)


def _shape(addresses: Sequence[str], order: FormOrder | None) -> _Shape:
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
    return _Shape(
        order=order,
        by_number=itemgetter(*(place for _, place in numbered)) if len(numbered) > 1 else tuple,
        rows=rows,
        runs=_runs(number for number, _ in numbered),
        is_in_order=all(map(lt, addresses, addresses[1:])),
    )


def _runs(numbers: Iterable[int]) -> list[int]:
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
    return runs


def _is_whole(text: str) -> bool:
    digits = text[1:] if text.startswith("-") else text
    return (
        0 < len(digits) < _LONGEST_WHOLE
        and digits.isascii()
        and digits.isdigit()
        and (digits[0] != "0" or (len(digits) == 1 and digits == text))
    )


class _Block(NamedTuple):
    """The cells of a block: worked out once for all blocks of a message that name them in the same words."""

    order: FormOrder | None
    """Held here, so that its identity names it while the message is read."""
    addresses: Sequence[str]
    """By number."""
    ordered: Sequence[str]
    """By address."""
    by_address: Callable[[Sequence[str | None]], Sequence[str | None]]
    """Puts what stands beside `addresses` beside `ordered`."""


class _Long(dict[Value, str | None]):
    """What stands among the values -> the value; "" stays. Holds those that are there time and again."""

    def __missing__(self, short: Value) -> str | None:
        if isinstance(short, int) and not -_SAFE < short < _SAFE:
            raise broken("values")
        return str(short)


_LONG = _Long({number: str(number) for number in range(-99, 10_000)})
_LONG[None] = None


class BlockReader:
    """Reads blocks out of a pool, in the order they were written."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._row = self._run = self._shown = self._value = self._text = 0
        self._blocks: dict[tuple[int, tuple[str, ...], tuple[int, ...]], _Block] = {}

    def edits(self, rows: int, runs: int, shown: int, order: FormOrder | None) -> tuple[CellEdit, ...]:
        """The edited cells of a block, ordered by address."""
        block = self._block(rows, runs, order)
        count = len(block.addresses)
        replaced: Sequence[str | None] = (None,) * count
        if shown:
            replaced = block.by_address(self._read(self._pool.shown, self._shown, count))
            self._shown += count
        new = block.by_address(self._read(self._pool.values, self._value, count))
        self._value += count
        # Quicker than to make them one by one.
        return msgspec.convert(list(zip(block.ordered, replaced, new, strict=True)), tuple[CellEdit, ...])

    def content(self, rows: int, runs: int, order: FormOrder | None) -> dict[str, str]:
        """The cells of a report."""
        addresses = self._block(rows, runs, order).addresses
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

    def _block(self, rows: int, runs: int, order: FormOrder | None) -> _Block:
        """The cells of the next block."""
        if rows < 0 or runs < 0 or self._row + rows > len(self._pool.rows) or self._run + runs > len(self._pool.runs):
            raise broken("cells")
        names = tuple(self._pool.rows[self._row : self._row + rows])
        steps = tuple(self._pool.runs[self._run : self._run + runs])
        self._row, self._run = self._row + rows, self._run + runs
        block = self._blocks.get((id(order), names, steps))
        if block is None:
            addresses = _addresses(names, steps, order or _NO_ORDER)
            places = sorted(range(len(addresses)), key=addresses.__getitem__)
            by_address = itemgetter(*places) if len(places) > 1 else tuple
            block = self._blocks[id(order), names, steps] = _Block(order, addresses, by_address(addresses), by_address)
        return block

    def _read(self, values: Sequence[Value], start: int, count: int) -> list[str | None]:
        taken = values[start : start + count]
        if len(taken) != count:
            raise broken("values")
        out = list(map(_LONG.__getitem__, taken))
        if "" in taken:
            for place, value in enumerate(taken):
                if value == "":
                    if self._text == len(self._pool.texts):
                        raise broken("texts")
                    out[place] = self._pool.texts[self._text]
                    self._text += 1
        return out


def _addresses(names: Sequence[str], steps: Sequence[int], form: FormOrder) -> list[str]:
    declared = form.addresses
    free = [address for name in names for address in _named(name, form)]
    addresses: list[str] = []
    count, end = len(declared), 0
    for gap, length in zip(steps[::2], (*steps[1::2], 1), strict=False):
        start, end = end + gap, end + gap + length
        if gap < 0 or length < 1 or end > count + len(free):
            raise broken("cell numbers")
        if start < count:
            addresses += declared[start:end]
        if end > count:
            addresses += free[max(start - count, 0) : end - count]
    if len(set(addresses)) != len(addresses):
        raise broken("cell numbers")
    return addresses


def heads(rows: Sequence[str], order: FormOrder | None) -> tuple[str, ...]:
    """`table/row` of the free rows among the rows a block named, ordered."""
    first = order.first if order else ""
    return tuple(sorted(name if "/" in name else f"{first}/{name}" for name in rows if name.count("/") < 2))


def _named(name: str, form: FormOrder) -> Sequence[str]:
    """The addresses a named row stands for, in order; the address itself where the name is a whole one."""
    parts = name.split("/")
    table, key = parts if len(parts) == 2 else (form.first, name)
    if not is_address(name if len(parts) > 2 else f"{table}/{key}/{ROW}"):
        raise broken("address")
    if len(parts) > 2:
        return (name,)
    columns = form.row_columns.get(table)
    if columns is None:
        raise broken("row")
    return list(map(f"{table}/{key}/".__add__, columns))
