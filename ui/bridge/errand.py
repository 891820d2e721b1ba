"""One piece of slow work off the window's thread; its answer comes back on it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

T = TypeVar("T")


class Errands(QObject):
    """Runs plain functions, each on a thread of its own. Create it and call it on the window's thread."""

    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Connected here, to a bound slot: a signal emitted on another thread is then queued to this one.
        self._answered.connect(self._on_answered)

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Run `work`; exactly one of `done` and `failed` is called later, on the window's thread."""

        def errand() -> None:
            call: Callable[[], Any]
            try:
                answer = work()
            except Exception as exc:  # noqa: BLE001 - thread boundary: it is answered, not lost
                error = exc
                call = lambda: failed(error)  # noqa: E731 - one of two, chosen here
            else:
                call = lambda: done(answer)  # noqa: E731 - the other
            self._answered.emit(call)

        threading.Thread(target=errand, name="errand", daemon=True).start()

    @Slot(object)
    def _on_answered(self, call: Callable[[], None]) -> None:
        call()
