"""Attached files between this computer and central: behind the reports, piece by piece, from wherever it broke off.

They go once a cycle's exchange is at rest. A piece is acknowledged before the next one; between two of them whatever
was typed meanwhile takes the road. Nothing that happens to a file makes a cycle fail: figures never wait for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from msgspec.structs import replace

from app.domain.attachments import Transfer
from app.errors import AppError, PermanentError, StoreError, SyncError, TransientError
from sync import tus
from sync.cycle import Tally
from sync.events import FileMoved, Listener, careful
from sync.ports import Ask, FileStore, FileTransport, Sent

log = logging.getLogger(__name__)

TURN_S = 60.0
"""After so long an exchange comes in between, even where nothing was typed here: others type too."""
BROKEN_MOST = 5
"""Pieces in a row that may break off without any progress."""

_BEGIN_AGAIN = frozenset({"sync.file_unknown", "sync.file_hash"})
_ASK_AGAIN = frozenset({"sync.file_offset", "sync.file_checksum", "sync.interrupted"})
_OTHERS_MAY_PASS = frozenset({"central.failed", "sync.central_failed", "sync.file_central_full"})
"""What central says of one file, and the next one may fare better."""
_HARMED = frozenset({"sync.file_checksum", "sync.interrupted", "sync.timeout"})


@dataclass(frozen=True, slots=True)
class Piece:
    """How many bytes one request carries."""

    size_bytes: int = 65_536

    def went(self, seconds: float) -> Piece:
        """After one that took so long: doubled below 1.5 s up to 1 MB, halved above 4 s, so that reports soon pass."""
        if seconds < 1.5:
            return Piece(min(self.size_bytes * 2, 1 << 20))
        return self.failed() if seconds > 4.0 else self

    def failed(self) -> Piece:
        """After one that broke off: half, at least 16 kB."""
        return Piece(max(self.size_bytes // 2, 16_384))


class Transfers:
    """Carries the files of one store, on the engine's thread."""

    def __init__(self, store: FileStore, transport: FileTransport, *, listener: Listener) -> None:
        self._store = store
        self._transport = transport
        self._listener = careful(listener)
        self._piece = Piece()

    def run(self, tally: Tally, stopped: Callable[[], bool]) -> bool:
        """Carries what there is to carry; whether something is left and would go on if it were called again.

        It ends early when `stopped`, when something typed waits, and when its turn is over.
        """
        turn = _Turn(tally, stopped)
        # Somebody waits for what is fetched.
        files = [(file, False) for file in self._store.to_fetch()] + [(file, True) for file in self._store.to_send()]
        for file, outward in files:
            if self._must_yield(turn):
                return True
            try:
                if not (self._send_whole(file, turn) if outward else self._fetch_whole(file, turn)):
                    return True
            except AppError as error:
                self._held_up(file, error, outward=outward)
                if not (_is_its_own(error) or error.code in _OTHERS_MAY_PASS):
                    return turn.moved
        return False

    def _must_yield(self, turn: _Turn) -> bool:
        return turn.stopped() or turn.seconds > TURN_S or self._store.has_edits()

    def _held_up(self, file: Transfer, error: AppError, *, outward: bool) -> None:
        """Keep why a file goes no further for now. A wish ends only by what trying again would not change."""
        log.info("file held up code=%s outward=%s", error.code, outward)
        if outward or _is_its_own(error):
            with suppress(StoreError):
                self._store.turned_down(file.hash, error.code)
        self._tell(file, outward=outward, code=error.code)

    def _tell(self, file: Transfer, *, outward: bool, code: str = "") -> None:
        self._listener(
            FileMoved(hash=file.hash, name=file.name, done=file.done, size=file.size, outward=outward, code=code)
        )

    def _ask(self, ask: Ask, turn: _Turn) -> Sent:
        turn.tally.requests += 1
        try:
            sent = self._transport.send(ask)
        except SyncError as error:
            turn.tally.count(error)
            raise
        turn.tally.count(sent)
        turn.seconds += sent.seconds
        return sent

    # ------------------------------------------------------------------------------------------------- to central

    def _send_whole(self, file: Transfer, turn: _Turn) -> bool:
        """Send a file; whether all of it went, not only a part for now."""
        file = self._where(file, turn)
        while file.done < file.size:
            if self._must_yield(turn):
                return False
            file = self._moved_on(file, turn, self._append, self._where)
            self._store.sent(file.hash, file.done)
            if file.done < file.size:
                self._tell(file, outward=True)
        self._store.arrived_there(file.hash)
        self._tell(file, outward=True)
        return True

    def _where(self, file: Transfer, turn: _Turn) -> Transfer:
        """The file as far as central has it; begun where it has nothing."""
        try:
            return replace(file, done=tus.offset_of(self._ask(tus.ask_offset(file), turn)))
        except SyncError as error:
            # An answer to HEAD has no body to name its code.
            if error.params.get("status") not in (403, 404):
                raise
        return self._begun(file, turn)

    def _begun(self, file: Transfer, turn: _Turn) -> Transfer:
        return replace(file, done=tus.offset_of(self._ask(tus.begin(file), turn)))

    def _append(self, file: Transfer, turn: _Turn) -> tuple[Transfer, float]:
        data = self._store.piece(file.hash, file.done, self._piece.size_bytes)
        if not data:
            raise PermanentError("file.unreadable", name=file.name)
        sent = self._ask(tus.append(file, file.done, data), turn)
        return replace(file, done=tus.offset_of(sent)), sent.seconds

    # ----------------------------------------------------------------------------------------------- from central

    def _fetch_whole(self, file: Transfer, turn: _Turn) -> bool:
        """Fetch a file; whether all of it came, not only a part for now."""
        while not 0 < file.size == file.done:
            if self._must_yield(turn):
                return False
            file = self._moved_on(file, turn, self._fetch, lambda file, _: file)
            if file.done < file.size:
                self._tell(file, outward=False)
        if not self._store.arrived_here(file.hash):
            raise PermanentError("sync.file_hash")
        self._tell(file, outward=False)
        return True

    def _fetch(self, file: Transfer, turn: _Turn) -> tuple[Transfer, float]:
        sent = self._ask(tus.fetch(file, file.done, self._piece.size_bytes), turn)
        data, size = tus.piece_of(sent, file.done)
        self._store.fetched(file.hash, file.done, data, size)
        return replace(file, done=file.done + len(data), size=size), sent.seconds

    # ------------------------------------------------------------------------------------------------ both ways

    def _moved_on(self, file: Transfer, turn: _Turn, carry: _Carry, where: _Where) -> Transfer:
        """The file after one more piece; `where` says from where to go on after one that did not arrive."""
        for _ in range(BROKEN_MOST):
            try:
                moved, seconds = carry(file, turn)
            except SyncError as error:
                file = self._after(error, file, turn, where)
                continue
            if moved.done <= file.done:
                break
            self._piece = self._piece.went(seconds)
            turn.moved = True
            return moved
        raise TransientError("sync.no_progress")

    def _after(self, error: SyncError, file: Transfer, turn: _Turn, where: _Where) -> Transfer:
        """Where to go on after a piece that did not arrive. Raises `error` where nothing can be done for now."""
        if error.code in _HARMED:
            self._piece = self._piece.failed()
        if error.code in _BEGIN_AGAIN and not turn.begun_again:
            turn.begun_again = True
            return self._begun(file, turn)
        if error.code in _ASK_AGAIN:
            return where(file, turn)
        raise error


@dataclass(slots=True)
class _Turn:
    """One run of the transfers."""

    tally: Tally
    stopped: Callable[[], bool]
    seconds: float = 0.0
    """That requests took."""
    moved: bool = False
    """Whether any byte has arrived."""
    begun_again: bool = False


_Carry = Callable[[Transfer, _Turn], tuple[Transfer, float]]
_Where = Callable[[Transfer, _Turn], Transfer]


def _is_its_own(error: AppError) -> bool:
    """Whether what went wrong is about this file alone, and trying again would not change it."""
    return error.code.startswith(("sync.file_", "file.")) and not isinstance(error, TransientError)
