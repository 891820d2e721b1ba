"""The lists of reports: what is to be done, all reports, what came in from below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol

from app.domain.vietnamese import fold
from app.domain.workflow import State
from app.services.views import ReportSummary, WorkItem
from ui.presenters.asking import Asking
from ui.presenters.lines import ReportLine
from ui.presenters.phrases import (
    Tone,
    day_text,
    days_tone,
    days_words,
    moment_text,
    state_tone,
    state_words,
    sync_words,
)
from ui.presenters.report_filters import FilterOffer, ReportFilter, in_sight, offer_of
from ui.words import translate

if TYPE_CHECKING:
    from ui.presenters.ports import Desk, Workspace

_WITH_RECEIVER = frozenset({State.SUBMITTED, State.RECEIVED, State.ACCEPTED})


class ListView(Protocol):
    """What a page with a list of reports can show."""

    def show_lines(self, lines: list[ReportLine]) -> None:
        """The list."""
        ...

    def show_empty(self, title: str, sentence: str) -> None:
        """Nothing to list: one sentence and what comes next; an empty title takes it away."""
        ...

    def show_filters(self, offer: FilterOffer) -> None:
        """What the list can be narrowed by."""
        ...

    def show_reading(self) -> None:
        """The list is being read for the first time."""
        ...

    def show_broken(self, error: Exception) -> None:
        """The list could not be read."""
        ...


class _Group(IntEnum):
    LATE = 0
    RETURNED = 1
    NOW = 2
    WEEK = 3
    AFTER = 4
    DONE = 5


def _group_words(group: _Group) -> str:
    return {
        _Group.LATE: translate("Work", "Quá hạn"),
        _Group.RETURNED: translate("Work", "Bị trả lại"),
        _Group.NOW: translate("Work", "Hôm nay và ngày mai"),
        _Group.WEEK: translate("Work", "Tuần này"),
        _Group.AFTER: translate("Work", "Sau đó"),
        _Group.DONE: translate("Work", "Đã hoàn thành kỳ này"),
    }[group]


_GROUP_TONE = {_Group.LATE: Tone.ERROR, _Group.RETURNED: Tone.ERROR, _Group.NOW: Tone.ATTENTION}


def is_done(state: State, sync: str) -> bool:
    """Whether nothing is left to do: with the receiver, and proven so."""
    return state in _WITH_RECEIVER and (state is not State.SUBMITTED or sync == "there")


def chips_of(state: State, sync: str) -> tuple[tuple[str, Tone], ...]:
    """State, and where the data is where that says more. "Đã gửi" is said only of what arrived."""
    if state is State.SUBMITTED and sync != "there":
        return ((translate("Work", "Chờ đồng bộ để gửi"), Tone.ATTENTION),)
    chips = [(state_words(state), state_tone(state))]
    data = sync_words(sync)
    if data and sync in ("conflict", "refused", "waiting", "going"):
        chips.append(data)
    return tuple(chips)


def group_of(item: WorkItem) -> int:
    """Where an item stands in the work list."""
    if is_done(item.state, item.sync):
        return _Group.DONE
    if item.days_left < 0:
        return _Group.LATE
    if item.state is State.RETURNED:
        return _Group.RETURNED
    if item.days_left <= 1:
        return _Group.NOW
    return _Group.WEEK if item.days_left <= 7 else _Group.AFTER


def work_lines(items: Sequence[WorkItem]) -> list[ReportLine]:
    """The grouped list: late first, then what was returned, then by deadline; late ones that were returned lead."""
    ordered = sorted(
        items, key=lambda item: (group_of(item), item.state is not State.RETURNED, item.deadline, item.form_code)
    )
    lines: list[ReportLine] = []
    group = -1
    for item in ordered:
        if group_of(item) != group:
            group = group_of(item)
            name = _group_words(_Group(group))
            lines.append(ReportLine(title=name, due_tone=_GROUP_TONE.get(_Group(group), Tone.NEUTRAL)))
        lines.append(work_line(item))
    return lines


def work_line(item: WorkItem) -> ReportLine:
    """One owed report."""
    done = is_done(item.state, item.sync)
    is_elsewhere = item.nearby and not item.filled
    return ReportLine(
        title=item.form_title,
        key=item.key,
        code=" · ".join(part for part in (item.form_code, _question_words(item.question)) if part),
        period=item.period_title,
        filled=item.filled,
        needed=0 if done or is_elsewhere else item.needed,
        errors=item.errors,
        note="" if done else _begun_words(elsewhere=is_elsewhere),
        chips=chips_of(item.state, item.sync),
        due="" if done else days_words(item.days_left, item.hours_left),
        due_tone=Tone.NEUTRAL if done else days_tone(item.days_left),
        due_detail=translate("Work", "Hạn gửi {day}").format(day=day_text(item.deadline)),
        form=item.form_title,
        late=item.late,
        search=fold(f"{item.form_code} {item.form_title} {item.period_title}"),
    )


def _begun_words(*, elsewhere: bool) -> str:
    """What is said where no figure stands here; another computer of the office may have some."""
    return translate("Work", "Máy khác đã có số") if elsewhere else translate("Work", "Chưa nhập số")


def _question_words(question: str) -> str:
    return translate("Work", "Hỏi: “{text}”").format(text=" ".join(question.split())) if question else ""


def summary_line(report: ReportSummary, *, with_unit: bool = False) -> ReportLine:
    """One report of the office, or one received, which is named by its sender."""
    title = f"{report.unit_name} · {report.form_title}" if with_unit else report.form_title
    due = moment_text(report.changed_at) if report.changed_at else ""
    return ReportLine(
        title=title,
        key=report.key,
        code=report.form_code,
        period=report.period_title,
        chips=chips_of(report.state, report.sync),
        due=due,
        due_detail=translate("Work", "Sửa lần cuối {time}").format(time=due) if due else "",
        form=report.form_title,
        late=report.late,
        search=fold(f"{report.form_code} {title} {report.period_title} {state_words(report.state)}"),
    )


class ReportListPresenter:
    """A list read from the workspace, and filtered by what is typed in the search box."""

    def __init__(
        self,
        view: ListView,
        desk: Desk,
        *,
        read: Callable[[Workspace], list[ReportLine]],
        empty: Callable[[bool], tuple[str, str]],
    ) -> None:
        """`empty(searching)` gives title and sentence for a list of nothing."""
        self._view = view
        self._asking = Asking(desk)
        self._read = read
        self._empty = empty
        self._lines: list[ReportLine] = []
        self._read_once = False
        self._search = ""
        self._filter = ReportFilter()

    def close(self) -> None:
        """The view goes; answers that come later show nothing."""
        self._asking.close()

    def refresh(self) -> None:
        """Read the list again."""
        if not self._read_once:
            self._view.show_reading()
        self._asking.ask(self._read, self._on_lines, self._view.show_broken)

    def search(self, text: str) -> None:
        """Show what matches, however it is accented."""
        self._search = fold(text)
        self._show()

    def filter(self, chosen: ReportFilter) -> None:
        """Show what passes."""
        self._filter = chosen
        self._show()

    def _on_lines(self, lines: list[ReportLine]) -> None:
        self._lines, self._read_once = lines, True
        self._show()

    def _show(self) -> None:
        words = self._search.split()
        shown = in_sight(self._lines, self._filter, words)
        self._view.show_filters(offer_of(self._lines, self._filter))
        self._view.show_lines(shown)
        title, sentence = "", ""
        if not shown:
            title, sentence = _nothing_passes() if self._filter.is_on else self._empty(bool(words))
        self._view.show_empty(title, sentence)


def work_presenter(view: ListView, desk: Desk) -> ReportListPresenter:
    """Việc cần làm."""

    def empty(searching: bool) -> tuple[str, str]:
        if searching:
            return _nothing_found()
        return (
            translate("Work", "Không còn việc nào trong kỳ này"),
            translate("Work", "Khi hệ thống giao báo cáo mới, báo cáo sẽ hiện ở đây cùng hạn gửi."),
        )

    return ReportListPresenter(view, desk, read=lambda workspace: work_lines(workspace.work_list()), empty=empty)


def reports_presenter(view: ListView, desk: Desk) -> ReportListPresenter:
    """Báo cáo."""

    def read(workspace: Workspace) -> list[ReportLine]:
        return [summary_line(report) for report in workspace.reports()]

    def empty(searching: bool) -> tuple[str, str]:
        if searching:
            return _nothing_found()
        return (
            translate("Work", "Chưa có báo cáo nào trên máy này"),
            translate("Work", "Mở một việc trong Việc cần làm để bắt đầu lập báo cáo."),
        )

    return ReportListPresenter(view, desk, read=read, empty=empty)


def received_presenter(view: ListView, desk: Desk) -> ReportListPresenter:
    """Tổng hợp: what the offices below have sent."""

    def read(workspace: Workspace) -> list[ReportLine]:
        return [summary_line(report, with_unit=True) for report in workspace.received()]

    def empty(searching: bool) -> tuple[str, str]:
        if searching:
            return _nothing_found()
        return (
            translate("Work", "Chưa nhận được báo cáo nào"),
            translate("Work", "Báo cáo của đơn vị cấp dưới hiện ở đây ngay khi hệ thống nhận được."),
        )

    return ReportListPresenter(view, desk, read=read, empty=empty)


def _nothing_passes() -> tuple[str, str]:
    return (
        translate("Work", "Không có báo cáo nào như vậy"),
        translate("Work", "Bỏ bớt lựa chọn ở trên, hoặc nhấn Esc tại đó, để xem các báo cáo khác."),
    )


def _nothing_found() -> tuple[str, str]:
    return (
        translate("Work", "Không tìm thấy báo cáo nào"),
        translate("Work", "Thử tìm theo mã biểu, tên biểu hoặc kỳ báo cáo, có dấu hay không dấu đều được."),
    )
