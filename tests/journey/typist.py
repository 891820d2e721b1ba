"""A typist at the real program, who is killed: presses the keys told on stdin, and says what the window shows.

A line on stdin is a key and the milliseconds to wait before it. On stdout, a line of JSON each: `at` once, what the
window shows when the report is open; `pressed` after every key; `kept` when the disk has everything up to that key.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from app.bootstrap import office_at
from app.domain.bookmark import Bookmark
from tests.journey.hands import Key, focused, press, type_text
from ui.application import make_application
from ui.views.form import FormPage
from ui.widgets.report_list import ReportList
from ui.window import MainWindow

NAMED = {
    name: getattr(Key, f"Key_{name}") for name in ("Return", "Up", "Down", "Left", "Right", "Escape", "Backspace", "F2")
}


class Typist:
    """Presses one key after another, and never looks back."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._keys: queue.Queue[str] = queue.Queue()
        self._pressed = self._kept = 0
        self._said_at = False
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        self._timer.start(5)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self._keys.put(line)

    @property
    def _form(self) -> FormPage | None:
        return self._window.form

    def _begin(self) -> None:
        form = self._form
        if form is None and isinstance(QApplication.focusWidget(), ReportList):
            press(Key.Key_Down)
            press(Key.Key_Return)
        if form is None or not form.presenter.is_open or not form.model.rows or not focused():
            self._timer.start(5)
            return
        self._say(at=self._at(form))
        self._timer.timeout.disconnect()
        self._timer.timeout.connect(self._serve)
        self._timer.start(0)

    @staticmethod
    def _at(form: FormPage) -> dict[str, Any]:
        widget = QApplication.focusWidget()
        index = form.grid.currentIndex()
        return {
            "place": [index.row(), index.column()],
            "text": widget.text() if isinstance(widget, QLineEdit) else None,
            "cells": [row.texts[1:] for row in form.model.rows],
        }

    def _serve(self) -> None:
        try:
            key, wait_ms = self._keys.get_nowait().split()
        except queue.Empty:
            self._timer.start(2)
            return
        QTimer.singleShot(int(wait_ms), lambda: self._press(key))

    def _press(self, key: str) -> None:
        if key in NAMED:
            press(NAMED[key])
        else:
            type_text(key)
        self._pressed += 1
        self._say(pressed=self._pressed)
        self._ask(self._pressed)
        self._timer.start(0)

    def _ask(self, number: int) -> None:
        self._window.desk.ask(
            lambda workspace: workspace._store.bookmark(), lambda found: self._look(number, found), self._fail
        )

    def _look(self, number: int, found: Bookmark | None) -> None:
        form = self._form
        if number < self._pressed or form is None:
            return  # the key after it asks
        if found == form.presenter.typist.bookmark() and form.presenter.editing.is_saved:
            self._say(kept=number)
        else:
            QTimer.singleShot(1, lambda: self._ask(number))

    @staticmethod
    def _fail(error: Exception) -> None:
        raise error

    @staticmethod
    def _say(**words: object) -> None:
        print(json.dumps(words), flush=True)


FAULTS = {
    "nothing is kept": lambda window: setattr(window.desk, "mark", lambda where: None),
    "the text is not kept": lambda window: setattr(window.desk, "mark", _textless(window.desk.mark)),
    "edits are not kept": lambda window: setattr(window.desk, "save", _saved_only_in_words),
}
"""What must be noticed."""


def _textless(mark):  # type: ignore[no-untyped-def]  # a fault, not a function
    return lambda where: mark(lambda: replace(where(), typing=None))


def _saved_only_in_words(_key, _form, edits, done, _failed) -> None:  # type: ignore[no-untyped-def]  # as above
    from app.services.views import SaveOutcome

    QTimer.singleShot(1, lambda: done(SaveOutcome(saved=tuple(edit.address for edit in edits))))


def main(folder: Path, fault: str) -> int:
    """Run the program on `folder` until it is killed."""
    application = make_application(["sobaocao"])
    window = office_at(folder, "file").build_window(application)
    window.idle.disconnect(window.start_sync_soon)
    if fault:
        FAULTS[fault](window)
    window.show()
    window.activateWindow()
    typist = Typist(window)
    code = application.exec()
    del typist
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
