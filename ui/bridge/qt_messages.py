"""What Qt says of itself goes into our log, under the name `qt`."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

log = logging.getLogger("qt")


@contextmanager
def qt_messages_logged() -> Iterator[None]:
    """While the block runs."""
    before = qInstallMessageHandler(_on_message)
    try:
        yield
    finally:
        qInstallMessageHandler(before)  # as Qt gave it; None stands for its own


def _on_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    log.log(_LEVELS[kind], "%s: %s", context.category or "default", text)
