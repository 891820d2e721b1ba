"""A window on a real store, its keyboard, and a camera that takes it in both themes."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QCursor, QImage, QKeySequence, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from app.domain.exchange import View
from app.domain.operations import ReportKey
from app.services.update_watch import UpdateStanding
from sync.events import Event, Listener
from tests.gui.conftest import FakeEngine, nobody
from tests.gui.office import Office
from tests.gui.screenshots import month
from tests.ui.presenters.test_updating import FakeUpdates
from ui.application import build_window
from ui.look import Look
from ui.settings import Choices, SettingsInMemory
from ui.theme import ThemeMode
from ui.views.form import FormPage
from ui.window import MainWindow

WIDTH, HEIGHT = 1366, 768
_COLOURS = 256
_SEEN_OFTEN = 144
"""Of the palette; the rest are one colour each of the parts of the spectrum that are left."""


class Camera:
    """Where pictures go; `wanted` are names to take, all where it is empty."""

    def __init__(self, app: QApplication, out: Path, wanted: frozenset[str] = frozenset(), *, scale: float = 1) -> None:
        self.app, self.out, self.wanted, self.scale = app, out, wanted, scale
        self.look = Look(app, mode=ThemeMode.LIGHT)
        self.taken: list[str] = []

    def take(self, name: str, grab: Callable[[], QPixmap]) -> None:
        """The picture `name` in light, and `name`-dark."""
        if self.wanted and name not in self.wanted:
            return
        for mode, suffix in ((ThemeMode.LIGHT, ""), (ThemeMode.DARK, "-dark")):
            self.look.choose(mode=mode)
            spin(self.app)
            self._save(grab(), f"{name}{suffix}")
        self.look.choose(mode=ThemeMode.LIGHT)
        spin(self.app)

    def _save(self, picture: QPixmap, name: str) -> None:
        self.out.mkdir(parents=True, exist_ok=True)
        with_palette(picture.toImage()).save(str(self.out / f"{name}.png"), quality=0)
        self.taken.append(name)
        print(f"{name}.png {picture.width()}×{picture.height()}", flush=True)


def with_palette(picture: QImage) -> QImage:
    """The picture in 256 colours: a third of the bytes, and no difference to the eye."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    seen = [colour for colour, _ in Counter(memoryview(plain.constBits()).cast("I")).most_common()]
    parts: dict[int, int] = {}
    for colour in seen:
        parts.setdefault(colour & 0xF0F0F0, colour)
    palette = list(dict.fromkeys([*seen[:_SEEN_OFTEN], *parts.values(), *seen]))[:_COLOURS]
    exact = Qt.ImageConversionFlag.AvoidDither | Qt.ImageConversionFlag.ThresholdDither
    return plain.convertToFormat(QImage.Format.Format_Indexed8, palette, exact)


