"""One office computer of the demo: the real program with its window, and a person who is told what to do.

Told by lines of JSON on stdin (`{"act": "open", …}`), it answers with what the window shows then. Every act is
done by key events; nothing here calls a model, a service or the store.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.bootstrap import Office, office_at
from tests.journey.eyes import lines_of, sentence_with, words_in
from tests.journey.hands import Key, StuckError, focused, go_to_cell, press, type_text, until, when_asked
from ui.application import make_application
from ui.presenters.cells import ERROR, WAITING, RowKind
from ui.views.form import FormPage
from ui.widgets.grid import Grid
from ui.widgets.line_list import LineList
from ui.widgets.report_list import ReportList
from ui.window import MainWindow

LIGHTS = {"Khớp với hệ thống": "green", "Chưa kết nối được": "grey", "Chưa khớp": "amber"}


class Person:
    """Does one act after another at the window."""

    def __init__(self, window: MainWindow, shots: Path) -> None:
        self.window, self._shots = window, shots

    # What the window shows --------------------------------------------------------------------------------------

    def _form(self) -> FormPage:
        form = self._open_form()
        if form is None:
            raise StuckError("no form is open")
        return form

    def _open_form(self) -> FormPage | None:
        return next((page for page in self.window.findChildren(FormPage) if page.isVisible()), None)

    def _list(self) -> ReportList:
        def in_sight() -> ReportList | None:
            return next((view for view in self.window.findChildren(ReportList) if view.isVisible()), None)

        until(lambda: in_sight() is not None, "a list of reports to be in sight")
        found = in_sight()
        assert found is not None
        return found

    def _light(self) -> str:
        sentence = " ".join(words_in(self.window.status))
        return next((light for words, light in LIGHTS.items() if words in sentence), sentence)

    def shown(self) -> dict[str, Any]:
        """What the status bar and the open page say."""
        told: dict[str, Any] = {"light": self._light(), "status": words_in(self.window.status)}
        form = self._open_form()
        if form is not None:
            told |= {
                "saved": form.head.saved_text,
                "state": form.head.chip_text,
            }
        return told

    def act_look(self) -> dict[str, Any]:
        """The page in sight, in words."""
        until(lambda: lines_of(self._list()), "the list to be read")
        return {**self.shown(), "lines": lines_of(self._list())}

    def act_shot(self, name: str) -> dict[str, Any]:
        """A picture of the window."""
        path = self._shots / f"{name}.png"
        if not self.window.grab().save(str(path)):
            raise StuckError(f"no picture at {path.name}")
        return {"picture": path.name}

    def act_wait_light(self, light: str, timeout_s: int = 40) -> dict[str, Any]:
        """Wait until the light shows this."""
        until(lambda: self._light() == light, f"the light to turn {light}", timeout_ms=timeout_s * 1000)
        return self.shown()

    def act_wait_state(self, words: str, timeout_s: int = 30) -> dict[str, Any]:
        """Wait until the open report's state says this."""
        until(lambda: words in self._form().head.chip_text, f"the state to say {words}", timeout_ms=timeout_s * 1000)
        return self.shown()

    # What the person does ---------------------------------------------------------------------------------------

    def act_open(self, code: str) -> dict[str, Any]:
        """Open the report with this form code from the list, with the arrows and Enter."""
        view = self._list()
        until(lambda: any(code in line for line in lines_of(view)), f"{code} to be in the list")
        until(lambda: focused() is view, "the list to have the focus")
        for _ in range(len(lines_of(view)) + 1):
            if code in lines_of(view)[view.currentIndex().row()]:
                break
            press(Key.Key_Down)
        else:
            raise StuckError(f"the arrows do not reach {code}")
        press(Key.Key_Return)
        until(lambda: self._open_form() and self._form().model.rows and isinstance(focused(), Grid), "the form to open")
        return {**self.shown(), "title": sentence_with(self._form(), code)}

    def act_add_row(self, group: str, label: str) -> dict[str, Any]:
        """Add a row to a group with the keyboard and name it."""
        grid = self._form().grid
        model = self._form().model
        own = False
        for number, row in enumerate(model.rows):
            if row.kind is RowKind.GROUP:
                own = row.title.startswith(f"{group}.")
            elif row.kind is RowKind.ADD and own:
                go_to_cell(grid, number, self._column("2"))
                break
        else:
            raise StuckError(f"no place for a row in group {group}")
        before = len(model.rows)
        type_text(label)
        press(Key.Key_Return)
        until(lambda: len(model.rows) > before, "the new row")
        return self.shown()

    def _column(self, number: str) -> int:
        return next(at for at, column in enumerate(self._form().model.shape.columns) if column.number == number)

    def _row(self, label: str) -> int:
        column = self._column("2")
        return next(at for at, row in enumerate(self._form().model.rows) if row.texts[column] == label)

    def act_type_cell(self, label: str, column: str, text: str) -> dict[str, Any]:
        """Type a figure into the row with this label."""
        form = self._form()
        go_to_cell(form.grid, self._row(label), self._column(column))
        type_text(text)
        press(Key.Key_Return)
        return {**self.shown(), "marked": self._marked()}

    def _marked(self) -> list[list[str]]:
        """Row label and column number of every cell marked as an error this very moment."""
        model = self._form().model
        label = self._column("2")
        return [
            [row.texts[label], column.number]
            for row in model.rows
            if row.kind is RowKind.ENTRY
            for column, flags in zip(model.shape.columns, row.flags, strict=True)
            if flags & ERROR
        ]

    def act_findings(self) -> dict[str, Any]:
        """The list of findings beside the grid, once it has been written."""
        for _ in range(10):
            QTest.qWait(20)
        lists = [view for view in self._form().panel.findChildren(LineList) if view.isVisible()]
        return {"findings": [line for view in lists for line in lines_of(view)]}

    def act_wait_saved(self) -> dict[str, Any]:
        """Wait until the form says that everything typed is on this machine."""
        until(lambda: self._all_saved(), "everything to be saved")
        return self.shown()

    def _all_saved(self) -> bool:
        rows = self._form().model.rows
        said = sentence_with(self._form(), "Đã lưu trên máy này")
        return bool(said) and not any(flags & WAITING for row in rows for flags in row.flags)

    def act_figures(self) -> dict[str, Any]:
        """Every figure the grid shows, by row label and column number."""
        model = self._form().model
        label = self._column("2")
        figures = {
            row.texts[label] or row.title: {
                column.number: row.texts[at] for at, column in enumerate(model.shape.columns) if column.numeric
            }
            for row in model.rows
            if row.kind not in (RowKind.GROUP, RowKind.ADD)
        }
        return {"figures": figures}

    def act_check(self) -> dict[str, Any]:
        """Press F9."""
        press(Key.Key_F9)
        return self.shown()

    def act_seal(self, shot: str) -> dict[str, Any]:
        """Seal with Shift+F9, and say yes."""
        when_asked(self._say_yes(shot))
        press(Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
        until(lambda: "Đã chốt" in words_in(self._form()), "the report to be sealed")
        return self.shown()

    def act_submit(self, shot: str) -> dict[str, Any]:
        """Submit with Shift+F9, and say yes."""
        when_asked(self._say_yes(shot))
        press(Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
        until(lambda: "Đã chốt" not in words_in(self._form()), "the report to be submitted")
        return self.shown()

    def _say_yes(self, shot: str) -> Callable[[QWidget], None]:
        def answer(dialog: QWidget) -> None:
            dialog.grab().save(str(self._shots / f"{shot}.png"))
            press(Key.Key_Return)

        return answer

    def act_back(self) -> dict[str, Any]:
        """Leave the form."""
        press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        until(lambda: self._open_form() is None, "the list again")
        return self.shown()

    def act_quit(self) -> dict[str, Any]:
        """Close the window."""
        QTimer.singleShot(0, self.window.close)
        return {}


class Listening:
    """Takes one line after another from stdin to the person."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self._timer = QTimer()
        self._timer.setInterval(15)
        self._timer.timeout.connect(self._serve)
        self._timer.start()

    def _read(self) -> None:
        for line in sys.stdin:
            self._lines.put(line)

    def _serve(self) -> None:
        try:
            told = json.loads(self._lines.get_nowait())
        except queue.Empty:
            return
        self._timer.stop()
        begun = time.perf_counter()
        try:
            answer = getattr(self._person, f"act_{told.pop('act')}")(**told)
        except Exception as error:  # noqa: BLE001 # the one who told it decides what a failure means
            answer = {"failed": f"{type(error).__name__}: {error}"}
            self._person.act_shot("failed")
        answer["took_ms"] = round((time.perf_counter() - begun) * 1000)
        print(json.dumps(answer, ensure_ascii=False), flush=True)
        self._timer.start()


def main(folder: Path, shots: Path) -> int:
    """Run the program on `folder` until its window is closed."""
    office: Office = office_at(folder, "file")
    application = make_application(["sobaocao"])
    window = office.build_window(application)
    listening = Listening(Person(window, shots))
    window.show()
    code = application.exec()
    del listening
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
