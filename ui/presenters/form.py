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
from ui.presenters.cells import RowKind
from ui.presenters.edit_history import EditHistory
from ui.presenters.entry import show_value
from ui.presenters.form_editing import EditingEvents, FormEditing, Moved, failure_words
from ui.presenters.form_findings import FormFindings
from ui.presenters.form_grid import FormGrid
from ui.presenters.form_view import FormView
from ui.presenters.form_words import (
    CellBar,
    Earlier,
    FindingList,
    HistoryLine,
    earlier_figures,
)
from ui.presenters.origins import origin_words, reason_words
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
    ) -> None:
        """`saved` is called after every commit and every act: something may wait to be synchronised."""
        self.key = key
        self._view = view
        self._desk = desk
        self._clock = clock
        self._chance = chance
        self._seen = seen
        self._saved = saved
        self._gone = False
        self._history = EditHistory()
        self._report: OpenReport | None = None
        self._grids: list[FormGrid] = []
        self._editing: FormEditing | None = None
        self._chosen = 0
        self._findings = FormFindings()
        self._earlier = Earlier()
        self._place = (-1, -1)
        self._panel = "findings"
        self._open_editor: str = ""
        self._held_back = False
        self._retries = False
        self._awaits_receipt = False
        self._notice_action: Callable[[], None] | None = None

    def close(self) -> None:
        """The page goes; answers that come later show nothing."""
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
        self._show_head(report)
        self._view.show_tables([table.title or table.key for table in report.form.tables], self._chosen)
        self._findings.open(report.sheet, self._grids)
        self._findings.mark()
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

    def _show_grid(self) -> None:
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
    def is_open(self) -> bool:
        """Whether the report has been opened."""
        return self._report is not None

    @property
    def editing(self) -> FormEditing:
        """What the edits go through."""
        assert self._editing is not None
        return self._editing

    def choose_table(self, position: int) -> None:
        """Show another table of the form."""
        if self._report and 0 <= position < len(self._grids) and position != self._chosen:
            self._chosen, self._place = position, (-1, -1)
            self._show_grid()

    # ---- what is typed ----------------------------------------------------------------------------

    def typed(self, row: int, column: int, text: str) -> None:
        """A text entered in the cell's editor."""
        self.editing.typed(self.grid, row, column, text)

    def editor_opened(self, row: int, column: int) -> None:
        """An editor is open there."""
        self._open_editor = self.grid.address_at(row, column) or "new"
        self.editing.began(self.grid, row, column)

    def editor_closed(self, row: int, column: int) -> None:
        """It is closed; what came from outside meanwhile is shown."""
        self._open_editor = ""
        self.editing.ended(self.grid, row, column)
        if self._held_back:
            self._held_back = False
            self.changed_outside()

    def add_row(self, row: int) -> None:
        """Another row below, ready to be named."""
        key = self.editing.add_row(self.grid, row)
        number = next((at for at, shown in enumerate(self.grid.rows) if key and shown.key == key), None)
        if number is not None:
            self._view.go_to(number, self.grid.label_column)

    def remove_row(self, row: int) -> None:
        """The row gone; it can be taken back."""
        label = self.grid.row_label(row)
        if self.editing.remove_row(self.grid, row):
            said = translate("Form", "Đã bỏ dòng “{label}”.").format(label=label or str(row + 1))
            self._say(said, Tone.NEUTRAL, translate("Form", "Hoàn tác"), self.undo)

    def undo(self) -> None:
        """Take the last edit back."""
        self._show_step(self.editing.undo())

    def redo(self) -> None:
        """Do it again."""
        self._show_step(self.editing.redo())

    def _show_step(self, addresses: frozenset[str]) -> None:
        place = min((self.grid.places[one] for one in addresses if one in self.grid.places), default=None)
        if place:
            self._view.go_to(*place)

    def locked_typed(self, row: int, column: int) -> None:
        """A key was typed where none is taken."""
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
        self._view.show_notice(text, tone, action)

    # ---- what follows -----------------------------------------------------------------------------

    def _on_moved(self, moved: Moved) -> None:
        if self._gone:
            return
        self._findings.changed()
        self._view.findings_changed()
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
        self._show_place()

    def list_findings(self) -> FindingList:
        """The list beside the grid, as things stand now."""
        return self._findings.listed()

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
            for grid in self._grids:
                grid.conflicts |= frozenset(outcome.clashes)
                places = grid.refresh(outcome.clashes)
                if grid is self.grid:
                    self._view.cells_changed(places)
            said = translate("Form", "Ô vừa sửa đã được người khác sửa trước đó. Cả hai số đều được giữ ở Vướng mắc.")
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
        if self._report is None or not (0 <= row < len(self.grid.rows)) or column < 0:
            self._view.show_bar(None)
            return
        self._view.show_bar(self._bar_at(row, column))
        if self._panel == "compare":
            lines = form_words.compare_lines(self.grid, self._earlier, row)
            self._view.show_compare(self.grid.row_label(row), lines)

    def _bar_at(self, row: int, column: int) -> CellBar:
        address = self.grid.address_at(row, column)
        findings = self._findings.at(self.grid, address)
        return self._findings.with_hint(form_words.bar_of(self.grid, self._earlier, row, column, findings), address)

    def _show_history(self) -> None:
        row, column = self._place
        address = self.grid.address_at(row, column) if self._report else ""
        definition = self.grid.column_of(address) if address else None
        if definition is None:
            self._view.show_history("", [])
            return
        number = f" ({definition.number})" if definition.number else ""
        title = f"{self.grid.row_label(row)} ·{number}"

        def read(workspace: Workspace) -> list[tuple[HistoryEntry, str]]:
            entries = workspace.history(self.key, address)
            return [(entry, workspace.person_name(entry.author)) for entry in reversed(entries)]

        def show(entries: list[tuple[HistoryEntry, str]]) -> None:
            if self.grid.address_at(*self._place) != address:
                return  # the cursor has moved on; its own answer follows
            blank = translate("Form", "(trống)")
            lines = [
                HistoryLine(
                    when=moment_text(entry.at),
                    who=name or entry.author,
                    old=show_value(definition, entry.old) or blank,
                    new=show_value(definition, entry.new) or blank,
                    reason=reason_words(entry),
                )
                for entry, name in entries
            ]
            self._view.show_history(title, lines)

        self._ask(read, show, self._on_act_failed)

    def go_to_finding(self, position: int) -> None:
        """Jump to a finding's cell."""
        self._go_to_cell(self._findings.address_of(position))

    def _go_to_cell(self, address: str) -> None:
        for at, grid in enumerate(self._grids):
            if address in grid.places:
                self.choose_table(at)
                self._view.go_to(*grid.places[address])

    def next_finding(self, step: int) -> None:
        """Jump to the next finding by its place in the table (step 1), or the one before (-1)."""
        place = self._findings.next_place(self.grid, self._place, step)
        if place:
            self._view.go_to(*place)

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
        return "\n".join(said)

    def spoken(self, row: int, column: int) -> str:
        """What a screen reader says of a cell."""
        if self._report is None or not 0 <= row < len(self.grid.rows):
            return ""
        bar = self._bar_at(row, column)
        shown = self.grid.rows[row].title or self.grid.rows[row].texts[column] or translate("Form", "trống")
        return ", ".join(part for part in (bar.address, bar.path, shown, bar.note) if part)

    # ---- what comes from outside ------------------------------------------------------------------

    def booked(self, reports: Collection[ReportKey]) -> None:
        """Reports changed by a synchronisation: where it concerns this one, or those that its checks read."""
        if any(one.unit == self.key.unit or one.form == self.key.form for one in reports):
            self.changed_outside()

    def changed_outside(self) -> None:
        """The report, or one that its checks read, changed: take in what nobody is typing over."""
        if self._open_editor:
            self._held_back = True
            return
        self._ask(lambda workspace: workspace.open(self.key, self._seen), self._on_reopened, self._on_act_failed)

    def _on_reopened(self, report: OpenReport) -> None:
        assert self._report is not None
        if self._open_editor:
            self._held_back = True
            return
        old = self._report
        if (report.state, report.editable, report.form.hash) != (old.state, old.editable, old.form.hash):
            self._on_opened(report)
            return
        mine, theirs = old.sheet.cells(), report.sheet.cells()
        differing = {
            address: theirs.get(address)
            for address in mine.keys() | theirs.keys()
            if mine.get(address) != theirs.get(address) and not self.editing.waits(address)
        }
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
        self._findings.complete = True
        self._on_moved(Moved(judged=True))
        self._look_for_hints()
        blocking, warnings = self._findings.blocking, self._findings.warnings
        self._say(*form_acts.check_words(blocking, warnings=warnings, unread=self.editing.has_unread))
        if blocking and not self.editing.has_unread:
            self._go_to_cell(next(iter(blocking[0].cells), ""))
        return not blocking and not self.editing.has_unread

    def seal(self) -> None:
        """Seal, after checking and asking."""
        assert self._report is not None
        if not self.check():
            return
        if self._asked(form_acts.seal_question(self._report, self._grids, self._findings.warnings)) is not None:
            shown = self._report.sheet.filled()
            self._ask(lambda workspace: workspace.seal(self.key, filled=shown), self._on_sealed, self._on_seal_failed)

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
