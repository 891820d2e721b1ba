"""Synchronising in the background: the open form is never moved, redrawn or held up under whoever types in it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from app.domain.rows import RowHead
from app.services.forms import FormShelf
from app.services.views import Person
from app.services.workspace import Workspace
from app.store.store import Store
from sync.engine import Engine
from sync.events import AnswerBooked, CycleEnded, Event, Listener
from sync.runner import Runner
from tests.gui.conftest import Desktop
from tests.sync.line import Computer, Line, make_template, opened_line
from ui.look import Look
from ui.presenters import cells

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

COMMUNE, OTHER_COMMUNE = "01273", "01279"
ROWS = 60
TYPED = (40, 2)
"""Row k40, column 1: far enough down that the grid is scrolled."""
ADDRESS = "main/k40/c2"


def figures() -> dict[str, str]:
    """Sixty rows that add up: 30 = 20 + 10."""
    made: dict[str, str] = {}
    for number in range(ROWS):
        row = f"main/k{number:02d}"
        made |= {f"{row}/@row": str(RowHead(order=f"{number:02d}V", group="")), f"{row}/cA": f"Lĩnh vực {number:02d}"}
        made |= {f"{row}/c1": "30", f"{row}/c2": "20", f"{row}/c3": "10"}
    return made


class Paints(QObject):
    """What of two views was painted."""

    def __init__(self, views: tuple[QTableView, ...]) -> None:
        super().__init__()
        self._viewports = {view.viewport(): QRegion() for view in views}
        for viewport in self._viewports:
            viewport.installEventFilter(self)

    def of(self, view: QTableView) -> QRegion:
        return self._viewports[view.viewport()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent) and watched in self._viewports:
            self._viewports[watched] += event.region()
        return False


class LineOffice:
    """An enrolled computer of the line, as a Desktop asks for it."""

    def __init__(self, computer: Computer) -> None:
        self.computer = computer
        self.clock, self.chance = computer.line.clock, computer.line.chance
        self.wrap: Callable[[Workspace], Any] = lambda workspace: workspace

    def open_store(self) -> Store:
        return Store.open(self.computer.path, self.computer.key, clock=self.clock, chance=self.chance)

    def open_workspace(self) -> Any:
        store = self.open_store()
        me = Person(
            id=self.computer.person, name="Nông Thị Lan", unit=self.computer.unit, unit_name="Phường", role="clerk"
        )
        return self.wrap(Workspace(store, FormShelf(store), self.clock, me))


class Synced(Desktop):
    """A window with the real engine on a thread of its own, and the real central at the end of the wire."""

    def _make_engine(self, listener: Listener) -> Any:
        office = self.office
        self.told: list[Event] = []

        def heard(event: Event) -> None:
            self.told.append(event)
            listener(event)

        @contextmanager
        def engine() -> Iterator[Engine]:
            from django.db import connections

            pc, store = office.computer, office.open_store()
            try:
                yield pc.line.engine(store, pc.secrets, pc.adapter, SimpleNamespace(append=heard))
            finally:
                store.close()
                connections.close_all()

        self.runner = Runner(engine, clock=office.clock, chance=office.chance, listener=heard)
        return self.runner

    def sync(self) -> None:
        """One whole cycle, and everything it led to in the window."""
        ended = sum(isinstance(event, CycleEnded) for event in self.told)
        booked = sum(isinstance(event, AnswerBooked) for event in self.told)
        self.runner.start() if self.runner.state == "stopped" else self.runner.wake()
        self.wait(lambda: sum(isinstance(event, CycleEnded) for event in self.told) > ended)
        assert sum(isinstance(event, AnswerBooked) for event in self.told) > booked
        self.settle()
        self.settle()
        self.qtbot.wait(150)  # whatever is shown a moment later, as the list of findings


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def line(tmp_path: Path, template: Path) -> Iterator[Line]:
    with opened_line(tmp_path, template) as opened:
        yield opened


@pytest.fixture
def colleague(line: Line) -> Computer:
    """The office's other computer; the report is its work so far, and central has it."""
    made = line.computer(COMMUNE, "Hoàng Văn Bình", "leader")
    made.sync()
    made.type(figures())
    assert made.sync().error is None
    return made


