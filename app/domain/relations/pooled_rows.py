"""Which rows of several reports of one form are the same row, and where each stands in every report.

Printed rows answer to each other by code, rows of a catalogue and of units by key. Free rows answer by key, else by
their words, however accented, where these name one row only in the report, in its group and (a "trong đó") under the
same row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.domain.addresses import ROW
from app.domain.forms.definition import RowsKind
from app.domain.relations.content import base_of, may_be_row
from app.domain.relations.steps import TablePlan
from app.domain.rows import RowHead, parse_row_head
from app.domain.vietnamese import fold, match_key
from app.messages import words

Reports = Sequence[Mapping[str, str] | None]
"""Contents of one form; None for a report that is not there."""
_UNPLACED = RowHead(order="V")


@dataclass(slots=True, kw_only=True, eq=False)
class PooledRow:
    """A row of the pool with the rows it is made of."""

    key: str
    """Its key, without a line."""
    head: RowHead | None = None
    """What the first of its rows is; None for a printed row."""
    label: str = ""
    """The words of the first that has any; empty where the form prints them."""
    members: Sequence[int]
    """Places it is made of: which report each is in."""
    keys: Sequence[str | None]
    """The row's key there; None where the report is not there, or has no such row."""


class Doubt(NamedTuple):
    """Rows that may be, or may not be, the same; whoever fills the forms knows."""

    code: str
    """`rollup.row_ambiguous`: the same words twice in a report; `rollup.row_renamed`: the same key, other words;
    `rollup.row_respelled`: joined by words that differ in their accents."""
    table: str
    """Table key."""
    row: str
    """Key of the row in the pool."""
    label: str
    """Its words."""
    other: str = ""
    """The words of the other row, where they differ."""

    def message(self, language: str = "vi") -> str:
        """The doubt in words."""
        return words(self.code, {"label": self.label, "other": self.other}, language=language).what


class Pooled(NamedTuple):
    """The rows of a table."""

    rows: Sequence[PooledRow]
    """In the order of the first report, new ones of the others after the row they follow there."""
    doubts: Sequence[Doubt] = ()
    """What was doubtful."""


def pooled_rows(plan: TablePlan, reports: Reports, units: Sequence[tuple[str, str]], own: Mapping[str, str]) -> Pooled:
    """A table's rows over several reports.

    `units` says whose each report is (id, name): a table of units then shows one row for each. The rows of `own` give
    theirs their keys and order.
    """
    kind = plan.table.rows_kind
    if kind is RowsKind.FIXED:
        return Pooled([_printed(row.key, reports) for row in plan.table.rows])
    found = [None if cells is None else rows_in(plan, cells) for cells in reports]
    if kind is RowsKind.UNITS and units:
        return Pooled(_rows_of_units(found, units))
    frame = _Frame(plan, len(reports))
    frame.seed(rows_in(plan, own))
    for place, rows in enumerate(found):
        if rows is not None:
            frame.take(place, rows)
    return Pooled(frame.pooled(), frame.doubts)


class FoundRow(NamedTuple):
    """A row of one report."""

    key: str
    """Its key."""
    head: RowHead
    """Its group and kind."""
    label: str
    """Its words; empty for none."""
    name: tuple[str, ...]
    """What it answers to elsewhere beside its key; empty for nothing."""


def rows_in(plan: TablePlan, cells: Mapping[str, str]) -> list[FoundRow]:
    """The rows a report has in a table whose rows are not printed, as they stand: those with heads, then the others."""
    table = plan.table.key
    lined = plan.lines != ("",)
    keys: dict[str, None] = {}
    for name in _row_names(table, cells):
        key = base_of(plan, name) if lined and "." in name else name
        if key is not None and may_be_row(plan, key):
            keys[key] = None
    heads = {key: parse_row_head(cells.get(f"{table}/{key}/{ROW}", "")) for key in keys}
    placed = sorted((head.order, key) for key, head in heads.items() if head is not None)
    found: list[FoundRow] = []
    above = ""
    for key in [*(key for _, key in placed), *(key for key in keys if heads[key] is None)]:
        head = heads[key] or _UNPLACED
        label = cells.get(f"{table}/{key}/{plan.label_column}", "")
        name = _folded(label) if label and plan.table.rows_kind is RowsKind.FREE else ""
        if not head.of_which:
            above = name
        found.append(FoundRow(key, head, label, (head.group, above if head.of_which else "", name) if name else ()))
    return found


def _row_names(table: str, cells: Mapping[str, str]) -> dict[str, None]:
    """The middle parts of a table's addresses, in the order given."""
    found: dict[str, None] = {}
    prefix, last = table + "/", "//"
    for address in cells:
        # Why so: cells of a row mostly follow one another, and to compare a beginning is cheaper than to split.
        if not address.startswith(last) and address.startswith(prefix):
            name, slash, _ = address[len(prefix) :].partition("/")
            if slash:
                found[name] = None
                last = f"{prefix}{name}/"
    return found


