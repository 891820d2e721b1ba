"""The real form page on a real store, offscreen, driven by keys; and a watch on what it has painted."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QTableView

from app.clock import SystemChance, SystemClock
from app.domain.operations import ReportKey
from app.services.forms import FormShelf
from app.services.views import Person
from app.services.workspace import Workspace
from tests.benchmarks.offices import IDENTITY, open_store
from ui.bridge.store_thread import StoreThread
from ui.look import Look
from ui.presenters.form import FormPresenter
from ui.views.form import FormPage
from ui.widgets.grid_pane import GridPane

WIDTH, HEIGHT = 1366, 768
PATIENCE_S = 20.0

Place = tuple[int, int]


class TooLateError(Exception):
    """What was waited for did not come."""


class PaintWatch:
    """Waits for paints that show given texts. Sees every paint of every view whose class it was put on."""

    def __init__(self) -> None:
        self._view: QTableView | None = None
        self._shown: Callable[[Place], str] = lambda _: ""
        self._wanted: dict[Place, str] = {}

    def put_on(self, kind: type[QTableView]) -> None:
        """Look at what views of this class paint, from now on; before any is made."""
        paint = kind.paintEvent
        watch = self

        def watched(view: QTableView, event: QPaintEvent) -> None:
            paint(view, event)
            if view is watch._view and watch._wanted:
                watch._painted(event)

        kind.paintEvent = watched  # type: ignore[method-assign]  # the one way to see the end of a paint

    def expect(self, view: QTableView, shown: Callable[[Place], str], wanted: Mapping[Place, str]) -> None:
        """From now on, wait for a paint of `view` at each place that shows the text."""
        self._view, self._shown, self._wanted = view, shown, dict(wanted)

    def _box(self, place: Place):  # type: ignore[no-untyped-def]  # a QRect; tests are not type-checked
        assert self._view is not None
        return self._view.visualRect(self._view.model().index(*place))

    def _painted(self, event: QPaintEvent) -> None:
        region = event.region()
        for place in [place for place, text in self._wanted.items() if self._shown(place) == text]:
            if region.contains(self._box(place).center()):
                del self._wanted[place]

    @property
    def satisfied(self) -> bool:
        """Whether everything expected was painted."""
        return not self._wanted

    @property
    def missing(self) -> Mapping[Place, str]:
        """What was not painted yet."""
        return self._wanted


class _FirstPaint(QObject):
    """Notes that a widget was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.painted = True
        return False


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Let the window work until the condition holds. Raises TooLateError."""
    end = time.perf_counter() + PATIENCE_S
    application = QApplication.instance()
    while not condition():
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        if time.perf_counter() > end:
            raise TooLateError(what)


def rest(seconds: float) -> None:
    """Let the window work for a while, as between two keys of a quick typist."""
    end = time.perf_counter() + seconds
    application = QApplication.instance()
    while time.perf_counter() < end:
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        time.sleep(0.001)


def first_key(key: str) -> float:
    """Seconds from the first key of an entry until the editor it opens has been painted."""
    began = time.perf_counter()
    QTest.keyClicks(QApplication.focusWidget(), key)
    editor = QApplication.focusWidget()
    if not isinstance(editor, QLineEdit):
        raise TooLateError("the key opened no editor")
    seen = _FirstPaint()
    editor.installEventFilter(seen)
    wait_until(lambda: seen.painted, "the editor was not painted")
    took = time.perf_counter() - began
    editor.removeEventFilter(seen)
    return took


def last_key(watch: PaintWatch) -> float:
    """Seconds from Enter until what the watch expects has been painted."""
    began = time.perf_counter()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    wait_until(lambda: watch.satisfied, "the edit was not painted")
    return time.perf_counter() - began


def store_thread(path: Path) -> StoreThread:
    """The workspace of the store in `path`, on a thread of its own."""
    person = Person(
        id=IDENTITY.person,
        name=IDENTITY.person_name,
        unit=IDENTITY.unit,
        unit_name=IDENTITY.unit_name,
        role=IDENTITY.role,
    )

    def workspace() -> Workspace:
        store = open_store(path)
        return Workspace(store, FormShelf(store), SystemClock(), person)

    return StoreThread(workspace)


class FormScreen:
    """The form page in a window of its own, on the store in `path`, its workspace on the store's thread."""

    def __init__(self, look: Look, path: Path) -> None:
        self.desk = store_thread(path)
        self._look = look
        self.window = QMainWindow()
        self.window.resize(WIDTH, HEIGHT)
        self.window.show()
        # What the window asks next is answered after this: the store is open then.
        ready: list[object] = []
        self.desk.ask(lambda workspace: workspace.sync_status(), ready.append, ready.append)
        wait_until(lambda: bool(ready), "the store did not open")
        rest(0.05)

    def open(self, key: ReportKey, before: Callable[[], None] = lambda: None) -> None:
        """Open a report on a new page; comes back once its rows are there. `before` is called with the empty page."""
        self.page = FormPage(self._look)
        self.window.setCentralWidget(self.page)
        self.presenter = FormPresenter(self.page, self.desk, key, clock=SystemClock(), chance=SystemChance())
        before()
        self.page.open_with(self.presenter)
        wait_until(lambda: bool(self.page.model.rows), "the report did not open")

    def text_at(self, place: Place) -> str:
        """What the grid shows at a place."""
        rows = self.page.model.rows
        return str(rows[place[0]].texts[place[1]]) if rows else ""

    def to_front(self) -> None:
        """Give this window the keyboard."""
        self.window.activateWindow()
        self.page.grid.setFocus()
        wait_until(lambda: QApplication.focusWidget() is self.page.grid, "the grid has no focus")

    def wait_saved(self) -> None:
        """Wait until everything typed is on disk."""
        wait_until(lambda: self.presenter.editing.is_saved, "the edits were not saved")

    def close(self) -> None:
        """Close window and store."""
        self.desk.stop()
        self.window.close()


def new_application() -> tuple[QApplication, PaintWatch]:
    """The application, and a watch on what grids paint."""
    watch = PaintWatch()
    watch.put_on(GridPane)
    return QApplication([]), watch