@pytest.fixture
def desktop(line: Line, colleague: Computer, qtbot: QtBot, look: Look) -> Iterator[Synced]:
    mine = line.computer(COMMUNE)
    mine.sync()
    made = Synced(qtbot, LineOffice(mine), look)  # type: ignore[arg-type]  # an office of another kind
    made.window.open_report(mine.report())
    made.wait(lambda: made.window.form is not None and made.window.form.presenter.is_open)
    made.settle()
    made.sync()
    made.window.form.grid.go_to(*TYPED)
    made.qtbot.wait(20)
    yield made
    made.window.close()
    made.window.deleteLater()


def changed_by(colleague: Computer, changes: dict[str, str | None]) -> None:
    colleague.type(changes)
    assert colleague.sync().error is None


def looks(desktop: Desktop) -> dict[str, object]:
    """All that a typist has before his eyes and under his hands."""
    grid = desktop.window.form.grid
    widget = desktop.window.focusWidget()
    editor = widget if isinstance(widget, QLineEdit) else None
    return {
        "keyboard": widget,
        "text": editor and (editor.text(), editor.cursorPosition(), editor.selectedText()),
        "cursor": (grid.currentIndex().row(), grid.currentIndex().column()),
        "selected": grid.ranges,
        "scrolled": (grid.verticalScrollBar().value(), grid.horizontalScrollBar().value()),
        "frozen scrolled": grid.frozen_pane.verticalScrollBar().value(),
        "widths": [grid.columnWidth(column) for column in range(grid.model().columnCount())],
        "notice": desktop.window.form.notice.text,
    }


def boxes(desktop: Desktop, *places: tuple[int, int]) -> QRegion:
    grid = desktop.window.form.grid
    region = QRegion()
    for place in places:
        region += QRegion(grid.visualRect(grid.model().index(*place)).adjusted(-1, -1, 1, 1))
    return region


def test_an_open_editor_sees_nothing_of_what_comes_for_its_report_and_for_others(
    desktop: Synced, colleague: Computer, line: Line
) -> None:
    assert desktop.window.form.grid.verticalScrollBar().value() > 0
    desktop.keys.type("1234")
    desktop.keys.press("Shift+Left", "Shift+Left")
    before = looks(desktop)
    assert before["text"] == ("1234", 2, "34")
    desktop.qtbot.wait(100)
    grid = desktop.window.form.grid
    paints = Paints((grid, grid.frozen_pane))
    others = line.computer(OTHER_COMMUNE)
    others.sync()
    others.type({"main/a/@row": "V;;", "main/a/c1": "5"})
    others.sync()
    changed_by(colleague, {"main/k39/c2": "21", "main/k41/c3": "11", ADDRESS: "29"})
    changed_by(colleague, {"main/z1/@row": str(RowHead(order="00A", group="")), "main/z1/cA": "Dòng mới"})
    desktop.sync()
    desktop.sync()
    assert looks(desktop) == before
    assert (paints.of(grid) - boxes(desktop, TYPED)).isEmpty()  # there the editor's own cursor blinks
    assert paints.of(grid.frozen_pane).isEmpty()
    desktop.keys.press("Escape")
    desktop.wait(lambda: len(desktop.window.form.model.rows) > ROWS + 2)
    found = [desktop.text_at(row, TYPED[1]) for row in range(40, 43)]
    assert found == ["21", "29", "20"]  # a row came above, and what waited is there
    assert desktop.window.form.grid.currentIndex().row() == TYPED[0] + 1  # on the same cell as before


def test_the_very_cell_that_is_typed_in_changes_elsewhere_and_both_values_are_kept(
    desktop: Synced, colleague: Computer
) -> None:
    desktop.keys.type("77")
    changed_by(colleague, {ADDRESS: "29"})
    before = looks(desktop)
    desktop.sync()
    assert looks(desktop) == before
    desktop.keys.press("Return")
    desktop.settle()
    desktop.settle()
    assert desktop.flags_at(*TYPED) & cells.CONFLICT
    store = desktop.office.open_store()
    (conflict,) = store.conflicts()
    store.close()
    assert (conflict.base, conflict.mine, conflict.theirs) == ("20", "77", "29")


