"""The open form: what is typed goes to the sheet and to disk, what follows goes to the view. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from app.clock import Chance, Clock
from app.domain.addresses import REASON, is_row_head
from app.domain.anomalies.hints import Hint
from app.domain.exchange import View
from app.domain.operations import CellEdit, ReportKey
from app.domain.values import canonical_text
from app.domain.workflow import State
from app.errors import AppError
from app.messages import explain
from app.services.views import HistoryEntry, OpenReport, SaveOutcome, SealOutcome
from ui.presenters import form_acts, form_words
from ui.presenters.cell_history import history_lines
from ui.presenters.cells import RowKind
from ui.presenters.edit_history import EditHistory
from ui.presenters.form_blanks import LISTED_MAX, BlankAnswer, FormBlanks, left_words
from ui.presenters.form_compare import Earlier, compare_lines, earlier_figures
from ui.presenters.form_editing import EditingEvents, FormEditing, Moved, failure_words
from ui.presenters.form_find import FormFind, FoundView, Hit
from ui.presenters.form_findings import FormFindings
from ui.presenters.form_grid import FormGrid
from ui.presenters.form_narrative import FormNarrative, is_section
from ui.presenters.form_rows import FormRows, RowTold
from ui.presenters.form_view import FormView
from ui.presenters.form_words import CellBar, FindingList
from ui.presenters.origins import origin_words
from ui.presenters.pasting import Pasting
from ui.presenters.phrases import Tone, local, moment_text, second_text, time_text
from ui.presenters.ports import Desk, Workspace
from ui.words import language, translate

T = TypeVar("T")
S = TypeVar("S")


class FormPresenter:
    """One open report. `start` opens it; from then on the view calls what a person does."""

    def __init__(
        self,
        view: FormView,
        desk: Desk,
        key: ReportKey,
        *,
        seen: View = View.INNER,
        clock: Clock,
        chance: Chance,
        saved: Callable[[], None] = lambda: None,
        opened: Callable[[OpenReport], None] = lambda _: None,
    ) -> None:
        """`saved` is called after every commit and every act: something may wait to be synchronised.

        `opened` is called whenever the report has been opened, or opened again.
        """
        self.key = key
        self._view = view
        self._desk = desk
        self._clock = clock
        self._chance = chance
        self._seen = seen
        self._saved = saved
        self._opened = opened
        self._gone = False
        self._history = EditHistory()
        self._report: OpenReport | None = None
        self._grids: list[FormGrid] = []
        self._editing: FormEditing | None = None
        self._pasting: Pasting | None = None
        self._chosen = 0
        self._findings = FormFindings()
        self.blanks = FormBlanks(say=self._say, undo=self.undo)
        self.narrative = FormNarrative(view.narrative, entered=self._on_section_entered, left=self._editor_gone)
        self._earlier = Earlier()
        self._place = (-1, -1)
        told = RowTold(go_to=view.go_to, say=self._say, removed=self._on_rows_removed)
        self.rows = FormRows(lambda: self.grid, lambda: self.editing, told)
        self._panel = "findings"
        self._open_editor: str = ""
        self._held_back = False
        self._retries = False
        self._awaits_receipt = False
        self._notice_action: Callable[[], None] | None = None
        self._undoes: int | None = None
        """How many steps there were when the notice offered to take the last one back; None where it does not."""

    def close(self) -> None:
        """The page goes; what was typed is written, answers that come later show nothing."""
        self.narrative.commit()
        self._gone = True

    def _ask(
        self, work: Callable[[Workspace], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        def if_here(call: Callable[[S], None]) -> Callable[[S], None]:
            return lambda answer: None if self._gone else call(answer)

        self._desk.ask(work, if_here(done), if_here(failed))

    # ---- opening ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the report."""
        self._ask(lambda workspace: workspace.open(self.key, self._seen), self._on_opened, self._on_broken)

    def _on_broken(self, error: Exception) -> None:
        self._view.show_broken(_words_of(error))

    def _on_opened(self, report: OpenReport) -> None:
        if self._report is not None and self._report.form.hash != report.form.hash:
            # Another edition: what was done to the cells of the old one cannot be undone by writing to this one's.
            self._history, self._chosen, self._place = EditHistory(), 0, (-1, -1)
        self._report = report
        self._grids = [
            FormGrid(table, report.sheet, editable=report.editable, name=f"{report.form.code} {table.title}".strip())
            for table in report.form.tables
        ]
        for grid in self._grids:
            grid.conflicts = frozenset(report.conflicts)
        events = EditingEvents(
            moved=self._on_moved, saving=self._on_saving, saved=self._on_saved, failed=self._on_save_failed
        )
        self._editing = FormEditing(
            report, self._grids, self._desk, chance=self._chance, events=events, history=self._history
        )
        self._pasting = Pasting(self._editing, self._view, say=self._say, undo=self.undo)
        self._show_head(report)
        self._findings.open(report.sheet, self._grids)
        self.blanks.open(report, self._grids, self.editing)
        self._findings.mark()
        self.narrative.open(report, self._grids, self.editing, self._findings)
        self._show_tabs(report)
        self._view.findings_changed()
        if self._seen is View.UPWARD:
            self._look_for_hints()
        self._show_grid()
        self._show_last_saved(report.last_saved_at)
        self._read_earlier(report)
        if report.editable and any(grid.wants_units for grid in self._grids):
            self._ask(lambda workspace: workspace.unit_rows(self.key), self._on_unit_rows, self._on_act_failed)
        if report.editable and not report.cells:
            self._ask(lambda workspace: workspace.rows_to_start_with(self.key), self._offer_rows, self._on_act_failed)
        if report.cells:
            self.blanks.offer_all(report.offered)
        self._opened(report)

    def _show_tabs(self, report: OpenReport) -> None:
        titles = [table.title or table.key for table in report.form.tables]
        if self.narrative.has_sections:
            titles.append(self.narrative.tab_title())
        if len(titles) == 2 and self.narrative.has_sections and not report.form.tables[0].title:
            titles[0] = translate("Form", "Bảng số liệu")
        self._view.show_tables(titles, self._chosen)
        self._show_tab()

    def _show_tab(self) -> None:
        in_sight = self.narrative.in_sight
        self._view.show_tab(len(self._grids) if in_sight else self._chosen, narrative=in_sight)

    def _on_unit_rows(self, edits: Sequence[CellEdit]) -> None:
        if edits:
            self.editing.begin({edit.address: edit.new for edit in edits})
            self._show_grid()

    def _read_earlier(self, report: OpenReport) -> None:
        self._earlier = Earlier(previous=report.previous, last_year=report.last_year)
        if report.previous is not None or report.last_year is not None:
            self._ask(lambda _: earlier_figures(report), self._on_earlier, lambda _: None)

    def _on_earlier(self, earlier: Earlier) -> None:
        self._earlier = earlier
        self._show_place()

    def _offer_rows(self, edits: Sequence[CellEdit]) -> None:
        rows = sum(1 for edit in edits if is_row_head(edit.address))
        if rows and self._report and not self._report.sheet.cells():
            said = translate("Form", "Báo cáo kỳ trước có {count} dòng. Có thể bắt đầu với các dòng đó, chưa có số.")
            start = {edit.address: edit.new for edit in edits}
            self._say(
                said.format(count=rows),
                Tone.INFO,
                translate("Form", "Lấy các dòng của kỳ trước"),
                lambda: self._start_with(start),
            )

    def _start_with(self, cells: dict[str, str | None]) -> None:
        self.editing.write(cells)
        self._show_grid()
        self.blanks.offer_all(self.blanks.offers())

    def _show_grid(self) -> None:
        if self.narrative.in_sight:
            self._show_place()
            if not self._grids:
                return
        grid = self.grid
        self._view.show_grid(grid.shape, grid.rows, grid.longest_figures())
        first = next(
            (
                (number, column)
                for number, row in enumerate(grid.rows)
                if row.kind is RowKind.ENTRY
                for column in range(len(grid.shape.columns))
                if grid.shape.columns[column].numeric and row.flags[column] & 1
            ),
            None,
        )
        offer = next(((at, grid.label_column) for at, row in enumerate(grid.rows) if row.kind is RowKind.ADD), None)
        place = self._place if grid.address_at(*self._place) else first or offer or (0, grid.label_column)
        if grid.rows:
            self._view.go_to(*place)

    def _show_last_saved(self, at: int | None) -> None:
        if at is None:
            self._view.show_saved("", Tone.NEUTRAL)
        else:
            today = local(at).date() == local(int(self._clock.now().timestamp())).date()
            time = time_text(at) if today else moment_text(at)
            saved = translate("Form", "Đã lưu trên máy này {time}").format(time=time)
            self._view.show_saved(saved, Tone.OK)

    @property
    def grid(self) -> FormGrid:
        """The table in sight."""
        return self._grids[self._chosen]

    @property
    def report(self) -> OpenReport | None:
        """The report as it was opened last; its sheet holds what stands now."""
        return self._report

    @property
    def is_settled(self) -> bool:
        """Whether all that was entered is read and on disk."""
        is_typing = self.editing.has_unread or self.narrative.is_pending
        return self.is_open and self.editing.is_saved and not is_typing

    def moved_edition(self) -> None:
        """The report is filled by another edition of its form from now on."""
        self._on_done("")

    @property
    def is_open(self) -> bool:
        """Whether the report has been opened."""
        return self._report is not None

    @property
    def editing(self) -> FormEditing:
        """What the edits go through."""
        assert self._editing is not None
        return self._editing

    @property
    def pasting(self) -> Pasting:
        """What pasting goes through."""
        assert self._pasting is not None
        return self._pasting

    def choose_table(self, position: int) -> None:
        """Show another table of the form; after the last one, its sections."""
        if self._report is None or not 0 <= position < len(self._grids) + self.narrative.has_sections:
            return
        in_sight, was_in_sight = position == len(self._grids), self.narrative.in_sight
        self.narrative.show(in_sight)
        if not in_sight and position != self._chosen:
            self._chosen, self._place = position, (-1, -1)
            self._show_tab()
            self._show_grid()
        elif in_sight != was_in_sight:
            self._show_tab()
            self._show_place()

    # ---- what is typed ----------------------------------------------------------------------------

    def typed(self, row: int, column: int, text: str) -> None:
        """A text entered in the cell's editor."""
        if not self.rows.chosen(row, text):
            self.editing.typed(self.grid, row, column, text)

    def editor_opened(self, row: int, column: int) -> None:
        """An editor is open there."""
        self._open_editor = self.grid.address_at(row, column) or "new"
        self.editing.began(self.grid, row, column)

    def editor_closed(self, row: int, column: int) -> None:
        """It is closed; what came from outside meanwhile is shown."""
        self.editing.ended(self.grid, row, column)
        self._editor_gone()

    def _on_section_entered(self, address: str) -> None:
        self._open_editor = address
        self._show_place()
        if self._panel == "history":
            self._show_history()

    def _editor_gone(self) -> None:
        self._open_editor = ""
        if self._held_back:
            self._held_back = False
            self.changed_outside()

    def _on_rows_removed(self, said: str) -> None:
        self._say(said, Tone.NEUTRAL, translate("Form", "Hoàn tác"), self.undo)

    def finder(self, view: FoundView) -> FormFind:
        """A search through the form that shows in `view` where it stands."""

        def go_to(hit: Hit) -> None:
            self.choose_table(hit[0])
            self._view.go_to(*hit[1:])

        return FormFind(view, lambda: self._grids, lambda: (self._chosen, *self._place), go_to)

    def undo(self) -> None:
        """Take the last edit back."""
        self.narrative.commit()
        self._show_step(self.editing.undo())

    def redo(self) -> None:
        """Do it again."""
        self.narrative.commit()
        self._show_step(self.editing.redo())

    def _show_step(self, addresses: frozenset[str]) -> None:
        if self._went_to_section(addresses):
            return
        if self.narrative.in_sight:
            self._go_to_cell(next((one for one in sorted(addresses) if self._grid_of(one)), ""))
            return
        place = min((self.grid.places[one] for one in addresses if one in self.grid.places), default=None)
        if place:
            self._view.go_to(*place)

    def locked_typed(self, row: int, column: int) -> None:
        """A key was typed where none is taken; a place below zero is in the sections."""
        if self._report and not self._report.editable:
            self._say(translate("Form", "Báo cáo đã chốt nên không sửa được. Muốn sửa, hủy chốt trước."), Tone.INFO)
        else:
            self.moved_to(row, column)

    def notice_answered(self) -> None:
        """The notice's button was pressed."""
        action, self._notice_action = self._notice_action, None
        self._say("", Tone.NEUTRAL)
        if action:
            action()

    def _say(self, text: str, tone: Tone, action: str = "", act: Callable[[], None] | None = None) -> None:
        self._notice_action = act
        self._undoes = self._history.steps if act == self.undo else None
        self._view.show_notice(text, tone, action)

    # ---- what follows -----------------------------------------------------------------------------

    def _on_moved(self, moved: Moved) -> None:
        if self._gone:
            return
        if self._undoes not in (None, self._history.steps):
            self._say("", Tone.NEUTRAL)  # its "undo" would take back something else by now
        self._findings.changed()
        self._view.findings_changed()
        self._show_moved(moved)
        self.narrative.refresh()
        self._show_place()

    def _show_moved(self, moved: Moved) -> None:
        if moved.rows:
            for grid in self._grids:
                grid.rebuild()
            self._findings.mark()
            self._view.replace_rows(self.grid.rows)
        else:
            changed = {*moved.addresses, *(self._findings.mark() if moved.judged else ())}
            for grid in self._grids:
                places = grid.refresh(changed)
                if grid is self.grid and places:
                    self._view.cells_changed(places)

    def list_findings(self) -> FindingList:
        """The list beside the grid, as things stand now."""
        blank = self.blanks.rows()[:LISTED_MAX] if self._findings.complete else []
        self.narrative.judged()
        return self._findings.listed([row.as_finding() for row in blank])

    def _look_for_hints(self) -> None:
        """Ask what stands out beside the unit's past; it comes after the findings, and never instead of them."""
        self._ask(lambda workspace: workspace.hints(self.key, self._seen), self._on_hints, lambda _: None)

    def _on_hints(self, hints: Sequence[Hint]) -> None:
        self._findings.take_hints(hints)
        self._view.findings_changed()
        self._show_place()

    def _on_saving(self) -> None:
        self._view.show_saved(translate("Form", "Đang lưu…"), Tone.NEUTRAL)

    def _on_saved(self, outcome: SaveOutcome) -> None:
        self._saved()
        if self._gone:
            return
        if self._retries:
            self._retries = False
            self._say("", Tone.NEUTRAL)
        if outcome.clashes:
            self.narrative.conflicts |= frozenset(outcome.clashes)
            self.narrative.refresh()
            for grid in self._grids:
                grid.conflicts |= frozenset(outcome.clashes)
                places = grid.refresh(outcome.clashes)
                if grid is self.grid:
                    self._view.cells_changed(places)
            said = translate("Form", "Ô vừa sửa đã được người khác sửa trước đó. Cả hai số đều được giữ ở Vướng mắc.")
            if self.narrative.section_of(outcome.clashes):
                said = self.narrative.clash_words()
            self._say(said, Tone.ATTENTION)
        if self.editing.is_saved:
            now = int(self._clock.now().timestamp())
            self._view.show_saved(
                translate("Form", "Đã lưu trên máy này {time}").format(time=second_text(now)), Tone.OK
            )

    def _on_save_failed(self, error: Exception) -> None:
        if self._gone:
            return
        self._retries = True
        self._view.show_saved(translate("Form", "Chưa lưu được"), Tone.ERROR)
        self._say(failure_words(error), Tone.ERROR, translate("Form", "Thử lưu lại"), self.editing.retry)

    # ---- where the person looks -------------------------------------------------------------------

    def moved_to(self, row: int, column: int) -> None:
        """The cursor is there now."""
        self._place = (row, column)
        self._show_place()
        if self._panel == "history":
            self._show_history()

    def choose_panel(self, name: str) -> None:
        """Show `findings`, `compare` or `history` beside the grid."""
        self._panel = name
        self._show_place()
        if name == "history":
            self._show_history()

    def _show_place(self) -> None:
        row, column = self._place
        if self.narrative.in_sight:
            self._view.show_bar(self.narrative.bar())
            return
        if self._report is None or not (0 <= row < len(self.grid.rows)) or column < 0:
            self._view.show_bar(None)
            return
        self._view.show_bar(self._bar_at(row, column))
        if self._panel == "compare":
            lines = compare_lines(self.grid, self._earlier, row)
            self._view.show_compare(self.grid.row_label(row), lines)

    def _bar_at(self, row: int, column: int) -> CellBar:
        address = self.grid.address_at(row, column)
        findings = self._findings.at(self.grid, address)
        bar = form_words.bar_of(self.grid, self._earlier, row, column, findings)
        return self.blanks.with_offer(self._findings.with_hint(bar, address), self.grid, address)

    def _show_history(self) -> None:
        address = self._in_hand()
        definition = self.grid.column_of(address) if address and not self.narrative.in_sight else None
        if definition is None and not (address and self.narrative.in_sight):
            self._view.show_history("", [])
            return
        number = f" ({definition.number})" if definition and definition.number else ""
        title = f"{self.grid.row_label(self._place[0])} ·{number}" if definition else self.narrative.current_title

        def read(workspace: Workspace) -> list[tuple[HistoryEntry, str]]:
            entries = workspace.history(self.key, address)
            return [(entry, workspace.person_name(entry.author)) for entry in reversed(entries)]

        def show(entries: list[tuple[HistoryEntry, str]]) -> None:
            if self._in_hand() != address:
                return  # the cursor has moved on; its own answer follows
            self._view.show_history(title, history_lines(entries, definition))

        self._ask(read, show, self._on_act_failed)

    def _in_hand(self) -> str:
        """Address of the cell or section with the cursor; empty for none."""
        if self.narrative.in_sight:
            return self.narrative.current_address
        return self.grid.address_at(*self._place) if self._report else ""

    def go_to_finding(self, position: int) -> None:
        """Jump to a finding's cell."""
        self._go_to_cell(self._findings.address_of(position))

    def _go_to_cell(self, address: str) -> None:
        grid = self._grid_of(address)
        if not self._went_to_section((address,)) and grid is not None:
            self.choose_table(self._grids.index(grid))
            self._view.go_to(*grid.places[address])

    def _grid_of(self, address: str) -> FormGrid | None:
        return next((grid for grid in self._grids if address in grid.places), None)

    def _went_to_section(self, addresses: Collection[str]) -> bool:
        """Whether a section is among some addresses; then the cursor is in it."""
        key = self.narrative.section_of(addresses)
        if key:
            self.choose_table(len(self._grids))
            self.narrative.go_to(key)
        return bool(key)

    def next_finding(self, step: int) -> None:
        """Jump to the next finding, through the tables, then the sections (step 1), or to the one before (-1)."""
        ahead, again = self._findings.next_addresses(self._chosen, self._place, step)
        section = self.narrative.finding_after(step, around=False)
        if self.narrative.in_sight:
            ways = (section, again, self.narrative.finding_after(step, around=True))
        else:
            ways = (ahead, section, again)
        self._go_to_cell(next((address for address in ways if address), ""))

    def finding_to_explain(self) -> int:
        """The listed finding that wants its written reason, at the cursor first; -1 for none, which is said."""
        position = self._findings.to_explain(self.grid.address_at(*self._place) if self._grids else "")
        if position < 0:
            self._say(translate("Form", "Không có điểm nào cần giải trình."), Tone.NEUTRAL)
        return position

    def write_reason(self, key: str, text: str) -> None:
        """The explanation of a finding; blank takes it away."""
        if key:
            self.editing.write({f"{REASON}/{key}": canonical_text(" ".join(text.split()))})

    def tooltip(self, row: int, column: int) -> str:
        """What hovering over a cell says: its finding, whose figure it shows, or why its input could not be read."""
        address = self.grid.address_at(row, column) if self._report else ""
        if not address:
            return self.grid.row_label(row) if self._report and column == self.grid.label_column else ""
        unread = self.grid.unread.get(address)
        if unread:
            return unread.problem
        said = [one.message(language()) for one in self._findings.at(self.grid, address)]
        origin = self.grid.sheet.origin_of(address)
        if origin is not None:
            said.append(origin_words(origin, self.grid.row_label(row)))
        said.append(self.blanks.offer_words(self.grid, address))
        return "\n".join(part for part in said if part)

    def spoken(self, row: int, column: int) -> str:
        """What a screen reader says of a cell."""
        if self._report is None or not 0 <= row < len(self.grid.rows):
            return ""
        bar = self._bar_at(row, column)
        shown = self.grid.rows[row].title or self.grid.rows[row].texts[column] or translate("Form", "trống")
        return ", ".join(part for part in (bar.address, bar.path, shown, bar.note, bar.offer) if part)

    # ---- what comes from outside ------------------------------------------------------------------

    def booked(self, reports: Collection[ReportKey]) -> None:
        """Reports changed by a synchronisation: where it concerns this one, or those that its checks read."""
        if any(one.unit == self.key.unit or one.form == self.key.form for one in reports):
            self.changed_outside()

    def changed_outside(self) -> None:
        """The report, or one that its checks read, changed: take in what nobody is typing over."""
        if self._open_editor and not is_section(self._open_editor):
            self._held_back = True
            return
        self._ask(lambda workspace: workspace.open(self.key, self._seen), self._on_reopened, self._on_act_failed)

    def _on_reopened(self, report: OpenReport) -> None:
        assert self._report is not None
        old = self._report
        is_other = (report.state, report.editable, report.form.hash) != (old.state, old.editable, old.form.hash)
        # A section may stay open for long: only what comes for itself waits until it is left.
        same = old.sheet.cells().get(self._open_editor) == report.sheet.cells().get(self._open_editor)
        if self._open_editor and not (is_section(self._open_editor) and same and not is_other):
            self._held_back = True
            return
        if is_other:
            self._on_opened(report)
            return
        mine, theirs = old.sheet.cells(), report.sheet.cells()
        differing = {
            address: theirs.get(address)
            for address in mine.keys() | theirs.keys()
            if mine.get(address) != theirs.get(address) and not self.editing.waits(address)
        }
        self.narrative.conflicts = frozenset(report.conflicts)
        for grid in self._grids:
            changed = grid.conflicts ^ frozenset(report.conflicts)
            grid.conflicts = frozenset(report.conflicts)
            if grid is self.grid and changed:
                self._view.cells_changed(grid.refresh(changed))
        outside = old.sheet.refresh(report.around)
        change = old.sheet.set_many(differing)
        touched = {*outside.calculated, *outside.judged, *change.calculated, *change.judged, *differing}
        self._on_moved(Moved(addresses=frozenset(touched), rows=change.rows_changed, judged=True))
        self._read_earlier(report)
        self._show_head(report)

    def _show_head(self, report: OpenReport) -> None:
        self._view.show_head(form_words.head_of(report, own=self._seen is View.INNER))
        proof = form_words.submission_proof(report)
        if self._awaits_receipt and proof is not None:
            self._awaits_receipt = False
            said = translate("Form", "Đã gửi. Hệ thống cấp biên nhận lúc {time}.")
            self._say(said.format(time=moment_text(proof.received_at)), Tone.OK)

    # ---- acts -------------------------------------------------------------------------------------

    def check(self) -> bool:
        """Judge blanks too, and say what was found; whether nothing stands in the way of sealing."""
        self.narrative.commit()
        self._findings.complete = True
        self._on_moved(Moved(judged=True))
        self._look_for_hints()
        blocking, warnings = self._findings.blocking, self._findings.warnings
        text, tone = form_acts.check_words(blocking, warnings=warnings, unread=self.editing.has_unread)
        # Beside an error a blank may be a figure that was forgotten: no button for it then.
        passes = tone is not Tone.ERROR and self.blanks.can_mark
        blank = left_words(self.blanks.rows()) if passes else ""
        mark = translate("Form", "Ghi “-” vào các ô trống") if blank else ""
        self._say(f"{text} {blank}".strip(), tone, mark, self.blanks.mark_all_nil if blank else None)
        if blocking and not self.editing.has_unread:
            self._go_to_cell(next(iter(blocking[0].cells), ""))
        return not blocking and not self.editing.has_unread

    def seal(self) -> None:
        """Seal, after checking and asking."""
        assert self._report is not None
        if not self.check():
            return
        question = form_acts.seal_question(self._report, self._grids, self._findings.warnings)
        if self._may_seal(question):
            shown = self._report.sheet.filled()
            self._ask(lambda workspace: workspace.seal(self.key, filled=shown), self._on_sealed, self._on_seal_failed)

    def _may_seal(self, question: form_acts.Question) -> bool:
        """Ask; where figures are blank, with what may be done about them first."""
        rows = self.blanks.rows()
        if not rows:
            return self._asked(question) is not None
        answer, position = self._view.ask_about_blanks(question, left_words(rows), rows)
        if answer is BlankAnswer.MARK:
            self.blanks.mark_all_nil()
        elif position >= 0:
            self._go_to_cell(rows[position].address)
        return answer is BlankAnswer.SEAL

    def submit(self) -> None:
        """Submit, after asking; it goes with the next synchronisation."""
        assert self._report is not None
        if self._asked(form_acts.submit_question(self._report, self._grids)) is not None:
            said = translate("Form", "Báo cáo đang chờ đồng bộ. Có biên nhận của hệ thống mới là đã gửi.")
            self._awaits_receipt = True
            self._ask(lambda workspace: workspace.submit(self.key), lambda _: self._on_done(said), self._on_act_failed)

    def reopen(self) -> None:
        """Take the seal off, with a written reason."""
        reason = self._asked(form_acts.reopen_question())
        if reason:
            self._ask(
                lambda workspace: workspace.reopen(self.key, reason), lambda _: self._on_done(""), self._on_act_failed
            )

    def _asked(self, question: form_acts.Question) -> str | None:
        return self._view.ask(question.title, question.lines, question.yes, question.no, reason=question.reason)

    def _on_sealed(self, outcome: SealOutcome) -> None:
        self._on_done(translate("Form", "Đã chốt. Bấm Gửi để gửi báo cáo lên đơn vị nhận.") if outcome.sealed else "")

    def _on_done(self, said: str) -> None:
        self._saved()
        self._say(said, Tone.INFO)
        self.start()

    def _on_seal_failed(self, error: Exception) -> None:
        self._on_act_failed(error)
        self.changed_outside()  # what was shown is no longer so

    def _on_act_failed(self, error: Exception) -> None:
        self._say(_words_of(error), Tone.ERROR)

    @property
    def state(self) -> State | None:
        """The report's state; None until it is open."""
        return self._report.state if self._report else None


def _words_of(error: Exception) -> str:
    if isinstance(error, AppError):
        return str(explain(error, language=language()))
    return str(explain(AppError(), language=language()))
