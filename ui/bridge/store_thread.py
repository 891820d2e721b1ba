"""The workspace on a thread of its own: the window asks, never waits, and edits that queue share one commit.

What is asked stays with the window's thread under a number; the store's thread borrows it and lets go of it before it
gives the answer. So callbacks, and the widgets they lead to, never die on a thread that is not theirs.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from app.domain.bookmark import Bookmark
from app.domain.operations import CellEdit, ReportKey
from app.errors import AppError
from app.services.views import SaveOutcome

if TYPE_CHECKING:
    from ui.presenters.ports import Workspace

log = logging.getLogger(__name__)

T = TypeVar("T")
Failed = Callable[[Exception], None]

_PAUSE_S = 1.0
"""After the last key: the bookmark is made to outlive a power cut too."""


class _Question(msgspec.Struct, frozen=True):
    work: Callable[[Workspace], Any]
    done: Callable[[Any], None]
    failed: Failed


class _Edits(msgspec.Struct, frozen=True):
    key: ReportKey
    form_hash: str
    cells: tuple[CellEdit, ...]
    done: Callable[[SaveOutcome], None]
    failed: Failed
    bookmark: Bookmark | None


class _Mark(NamedTuple):
    bookmark: Bookmark | None


class _Answer(NamedTuple):
    number: int
    value: Any
    """What was found, or the exception."""
    failed: bool


class StoreThread(QObject):
    """Runs everything that touches the store, in the order asked. Create it, call it and stop it on the window's
    thread; every answer comes back there.

    `workspace_factory` is called on the new thread, because a store belongs to the thread that opened it.
    """

    _answered = Signal()

    def __init__(self, workspace_factory: Callable[[], Workspace], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._factory = workspace_factory
        self._numbers = count()
        self._asked: dict[int, _Question | _Edits] = {}
        self._queue: deque[int | None] = deque()
        self._answers: deque[_Answer] = deque()
        self._ready = threading.Condition()
        self._where: Callable[[], Bookmark | None] | None = None
        self._mark: _Mark | None = None
        """The newest bookmark, while it is not kept. It goes after whatever is queued: the text that it leaves out may
        be on its way there."""
        self._unsynced: _Mark | None = None
        """The last one kept, while a power cut would take it away. The store's thread alone looks at it."""
        self._mark_later = QTimer(self)
        self._mark_later.setSingleShot(True)
        self._mark_later.setInterval(0)
        self._mark_later.timeout.connect(self._post_mark)
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
        mark = self._asked_mark()
        riding = mark.bookmark if mark else None
        with self._ready:
            if mark is not None:
                self._mark = None if riding else mark
            self._put(_Edits(key, form_hash, tuple(edits), done, failed, riding))

    def mark(self, where: Callable[[], Bookmark | None]) -> None:
        """Remember where the typist is. `where` is asked at the next save, with which its answer shares one commit, or
        at the end of this turn; only the newest answer is kept, no edit waits for one, and none for the disk."""
        self._where = where
        self._mark_later.start()

    def _asked_mark(self) -> _Mark | None:
        where, self._where = self._where, None
        return None if where is None else _Mark(where())

    @Slot()
    def _post_mark(self) -> None:
        mark = self._asked_mark()
        if mark is not None:
            with self._ready:
                self._mark = mark
                self._ready.notify()

    def open_anew(self) -> None:
        """Close the workspace and open another, between what was asked before and what is asked after."""
        self.ask(_open_anew, _heed_nothing, _heed_nothing)

    def stop(self) -> None:
        """Finish what was asked, close the workspace and end the thread; waits for it. Late answers are dropped."""
        self._mark_later.stop()
        self._post_mark()
        self._enqueue(None)
        self._thread.join()
        QCoreApplication.removePostedEvents(self)
        self._answers.clear()
        self._asked.clear()

    def _put(self, asked: _Question | _Edits) -> None:
        number = next(self._numbers)
        self._asked[number] = asked
        self._enqueue(number)

    def _enqueue(self, number: int | None) -> None:
        with self._ready:
            self._queue.append(number)
            self._ready.notify()

    @Slot()
    def _on_answered(self) -> None:
        if not self._answers:
            return
        answer = self._answers.popleft()
        asked = self._asked.pop(answer.number)
        (asked.failed if answer.failed else asked.done)(answer.value)

    # ---- on the store's thread ---------------------------------------------------------------------

    def _run(self) -> None:
        workspace, broken = self._opened()
        while numbers := self._take(workspace):
            if self._asks_anew(numbers[0]):
                _close(workspace)
                workspace, broken = self._opened()
                answers = [_Answer(numbers[0], None, False)]
            elif workspace is None:
                answers = [_Answer(number, broken, True) for number in numbers]
            else:
                answers = self._serve(workspace, numbers)
            for answer in answers:
                self._answers.append(answer)
                self._answered.emit()
        _close(workspace)

    def _opened(self) -> tuple[Workspace | None, Exception | None]:
        """The workspace, or why there is none."""
        try:
            return self._factory(), None
        except Exception as exc:  # noqa: BLE001 - thread boundary: every question is answered with it
            log.info("workspace not opened: %s", exc)
            _log_unforeseen(exc)
            return None, exc

    def _asks_anew(self, number: int) -> bool:
        asked = self._asked[number]
        return isinstance(asked, _Question) and asked.work is _open_anew

    def _take(self, workspace: Workspace | None) -> list[int]:
        """The next question's number, or those of the next edits together; empty at the end.

        Bookmarks are kept while nothing else is to be done.
        """
        while (numbers := self._next()) is None:
            with self._ready:
                mark, self._mark = self._mark, None
            last, self._unsynced = self._unsynced, mark
            keeping = mark or last  # the last one once more, after a pause
            if workspace is not None and keeping is not None:
                try:
                    workspace.keep_bookmark(keeping.bookmark, synced=mark is None)
                except Exception as exc:  # noqa: BLE001 - thread boundary: the next key brings another one
                    log.info("bookmark not kept: %s", exc)
                    _log_unforeseen(exc)
        return numbers

    def _next(self) -> list[int] | None:
        """As `_take`; None where only a bookmark is to be kept."""
        with self._ready:
            while not self._queue or (self._queue[0] is None and self._mark is not None):
                if self._mark is not None or not self._ready.wait(_PAUSE_S if self._unsynced else None):
                    return None
            first = self._queue.popleft()
            if first is None:
                return []
            numbers = [first]
            while self._is_edits(first) and self._queue and self._is_edits(self._queue[0]):
                following = self._queue.popleft()
                assert following is not None
                numbers.append(following)
            return numbers

    def _is_edits(self, number: int | None) -> bool:
        return number is not None and isinstance(self._asked[number], _Edits)

    def _serve(self, workspace: Workspace, numbers: list[int]) -> list[_Answer]:
        """The answers; when it returns, this thread holds nothing of what was asked."""
        asked = [self._asked[number] for number in numbers]
        edits = [one for one in asked if isinstance(one, _Edits)]
        try:
            if edits:
                bookmark = next((one.bookmark for one in reversed(edits) if one.bookmark is not None), None)
                saves = [(one.key, one.form_hash, one.cells) for one in edits]
                values: Sequence[Any] = workspace.save_all(saves, bookmark)
                self._unsynced = None
            else:
                values = [one.work(workspace) for one in asked if isinstance(one, _Question)]
        except Exception as exc:  # noqa: BLE001 - thread boundary: it is answered, not lost
            _log_unforeseen(exc)
            return [_Answer(number, exc, True) for number in numbers]
        return [
            _Answer(number, value, bool(edits) and isinstance(value, Exception))
            for number, value in zip(numbers, values, strict=True)
        ]


def _open_anew(_: Workspace) -> None:
    """Stands for opening the workspace anew, which is no question to it."""


def _heed_nothing(_: object) -> None:
    """What is asked next finds what there is."""


def _close(workspace: Workspace | None) -> None:
    close = getattr(workspace, "close", None)
    if close:
        close()


def _log_unforeseen(error: Exception) -> None:
    if not isinstance(error, AppError):
        log.error("unforeseen on the store's thread", exc_info=error)
