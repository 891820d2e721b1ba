"""Đồng bộ: what waits by report, what went with its receipt, how the last cycles ended. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.exchange import Receipt, ReceiptKind
from app.domain.exchange_state import CycleOutcome, CycleRecord
from app.domain.operations import Kind
from app.messages import words
from app.services.views import WaitingReport
from ui.presenters.asking import Asking
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, moment_text, size_text
from ui.presenters.ports import Desk, Workspace
from ui.words import language, translate

RECEIPTS_SHOWN = 50
CYCLES_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPageLines:
    """The three lists of the page."""

    waiting: list[Line]
    went: list[Line]
    cycles: list[Line]


class SyncPageView(Protocol):
    """What the page can show."""

    def show_page(self, lines: SyncPageLines) -> None:
        """The three lists."""
        ...

    def show_broken(self, error: Exception) -> None:
        """They could not be read."""
        ...


def act_words(kind: str) -> str:
    """An act in words."""
    return {
        Kind.SEAL: translate("Act", "chốt"),
        Kind.SIGN: translate("Act", "ký"),
        Kind.SUBMIT: translate("Act", "gửi báo cáo"),
        Kind.REOPEN: translate("Act", "hủy chốt"),
        Kind.EDIT: translate("Act", "sửa số liệu"),
        Kind.RECEIVE: translate("Act", "tiếp nhận"),
        Kind.RETURN: translate("Act", "trả lại"),
        Kind.ACCEPT: translate("Act", "chấp nhận"),
        Kind.COMMENT: translate("Act", "ghi chú"),
        Kind.ATTACH: translate("Act", "đính kèm"),
        Kind.MOVE_VERSION: translate("Act", "chuyển phiên bản biểu"),
    }.get(Kind(kind), kind)


def waiting_line(report: WaitingReport) -> Line:
    """What of one report waits."""
    parts = [translate("Sync", "{count} ô").format(count=report.cells)] if report.cells else []
    parts.extend(act_words(kind) for kind in report.acts if kind != Kind.EDIT)
    return Line(
        heading=f"{report.form_code} · {report.period_title}",
        right=translate("Sync", "Đang đồng bộ") if report.in_flight else translate("Sync", "Chờ đồng bộ"),
        body=report.form_title,
        foot=translate("Sync", "Gồm {parts}").format(parts=", ".join(parts)) if parts else "",
    )


def receipt_line(receipt: Receipt, title: Callable[[Receipt], str]) -> Line:
    """A receipt in words: what it proves, and when the system had it."""
    proves = {
        ReceiptKind.COMMITMENT: translate("Sync", "Hệ thống đã nhận lời báo chốt"),
        ReceiptKind.SEAL: translate("Sync", "Hệ thống đã nhận bản chốt"),
        ReceiptKind.SUBMISSION: translate("Sync", "Đã gửi"),
    }[receipt.kind]
    on_time = translate("Sync", "quá hạn") if receipt.late else translate("Sync", "đúng hạn")
    timing = f" · {on_time}" if receipt.deadline and receipt.kind is ReceiptKind.SUBMISSION else ""
    return Line(
        heading=title(receipt),
        right=moment_text(receipt.received_at),
        mark="ok",
        tone=Tone.ATTENTION if receipt.late else Tone.OK,
        body=proves + timing,
        foot=translate("Sync", "Biên nhận số {seq}, bản {rev}, khóa {key}").format(
            seq=receipt.seq, rev=receipt.rev, key=receipt.central
        ),
    )


def cycle_line(cycle: CycleRecord) -> Line:
    """One cycle, and what a failure means."""
    amount = translate("Sync", "Lên {up}, về {down}").format(
        up=size_text(cycle.bytes_up), down=size_text(cycle.bytes_down)
    )
    if cycle.outcome is CycleOutcome.DONE:
        done = []
        if cycle.sent:
            done.append(translate("Sync", "{count} mục lên hệ thống").format(count=cycle.sent))
        if cycle.received:
            done.append(translate("Sync", "{count} mục về máy này").format(count=cycle.received))
        nothing = translate("Sync", "Không có gì mới ở hai phía")
        return Line(
            heading=translate("Sync", "Xong"),
            tone=Tone.OK,
            mark="ok",
            right=moment_text(cycle.ended_at),
            body=", ".join(done) or nothing,
            foot=amount,
        )
    heading, tone, mark = {
        CycleOutcome.UNREACHABLE: (translate("Sync", "Chưa kết nối được"), Tone.ATTENTION, "warning"),
        CycleOutcome.REFUSED: (translate("Sync", "Bị từ chối"), Tone.ERROR, "error"),
        CycleOutcome.STOPPED: (translate("Sync", "Dừng giữa chừng"), Tone.NEUTRAL, "incomplete"),
    }[cycle.outcome]
    body = str(words(cycle.code, {}, language=language())) if cycle.code else ""
    return Line(heading=heading, tone=tone, mark=mark, right=moment_text(cycle.ended_at), body=body)


class SyncPagePresenter:
    """Reads the lists and turns them into words."""

    def __init__(self, view: SyncPageView, desk: Desk) -> None:
        self._view = view
        self._asking = Asking(desk)

    def close(self) -> None:
        """The view goes; answers that come later show nothing."""
        self._asking.close()

    def refresh(self) -> None:
        """Read the lists again."""
        self._asking.ask(page_lines, self._view.show_page, self._view.show_broken)


def page_lines(workspace: Workspace) -> SyncPageLines:
    """The page's lists, newest first."""
    titles = {report.key: f"{report.form_code} · {report.period_title}" for report in workspace.reports()}

    def title(receipt: Receipt) -> str:
        return titles.get(receipt.report, f"{receipt.report.form} · {receipt.report.period}")

    receipts: Sequence[Receipt] = workspace.receipts()
    cycles: Sequence[CycleRecord] = workspace.cycles()
    newest = sorted(receipts, key=lambda receipt: -receipt.received_at)[:RECEIPTS_SHOWN]
    return SyncPageLines(
        waiting=[waiting_line(report) for report in workspace.waiting()],
        went=[receipt_line(receipt, title) for receipt in newest],
        cycles=[cycle_line(cycle) for cycle in sorted(cycles, key=lambda one: -one.ended_at)[:CYCLES_SHOWN]],
    )