_folds: dict[str, str] = {}
_FOLDS_MAX = 20_000


def _folded(label: str) -> str:
    """The folded words, from the cache where they are there: many reports have the same rows."""
    found = _folds.get(label)
    if found is None:
        if len(_folds) >= _FOLDS_MAX:
            _folds.clear()
        found = _folds[label] = fold(label)
    return found


def _spelled_alike(one: str, other: str) -> bool:
    """Whether two words are the same but for case, spaces and the place of the tone."""
    return one.casefold() == other.casefold() or match_key(one) == match_key(other)


def _printed(key: str, reports: Reports) -> PooledRow:
    return PooledRow(key=key, members=range(len(reports)), keys=[None if cells is None else key for cells in reports])


def _rows_of_units(reports: Sequence[Sequence[FoundRow] | None], units: Sequence[tuple[str, str]]) -> list[PooledRow]:
    """A row for each unit: the only row of its report, or all that are added there, or in several reports of it."""
    rows: dict[str, PooledRow] = {}
    for place, (unit, name) in enumerate(units):
        found = reports[place]
        added = [row for row in found or () if not row.head.of_which]
        keys: list[str | None] = [row.key for row in added] or [None if found is None else unit]
        label = name or (added[0].label if len(added) == 1 else "")
        row = rows.setdefault(unit, PooledRow(key=unit, head=_UNPLACED, label=label, members=[], keys=[]))
        row.members = [*row.members, *[place] * len(keys)]
        row.keys = [*row.keys, *keys]
    return list(rows.values())


@dataclass(slots=True)
class _Frame:
    """Rows put together report by report."""

    plan: TablePlan
    size: int
    rows: list[PooledRow] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    _by_key: dict[str, PooledRow] = field(default_factory=dict)
    _by_name: dict[tuple[str, ...], PooledRow] = field(default_factory=dict)

    def seed(self, found: Sequence[FoundRow]) -> None:
        """Rows known beforehand; those that no report has are left out in the end."""
        names = Counter(one.name for one in found)
        for one in found:
            self._add(len(self.rows), one, one.name if names[one.name] == 1 else ())

    def take(self, place: int, found: Sequence[FoundRow]) -> None:
        """The rows of one report, each put into the row it is, or behind the one it follows."""
        names = Counter(one.name for one in found)
        taken: dict[str, PooledRow] = {one.key: self._by_key[one.key] for one in found if one.key in self._by_key}
        rest = {id(row) for row in taken.values()}
        above: PooledRow | None = None
        for one in found:
            row = taken.get(one.key)
            if row is not None:
                self._compare(row, one)
            else:
                name = one.name if names[one.name] == 1 else ()
                row = self._by_name.get(name) if name else None
                if row is not None and id(row) not in rest:
                    if not _spelled_alike(row.label, one.label):
                        self._doubt("rollup.row_respelled", row, row.label, one.label)
                else:
                    row = self._add(len(self.rows) if above is None else self.rows.index(above) + 1, one, name)
                rest.add(id(row))
            if one.name and names[one.name] > 1:
                self._doubt("rollup.row_ambiguous", row, one.label)
            assert isinstance(row.keys, list)
            row.keys[place] = one.key
            row.label = row.label or one.label
            above = row

    def _compare(self, row: PooledRow, one: FoundRow) -> None:
        if row.label and one.label and row.label != one.label and _folded(row.label) != _folded(one.label):
            self._doubt("rollup.row_renamed", row, row.label, one.label)

    def _doubt(self, code: str, row: PooledRow, label: str, other: str = "") -> None:
        doubt = Doubt(code, self.plan.table.key, row.key, label, other)
        if doubt not in self.doubts:
            self.doubts.append(doubt)

    def _add(self, at: int, one: FoundRow, name: tuple[str, ...]) -> PooledRow:
        row = PooledRow(key=one.key, head=one.head, label=one.label, members=range(self.size), keys=[None] * self.size)
        self.rows.insert(at, row)
        self._by_key[one.key] = row
        if name:
            self._by_name.setdefault(name, row)
        return row

    def pooled(self) -> Sequence[PooledRow]:
        """The rows that some report has."""
        rows = [row for row in self.rows if any(key is not None for key in row.keys)]
        if self.plan.table.rows_kind is RowsKind.CATALOGUE:
            order = {row.key: place for place, row in enumerate(self.plan.table.rows)}
            rows.sort(key=lambda row: order.get(row.key, len(order)))
        return rows
