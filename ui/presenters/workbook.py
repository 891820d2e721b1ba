"""The open report out to Excel and back: written and read off the window's thread, taken in as one step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.clock import Chance
from app.domain.exchange import View
from app.domain.operations import ReportKey
from app.errors import AppError, InputError
from app.services.views import OpenReport
from app.services.workbooks import Prepared, read_back, why_no_figures, write_paper, write_twin
from ui.presenters.form_editing import FormEditing
from ui.presenters.phrases import Tone, error_words
from ui.presenters.ports import Desk
from ui.words import translate

if TYPE_CHECKING:
    from app.documents.excel.returning import Change, Returned
    from ui.presenters.workbook_words import ChangeQuestion, ProblemList

T = TypeVar("T")


class WorkbookView(Protocol):
    """What the form page shows of it."""

    def ask_where_to_write(self, name: str) -> Path | None:
        """A file to write, `name` offered; None where the person thought better of it."""
        ...

    def ask_what_to_read(self) -> Path | None:
        """A file to read; None for none."""
        ...

    def show_busy(self, text: str, *, can_stop: bool) -> None:
        """Something goes on."""
        ...

    def show_outcome(self, text: str, tone: Tone, file: Path | None = None) -> None:
        """What came of it; a file that was written may be opened. An empty text takes the line away."""
        ...

    def ask_changes(self, question: ChangeQuestion) -> Collection[int] | None:
        """Positions of the lines that are taken; None for none of it."""
        ...

    def show_problems(self, problems: ProblemList) -> None:
        """What keeps a workbook out."""
        ...


class OpenForm(Protocol):
    """The form whose report it is."""

    key: ReportKey

    @property
    def report(self) -> OpenReport | None:
        """The report; None until it is open."""
        ...

    @property
    def editing(self) -> FormEditing:
        """What the edits go through."""
        ...


class Errands(Protocol):
    """Slow work off the window's thread."""

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Run `work`; one of the two is called later, on the window's thread."""
        ...


