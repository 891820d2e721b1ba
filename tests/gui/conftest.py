"""A real window on a real encrypted store, driven by key events to the widget that has the focus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.errors import TransientError
from sync.events import Listener
from sync.wishes import Wishes
from tests.gui.office import Office
from ui.application import build_window
from ui.look import Look
from ui.presenters.enrolment import Enrolled
from ui.presenters.ports import Updates
from ui.settings import SettingsInMemory
from ui.theme import ThemeMode
from ui.widgets.question import Question
from ui.window import MainWindow

Key = Qt.Key
MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


class FakeEngine:
    """An engine that never reaches anybody; what the window asks of it is kept."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.calls: list[str] = []
        self.wishes = Wishes()

    def start(self) -> None:
        self.calls.append("start")

    def wake(self) -> None:
        self.calls.append("wake")

    def changed(self) -> None:
        self.calls.append("changed")

    def choose(self, wishes: Wishes) -> None:
        self.wishes = wishes

    def network(self, *, metered: bool, came_back: bool = False) -> None:
        self.calls.append(f"network metered={metered} came_back={came_back}")

    def cancel(self) -> None:
        self.calls.append("cancel")

    def stop(self) -> bool:
        self.calls.append("stop")
        return True


class NoNetwork:
    """An office network that reaches nobody."""

    def switch(self, *, on: bool, typed: str = "") -> None:
        """As it is told, and nothing more."""


def nobody(address: str, code: str, name: str) -> Enrolled:
    """Enrols this computer with a central that is away."""
    raise TransientError("sync.unreachable")


class Keyboard:
    """Presses keys; every one goes to the widget that has the focus, as from a person."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.window: QWidget | None = None

    @property
    def target(self) -> QWidget:
        if QApplication.activeWindow() is None and self.window is not None:
            # A window manager gives the focus back when a dialog closes; the offscreen platform does not.
            (QApplication.activeModalWidget() or self.window).activateWindow()
            self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    def press(self, *names: str) -> None:
        """Keys by name: "Tab", "Ctrl+Z", "F8"."""
        for name in names:
            *held, key = name.split("+") if name != "+" else ["+"]
            modifiers = Qt.KeyboardModifier.NoModifier
            for one in held:
                modifiers |= MODIFIERS[one]
            QTest.keyClick(self.target, getattr(Key, f"Key_{key}"), modifiers)

    def type(self, text: str) -> None:
        """A text, key by key."""
        for character in text:
            QTest.keyClick(self.target, character) if character.isascii() else QTest.sendKeyEvent(
                QTest.KeyAction.Click, self.target, Key.Key_unknown, character, Qt.KeyboardModifier.NoModifier
            )

    def enter(self, *texts: str) -> None:
        """Texts, each followed by Tab."""
        for text in texts:
            self.type(text)
            self.press("Tab")


class Desktop:
    """One window with its office."""

    def __init__(self, qtbot: QtBot, office: Office, look: Look, updates: Updates | None = None) -> None:
        self.qtbot = qtbot
        self.office = office
        self.keys = Keyboard(qtbot)
        self.engine: FakeEngine | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.window: MainWindow = build_window(
            app,
            office.open_workspace,
            self._make_engine,
            settings=SettingsInMemory(),
            clock=office.clock,
            chance=office.chance,
            version="0.1.0",
            look=look,
            network=NoNetwork(),
            enrol=nobody,
            updates=updates,
        )
        self.keys.window = self.window
        with qtbot.waitSignal(self.window.idle, timeout=10_000):
            self.window.show()
            self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def _make_engine(self, listener: Listener) -> FakeEngine:
        self.engine = FakeEngine(listener)
        return self.engine

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=10_000)

    def settle(self) -> None:
        """Everything asked of the store so far is answered."""
        answered: list[bool] = []
        self.window.desk.ask(lambda _: True, answered.append, lambda error: answered.append(False))
        self.wait(lambda: bool(answered))

    def answer(self, *keys: str, seen: list[str] | None = None) -> None:
        """Press keys in the next question as soon as it is there."""

        def press() -> None:
            question = QApplication.activeModalWidget()
            if not isinstance(question, Question) or not question.isActiveWindow():
                if isinstance(question, Question):
                    question.activateWindow()
                QTimer.singleShot(10, press)
                return
            if seen is not None:
                seen.extend(question.texts)
            self.keys.press(*keys)

        QTimer.singleShot(10, press)

    def text_at(self, row: int, column: int) -> str:
        form = self.window.form
        assert form is not None
        return form.model.rows[row].texts[column]

    def flags_at(self, row: int, column: int) -> int:
        form = self.window.form
        assert form is not None
        return form.model.rows[row].flags[column]


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    return Look(qapp, mode=ThemeMode.LIGHT)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    made.furnish()
    return made


@pytest.fixture
def desktop(qtbot: QtBot, office: Office, look: Look) -> Iterator[Desktop]:
    made = Desktop(qtbot, office, look)
    yield made
    made.window.close()
    made.window.deleteLater()
