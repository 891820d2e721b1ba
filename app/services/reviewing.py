"""What a receiving office does with a report sent to it: take it in, give it back with questions, accept it."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.canonical import content_hash
from app.domain.exchange import View
from app.domain.operations import ActBody, Kind, ReportKey
from app.domain.values import canonical_text
from app.errors import StateError
from app.store.store import Store


class Reviewing:
    """Each act speaks of the content that was submitted. Belongs to the thread of its store."""

    def __init__(self, store: Store, author: str) -> None:
        self._store = store
        self._author = author

    def receive(self, key: ReportKey) -> None:
        """Take a submitted report in. Raises StateError `report.state`, `report.unknown`, `report.read_only`."""
        self._act(key, Kind.RECEIVE)

    def accept(self, key: ReportKey) -> None:
        """Accept a report that was taken in. Raises StateError as `receive` does."""
        self._act(key, Kind.ACCEPT)

    def give_back(self, key: ReportKey, reason: str, cells: Sequence[str] = ()) -> None:
        """Return a report; the reason is asked in each of the cells, or about all of it where there are none.

        Raises StateError `report.reason`, and as `receive` does.
        """
        self._act(key, Kind.RETURN, canonical_text(reason) or "", cells)

    def _act(self, key: ReportKey, kind: Kind, reason: str = "", cells: Sequence[str] = ()) -> None:
        report = self._store.report(key, View.UPWARD)
        if report is None:
            raise StateError("report.unknown")
        body = ActBody(content=content_hash(report.form, report.going), reason=reason, cells=tuple(sorted(set(cells))))
        self._store.act(key, kind, body, author=self._author)
