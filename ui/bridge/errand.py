"""One piece of slow work off the window's thread; its answer comes back on it."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from app.errors import AppError

log = logging.getLogger(__name__)

T = TypeVar("T")


class Errands(QObject):
    """Runs plain functions, each on a thread of its own. Create it and call it on the window's thread.

    The callbacks stay on that thread (see store_thread.py); `work` should lead to no widget.
    """

    _answered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = count()
        self._running: dict[int, tuple[Callable[[Any], None], Callable[[Exception], None]]] = {}
        self._answers: deque[tuple[int, Any, Exception | None]] = deque()
        # Connected here, to a bound slot: a signal emitted on another thread is then queued to this one.
        self._answered.connect(self._on_answered)

    @property
    def are_out(self) -> bool:
        """Whether any has not come back yet."""
        return bool(self._running)

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Run `work`; exactly one of `done` and `failed` is called later, on the window's thread."""
        number = next(self._numbers)
        self._running[number] = (done, failed)

        def errand() -> None:
            answer: Any = None
            error: Exception | None = None
            try:
                answer = work()
            except Exception as exc:
                error = exc
                if not isinstance(exc, AppError):
                    log.error("unforeseen in an errand", exc_info=exc)
            self._answers.append((number, answer, error))
            self._answered.emit()

        threading.Thread(target=errand, name="errand", daemon=True).start()

    @Slot()
    def _on_answered(self) -> None:
        if not self._answers:
            return
        number, answer, error = self._answers.popleft()
        done, failed = self._running.pop(number)
        if error is None:
            done(answer)
        else:
            failed(error)
