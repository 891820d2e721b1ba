"""The rows of last period that a report begins with where a person takes them. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from app.domain.addresses import is_row_head
from app.domain.operations import CellEdit
from app.services.views import OpenReport
from ui.presenters.form_blanks import FormBlanks
from ui.presenters.form_editing import FormEditing
from ui.presenters.form_notice import Say
from ui.presenters.form_tables import FormTables
from ui.presenters.phrases import Tone
from ui.presenters.ports import Ask
from ui.words import translate


class BegunForm(Protocol):
    """The open form, as far as its first rows are concerned."""

    tables: FormTables
    blanks: FormBlanks

    @property
    def report(self) -> OpenReport | None:
        """The report; None until it is open."""
        ...

    @property
    def editing(self) -> FormEditing:
        """What the edits go through."""
        ...


class FormStarting:
    """The first rows of one open form."""

    def __init__(self, form: BegunForm, ask: Ask, *, say: Say, failed: Callable[[Exception], None]) -> None:
        self._form = form
        self._ask = ask
        self._say = say
        self._failed = failed

    def opened(self, report: OpenReport) -> None:
        """The report was opened: look for rows where it has none."""
        key = report.key
        if report.editable and not report.cells:
            self._ask(lambda workspace: workspace.first_rows.of_last_period(key), self._offer, self._failed)

    def _offer(self, edits: Sequence[CellEdit]) -> None:
        report, rows = self._form.report, sum(1 for edit in edits if is_row_head(edit.address))
        if rows and report and not report.sheet.cells():
            said = translate("Form", "Báo cáo kỳ trước có {count} dòng. Có thể bắt đầu với các dòng đó, chưa có số.")
            start = {edit.address: edit.new for edit in edits}
            self._say(
                said.format(count=rows),
                Tone.INFO,
                translate("Form", "Lấy các dòng của kỳ trước"),
                lambda: self._begin_with(start),
            )

    def _begin_with(self, cells: Mapping[str, str | None]) -> None:
        self._form.editing.write(cells)
        self._form.tables.show()
        self._form.blanks.offer_all(self._form.blanks.offers())
