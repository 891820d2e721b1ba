"""What a typist does with the report he has open: check it, seal it, send it up, take the seal off. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from app.domain.operations import ReportKey
from app.services.views import OpenReport, SealOutcome
from ui.presenters import form_acts, form_head
from ui.presenters.form_acts import Question
from ui.presenters.form_blanks import BlankAnswer, BlankRow, FormBlanks, left_words
from ui.presenters.form_editing import FormEditing
from ui.presenters.form_findings import FormFindings
from ui.presenters.form_notice import Say
from ui.presenters.form_tables import FormTables
from ui.presenters.phrases import Tone, moment_text
from ui.presenters.ports import Ask
from ui.words import translate


class SealedForm(Protocol):
    """The open form, as far as its sealing is concerned."""

    key: ReportKey
    tables: FormTables
    findings: FormFindings
    blanks: FormBlanks

    @property
    def report(self) -> OpenReport | None:
        """The report; None until it is open."""
        ...

    @property
    def editing(self) -> FormEditing:
        """What the edits go through."""
        ...

    def judge(self) -> None:
        """Judge what stands there, blanks too, and show what was found."""
        ...

    def changed_outside(self) -> None:
        """Read the report again."""
        ...


class SealingView(Protocol):
    """What the form page asks before an act."""

    def ask(self, title: str, lines: Sequence[str], yes: str, no: str, *, reason: str = "") -> str | None:
        """A question with named answers: None for no, else what was written under `reason` (empty where not asked)."""
        ...

    def ask_about_blanks(self, question: Question, left: str, rows: Sequence[BlankRow]) -> tuple[BlankAnswer, int]:
        """A question with the blanks that are left; the answer, and the row to go to (-1 for none)."""
        ...


class FormSealing:
    """The acts of one report of this office."""

    def __init__(
        self,
        form: SealedForm,
        view: SealingView,
        ask: Ask,
        *,
        say: Say,
        done: Callable[[str], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """`done` is told what to say of an act that was done."""
        self._form = form
        self._view = view
        self._ask = ask
        self._say = say
        self._done = done
        self._failed = failed
        self._awaits_receipt = False

    def check(self) -> bool:
        """Judge blanks too, and say what was found; whether nothing stands in the way of sealing."""
        form = self._form
        form.judge()
        blocking, unread = form.findings.blocking, form.editing.has_unread
        if form.blanks.can_mark:
            text, tone = form_acts.check_words(blocking, warnings=form.findings.warnings, unread=unread)
        else:
            text, tone = form_acts.found_words(blocking, form.findings.warnings)
        # Beside an error a blank may be a figure that was forgotten: no button for it then.
        passes = tone is not Tone.ERROR and form.blanks.can_mark
        blank = left_words(form.blanks.rows()) if passes else ""
        mark = translate("Form", "Ghi “-” vào các ô trống") if blank else ""
        self._say(f"{text} {blank}".strip(), tone, mark, form.blanks.mark_all_nil if blank else None)
        if blocking and not unread:
            form.tables.go_to(next(iter(blocking[0].cells), ""))
        return not blocking and not unread

    def seal(self) -> None:
        """Seal, after checking and asking."""
        report, form = self._form.report, self._form
        assert report is not None
        if not self.check():
            return
        reason = ""
        if report.elsewhere:
            reason = self.asked(form_acts.not_waiting_question(report)) or ""
            if not reason:
                return
        if self._may_seal(form_acts.seal_question(report, form.tables.grids, form.findings.warnings)):
            shown = report.sheet.filled()
            self._ask(
                lambda workspace: workspace.seal(form.key, filled=shown, reason=reason),
                self._on_sealed,
                self._on_seal_failed,
            )

    def _may_seal(self, question: Question) -> bool:
        """Ask; where figures are blank, with what may be done about them first."""
        form, rows = self._form, self._form.blanks.rows()
        if not rows:
            return self.asked(question) is not None
        answer, position = self._view.ask_about_blanks(question, left_words(rows), rows)
        if answer is BlankAnswer.MARK:
            form.blanks.mark_all_nil()
        elif position >= 0:
            form.tables.go_to(rows[position].address)
        return answer is BlankAnswer.SEAL

    def _on_sealed(self, outcome: SealOutcome) -> None:
        self._done(translate("Form", "Đã chốt. Bấm Gửi để gửi báo cáo lên đơn vị nhận.") if outcome.sealed else "")

    def _on_seal_failed(self, error: Exception) -> None:
        self._failed(error)
        self._form.changed_outside()  # what was shown is no longer so

    def submit(self) -> None:
        """Submit, after asking; it goes with the next synchronisation."""
        report, key = self._form.report, self._form.key
        assert report is not None
        if self.asked(form_acts.submit_question(report, self._form.tables.grids)) is not None:
            said = translate("Form", "Báo cáo đang chờ đồng bộ. Có biên nhận của hệ thống mới là đã gửi.")
            self._awaits_receipt = True
            self._ask(lambda workspace: workspace.submit(key), lambda _: self._done(said), self._failed)

    def look(self, report: OpenReport) -> None:
        """The report as it stands now: say when the receipt came for what was submitted here."""
        proof = form_head.submission_proof(report)
        if self._awaits_receipt and proof is not None:
            self._awaits_receipt = False
            said = translate("Form", "Đã gửi. Hệ thống cấp biên nhận lúc {time}.")
            self._say(said.format(time=moment_text(proof.received_at)), Tone.OK)

    def reopen(self) -> None:
        """Take the seal off, with a written reason."""
        key, reason = self._form.key, self.asked(form_acts.reopen_question())
        if reason:
            self._ask(lambda workspace: workspace.reopen(key, reason), lambda _: self._done(""), self._failed)

    def asked(self, question: Question) -> str | None:
        """What a person answers: None for no, else the reason written."""
        return self._view.ask(question.title, question.lines, question.yes, question.no, reason=question.reason)
