"""The workspace on a thread of its own: the window asks, never waits, and edits that queue share one commit."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from app.domain.operations import CellEdit, ReportKey
from app.services.views import SaveOutcome
from ui.presenters.ports import Workspace

log = logging.getLogger(__name__)

T = TypeVar("T")
Failed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class _Question:
    work: Callable[[Workspace], Any]
    done: Callable[[Any], None]
    failed: Failed


@dataclass(frozen=True, slots=True)
class _Edits:
    key: ReportKey
    form_hash: str
    cells: tuple[CellEdit, ...]
    done: Callable[[SaveOutcome], None]
    failed: Failed


class StoreThread(QObject):
    """Runs everything that touches the store, in the order asked. Create it, call it and stop it on the window's
    thread; every answer comes back there.

    `workspace_factory` is called on the new thread, because a store belongs to the thread that opened it.
    """

    _answered = Signal(object)

    def __init__(self, workspace_factory: Callable[[], Workspace], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._factory = workspace_factory
        self._queue: deque[_Question | _Edits | None] = deque()
        self._ready = threading.Condition()
        # Connected here, to a bound slot: a signal emitted on the other thread is then queued to this one.
        self._answered.connect(self._on_answered)
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)
        self._thread.start()

    def ask(self, work: Callable[[Workspace], T], done: Callable[[T], None], failed: Failed) -> None:
        """Run `work` on the store's thread, after everything asked before it."""
        self._put(_Question(work, done, failed))

    def save(
        self,
        key: ReportKey,
        form_hash: str,
        edits: Sequence[CellEdit],
        done: Callable[[SaveOutcome], None],
        failed: Failed,
    ) -> None:
        """Save edits. Those that wait together are saved by one commit."""
        self._put(_Edits(key, form_hash, tuple(edits), done, failed))

    def stop(self) -> None:
        """Finish what was asked, close the workspace and end the thread; waits for it. Late answers are dropped."""
        self._put(None)
        self._thread.join()
        # Why: an answer delivered after its window is gone could hold the last reference to it.
        QCoreApplication.removePostedEvents(self)

    def _put(self, item: _Question | _Edits | None) -> None:
        with self._ready:
            self._queue.append(item)
            self._ready.notify()

    @Slot(object)
    def _on_answered(self, call: Callable[[], None]) -> None:
        call()

    # ---- on the store's thread ---------------------------------------------------------------------

    def _run(self) -> None:
        workspace: Workspace | None = None
        broken: Exception | None = None
        try:
            workspace = self._factory()
        except Exception as exc:  # noqa: BLE001 - thread boundary: every question is answered with it
            log.info("workspace not opened: %s", exc)
            broken = exc
        while True:
            batch = self._take()
            if batch is None:
                break
            if workspace is None:
                for item in batch:
                    self._answer(item.failed, broken)
            elif isinstance(batch[0], _Edits):
                self._save(workspace, batch)  # type: ignore[arg-type]  # a batch is all edits or one question
            else:
                self._work(workspace, batch[0])
        close = getattr(workspace, "close", None)
        if close:
            close()

    def _take(self) -> list[_Question | _Edits] | None:
        """The next question, or the next edits together; None at the end."""
        with self._ready:
            while not self._queue:
                self._ready.wait()
            first = self._queue.popleft()
            if first is None:
                return None
            batch: list[_Question | _Edits] = [first]
            while isinstance(first, _Edits) and self._queue and isinstance(self._queue[0], _Edits):
                batch.append(self._queue.popleft())  # type: ignore[arg-type]  # edits, as just seen
            return batch

    def _work(self, workspace: Workspace, question: _Question) -> None:
        try:
            answer = question.work(workspace)
        except Exception as exc:  # noqa: BLE001 - thread boundary: it is answered, not lost
            self._answer(question.failed, exc)
        else:
            self._answer(question.done, answer)

    def _save(self, workspace: Workspace, batch: list[_Edits]) -> None:
        try:
            outcomes = workspace.save_all([(edits.key, edits.form_hash, edits.cells) for edits in batch])
        except Exception as exc:  # noqa: BLE001 - thread boundary: it is answered, not lost
            for edits in batch:
                self._answer(edits.failed, exc)
            return
        for edits, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Exception):
                self._answer(edits.failed, outcome)
            else:
                self._answer(edits.done, outcome)

    def _answer(self, call: Callable[[Any], None], value: object) -> None:
        self._answered.emit(lambda: call(value))
