"""What waits for a person: cells edited in two places, and what central refused; and what he decides about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.domain.addresses import is_row_head, row_of
from app.domain.operations import Kind, ReportKey
from app.domain.values import canonical_text
from app.domain.workflow import OPEN, State
from app.errors import StateError
from app.services.notes import Notes
from app.services.views import ConflictItem, ElsewhereItem, RefusedCell, RefusedItem
from app.store.records import ConflictRow, Decision, RefusedRow, StoredReport
from app.store.store import Store
from app.store.taking_back import OTHER_EDITION

_WITH_RECEIVER = frozenset({State.SUBMITTED, State.RECEIVED, State.ACCEPTED})


class Attention:
    """Conflicts and the refused tray of one store."""

    def __init__(self, store: Store, author: str, person_name: Callable[[str], str], notes: Notes) -> None:
        self._store = store
        self._notes = notes
        self._author = author
        self._person_name = person_name

    def conflicts(self) -> list[ConflictItem]:
        """Cells and rows that wait for a person, oldest first; of a cell that waits twice, what is decided first."""
        reports: dict[ReportKey, StoredReport | None] = {}
        return [self._conflict(row, reports) for row in self._store.conflicts()]

    def _conflict(self, row: ConflictRow, reports: dict[ReportKey, StoredReport | None]) -> ConflictItem:
        report = self._report(row.key, reports) if is_row_head(row.address) else None
        return ConflictItem(
            id=row.id,
            key=row.key,
            address=row.address,
            base=row.base,
            mine=row.mine,
            theirs=row.theirs,
            mine_author=self._person_name(row.mine_author),
            mine_at=row.mine_at,
            theirs_author=self._person_name(row.their_author),
            theirs_at=row.their_at,
            opened_at=row.opened_at,
            base_author=self._person_name(row.base_author) if row.base_author else "",
            base_at=row.base_at,
            mine_row=_row_in(report.mine, row.address) if report else {},
            theirs_row=_row_in(report.base, row.address) if report else {},
        )

    def elsewhere(self, key: ReportKey | None = None) -> list[ElsewhereItem]:
        """What waits for a person on other computers of this office, the oldest first."""
        return [
            ElsewhereItem(
                operation=row.operation,
                key=row.key,
                address=row.address,
                base=row.base,
                mine=row.mine,
                theirs=row.theirs,
                owner=self._person_name(row.author),
                device=row.device_name,
                typed_at=row.at,
                since=row.since,
                theirs_author=self._person_name(row.their_author),
                theirs_at=row.their_at,
            )
            for row in self._store.conflicts_elsewhere(key)
        ]

    def decide(self, decisions: Sequence[Decision], reason: str) -> None:
        """Settle conflicts, all of them or none, with one reason.

        Raises StateError `report.reason`, `conflict.moved` (central's value is another than was shown: ask again),
        `conflict.unknown`, `conflict.row`, `report.sealed`, `report.read_only`.
        """
        self._store.decide_all(decisions, author=self._author, reason=_reason(reason))

    def refused(self) -> list[RefusedItem]:
        """What central did not take, oldest first."""
        reports: dict[ReportKey, StoredReport | None] = {}
        found = []
        for row in self._store.refused():
            report = self._report(row.key, reports)
            if report is not None:
                found.append(self._refused(row, report))
        return found

    def _report(self, key: ReportKey, known: dict[ReportKey, StoredReport | None]) -> StoredReport | None:
        """A report, read once."""
        if key not in known:
            known[key] = self._store.report(key)
        return known[key]

    def _refused(self, row: RefusedRow, report: StoredReport) -> RefusedItem:
        is_open = report.state in OPEN and not report.read_only
        return RefusedItem(
            id=row.id,
            key=row.key,
            kind=row.kind.value,
            code=row.code,
            params=row.params,
            operation=row.operation,
            cells=tuple(
                RefusedCell(
                    address=cell.address,
                    value=cell.new,
                    central=report.base.get(cell.address),
                    stands=cell.address in row.standing,
                )
                for cell in row.cells
            ),
            author=self._person_name(row.author),
            at=row.at,
            opened_at=row.opened_at,
            state=report.state,
            # By another edition a cell may mean something else: a person types it where it belongs.
            can_send_again=is_open and row.kind is Kind.EDIT and bool(row.cells) and row.code != OTHER_EDITION,
            can_ask_unlock=report.state in _WITH_RECEIVER and not report.read_only,
        )

    def send_again(self, entry: int) -> None:
        """Let a refused edit's cells go once more, as a new edit that names the refused one.

        Raises StateError `refused.unknown`, `report.sealed`, `report.read_only`.
        """
        self._store.settle_refused(entry, again=True, author=self._author, reason="")

    def dismiss(self, entry: int, reason: str) -> None:
        """Give a refused entry up: its cells follow central; it stays in the history with the reason.

        Raises StateError `refused.unknown`, `report.reason`.
        """
        self._store.settle_refused(entry, again=False, author=self._author, reason=_reason(reason))

    def ask_unlock(self, key: ReportKey, text: str) -> None:
        """Ask the receiver to open a closed report: a note about the whole of it, which he reads.

        Raises StateError `report.unknown`, `report.read_only`, `report.state` (it is not with the receiver).
        """
        report = self._store.report(key)
        if report is None:
            raise StateError("report.unknown")
        if report.state not in _WITH_RECEIVER:
            raise StateError("report.state", state=report.state.value, kind=Kind.COMMENT.value)
        self._notes.write(key, report.form, "", text, shared=True)


def _row_in(cells: Mapping[str, str], head: str) -> dict[str, str]:
    """The cells of a row; none where its head is not there."""
    if head not in cells:
        return {}
    return {address: value for address, value in cells.items() if row_of(address) == row_of(head) and address != head}


def _reason(text: str) -> str:
    reason = canonical_text(text)
    if not reason:
        raise StateError("report.reason")
    return reason