def spin(app: QApplication, seconds: float = 0.15) -> None:
    """Let the window work."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class _NoNetwork:
    def switch(self, *, on: bool, typed: str = "") -> None: ...


class Studio:
    """The window of an office. As a context it closes it."""

    def __init__(
        self,
        camera: Camera,
        furnish: Callable[[Office], None],
        *,
        level: str = "commune",
        updates: FakeUpdates | None = None,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.camera = camera
        self.office = Office(Path(self._folder.name), level=level)
        furnish(self.office)
        month.agree(self.office)
        self._listener: Listener | None = None
        self.window: MainWindow = build_window(
            camera.app,
            self.office.open_workspace,
            self._engine,
            settings=SettingsInMemory(Choices(theme="light", guided=True)),
            clock=self.office.clock,
            chance=self.office.chance,
            version="0.1.0",
            look=camera.look,
            network=_NoNetwork(),
            enrol=nobody,
            updates=updates or FakeUpdates(UpdateStanding(looked_at=month.NOON - 600)),
        )
        self.window.setMinimumSize(0, 0)
        self.window.resize(round(WIDTH / camera.scale), round(HEIGHT / camera.scale))
        self.window.show()
        self.window.activateWindow()
        QCursor.setPos(QPoint(4000, 4000))
        self.settle()

    def __enter__(self) -> Studio:
        return self

    def __exit__(self, *_: object) -> None:
        self.window.close()
        self.window.deleteLater()
        spin(self.camera.app, 0.05)
        self._folder.cleanup()

    @property
    def folder(self) -> Path:
        """A place for files that are dropped, written and read."""
        return Path(self._folder.name)

    def _engine(self, listener: Listener) -> FakeEngine:
        self._listener = listener
        return FakeEngine(listener)

    def tell(self, *events: Event) -> None:
        """What an engine would say."""
        assert self._listener is not None
        for event in events:
            self._listener(event)
        self.settle()

    def settle(self) -> None:
        """Everything asked of the store is answered and shown."""
        for _ in range(2):
            answered: list[object] = []
            self.window.desk.ask(lambda _: True, answered.append, answered.append)
            self.until(lambda answered=answered: bool(answered))  # type: ignore[misc]  # bound now, not when called
            spin(self.camera.app)

    def until(self, holds: Callable[[], bool]) -> None:
        """Work until something holds, ten seconds at most."""
        end = time.monotonic() + 10
        while not holds():
            assert time.monotonic() < end, "it never came to that"
            spin(self.camera.app, 0.02)

    def press(self, *keys: str) -> None:
        """Keys to the widget that has the focus."""
        for key in keys:
            focused = QApplication.focusWidget()
            assert focused is not None
            QTest.keySequence(focused, QKeySequence(key))
        self.settle()

    def type(self, text: str) -> None:
        """A text at once, as an input method gives it."""
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.sendKeyEvent(QTest.KeyAction.Click, focused, Qt.Key.Key_unknown, text, Qt.KeyboardModifier.NoModifier)
        self.settle()

    def show(self, place: str) -> None:
        """Go to a place of the rail."""
        self.window.show_page(place)
        self.settle()

    def open(self, key: ReportKey, seen: View = View.INNER) -> FormPage:
        """Open a report, and the page it is on."""
        self.window.open_report(key, seen)
        self.until(lambda: self.window.form is not None and self.window.form.presenter.is_open)
        self.settle()
        assert self.window.form is not None
        return self.window.form

    def shoot(self, name: str) -> None:
        """The window as it is."""
        self.camera.take(name, self.window.grab)

    def shoot_menu(self, name: str, button: QWidget, menu: QMenu) -> None:
        """The window with the menu of a button below it, where a screen has room for it."""
        at = button.mapTo(self.window, QPoint(button.width() - menu.width(), button.height() + 4))

        def grab() -> QPixmap:
            picture = self.window.grab()
            painter = QPainter(picture)
            painter.drawPixmap(at, menu.grab())
            painter.end()
            return picture

        self.camera.take(name, grab)
        menu.close()

    def shoot_question(self, name: str, ask: Callable[[], object]) -> None:
        """The window behind the dialog that `ask` opens, at once or later."""
        done: list[bool] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog) or not dialog.isVisible():
                QTimer.singleShot(20, look)
                return
            dialog.activateWindow()
            spin(self.camera.app)
            self.camera.take(name, lambda: behind(dialog, self.window, self.camera.look))
            done.append(True)
            dialog.reject()

        QTimer.singleShot(20, look)
        ask()
        self.until(lambda: bool(done))
        self.settle()


def behind(front: QWidget, window: QWidget, look: Look) -> QPixmap:
    """A window behind the dialog it asks, as a desktop shows the two: dimmed, and the dialog with its edge."""
    picture, shown = window.grab(), front.grab()
    at = QPoint((window.width() - front.width()) // 2, (window.height() - front.height()) // 2)
    box = front.rect().translated(at).toRectF()
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(window.rect(), QColor(20, 26, 36, 110))
    edge = QPainterPath()
    edge.addRoundedRect(box, 8, 8)
    painter.setClipPath(edge)
    painter.drawPixmap(at, shown)
    painter.setClipping(False)
    painter.setPen(QPen(look.color("strong"), 1))
    painter.drawPath(edge)
    painter.end()
    return picture
