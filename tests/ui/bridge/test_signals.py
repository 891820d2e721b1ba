"""The pinned PySide6 survives what another release did not: thousands of emits of a signal with a bool."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal, Slot
from pytestqt.qtbot import QtBot

from sync.events import CycleStarted, Event
from ui.bridge.sync_bridge import SyncBridge

EMITS = 5000


class Emitter(QObject):
    said = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[bool] = []
        self.said.connect(self.on_said)

    @Slot(bool)
    def on_said(self, value: bool) -> None:
        self.heard.append(value)


def test_five_thousand_emits_of_a_bool_all_arrive(qtbot: QtBot) -> None:
    emitter = Emitter()
    for at in range(EMITS):
        emitter.said.emit(at % 2 == 0)
    assert len(emitter.heard) == EMITS
    assert emitter.heard[:3] == [True, False, True]


def test_five_thousand_emits_from_another_thread_all_arrive(qtbot: QtBot) -> None:
    emitter = Emitter()
    thread = threading.Thread(target=lambda: [emitter.said.emit(True) for _ in range(EMITS)])
    thread.start()
    qtbot.waitUntil(lambda: len(emitter.heard) == EMITS, timeout=20_000)
    thread.join()


def test_the_engines_events_come_on_the_windows_thread_in_order(qtbot: QtBot) -> None:
    bridge = SyncBridge()
    heard: list[tuple[int, int]] = []

    def on_event(event: Event) -> None:
        assert isinstance(event, CycleStarted)
        heard.append((event.at, threading.get_ident()))

    bridge.event_came.connect(on_event)
    thread = threading.Thread(target=lambda: [bridge.listener(CycleStarted(at=at)) for at in range(100)])
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(heard) == 100)
    assert heard == [(at, threading.get_ident()) for at in range(100)]
