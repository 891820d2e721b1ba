"""What a store needs from time to time, on a thread of its own: a backup each hour, old answers let go."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from app.errors import AppError
from app.store.store import Store

log = logging.getLogger(__name__)

FIRST_S = 60.0
"""Not before the clerk has begun to work."""
EVERY_S = 600.0


class Upkeep:
    """Looks every few minutes whether something is due. A failure is logged and tried again; it stops nobody."""

    def __init__(self, open_store: Callable[[], Store], *, first_s: float = FIRST_S, every_s: float = EVERY_S) -> None:
        """`open_store` gives a connection of its own to the upkeep's thread."""
        self._open_store = open_store
        self._first_s, self._every_s = first_s, every_s
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin. Does nothing where it runs already."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)
            self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """End; whether it ended in time. A backup that is broken off leaves none behind."""
        self._stopped.set()
        if self._thread is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        pause_s = self._first_s
        while not self._stopped.wait(pause_s):
            pause_s = self._every_s
            try:
                self.look_after()
            except AppError as error:
                log.info("upkeep put off code=%s", error.code)
            except Exception:
                # The thread's boundary: nothing above could catch it, and the next look may go well.
                log.exception("upkeep failed")

    def look_after(self) -> bool:
        """Do what is due now; whether a backup was taken. Raises StoreError."""
        store = self._open_store()
        try:
            if not store.backup_due():
                return False
            store.back_up()
            store.tidy()
            return True
        finally:
            store.close()
