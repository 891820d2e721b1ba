"""The real window on a real store, offscreen, driven by keys; and a watch on what it has painted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QWidget

from app.bootstrap import office_at
from app.domain.operations import ReportKey
from ui.application import make_application
from ui.widgets.grid_pane import GridPane

WIDTH, HEIGHT = 1366, 768
PATIENCE_S = 20.0
TICK_MS = 10
SCHEDSTAT = Path("/proc/thread-self/schedstat")

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


def fill_screen(window: QWidget) -> None:
    """Make a window as large as the screen of an office computer, whatever the system scales by."""
    ratio = window.devicePixelRatioF()
    window.resize(round(WIDTH / ratio), round(HEIGHT / ratio))


def wait_until(condition: Callable[[], bool], what: str | Callable[[], str]) -> None:
    """Let the window work until the condition holds; asleep between events, as a program is. Raises TooLateError."""
    end = time.perf_counter() + PATIENCE_S
    with _ticking() as application:
        while not condition():
            application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.perf_counter() > end:
                raise TooLateError(what if isinstance(what, str) else what())


def rest(seconds: float) -> None:
    """Let the window work for a while, as between two keys of a quick typist."""
    end = time.perf_counter() + seconds
    with _ticking() as application:
        while time.perf_counter() < end:
            application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


@contextmanager
def _ticking() -> Iterator[QCoreApplication]:
    """The application, woken now and then although nothing happens."""
    application = QCoreApplication.instance()
    assert application is not None, "there is an application"
    tick = QTimer()
    tick.start(TICK_MS)
    yield application
    tick.stop()


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


class Took(NamedTuple):
    """How long something took, in seconds."""

    wall: float
    own: float
    """Less what the window's thread, ready to run, waited for a processor that other programs held."""


def last_key(watch: PaintWatch) -> Took:
    """From Enter until what the watch expects has been painted."""
    began, queued = time.perf_counter(), queued_s()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    wait_until(lambda: watch.satisfied, lambda: f"not painted: {watch.missing}")
    wall = time.perf_counter() - began
    return Took(wall, wall - (queued_s() - queued))


def queued_s() -> float:
    """Seconds that this thread was ready and had no processor, so far; 0 where the kernel does not say."""
    try:
        return int(SCHEDSTAT.read_text().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0


class FormScreen:
    """The program's own window on the office in `folder`, with its engine at rest, and one form open in it."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self.window = office_at(folder, "file").build_window(application)
        self.window.idle.disconnect(self.window.start_sync_soon)
        idle: list[bool] = []
        self.window.idle.connect(lambda: idle.append(True))
        fill_screen(self.window)
        self.window.show()
        wait_until(lambda: bool(idle), "the window never became idle")
        rest(0.3)

    def open(self, key: ReportKey) -> None:
        """Ask for a report. Its grid is there, empty, at once; its rows come later."""
        self.window.open_report(key)
        page = self.window.form
        assert page is not None, "the window shows a form"
        self.page = page

    def wait_open(self) -> None:
        """Wait until the report's rows are there."""
        wait_until(lambda: bool(self.page.model.rows), "the report did not open")
        rest(0.1)

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
        wait_until(lambda: self.page.presenter.editing.is_saved, "the edits were not saved")

    def close(self) -> None:
        """Close window and store."""
        self.window.close()


def new_application() -> tuple[QApplication, PaintWatch]:
    """The application, and a watch on what grids paint."""
    watch = PaintWatch()
    watch.put_on(GridPane)
    return make_application(["bench"]), watch
