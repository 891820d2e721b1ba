"""One window for each data folder: a second start hands what it was asked for to the first, and ends.

A lock file in the folder says who is first; one left by a crash is taken over. The first window listens on a local
socket that only the same person may open, once it has time to.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from app.errors import StoreError

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

LOCK_NAME = "window.lock"
PATIENCE_MS = 10_000
"""How long a second start waits for a first that is still opening, or closing."""
_TRY_MS, _ANSWER_MS = 200, 2_000
_CALLER_MS = 300
"""How long the window waits for a start that has called it; only the same person's programs can."""
_WISH_BYTES_MAX = 65_536
_HEARD = b"heard\n"
_held: set[Path] = set()
"""The lock files that this process holds."""


class Wish(msgspec.Struct, frozen=True):
    """What a start was asked for."""

    bundle: str = ""
    """Path of a bundle to open; empty for none."""


class FirstWindow(QObject):
    """The claim to be a folder's only window. `wished` fires when another start came."""

    wished = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """`folder` is the data folder; it must be there."""
        super().__init__(parent)
        self._address = socket_address(folder)
        self._path = folder / LOCK_NAME
        self._lock = QLockFile(str(self._path))
        # Age says nothing: a window stays open for weeks. Whether its process lives does.
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def claim(self, wish: Wish, *, patience_ms: int = PATIENCE_MS) -> bool:
        """Whether this is the first; where it is not, the first has heard `wish`.

        Raises StoreError `desk.not_answering` where it has not, `store.unwritable` where the folder takes no lock.
        """
        patience = QDeadlineTimer(patience_ms)
        while not patience.hasExpired():
            if self._lock.tryLock(_TRY_MS):
                _held.add(self._path)
                return True
            if self._lock.error() != QLockFile.LockError.LockFailedError:
                raise StoreError("store.unwritable", detail=self._lock.error().name)
            if self._hand_over(wish):
                return False
            self._drop_what_bears_our_number()
        raise StoreError("desk.not_answering")

    def listen(self) -> None:
        """Hear other starts from now on. Only after `claim` said yes."""
        from PySide6.QtNetwork import QLocalServer

        if self._server is not None:
            return
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        QLocalServer.removeServer(self._address)  # one left by a crash: the lock says that nobody listens there
        self._server.listen(self._address)

    def release(self) -> None:
        """Let the next start be the first."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        if self._lock.isLocked():
            self._lock.unlock()
            _held.discard(self._path)

    def _drop_what_bears_our_number(self) -> None:
        """Remove a lock that a run before a power cut left, if this process got the same number.

        Windows tells Qt nothing of its starts, by which it would know.
        """
        number, _, _ = self._lock.getLockInfo()
        if number == os.getpid() and self._path not in _held:
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _hand_over(self, wish: Wish) -> bool:
        from PySide6.QtCore import QThread
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._address)
        if not socket.waitForConnected(_ANSWER_MS):
            QThread.msleep(_TRY_MS)
            return False
        _let_come_forward()
        socket.write(msgspec.json.encode(wish) + b"\n")
        while not socket.canReadLine():
            if not socket.waitForReadyRead(_ANSWER_MS):
                return False
        return socket.readLine().data() == _HEARD

    @Slot()
    def _on_connection(self) -> None:
        assert self._server is not None
        socket = self._server.nextPendingConnection()
        wish = _heard_wish(socket)
        if wish is not None:
            socket.write(_HEARD)
            socket.waitForBytesWritten(_CALLER_MS)
        socket.disconnectFromServer()
        socket.deleteLater()
        if wish is not None:
            self.wished.emit(wish)


def _heard_wish(socket: QLocalSocket) -> Wish | None:
    """What another start says, which it does at once; None for anything that is no wish."""
    while not socket.canReadLine():
        if socket.bytesAvailable() > _WISH_BYTES_MAX or not socket.waitForReadyRead(_CALLER_MS):
            return None
    try:
        return msgspec.json.decode(socket.readLine().data(), type=Wish)
    except msgspec.DecodeError:
        return None


def socket_address(folder: Path) -> str:
    """Where the first window of a data folder listens: a pipe's name on Windows, elsewhere a file, in the folder."""
    name = f"sobaocao-{hashlib.sha256(os.path.normcase(folder.resolve()).encode()).hexdigest()[:16]}"
    if sys.platform == "win32":
        return name
    inside = str(folder.resolve() / "window.socket")
    # A socket's path may have 107 bytes.
    return inside if len(os.fsencode(inside)) <= 100 else f"{tempfile.gettempdir()}/{name}"


def come_forward(window: QWidget | None = None) -> None:
    """Bring the window, or the question the program waits with, before the others."""
    front = QApplication.activeModalWidget() or window
    if front is None:
        return
    if front.isMinimized():
        front.showNormal()
    front.show()
    front.raise_()
    front.activateWindow()


def _let_come_forward() -> None:
    """Windows lets a program come forward only when the one in front allows it: that is us, just started."""
    if sys.platform == "win32":
        import ctypes

        any_process = 0xFFFFFFFF
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)
