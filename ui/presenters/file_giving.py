"""A file of a report written out of the store, piece by piece. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.domain.attachments import Attachment
from app.services.file_copies import PIECE, Copy
from ui.presenters.file_taking import Tell
from ui.presenters.ports import Apart, Ask


class FileGiving:
    """Writes one copy at a time."""

    def __init__(
        self, ask: Ask, apart: Apart, *, tell: Tell, ended: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        """`ended` is called however it ended; before that, `failed` where it failed."""
        self._ask = ask
        self._apart = apart
        self._tell = tell
        self._ended = ended
        self._failed = failed
        self._copy: Copy | None = None
        self._stopped = False
        self.is_busy = False
        """Whether a copy is being written."""

    def write(
        self, file: Attachment, begin: Callable[[], Copy], *, read_only: bool, then: Callable[[Path], None]
    ) -> None:
        """Write a copy of a file that is here; `then` is called with its place."""
        if self.is_busy:
            return
        self.is_busy, self._stopped = True, False

        def on_begun(copy: Copy) -> None:
            self._copy = copy
            go_on(None)

        def go_on(_: None) -> None:
            copy = self._copy
            assert copy is not None
            if self._stopped:
                self._end()
                return
            start = copy.done
            self._tell(file.name, start, file.size)
            self._ask(lambda workspace: workspace.attachments.piece(file.hash, start, PIECE), on_piece, self._end)

        def on_piece(data: bytes) -> None:
            copy = self._copy
            assert copy is not None
            if data:
                self._apart(lambda: copy.write(data), go_on, self._end)
            else:
                self._apart(lambda: copy.finish(read_only=read_only), on_finished, self._end)

        def on_finished(path: Path) -> None:
            self._copy = None
            self._end()
            then(path)

        self._apart(begin, on_begun, self._end)

    def stop(self) -> None:
        """Write no more, and leave nothing."""
        self._stopped = True

    def close(self) -> None:
        """Nobody waits for it; answers come no more."""
        copy, self._copy = self._copy, None
        if copy is not None:
            copy.give_up()

    def _end(self, error: Exception | None = None) -> None:
        self.close()
        self.is_busy = False
        if error is not None:
            self._failed(error)
        self._ended()