def test_where_nobody_types_only_the_cells_that_changed_are_painted(desktop: Synced, colleague: Computer) -> None:
    desktop.keys.press("Shift+Down", "Shift+Right")
    grid = desktop.window.form.grid
    changed_by(colleague, {"main/k39/c2": "21", "main/k42/c3": "11"})
    desktop.qtbot.wait(100)
    before = looks(desktop)
    paints = Paints((grid, grid.frozen_pane))
    desktop.sync()
    assert desktop.text_at(39, 2) == "21"
    assert looks(desktop) == before
    total = len(desktop.window.form.model.rows) - 1
    # Each beside the sum that it no longer fits, and the totals.
    sums = [(total, column) for column in range(1, 5)]
    own = boxes(desktop, *((row, column) for row in (39, 42) for column in (1, 2, 3)), *sums)
    assert paints.of(grid).boundingRect() != QRect()
    assert (paints.of(grid) - own).isEmpty()
    assert paints.of(grid.frozen_pane).isEmpty()


def test_a_cycle_that_brings_nothing_for_the_form_paints_nothing_of_it(desktop: Synced, line: Line) -> None:
    grid = desktop.window.form.grid
    desktop.keys.type("25")
    desktop.keys.press("Return")
    desktop.wait(lambda: desktop.window.form.presenter.editing.is_saved)
    desktop.qtbot.wait(100)
    paints = Paints((grid, grid.frozen_pane))
    before = looks(desktop)
    desktop.sync()  # sends the edit, and is told that it was applied
    assert looks(desktop) == before
    assert paints.of(grid).isEmpty()
    assert paints.of(grid.frozen_pane).isEmpty()


class Gated:
    """A workspace whose every call waits for a gate: a disk that does not answer."""

    def __init__(self, workspace: Workspace, gate: threading.Event) -> None:
        self._workspace = workspace
        self._gate = gate

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._workspace, name)
        if not callable(found):
            return found

        def waits(*arguments: Any, **named: Any) -> Any:
            assert self._gate.wait(30)
            return found(*arguments, **named)

        return waits


def test_the_window_goes_on_while_the_disk_does_not_answer(
    line: Line, colleague: Computer, qtbot: QtBot, look: Look
) -> None:
    mine, gate = line.computer(COMMUNE), threading.Event()
    mine.sync()
    gate.set()
    office = LineOffice(mine)
    office.wrap = lambda workspace: Gated(workspace, gate)
    desktop = Synced(qtbot, office, look)  # type: ignore[arg-type]  # an office of another kind
    desktop.window.open_report(mine.report())
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.settle()
    desktop.window.form.grid.go_to(*TYPED)
    gate.clear()
    # From here on nothing comes back from the disk. A window that waited for it would never reach the last line.
    changed_by(colleague, {"main/k10/c2": "21"})
    desktop.runner.start()
    desktop.wait(lambda: any(isinstance(event, CycleEnded) for event in desktop.told))
    for number in range(8):
        desktop.keys.type(f"{number + 1}{number}")
        desktop.keys.press("Return")
    desktop.keys.press("F8", "Home", "End", "PageUp", "Ctrl+Z", "Ctrl+Y", "F9", "F6", "F6")
    assert [desktop.text_at(TYPED[0] + at, TYPED[1]) for at in range(7)] == ["10", "21", "32", "43", "54", "65", "76"]
    assert not desktop.window.form.presenter.editing.is_saved
    gate.set()
    desktop.wait(lambda: desktop.window.form.presenter.editing.is_saved)
    desktop.settle()
    assert desktop.text_at(10, 2) == "21"
    desktop.window.close()
    desktop.window.deleteLater()


def test_an_exchange_that_is_being_booked_holds_back_the_save_and_not_the_typist(desktop: Synced) -> None:
    booking = desktop.office.open_store()
    with booking._database.write():
        desktop.keys.type("25")
        desktop.keys.press("Return")
        desktop.keys.type("26")
        desktop.qtbot.wait(50)
        assert desktop.flags_at(*TYPED) & cells.WAITING
        assert desktop.window.focusWidget().text() == "26"
    booking.close()
    desktop.keys.press("Return")
    desktop.wait(lambda: desktop.window.form.presenter.editing.is_saved)
    assert not desktop.flags_at(*TYPED) & cells.WAITING
