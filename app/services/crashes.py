"""What is written when something nobody foresaw goes wrong: a small file that may be shown to a stranger.

A failure of Python is written where it happens; the program goes on where it can. A failure below Python leaves the
places it happened in a file of its own, which the next start finds. A report that no window has spoken of is called
`*.untold.json` until one has.
"""

from __future__ import annotations

import contextlib
import faulthandler
import hashlib
import logging
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO

import msgspec

from app.clock import Clock
from app.errors import AppError
from app.services.redaction import Redactor

FOLDER_NAME = "crashes"
NATIVE_NAME = "native.txt"
NATIVE_CHARACTERS = 20_000
REPORTS_MAX = 20
_UNTOLD = ".untold.json"


class CrashReports:
    """Writes them from `begin` to `end`, or as a context, whatever thread they happen on."""

    def __init__(self, folder: Path, redactor: Redactor, clock: Clock, *, version: str) -> None:
        """`folder` is the data folder."""
        self.folder = folder / FOLDER_NAME
        self._redactor = redactor
        self._clock = clock
        self._version = version
        self._seen: set[str] = set()
        self._lock = threading.Lock()
        self._native: TextIO | None = None
        self._hooks = _Hooks(self.note)
        self.written = 0
        """Reports of this run, of what Python told."""
        self.on_written: Callable[[], None] | None = None
        """Called after a report was written, on the thread it happened on."""

    def __enter__(self) -> None:
        self.begin()

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if error is not None and isinstance(error, Exception) and not isinstance(error, AppError):
            self.note(error, threading.current_thread().name)
        self.end()

    def begin(self) -> None:
        """Write what goes wrong from now on; first, what ended the run before."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._take_native()
            self._native = (self.folder / NATIVE_NAME).open("w", encoding="utf-8")
            faulthandler.enable(self._native, all_threads=True)
        self._hooks.put_in()

    def end(self) -> None:
        """The program ends as it should."""
        self._hooks.take_out()
        if self._native is not None:
            faulthandler.disable()
            self._native.close()
            self._native = None
            # Windows notes there what it only passes through, too: a run that ends here was not ended by it.
            with contextlib.suppress(OSError):
                (self.folder / NATIVE_NAME).unlink(missing_ok=True)

    def note(self, error: BaseException, thread: str) -> None:
        """Write a report of an error, once for each place it comes from. Never raises."""
        try:
            lines = self._redactor.lines(error)
            if self._write({"kind": "python", "thread": thread, "lines": lines}, "\n".join(lines)):
                self.written += 1
                told = self.on_written
                if told is not None:
                    told()
        except Exception:  # noqa: BLE001, S110  the last resort: there is nobody left to tell
            pass

    def untold(self) -> list[Path]:
        """Reports that no window has spoken of, the oldest first."""
        return sorted(self.folder.glob(f"*{_UNTOLD}"))

    def files(self) -> list[Path]:
        """Every report, the oldest first."""
        return sorted(self.folder.glob("*.json"))

    def mark_told(self) -> None:
        """A window has spoken of every report there is."""
        for path in self.untold():
            with contextlib.suppress(OSError):
                path.replace(path.with_name(path.name.removesuffix(_UNTOLD) + ".json"))

    def _take_native(self) -> None:
        left = self.folder / NATIVE_NAME
        if not left.exists():
            return
        text = left.read_text(encoding="utf-8", errors="replace")[:NATIVE_CHARACTERS]
        if text.strip():
            lines = [self._redactor.text(line) for line in text.splitlines()]
            self._write({"kind": "native", "thread": "", "lines": lines}, text)
        left.unlink()

    def _write(self, told: Mapping[str, object], place: str) -> bool:
        import platform

        mark = hashlib.sha256(place.encode()).hexdigest()[:8]
        with self._lock:
            if mark in self._seen:
                return False
            self._seen.add(mark)
        now = self._clock.now()
        report = {
            "at": now.isoformat(timespec="seconds"),
            "program": self._version,
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.release()} {platform.machine()}",
            **told,
        }
        target = self.folder / f"{now:%Y%m%dT%H%M%SZ}-{mark}{_UNTOLD}"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")
        for old in self.files()[:-REPORTS_MAX]:
            old.unlink(missing_ok=True)
        return True


class _Hooks:
    """Where Python hands over what nobody caught; and our log, where a thread's boundary says what it caught."""

    def __init__(self, note: Callable[[BaseException, str], None]) -> None:
        self._note = note
        self._handler = _CaughtAtABoundary(note)
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def put_in(self) -> None:
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        before, before_thread, before_unraisable = self._before

        def on_main(kind: type[BaseException], error: BaseException, trace: object) -> None:
            if isinstance(error, Exception):
                self._note(error, threading.current_thread().name)
            before(kind, error, trace)  # type: ignore[arg-type]  # as it was given

        def on_thread(args: threading.ExceptHookArgs) -> None:
            if isinstance(args.exc_value, Exception):
                self._note(args.exc_value, args.thread.name if args.thread else "")
            before_thread(args)

        def on_unraisable(args: sys.UnraisableHookArgs) -> None:
            if isinstance(args.exc_value, Exception):
                self._note(args.exc_value, threading.current_thread().name)
            before_unraisable(args)

        sys.excepthook, threading.excepthook, sys.unraisablehook = on_main, on_thread, on_unraisable
        logging.getLogger().addHandler(self._handler)

    def take_out(self) -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        logging.getLogger().removeHandler(self._handler)


class _CaughtAtABoundary(logging.Handler):
    def __init__(self, note: Callable[[BaseException, str], None]) -> None:
        super().__init__(logging.ERROR)
        self._note = note

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not isinstance(error, AppError):
            self._note(error, record.threadName or "")
