"""What a receiver does with the report he has open: take it in, give it back with questions, accept it. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.services.views import OpenReport
from ui.presenters.form_acts import Question, report_name
from ui.presenters.form_notes import FormNotes
from ui.presenters.ports import Ask, Workspace
from ui.words import translate

_NAMED_MAX = 6
"""Pinned cells that the question names."""


class FormReview:
    """The acts of one received report."""

    def __init__(
        self,
        notes: FormNotes,
        ask: Ask,
        asked: Callable[[Question], str | None],
        *,
        done: Callable[[str], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """`asked` puts a question to the person: None for no, else the reason written."""
        self._notes = notes
        self._ask = ask
        self._asked = asked
        self._done = done
        self._failed = failed

    def receive(self, report: OpenReport) -> None:
        """Take the report in: it is seen, and looked at now."""
        self._do(lambda workspace: workspace.reviewing.receive(report.key), translate("Review", "Đã tiếp nhận."))

    def accept(self, report: OpenReport) -> None:
        """Accept the report, after asking."""
        question = Question(
            title=translate("Review", "Chấp nhận báo cáo này?"),
            lines=(
                report_name(report),
                translate("Review", "Đơn vị báo cáo không sửa được nữa, trừ khi báo cáo được mở khóa."),
            ),
            yes=translate("Review", "Chấp nhận"),
            no=translate("Review", "Xem lại"),
        )
        if self._asked(question) is not None:
            self._do(lambda workspace: workspace.reviewing.accept(report.key), translate("Review", "Đã chấp nhận."))

    def give_back(self, report: OpenReport) -> None:
        """Return the report with what is asked in the pinned cells, after asking for it."""
        pins = tuple(sorted(self._notes.pins))
        reason = self._asked(self._return_question(report, pins))
        if not reason:
            return

        def act(workspace: Workspace) -> None:
            workspace.reviewing.give_back(report.key, reason, pins)

        self._do(act, translate("Review", "Đã trả lại báo cáo."), self._notes.unpin)

    def _return_question(self, report: OpenReport, pins: Sequence[str]) -> Question:
        named = "; ".join(self._notes.where(address) for address in pins[:_NAMED_MAX])
        if len(pins) > _NAMED_MAX:
            named += translate("Review", " và {count} ô nữa").format(count=len(pins) - _NAMED_MAX)
        about = translate("Review", "Câu hỏi được ghim vào {count} ô: {cells}.").format(count=len(pins), cells=named)
        if not pins:
            about = translate("Review", "Câu hỏi đặt cho cả báo cáo. Muốn hỏi ở từng ô, ghim ô trước (Ctrl+Shift+M).")
        return Question(
            title=translate("Review", "Trả lại báo cáo này?"),
            lines=(
                report_name(report),
                about,
                translate("Review", "Đơn vị báo cáo sửa lại được số liệu, rồi chốt và gửi lại."),
            ),
            yes=translate("Review", "Trả lại"),
            no=translate("Review", "Chưa trả lại"),
            reason=translate("Review", "Lý do, câu hỏi cho đơn vị báo cáo"),
        )

    def _do(self, act: Callable[[Workspace], None], said: str, after: Callable[[], None] = lambda: None) -> None:
        waits = translate("Review", "{done} Đơn vị báo cáo biết khi máy này đồng bộ xong.").format(done=said)

        def done(_: None) -> None:
            after()
            self._done(waits)

        self._ask(act, done, self._failed)
