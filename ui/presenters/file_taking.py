"""Files of this computer taken into the store, one after the other, piece by piece. Knows no Qt."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from app.domain.attachments import Attachment, check_total
from app.errors import AppError, InputError
from app.services.file_copies import Source
from ui.presenters.file_words import free_name
from ui.presenters.ports import Apart, Ask

Tell = Callable[[str, int, int], None]
"""Name of the file in hand, bytes done, bytes in all."""


class FileTaking:
    """Takes files in. Each piece is durable before the next is read; a file may be linked once it is whole."""

    def __init__(
        self,
        ask: Ask,
        apart: Apart,
        *,
        there: Callable[[], Sequence[Attachment]],
        tell: Tell,
        done: Callable[[Sequence[Attachment], Sequence[Exception]], None],
    ) -> None:
        """`there` are the files that the report has already; `done` gets those that are ready to be linked, and what
        kept the others out."""
        self._ask = ask
        self._apart = apart
        self._there = there
        self._tell = tell
        self._done = done
        self._waiting: deque[Path] = deque()
        self._source: Source | None = None
        self._number = 0
        self._ready: list[Attachment] = []
        self._problems: list[Exception] = []
        self._stopped = False
        self.is_busy = False
        """Whether files are being taken in."""

    def add(self, paths: Sequence[Path]) -> None:
        """Take these in too."""
        self._waiting.extend(paths)
        if not self.is_busy and self._waiting:
            self.is_busy, self._stopped = True, False
            self._next()

    def stop(self) -> None:
        """Take in no more; what is whole by now is ready."""
        self._stopped = True
        self._waiting.clear()

    def close(self) -> None:
        """Nobody waits for any of it; answers come no more."""
        source, self._source = self._source, None
        if source:
            source.close()

    def _next(self) -> None:
        if not self._waiting:
            ready, problems = self._ready, self._problems
            self._ready, self._problems, self.is_busy = [], [], False
            self._done(ready, problems)
            return
        path = self._waiting.popleft()
        self._tell(path.name, 0, 0)
        self._apart(lambda: Source(path), self._on_opened, self._on_failed)

    def _on_opened(self, source: Source) -> None:
        self._source = source
        try:
            check_total((*self._there(), *self._ready, Attachment(hash="", name=source.name, size=source.size)))
        except AppError as error:
            self._on_failed(error)
            return
        self._ask(lambda workspace: workspace.attachments.begin(source.size), self._on_begun, self._on_failed)

    def _on_begun(self, number: int) -> None:
        self._number = number
        self._read()

    def _read(self) -> None:
        source = self._source
        assert source is not None
        if self._stopped:
            self._let_go()
            self._next()
            return
        self._tell(source.name, source.done, source.size)
        self._apart(source.read, self._on_read, self._on_failed)

    def _on_read(self, data: bytes) -> None:
        source, number = self._source, self._number
        assert source is not None
        if data:
            start = source.done - len(data)
            self._ask(
                lambda workspace: workspace.attachments.take(number, start, data),
                lambda _: self._read(),
                self._on_failed,
            )
        else:
            hash_ = source.hash
            self._ask(
                lambda workspace: workspace.attachments.finish(number, hash_),
                lambda _: self._on_whole(),
                self._on_failed,
            )

    def _on_whole(self) -> None:
        source, self._source, self._number = self._source, None, 0
        assert source is not None
        source.close()
        there = (*self._there(), *self._ready)
        if any(file.hash == source.hash for file in there):
            self._problems.append(InputError("file.already", name=source.name))
        else:
            name = free_name(source.name, {file.name for file in there})
            self._ready.append(Attachment(hash=source.hash, name=name, size=source.size))
        self._next()

    def _on_failed(self, error: Exception) -> None:
        self._problems.append(error)
        self._let_go()
        self._next()

    def _let_go(self) -> None:
        """Leave the file that was not taken in whole."""
        source, number, self._source, self._number = self._source, self._number, None, 0
        if source:
            source.close()
        if number:
            # Where even that fails it is swept a day later.
            self._ask(lambda workspace: workspace.attachments.drop(number), lambda _: None, lambda _: None)
