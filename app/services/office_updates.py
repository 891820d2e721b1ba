"""What updates need of the office: the way to central's feed, what is due, and where form packages go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import TYPE_CHECKING

from app.clock import Clock
from app.errors import PermanentError
from app.services.enrolment import enrolled_person
from app.services.report_lists import SENT
from app.store.store import Store

if TYPE_CHECKING:
    from sync.update_feed import Feed
    from sync.update_roads import Road


class OfficeUpdates:
    """One office, seen from its updates. Each call opens the store for itself, on the calling thread."""

    def __init__(self, open_store: Callable[[], Store], clock: Clock) -> None:
        """`open_store` raises PermanentError `sync.not_enrolled` where there is none yet."""
        self._open_store = open_store
        self._clock = clock

    @contextmanager
    def central(self) -> Iterator[Road]:
        """The way to central's feed. Raises PermanentError `sync.not_enrolled`, `sync.address`; StoreError."""
        # Not with the rest: the window stands before anybody looks for updates.
        from sync.transport import HttpTransport
        from sync.update_roads import CentralRoad

        with closing(self._open_store()) as store:
            identity = store.identity()
        if identity is None:
            raise PermanentError("sync.not_enrolled")
        with closing(HttpTransport(identity.central_url, "", clock=self._clock)) as transport:
            yield CentralRoad(transport)

    def deadlines(self) -> list[date]:
        """The days that what this office owes and has not sent is due; none before enrolment. Raises StoreError."""
        try:
            with closing(self._open_store()) as store:
                person = enrolled_person(store)
                owed = store.unsent_obligations(person.unit, SENT) if person else []
        except PermanentError:
            return []
        return [date.fromisoformat(each.deadline) for each in owed]

    def take_forms(self, feed: Feed) -> int:
        """Keep the form packages of a feed; how many were new. Raises SyncError, StoreError."""
        from app.services.form_packages import take_forms

        try:
            store = self._open_store()
        except PermanentError:
            return 0
        with closing(store):
            return take_forms(feed, store)
