"""The open form: what is typed goes to the sheet and to disk, what follows goes to the view. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from app.clock import Chance, Clock
from app.domain.addresses import REASON
from app.domain.anomalies.hints import Hint
from app.domain.bookmark import Bookmark
from app.domain.exchange import View
from app.domain.operations import ReportKey
from app.domain.values import canonical_text
from app.domain.workflow import State
from app.services.views import OpenReport, SaveOutcome
from ui.presenters import form_head
from ui.presenters.asking import Asking
from ui.presenters.edit_history import EditHistory
from ui.presenters.form_blanks import LISTED_MAX, FormBlanks
from ui.presenters.form_cell import FormCell
from ui.presenters.form_editing import EditingEvents, FormEditing, Moved
from ui.presenters.form_findings import FormFindings
from ui.presenters.form_hints import FormHints
from ui.presenters.form_narrative import FormNarrative, is_section
from ui.presenters.form_notes import FormNotes
from ui.presenters.form_notice import FormNotice, FormSaved
from ui.presenters.form_review import FormReview
from ui.presenters.form_rows import FormRows, RowTold
from ui.presenters.form_sealing import FormSealing
from ui.presenters.form_starting import FormStarting
from ui.presenters.form_tables import FormTables
from ui.presenters.form_view import FormView
from ui.presenters.form_words import FindingList
from ui.presenters.pasting import Pasting
from ui.presenters.phrases import Tone, error_words
from ui.presenters.ports import Apart, Desk, in_place
from ui.presenters.typist import Typist
from ui.words import translate


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
        changed: Callable[[Collection[str]], None] = lambda _: None,
        back_to: Bookmark | None = None,
        lost: Callable[[str, Bookmark], None] = lambda _words, _bookmark: None,
        apart: Apart = in_place,
    ) -> None:
        """`saved` is called after every commit and every act: something may wait to be synchronised.

        `opened` is called whenever the report has been opened, or opened again, `changed` with the addresses that an
        edit, or what came from outside, may have moved. `back_to` and `lost`: see Typist.
        """
        self.key = key
        self._view = view
        self._desk = desk
        self._asking = Asking(desk)
        self._chance = chance
        self._seen = seen
        self._written = saved
        self._opened = opened
        self._changed = changed
        self._history = EditHistory()
        self._report: OpenReport | None = None
        self._editing: FormEditing | None = None
        self._pasting: Pasting | None = None
        self._open_editor = ""
        self._held_back = False
        self.notice = FormNotice(view, undo=self.undo, steps=lambda: self._history.steps)
        self._saved = FormSaved(view, self.notice, clock)
        ask, say, failed = self._asking.ask, self.notice.say, self._on_act_failed
        self._hints = FormHints(key, seen, ask, apart, self._on_hints)
        self.findings = FormFindings()
        self.blanks = FormBlanks(say=say, undo=self.undo, tell_closed=self._tell_closed)
        self.typist = Typist(self, view, seen=seen, mark=desk.mark, say=say, back_to=back_to, lost=lost)
        self.narrative = FormNarrative(
            view.narrative,
            entered=self._on_section_entered,
            left=self._editor_gone,
            went_on=self.typist.went_on,
        )
        self.cell = FormCell(self, view, ask, went_on=self.typist.went_on, failed=failed)
        self.tables = FormTables(view, self.narrative, self.findings, looked=self.cell.show)
        self.notes = FormNotes(self, view.notes, ask, seen=seen, clock=clock, say=say, failed=failed, written=saved)
        told = RowTold(go_to=view.go_to, say=say, removed=self._on_rows_removed)
        self.rows = FormRows(lambda: self.tables.grid, lambda: self.editing, told)
        self._starting = FormStarting(self, ask, say=say, failed=failed)
        self.sealing = FormSealing(self, view, ask, say=say, done=self._on_done, failed=failed)
        self.review = FormReview(self.notes, ask, self.sealing.asked, done=self._on_done, failed=failed)

    def close(self) -> None:
        """The page goes; what was typed is written, answers that come later show nothing."""
        self.narrative.commit()
        self.typist.went_on()
        self._asking.close()

    # ---- opening ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the report."""
        self._asking.ask(lambda workspace: workspace.open(self.key, self._seen), self._on_opened, self._on_broken)

    def _on_broken(self, error: Exception) -> None:
        self._view.show_broken(error_words(error))
        self.typist.gave_up(error_words(error))

    def _on_opened(self, report: OpenReport) -> None:
        alike = self._report is None or self._report.form.hash == report.form.hash
        if not alike:
            # Another edition: what was done to the cells of the old one cannot be undone by writing to this one's.
            self._history = EditHistory()
        self._report = report
        unread, unsaved = self.tables.unread, self._editing.unsaved if self._editing else {}
        self.tables.open(report)
        events = EditingEvents(
            moved=self._on_moved,
            saving=self._saved.saving,
            saved=self._on_saved,
            failed=lambda error: self._on_save_failed(editing, report, error),
        )
        grids = self.tables.grids
        editing: FormEditing = FormEditing(
            report, grids, self._desk, chance=self._chance, events=events, history=self._history
        )
        self._editing = editing
        self._pasting = Pasting(self._editing, self._view, say=self.notice.say, undo=self.undo)
        self._show_head(report)
        self.findings.open(report.sheet, grids)
        self.blanks.open(report, grids, self.editing)
        self.findings.mark()
        self.narrative.open(report, grids, self.editing, self.findings)
        self.tables.show_tabs()
        self._view.findings_changed()
        if self._seen is View.UPWARD:
            self._hints.look()
        self.tables.show()
        self._saved.opened(report.last_saved_at)
        self.cell.opened(report)
        self._starting.opened(report)
        self.blanks.offer_all(report.offered)
        self.notes.opened()
        self.typist.opened()
        self.typist.opened_again(unread, unsaved, alike=alike)
        self._opened(report)

    def _show_head(self, report: OpenReport) -> None:
        self._view.show_head(form_head.head_of(report, own=self._seen is View.INNER))
        self.sealing.look(report)

    @property
    def is_open(self) -> bool:
        """Whether the report has been opened."""
        return self._report is not None

    @property
    def report(self) -> OpenReport | None:
        """The report as it was opened last; its sheet holds what stands now."""
        return self._report

    @property
    def state(self) -> State | None:
        """The report's state; None until it is open."""
        return self._report.state if self._report else None

    @property
    def is_settled(self) -> bool:
        """Whether all that was entered is read and on disk."""
        is_typing = self.editing.has_unread or self.narrative.is_pending
        return self.is_open and self.editing.is_saved and not is_typing

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

    # ---- what is typed ----------------------------------------------------------------------------

    def moved_to(self, row: int, column: int) -> None:
        """The cursor is there now."""
        self.tables.place = (row, column)
        self.cell.moved()

    def typed(self, row: int, column: int, text: str) -> None:
        """A text entered in the cell's editor."""
        if not self.rows.chosen(row, text):
            self.editing.typed(self.tables.grid, row, column, text)

    def editor_opened(self, row: int, column: int) -> None:
        """An editor is open there."""
        self._open_editor = self.tables.grid.address_at(row, column) or "new"
        self.editing.began(self.tables.grid, row, column)

    def editor_closed(self, row: int, column: int) -> None:
        """It is closed; what came from outside meanwhile is shown."""
        self.editing.ended(self.tables.grid, row, column)
        self._editor_gone()

    def _on_section_entered(self, address: str) -> None:
        self._open_editor = address
        self.cell.moved()

    def _editor_gone(self) -> None:
        self._open_editor = ""
        if self._held_back:
            self._held_back = False
            self.changed_outside()

    def locked_typed(self, row: int, column: int) -> None:
        """A key was typed where none is taken; a place below zero is in the sections."""
        if self._report and not self._report.editable:
            self._tell_closed()
        else:
            self.moved_to(row, column)

    def _tell_closed(self) -> None:
        if self._report is not None:
            self.notice.say(form_head.closed_words(self._report, own=self._seen is View.INNER), Tone.INFO)

    def _on_rows_removed(self, said: str) -> None:
        self.notice.say(said, Tone.NEUTRAL, translate("Form", "Hoàn tác"), self.undo)

    def write_reason(self, key: str, text: str) -> None:
        """The explanation of a finding; blank takes it away."""
        if key:
            self.editing.write({f"{REASON}/{key}": canonical_text(" ".join(text.split()))})

    def undo(self) -> None:
        """Take the last edit back."""
        self.narrative.commit()
        self.tables.go_to_step(self.editing.undo())

    def redo(self) -> None:
        """Do it again."""
        self.narrative.commit()
        self.tables.go_to_step(self.editing.redo())

    # ---- what follows -----------------------------------------------------------------------------

    def _on_moved(self, moved: Moved) -> None:
        if self._asking.closed:
            return
        self.notice.edited()
        self.findings.changed()
        self._view.findings_changed()
        if moved.rows:
            self.tables.rows_changed()
        else:
            self.tables.mark({*moved.addresses, *(self.findings.mark() if moved.judged else ())})
        self.narrative.refresh()
        self.cell.show()
        self._changed(moved.addresses)

    def _on_saved(self, outcome: SaveOutcome) -> None:
        self._written()
        if self._asking.closed:
            return
        self._saved.saved(all_of_it=self.editing.is_saved)
        if outcome.clashes:
            self.tables.mark_conflicts(self.narrative.conflicts | frozenset(outcome.clashes))
            self.narrative.refresh()
            said = translate("Form", "Ô vừa sửa đã được người khác sửa trước đó. Cả hai số đều được giữ ở Vướng mắc.")
            if self.narrative.section_of(outcome.clashes):
                said = self.narrative.clash_words()
            self.notice.say(said, Tone.ATTENTION)

    def _on_save_failed(self, editing: FormEditing, report: OpenReport, error: Exception) -> None:
        """`report` is what was open when the edits were made."""
        if self._asking.closed or self._report is None:
            return
        if editing is self._editing and report.editable:
            self._saved.failed(error, editing.retry)
        else:
            self.typist.opened_again({}, editing.unsaved, alike=report.form.hash == self._report.form.hash)

    def list_findings(self) -> FindingList:
        """The list beside the grid, as things stand now."""
        blank = self.blanks.rows()[:LISTED_MAX] if self.findings.complete else []
        self.narrative.judged()
        return self.findings.listed([row.as_finding() for row in blank])

    def finding_to_explain(self) -> int:
        """The listed finding that wants its written reason, at the cursor first; -1 for none, which is said."""
        grids, place = self.tables.grids, self.tables.place
        position = self.findings.to_explain(self.tables.grid.address_at(*place) if grids else "")
        if position < 0:
            self.notice.say(translate("Form", "Không có điểm nào cần giải trình."), Tone.NEUTRAL)
        return position

    def judge(self) -> None:
        """Judge what stands there, blanks too from now on, and look for what stands out."""
        self.narrative.commit()
        self.findings.complete = True
        self._on_moved(Moved(judged=True))
        self._hints.look()

    def _on_hints(self, hints: Sequence[Hint]) -> None:
        if self._asking.closed:
            return
        self.findings.take_hints(hints)
        self._view.findings_changed()
        self.cell.show()

    # ---- what comes from outside ------------------------------------------------------------------

    def booked(self, reports: Collection[ReportKey]) -> None:
        """Reports changed by a synchronisation: where it concerns this one, or those that its checks read."""
        if any(one.unit == self.key.unit or one.form == self.key.form for one in reports):
            self.changed_outside()
        if self.key in reports:
            self.notes.refresh()

    def changed_outside(self) -> None:
        """The report, or one that its checks read, changed: take in what nobody is typing over."""
        if self._open_editor and not is_section(self._open_editor):
            self._held_back = True
            return
        self._asking.ask(lambda workspace: workspace.open(self.key, self._seen), self._on_reopened, self._on_act_failed)

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
            if report.state is not old.state and self.editing.is_saved:
                self.notice.say("", Tone.NEUTRAL)  # it speaks of a state that is no more
            self._on_opened(report)
            return
        self.tables.mark_report(report)
        self._on_moved(self.editing.take_in(report))
        self.cell.opened(report)
        self._show_head(report)

    # ---- acts -------------------------------------------------------------------------------------

    def moved_edition(self) -> None:
        """The report is filled by another edition of its form from now on."""
        self._on_done("")

    def _on_done(self, said: str) -> None:
        self._written()
        self.notice.say(said, Tone.INFO)
        self.start()

    def _on_act_failed(self, error: Exception) -> None:
        self.notice.say(error_words(error), Tone.ERROR)
