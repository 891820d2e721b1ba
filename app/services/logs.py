"""The window's log: a few files of bounded size in the data folder, which may be shown to a stranger."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from app.services.redaction import Redactor

FOLDER_NAME = "logs"
FILE_NAME = "sobaocao.log"
FILE_BYTES = 512_000
OLD_FILES = 4
LEVEL_VARIABLE = "SOBAOCAO_LOG"
"""Names the least level that is kept: debug, info (usual), warning, error."""
OURS = ("app", "ui", "sync", "qt")
"""Loggers that follow the level; of others only warnings are kept, because they may speak of anything."""

_LINE = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class RedactingFormatter(logging.Formatter):
    """One line for what happened, and the places in the program below it; never what an error quotes."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__(_LINE)
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        # What a formatter makes of the error is kept in the record for the next one: neither may use the other's.
        record.exc_text = None
        text = super().format(record)
        record.exc_text = None
        return self._redactor.text(text)

    def formatException(self, ei: _ExcInfo) -> str:
        """The error's places and its kind."""
        return "\n".join(self._redactor.lines(ei[1], ei[2])) if ei[1] is not None else ""


class _TurningFiles(logging.Handler):
    """The files, opened when there is something to write; where they cannot be, nothing is written."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._files: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record."""
        if self._files is None:
            self._files = self._opened()
        self._files.emit(record)

    def _opened(self) -> logging.Handler:
        # Not with the rest: it brings in Python's network, and most starts have nothing to say.
        from logging.handlers import RotatingFileHandler

        try:
            files = RotatingFileHandler(self._path, maxBytes=FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8")
        except OSError:
            return logging.NullHandler()
        files.setFormatter(self.formatter)
        return files

    def close(self) -> None:
        """Close them."""
        if self._files is not None:
            self._files.close()
        super().close()


def level_of(environment: Mapping[str, str]) -> int:
    """The least level to keep; INFO where the variable says nothing that is one."""
    return _LEVELS.get(environment.get(LEVEL_VARIABLE, "").strip().lower(), logging.INFO)


class LogFiles:
    """The files, written from `begin` to `end`, or as a context.

    A disk that cannot be written costs the log, never the program.
    """

    def __init__(self, folder: Path, redactor: Redactor, environment: Mapping[str, str]) -> None:
        """`folder` is the data folder."""
        self.path = folder / FOLDER_NAME / FILE_NAME
        self._level = level_of(environment)
        self._formatter = RedactingFormatter(redactor)
        self._handler: logging.Handler | None = None
        self._before: dict[str, int] = {}

    def __enter__(self) -> None:
        self.begin()

    def __exit__(self, *_: object) -> None:
        self.end()

    def begin(self) -> None:
        """Keep what is logged from now on."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return
        handler = _TurningFiles(self.path)
        handler.setFormatter(self._formatter)
        for name in OURS:
            self._before[name] = logging.getLogger(name).level
            logging.getLogger(name).setLevel(self._level)
        logging.getLogger().addHandler(handler)
        self._handler = handler

    def end(self) -> None:
        """Close the file; logging is as it was before."""
        if self._handler is None:
            return
        logging.getLogger().removeHandler(self._handler)
        for name, level in self._before.items():
            logging.getLogger(name).setLevel(level)
        self._handler.close()
        self._handler = None

    def files(self) -> list[Path]:
        """The files there are, the newest first."""
        kept = [self.path, *(self.path.with_name(f"{FILE_NAME}.{number}") for number in range(1, OLD_FILES + 1))]
        return [path for path in kept if path.exists()]
