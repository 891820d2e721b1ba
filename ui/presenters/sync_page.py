"""Đồng bộ: what differs by report, what went with its receipt, how the last cycles ended. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.announcements import announced
from app.domain.attachments import Transfer
from app.domain.exchange import Receipt
from app.domain.exchange_state import CycleRecord
from app.domain.operations import ReportKey
from app.services.enrolment import ENDED_BY_ENROLMENT
from sync.events import Event, StateChanged
from ui.presenters.asking import Asking
from ui.presenters.lines import Line
from ui.presenters.ports import Desk, Workspace
from ui.presenters.receipts import receipt_line, receipt_text
from ui.presenters.sync_cycles import cycle_lines, identity_of, runs_of
from ui.presenters.sync_differing import Difference, Place, differences
from ui.presenters.sync_status import skew_words

RECEIPTS_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPageRead:
    """What the page is made of, read in one go."""

    differing: Sequence[Difference]
    receipts: Sequence[tuple[Receipt, str]]
    """Newest first, each with its report's title."""
    awaited: Sequence[Receipt]
    """Of announcements whose content the system has not got yet."""
    runs: Sequence[Sequence[CycleRecord]]
    """Newest first."""
    files: Sequence[Transfer]
    skew: str
    """How far this computer's clock is off; empty where it hardly is."""
    barred: bool
    """Whether the system does not let this computer in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPageLines:
    """The three lists of the page."""

    differing: list[Line]
    went: list[Line]
    cycles: list[Line]


class SyncPageView(Protocol):
    """What the page can show."""

    def show_page(self, lines: SyncPageLines) -> None:
        """The three lists."""
        ...

    def show_skew(self, text: str) -> None:
        """How far this computer's clock is off; empty for nothing to say."""
        ...

    def offer_enrolment(self, offered: bool) -> None:
        """Whether enrolling this computer anew is what helps."""
        ...

    def show_broken(self, error: Exception) -> None:
        """They could not be read."""
        ...


class SyncPagePresenter:
    """Reads the lists and turns them into words."""

    def __init__(self, view: SyncPageView, desk: Desk) -> None:
        self._view = view
        self._asking = Asking(desk)
        self._read: SyncPageRead | None = None
        self._opened: set[int] = set()
        self._is_out = False
        """The engine said that it is not let in."""

    def close(self) -> None:
        """The view goes; answers that come later show nothing."""
        self._asking.close()

    def refresh(self) -> None:
        """Read the lists again."""
        self._asking.ask(read_page, self._on_read, self._view.show_broken)

    @property
    def files(self) -> Sequence[Transfer]:
        """Files that waited to go when the page was read."""
        return self._read.files if self._read else ()

    def place_at(self, row: int) -> Place | None:
        """Where something that differs is seen to."""
        return self._read.differing[row].place if self._read and 0 <= row < len(self._read.differing) else None

    def enrols_at(self, row: int) -> bool:
        """Whether something that differs is seen to by enrolling this computer anew."""
        return self._read is not None and 0 <= row < len(self._read.differing) and self._read.differing[row].enrols

    def on_event(self, event: Event) -> None:
        """The engine did something."""
        if isinstance(event, StateChanged):
            self._is_out = event.code in ENDED_BY_ENROLMENT
            self._offer()

    def _offer(self) -> None:
        self._view.offer_enrolment(self._is_out or (self._read is not None and self._read.barred))

    def receipt_at(self, row: int) -> str:
        """A receipt whole, as text; empty for none."""
        if self._read is None or not 0 <= row < len(self._read.receipts):
            return ""
        return receipt_text(*self._read.receipts[row])

    def turn_cycle(self, row: int) -> None:
        """Let a cycle say everything, or only how it ended."""
        if self._read is not None and 0 <= row < len(self._read.runs):
            self._opened ^= {identity_of(self._read.runs[row])}
            self._show(self._read)

    def _on_read(self, read: SyncPageRead) -> None:
        self._read = read
        self._view.show_skew(read.skew)
        self._offer()
        self._show(read)

    def _show(self, read: SyncPageRead) -> None:
        self._view.show_page(
            SyncPageLines(
                differing=[difference.line for difference in read.differing],
                went=[
                    receipt_line(receipt, title, awaited=receipt in read.awaited) for receipt, title in read.receipts
                ],
                cycles=cycle_lines(read.runs, self._opened),
            )
        )


def read_page(workspace: Workspace) -> SyncPageRead:
    """Everything the page shows."""
    titles = {report.key: f"{report.form_code} · {report.period_title}" for report in workspace.reports()}

    def title(report: ReportKey) -> str:
        return titles.get(report, f"{report.form} · {report.period}")

    receipts = sorted(workspace.receipts(), key=lambda receipt: -receipt.received_at)
    awaited = announced(receipts)
    status = workspace.sync_status()
    newest = [receipt for at, receipt in enumerate(receipts) if at < RECEIPTS_SHOWN or receipt in awaited]
    return SyncPageRead(
        differing=differences(workspace, title, status.barred),
        receipts=[(receipt, title(receipt.report)) for receipt in newest],
        awaited=awaited,
        runs=runs_of(workspace.cycles()),
        files=workspace.attachments.waiting(),
        skew=skew_words(status),
        barred=bool(status.barred),
    )
