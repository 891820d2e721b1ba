"""A filled workbook beside the report as it stands now: what would change, and what cannot be taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.documents.excel.cell_values import read_cell, stored_number
from app.documents.excel.twin import HIDDEN, Twin, TwinSheet
from app.domain.addresses import ROW, head_row, is_row_head, row_of
from app.domain.canonical import content_hash
from app.domain.forms.definition import Column, FormDefinition
from app.domain.forms.drafting.workbook import Cell, Sheet, Workbook
from app.domain.merge import merge_three_way
from app.domain.operations import ReportKey
from app.errors import AppError, InputError


class Source(StrEnum):
    """What kind of workbook came."""

    TWIN = "twin"
    """Our own, signed: what it was made from is known."""
    FOREIGN = "foreign"
    """Anybody's: matched by its header and its row labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that keeps the workbook out."""

    place: str
    """Sheet and cell: `Biểu 1!C9`; the sheet alone where no cell is meant."""
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing the workbook says otherwise: a cell, or a row that is new."""

    address: str
    """The cell; the row's `@row` for a new row, or one that was removed here meanwhile."""
    base: str | None
    """What stood there when the workbook was made; in a foreign one what stands now."""
    now: str | None
    new: str | None
    cells: Mapping[str, str | None]
    """What accepting it writes."""
    is_clash: bool = False
    """Whether it was changed here too, or its row removed, since the workbook was made."""
    doubt: str = ""
    """The text in the workbook, where another number format would have meant another number."""

    @property
    def is_row(self) -> bool:
        """Whether it brings a row."""
        return is_row_head(self.address)

    @property
    def is_safe(self) -> bool:
        """Whether it may be taken without a person's look at this very cell."""
        return not self.is_clash and not self.doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What a workbook brings."""

    source: Source
    changes: tuple[Change, ...] = ()
    """In the order of the sheets; empty where nothing differs."""
    problems: tuple[Problem, ...] = ()
    """Where there is one, nothing is taken."""
    notes: tuple[str, ...] = ()
    """Codes of what a person should know: `twin.moved_on`, `twin.other_device`, `paper.columns_left`."""


def check_twin(twin: Twin, key: ReportKey, form: FormDefinition, *, device: str, device_key: str) -> None:
    """Refuse a twin that is not of this report; `device_key` is this device's public key.

    Raises InputError `twin.altered`, `twin.other_form`, `twin.other_version`, `twin.other_unit`, `twin.other_period`.
    """
    if twin.device == device and twin.device_key != device_key:
        raise InputError("twin.altered")
    if twin.form != key.form:
        raise InputError("twin.other_form", theirs=twin.form, ours=key.form)
    if twin.form_hash != form.hash:
        raise InputError("twin.other_version", theirs=twin.edition, ours=form.edition)
    if twin.unit != key.unit:
        raise InputError("twin.other_unit", theirs=twin.unit, ours=key.unit)
    if (twin.period, twin.release) != (key.period, key.release):
        theirs, ours = (" ".join(part for part in one if part) for one in (twin.report[2:], key[2:]))
        raise InputError("twin.other_period", theirs=theirs, ours=ours)


def compare_twin(
    workbook: Workbook, twin: Twin, form: FormDefinition, now: Mapping[str, str], *, device: str
) -> Returned:
    """What a filled twin of this report brings: three ways, by its own content, what the workbook says and `now`.

    Raises InputError `twin.altered` where its statement speaks of cells that the form has not.
    """
    reading = _TwinReading(twin, form)
    for sheet in twin.sheets:
        reading.read(sheet, next((one for one in workbook.sheets if one.name == sheet.name), None))
    known = {HIDDEN, *(sheet.name for sheet in twin.sheets)}
    for other in workbook.sheets:
        if other.name not in known and other.cells:
            reading.problems.append(Problem(place=other.name, code="twin.sheet_added"))
    notes = []
    if content_hash(form.hash, now) != content_hash(form.hash, twin.cells):
        notes.append("twin.moved_on")
    if twin.device != device:
        notes.append("twin.other_device")
    return Returned(
        source=Source.TWIN,
        changes=() if reading.problems else tuple(reading.changes(now)),
        problems=tuple(reading.problems),
        notes=tuple(notes),
    )


class _TwinReading:
    """What a filled twin says, sheet by sheet."""

    def __init__(self, twin: Twin, form: FormDefinition) -> None:
        self.problems: list[Problem] = []
        self._twin = twin
        self._columns = columns_by_key(form)
        self._said: dict[str, str | None] = {}
        self._doubts: dict[str, str] = {}

    def read(self, expected: TwinSheet, sheet: Sheet | None) -> None:
        """Take in a sheet: what was typed, and whether what was locked stands as it stood."""
        if sheet is None:
            self.problems.append(Problem(place=expected.name, code="twin.sheet_missing"))
            return
        cells = {cell.place: cell for cell in sheet.cells if cell.text.strip()}
        for at, was in expected.locked.items():
            if _plain(cells.get(at)) != was:
                self._complain(sheet, at, "twin.locked", was=was[:80], now=_plain(cells.get(at))[:80])
        for at in cells.keys() - expected.locked.keys() - expected.entries.keys():
            self._complain(sheet, at, "twin.outside", now=_plain(cells[at])[:80])
        for at, address in sorted(expected.entries.items(), key=_by_row):
            try:
                read = read_cell(
                    self._columns[address.partition("/")[0], address.rpartition("/")[2]], cells.get(at), address
                )
            except AppError as error:
                self._complain(sheet, at, error.code, **error.params)
            else:
                self._said[address] = read.value
                if read.doubt:
                    self._doubts[address] = read.doubt

    def _complain(self, sheet: Sheet, at: str, code: str, **params: object) -> None:
        self.problems.append(Problem(place=f"{sheet.name}!{at}", code=code, params=params))

    def _theirs(self) -> dict[str, str]:
        """The content as the workbook has it."""
        base, filled, spare = self._twin.cells, self._twin.filled, self._twin.spare
        theirs = dict(base)
        for address, value in self._said.items():
            if value == (base.get(address) or filled.get(address)):
                continue
            if value is None:
                theirs.pop(address, None)
            else:
                theirs[address] = value
            row = head_row(address)
            if row in spare:
                theirs[f"{row}/{ROW}"] = spare[row]
        return theirs

    def changes(self, now: Mapping[str, str]) -> Iterable[Change]:
        """What taking the workbook would change, in the order of the sheets."""
        theirs, base = self._theirs(), self._twin.cells
        merge = merge_three_way(base, now, theirs)
        clashing = {clash.address for clash in merge.clashes}
        yield from self._rows(now, theirs, clashing)
        for address in self._said:
            row = f"{head_row(address)}/{ROW}"
            if self._comes_by_row(row, now):
                continue
            new = theirs.get(address)
            is_clash = address in clashing
            if is_clash or merge.cells.get(address) != now.get(address):
                yield Change(
                    address=address,
                    base=base.get(address),
                    now=now.get(address),
                    new=new,
                    cells={address: new},
                    is_clash=is_clash,
                    doubt=self._doubts.get(address, ""),
                )

    def _comes_by_row(self, head: str, now: Mapping[str, str]) -> bool:
        """Whether a row is not here now, so that its cells come with it or not at all."""
        return head not in now and (head in self._twin.cells or row_of(head) in self._twin.spare)

    def _rows(self, now: Mapping[str, str], theirs: Mapping[str, str], clashing: set[str]) -> Iterable[Change]:
        """Rows that are new, and rows removed here in which the workbook changed something."""
        for address in dict.fromkeys(f"{head_row(address)}/{ROW}" for address in self._said):
            head = theirs.get(address)
            if head is None or not self._comes_by_row(address, now):
                continue
            is_removed = address in self._twin.cells
            if is_removed and address not in clashing:
                continue
            row = row_of(address)
            cells: dict[str, str | None] = {one: value for one, value in theirs.items() if head_row(one) == row}
            doubts = [self._doubts[one] for one in cells if one in self._doubts]
            yield Change(
                address=address,
                base=self._twin.cells.get(address),
                now=None,
                new=head,
                cells=cells,
                is_clash=is_removed,
                doubt=", ".join(doubts),
            )


def _by_row(entry: tuple[str, str]) -> tuple[int, int, str]:
    """Where a cell such as `AB12` stands on its sheet: rows first."""
    letters = entry[0].rstrip("0123456789")
    return int(entry[0][len(letters) :]), len(letters), letters


def columns_by_key(form: FormDefinition) -> Mapping[tuple[str, str], Column]:
    """(table, column key) -> column."""
    return {(table.key, column.key): column for table in form.tables for column in table.columns}


def accepted(changes: Sequence[Change]) -> dict[str, str | None]:
    """What taking these changes writes."""
    return {address: value for change in changes for address, value in change.cells.items()}


def _plain(cell: Cell | None) -> str:
    """What a locked cell says, spelled as the twin spells it."""
    if cell is None:
        return ""
    stored = stored_number(cell.text) if cell.is_number else None
    return stored if stored is not None else cell.line
