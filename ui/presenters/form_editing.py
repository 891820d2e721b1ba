"""Edits of the open form: into the sheet at once, to disk by the desk, back by undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.clock import Chance
from app.domain.addresses import REASON, Address, is_row_head
from app.domain.forms.definition import Column
from app.domain.operations import CellEdit
from app.errors import AppError, CellError
from app.messages import explain
from app.services.views import OpenReport, SaveOutcome
from ui.presenters.cells import RowKind
from ui.presenters.edit_history import EditHistory, Step
from ui.presenters.entry import read_entry
from ui.presenters.form_grid import FormGrid, Unread
from ui.presenters.ports import Desk
from ui.words import language, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What an edit moved on the screen."""

    addresses: frozenset[str] = frozenset()
    """Cells to read again."""
    rows: bool = False
    """Whether rows came or went."""
    judged: bool = False
    """Whether any mark may have changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditingEvents:
    """Whom the edits tell."""

    moved: Callable[[Moved], None]
    saving: Callable[[], None]
    saved: Callable[[SaveOutcome], None]
    failed: Callable[[Exception], None]


@dataclass(slots=True)
class _Batch:
    """Cells on their way into the sheet."""

    cells: dict[str, str | None] = field(default_factory=dict)
    unread: dict[str, Unread] = field(default_factory=dict)


class FormEditing:
    """All edits of one open report go through here, so that each is undone, saved and judged alike."""

    def __init__(
        self,
        report: OpenReport,
        grids: Sequence[FormGrid],
        desk: Desk,
        *,
        chance: Chance,
        events: EditingEvents,
        history: EditHistory | None = None,
    ) -> None:
        self._report = report
        self._sheet = report.sheet
        self._grids = {grid.table.key: grid for grid in grids}
        self._desk = desk
        self._chance = chance
        self._events = events
        self._history = history or EditHistory()
        self._shown: dict[str, str | None] = {}
        self._words_waiting: dict[str, int] = {}
        """As a grid's `waiting`, of sections and written reasons."""
        self._failed: list[CellEdit] = []

    # ---- what a person does -----------------------------------------------------------------------

    def began(self, grid: FormGrid, row: int, column: int) -> None:
        """An editor opened: what it shows is what an edit will replace."""
        address = grid.address_at(row, column)
        if address:
            self._shown[address] = self._value(address)

    def ended(self, grid: FormGrid, row: int, column: int) -> None:
        """The editor closed."""
        self.is_left(grid.address_at(row, column))

    def replaces(self, address: str) -> str | None:
        """What an edit of a cell would say that it replaced."""
        return self._shown[address] if address in self._shown else self._value(address)

    def was_shown(self, address: str, value: str | None) -> None:
        """Typing goes on where it was interrupted: then the cell showed this."""
        self._shown[address] = value

    def is_left(self, address: str) -> None:
        """It is over, whatever became of it."""
        self._shown.pop(address, None)

    def typed(self, grid: FormGrid, row: int, column: int, text: str) -> None:
        """A text entered at a place; at an offer it names a new row."""
        if not 0 <= row < len(grid.rows):
            return
        if grid.rows[row].kind is RowKind.ADD:
            if text.strip():
                self.add_row(grid, row, text)
            return
        address = grid.address_at(row, column)
        if address and self._sheet.is_entry(address):
            batch = _Batch()
            self._read(batch, grid.table.columns[column], address, text)
            self._apply(batch)

    def cleared(self, grid: FormGrid, places: Iterable[tuple[int, int]]) -> None:
        """Cells emptied."""
        self._apply(_Batch(cells=dict.fromkeys((a for a in self._entries(grid, places)), None)))

    def filled(self, grid: FormGrid, places: Iterable[tuple[int, int]], text: str) -> None:
        """One text for several cells."""
        batch = _Batch()
        for row, column in places:
            address = grid.address_at(row, column)
            if address and self._sheet.is_entry(address):
                self._read(batch, grid.table.columns[column], address, text)
        self._apply(batch)

    def entered(self, grid: FormGrid, texts: Mapping[tuple[int, int], str]) -> None:
        """A text for each of several cells, as one step; locked cells keep what they have."""
        batch = _Batch()
        for (row, column), text in texts.items():
            address = grid.address_at(row, column)
            if address and self._sheet.is_entry(address):
                self._read(batch, grid.table.columns[column], address, text)
        self._apply(batch)

    def add_row(self, grid: FormGrid, at: int, label: str = "", *, above: bool = False) -> str:
        """Another free row below (or above) `at`; gives its key, empty where the table takes none."""
        if not grid.takes_rows:
            return ""
        key = self.new_row_key()
        cells: dict[str, str | None] = dict(grid.new_row(at, key, above=above))
        batch = _Batch(cells=cells)
        if label:
            column = grid.table.columns[grid.label_column]
            self._read(batch, column, str(Address(grid.table.key, key, column.key)), label)
        self._apply(batch)
        return key

    def new_row_key(self) -> str:
        """A key for a row that the clerk makes; never the same twice."""
        return f"n{self._chance.token(5).hex()}"

    def remove_rows(self, grid: FormGrid, places: Iterable[int]) -> None:
        """Take the free rows among these away with all they hold, as one step."""
        keys = [grid.rows[at].key for at in places if 0 <= at < len(grid.rows) and grid.rows[at].free]
        self._apply(_Batch(cells={address: None for key in keys for address in grid.row_cells(key)}))

    def write(self, cells: Mapping[str, str | None]) -> None:
        """Canonical values as one step: a written reason, a filled offer."""
        self._apply(_Batch(cells=dict(cells)))

    def undo(self) -> frozenset[str]:
        """Take the last step back; the cells it touched."""
        return self._again(self._history.undo(), back=True)

    def redo(self) -> frozenset[str]:
        """Do again what was taken back; the cells it touched."""
        return self._again(self._history.redo(), back=False)

    @property
    def last_step(self) -> Step | None:
        """The step that `undo` would take back."""
        return self._history.last

    def retry(self) -> None:
        """Save again what could not be saved."""
        if self._failed:
            self._save([])

    @property
    def unsaved(self) -> Mapping[str, str | None]:
        """What was entered and could not be saved, by address."""
        return {edit.address: edit.new for edit in self._failed}

    @property
    def has_unread(self) -> bool:
        """Whether any cell holds input that could not be read."""
        return any(grid.unread for grid in self._grids.values())

    @property
    def is_saved(self) -> bool:
        """Whether everything entered is on disk."""
        return not (self._failed or self._words_waiting or any(grid.waiting for grid in self._grids.values()))

    def waits(self, address: str) -> bool:
        """Whether an edit of the cell is not on disk yet."""
        return address in self._waiting(address)

    def _waiting(self, address: str) -> dict[str, int]:
        grid = self._grids.get(address.partition("/")[0])
        return grid.waiting if grid else self._words_waiting

    # ---- into the sheet ---------------------------------------------------------------------------

    def _value(self, address: str) -> str | None:
        # Not what the cell shows: a figure that another form fills in is replaced as the blank that it is here.
        return self._sheet.cells().get(address)

    def _entries(self, grid: FormGrid, places: Iterable[tuple[int, int]]) -> Iterable[str]:
        for row, column in places:
            address = grid.address_at(row, column)
            if address and self._sheet.is_entry(address):
                yield address

    @staticmethod
    def _read(batch: _Batch, column: Column, address: str, text: str) -> None:
        entry = read_entry(column, text)
        if entry.problem:
            batch.unread[address] = Unread(text=text, problem=entry.problem)
        else:
            batch.cells[address] = entry.value

    def _again(self, step: Step | None, *, back: bool) -> frozenset[str]:
        if step is None:
            return frozenset()
        expected, wanted = (step.after, step.before) if back else (step.before, step.after)
        # A cell that somebody else changed meanwhile is left as it is: undo takes back one's own work only.
        cells = {address: wanted[address] for address in wanted if self._value(address) == expected[address]}
        self._apply(_Batch(cells=cells), remember=False)
        return frozenset(cells)

    def _apply(self, batch: _Batch, *, remember: bool = True) -> None:
        laid = self._sheet.laid_with(batch.cells)
        held = {address: self._value(address) for address in batch.cells}
        before = {address: laid.get(address, value) for address, value in held.items()}
        changed = {address: new for address, new in batch.cells.items() if new != before[address]}
        moved = set(batch.cells) | set(batch.unread)
        rows, judged = False, False
        if changed:
            refused, calculated, rows, judged = self._set(changed)
            for address, problem in refused.items():
                batch.unread[address] = Unread(text=str(changed.pop(address) or ""), problem=problem)
            moved |= calculated
        if changed and laid:
            # The first thing typed into rows that stand there unwritten writes them all. They are not taken back with
            # it: another computer may have begun with them too.
            rows = self._set({address: value for address, value in laid.items() if address not in changed})[2]
        written = {**laid, **changed} if changed else {}
        for address in set(batch.cells) - set(batch.unread):
            self._unread(address).pop(address, None)
        for address, unread in batch.unread.items():
            self._unread(address)[address] = unread
        edits = [CellEdit(at, self._shown.get(at, held.get(at)), new) for at, new in written.items()]
        if changed and remember:
            self._history.add(Step(before={address: before[address] for address in changed}, after=dict(changed)))
        self._mark_waiting(edits, 1)
        self._events.moved(Moved(addresses=frozenset(moved), rows=rows, judged=judged))
        if edits:
            self._save(edits)

    def _set(self, cells: Mapping[str, str | None]) -> tuple[dict[str, str], set[str], bool, bool]:
        """Into the sheet: what it refused (address -> sentence), what else moved, whether rows did, whether marks."""
        try:
            change = self._sheet.set_many(cells)
        except CellError as error:
            if len(cells) == 1:
                return {next(iter(cells)): str(explain(error, language=language()))}, set(), False, False
        else:
            reasons = any(address.startswith(REASON) for address in cells)
            return {}, {*change.calculated, *change.judged}, change.rows_changed, bool(change.judged) or reasons
        # One bad cell must not keep the others out.
        refused: dict[str, str] = {}
        moved: set[str] = set()
        rows = judged = False
        for address, value in sorted(cells.items(), key=lambda cell: not is_row_head(cell[0])):
            problem, more, other, marks = self._set({address: value})
            refused |= problem
            moved |= more
            rows, judged = rows or other, judged or marks
        return refused, moved, rows, judged

    def _unread(self, address: str) -> dict[str, Unread]:
        grid = self._grids.get(address.partition("/")[0])
        return grid.unread if grid else {}

    def take_in(self, report: OpenReport) -> Moved:
        """Take in what was changed elsewhere; what waits to be saved stays as it was typed."""
        mine, theirs = self._sheet.cells(), report.sheet.cells()
        differing = {
            address: theirs.get(address) for address, _ in mine.items() ^ theirs.items() if not self.waits(address)
        }
        outside = self._sheet.refresh(report.around)
        change = self._sheet.set_many(differing)
        touched = {*outside.calculated, *outside.judged, *change.calculated, *change.judged, *differing}
        rows = outside.rows_changed or change.rows_changed
        return Moved(addresses=frozenset(touched), rows=rows, judged=True)

    # ---- to disk ----------------------------------------------------------------------------------

    def _mark_waiting(self, edits: Sequence[CellEdit], step: int) -> None:
        for edit in edits:
            waiting = self._waiting(edit.address)
            count = waiting.get(edit.address, 0) + step
            if count > 0:
                waiting[edit.address] = count
            else:
                waiting.pop(edit.address, None)

    def _save(self, edits: list[CellEdit]) -> None:
        going, self._failed = [*self._failed, *edits], []
        self._events.saving()

        def done(outcome: SaveOutcome) -> None:
            self._mark_waiting(going, -1)
            self._events.moved(Moved(addresses=frozenset(edit.address for edit in going)))
            self._events.saved(outcome)

        def failed(error: Exception) -> None:
            self._failed = [*going, *self._failed]
            self._events.failed(error)

        self._desk.save(self._report.key, self._report.form.hash, going, done, failed)


def failure_words(error: Exception) -> str:
    """Why a save did not happen, and that nothing typed is gone from the screen."""
    detail = str(explain(error, language=language())) if isinstance(error, AppError) else str(error)
    kept = translate("Form", "Số vừa gõ vẫn còn trên màn hình.")
    unsaved = translate("Form", "Chưa lưu được xuống máy này.")
    return f"{unsaved} {detail} {kept}"
