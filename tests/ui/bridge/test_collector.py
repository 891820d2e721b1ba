"""The cycle collector rests on other threads while a window lives."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.bridge.collector import Collector


class Knot:
    def __init__(self) -> None:
        self.itself = self


def tie() -> weakref.ref[Knot]:
    return weakref.ref(Knot())


def test_another_thread_never_collects_and_the_windows_thread_does(qtbot: QtBot) -> None:
    parent = QObject()
    collector = Collector(parent)
    try:
        knots = [tie() for _ in range(3)]
        hoard: list[list[int]] = []

        def allocate() -> None:
            hoard.extend([at] for at in range(50_000))

        thread = threading.Thread(target=allocate)
        thread.start()
        thread.join()
        assert all(knot() is not None for knot in knots)
        collector._on_tick()
        assert all(knot() is None for knot in knots)
    finally:
        collector.stop()
    assert gc.isenabled()