class WorkbookPresenter:
    """Exports and imports of one open form."""

    def __init__(
        self, view: WorkbookView, desk: Desk, errands: Errands, form: OpenForm, *, seen: View, chance: Chance
    ) -> None:
        self._view = view
        self._desk = desk
        self._errands = errands
        self._form = form
        self._seen = seen
        self._chance = chance
        self._busy: Event | None = None
        """Set to stop what goes on; None where nothing does."""
        self._gone = False

    def close(self) -> None:
        """The page goes; what goes on is given up."""
        self._gone = True
        self.stop()

    def stop(self) -> None:
        """Give up what goes on."""
        if self._busy is not None:
            self._busy.set()

    @property
    def can_export(self) -> bool:
        """Whether there is a report to write."""
        return self._form.report is not None

    @property
    def can_fill(self) -> bool:
        """Whether figures may come back."""
        return self._form.report is not None and not self._refusal

    @property
    def _refusal(self) -> str:
        """The code of what keeps figures from coming back."""
        report = self._form.report
        return why_no_figures(report.form, editable=report.editable) if report is not None else ""

    # ---- out --------------------------------------------------------------------------------------

    def export_paper(self) -> None:
        """Write the official-looking workbook."""
        self._export(write_paper, "")

    def export_twin(self) -> None:
        """Write the workbook to be filled in Excel."""
        if self._refusal:
            self._on_failed(InputError(self._refusal))
            return
        chance = self._chance
        self._export(lambda prepared, path: write_twin(prepared, path, chance), translate("Workbook", " (để điền)"))

    def _export(self, write: Callable[[Prepared, Path], None], ending: str) -> None:
        report = self._form.report
        if report is None or self._busy is not None:
            return
        if self._form.editing.has_unread:
            said = translate("Workbook", "Có ô chưa đọc được số. Sửa ô có dấu đỏ rồi xuất.")
            self._view.show_outcome(said, Tone.ATTENTION)
            return
        path = self._view.ask_where_to_write(f"{file_name(report)}{ending}.xlsx")
        if path is None:
            return

        def done(_: None) -> None:
            said = translate("Workbook", "Đã xuất ra “{file}”.").format(file=path.name)
            self._view.show_outcome(said, Tone.OK, path)

        self._go(
            translate("Workbook", "Đang ghi tệp Excel…"),
            lambda prepared, _: write(prepared, path),
            done,
            can_stop=False,
        )

    # ---- in ---------------------------------------------------------------------------------------

    def bring_in(self) -> None:
        """Read a filled workbook and ask which of its changes are taken."""
        if self._form.report is None or self._busy is not None:
            return
        if self._refusal:
            self._on_failed(InputError(self._refusal))
            return
        path = self._view.ask_what_to_read()
        if path is None:
            return
        chance = self._chance
        self._go(
            translate("Workbook", "Đang đọc “{file}”…").format(file=path.name),
            lambda prepared, stopped: read_back(prepared, path, chance, stopped),
            lambda returned: self._on_read(returned, path),
            can_stop=True,
        )

    def _on_read(self, returned: Returned, path: Path) -> None:
        from ui.presenters.workbook_words import change_question, problem_list

        report = self._form.report
        if report is None:
            return
        if returned.problems:
            self._view.show_outcome("", Tone.NEUTRAL)
            self._view.show_problems(problem_list(returned, path.name))
            return
        if not returned.changes:
            said = translate("Workbook", "“{file}” không có ô nào khác báo cáo.").format(file=path.name)
            self._view.show_outcome(said, Tone.INFO)
            return
        self._view.show_outcome("", Tone.NEUTRAL)
        chosen = self._view.ask_changes(change_question(returned, report.sheet, path.name))
        if chosen:
            self._take([change for at, change in enumerate(returned.changes) if at in chosen])

    def _take(self, changes: Sequence[Change]) -> None:
        from app.documents.excel.returning import accepted

        report = self._form.report
        held = {**report.sheet.laid, **report.sheet.cells()} if report is not None and not self._gone else None
        if held is None or not self.can_fill:
            return
        if any(held.get(change.address) != change.now for change in changes):
            # Why: a synchronisation may have come in between; nothing is written over what was not shown.
            said = translate("Workbook", "Báo cáo vừa thay đổi trong lúc xem nên chưa lấy số nào. Xin nhập lại tệp.")
            self._view.show_outcome(said, Tone.ATTENTION)
            return
        cells = accepted(changes)
        self._form.editing.write(cells)
        said = translate("Workbook", "Đã lấy {count} ô từ Excel. Ctrl+Z để hoàn tác.").format(
            count=sum(1 for address in cells if not address.endswith("@row"))
        )
        self._view.show_outcome(said, Tone.OK)

    # ---- off the window's thread ------------------------------------------------------------------

    def _go(
        self,
        text: str,
        work: Callable[[Prepared, Callable[[], bool]], T],
        done: Callable[[T], None],
        *,
        can_stop: bool,
    ) -> None:
        """Prepare the report on the store's thread, after what was entered; then do the slow part on its own."""
        stopping = self._busy = Event()
        key, seen = self._form.key, self._seen
        self._view.show_busy(text, can_stop=can_stop)

        def finished(answer: T) -> None:
            self._busy = None
            if not self._gone:
                done(answer)

        def failed(error: Exception) -> None:
            self._busy = None
            if not self._gone:
                self._on_failed(error)

        def begin(prepared: Prepared) -> None:
            self._errands.run(lambda: work(prepared, stopping.is_set), finished, failed)

        self._desk.ask(lambda workspace: workspace.workbooks.prepared(key, seen), begin, failed)

    def _on_failed(self, error: Exception) -> None:
        was_stopped = isinstance(error, AppError) and error.code == "workbook.stopped"
        self._view.show_outcome(error_words(error), Tone.INFO if was_stopped else Tone.ERROR)


def file_name(report: OpenReport) -> str:
    """A name for the report's file that every file system takes, without its ending."""
    name = f"{report.form.code} {report.period_title}"
    return " ".join("".join("-" if char in '/\\:*?"<>|' or ord(char) < 32 else char for char in name).split())[:120]
