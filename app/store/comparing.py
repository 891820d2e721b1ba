"""What both sides hold, side by side: which reports differ, which left the scope, which central lost whole."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.exchange import Pair, View
from app.domain.operations import ReportKey, parse_report_key
from app.store import merging
from app.store.contents import Contents
from app.store.database import Database
from app.store.records import Head
from app.store.working import Desk


class Comparing:
    """One comparison. Runs inside a write transaction of the caller's."""

    def __init__(self, database: Database, contents: Contents, desk: Desk, unit: str) -> None:
        """`unit` is this office's: its reports are in scope as long as it is enrolled."""
        self._database = database
        self._contents = contents
        self._desk = desk
        self._unit = unit

    def compare(self, pairs: Iterable[Pair]) -> tuple[ReportKey, ...]:
        """Reports that differ from `pairs`, which name the whole scope; remembered as differing.

        What `pairs` no longer name leaves the scope and the digest, and stays, read only; a report of this office
        begins anew, and what was agreed of it is kept in the tray.
        """
        theirs = {(str(pair.report), pair.view.value): pair for pair in pairs}
        self._database.execute("DELETE FROM differing")
        rows = self._database.execute(
            "SELECT id, key, view, base_rev, base_content, in_scope FROM report WHERE base_rev > 0"
        ).fetchall()
        ours = {(str(key), str(view)): (int(str(rev)), str(content)) for _, key, view, rev, content, _ in rows}
        for report_id, key, view, _, _, in_scope in rows:
            place = (str(key), str(view))
            if place not in theirs and view == View.INNER and parse_report_key(place[0]).unit == self._unit:
                self._begin_anew(self._contents.head_by_id(int(str(report_id))))
            elif bool(in_scope) != (place in theirs):
                head = self._contents.head_by_id(int(str(report_id)))
                # What waits for a report that left still goes, and is judged: nothing to merge it with will come.
                self._contents.move_head(head, in_scope=int(not in_scope), hold_rev=0)
        differing = []
        for place, pair in theirs.items():
            rev, content = ours.get(place, (0, ""))
            if pair.rev > rev or (pair.rev == rev and pair.content != content):
                differing.append(pair.report)
                self._database.execute("INSERT OR IGNORE INTO differing (key) VALUES (?)", (place[0],))
        self._note_agreement()
        return tuple(dict.fromkeys(differing))

    def _note_agreement(self) -> None:
        """What left the scope may have been the whole difference: both then agreed when central was heard last."""
        ours = self._contents.digest()
        self._database.execute(
            "UPDATE position SET agreed_at = contact_at, unequal = 0 WHERE theirs_sum = ? AND theirs_count = ?",
            (ours.sum, ours.count),
        )

    def begin_unknown_anew(self) -> tuple[ReportKey, ...]:
        """Reports of this office that a restored central has no revision of begin anew; which.

        To be called where both digests agree: what central has is known by a revision of it then. What was agreed of
        the others, by results alone, is in no digest, and no comparison finds it.
        """
        rows = self._database.execute(
            "SELECT r.id FROM report r JOIN position p ON r.base_era <> p.era"
            " WHERE r.base_rev = 0 AND r.view = ? AND r.unit = ? AND r.in_scope ORDER BY r.id",
            (View.INNER.value, self._unit),
        ).fetchall()
        heads = [self._contents.head_by_id(int(str(report_id))) for (report_id,) in rows]
        for head in heads:
            self._begin_anew(head)
        return tuple(parse_report_key(head.key) for head in heads)

    def _begin_anew(self, head: Head) -> None:
        row = self._database.one("SELECT epoch, era FROM position")
        assert row is not None, "a store that compares was enrolled"
        working = self._desk.load(head, str(row[0]))
        merging.begin_anew(working, era=int(str(row[1])))
        self._desk.store([working], str(row[0]), head.at)
