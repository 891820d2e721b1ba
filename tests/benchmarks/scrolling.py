"""Turning the wheel over the real form page: from the notch to the paint of both panes, findings and tints shown."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from tests.benchmarks.bare_table import BareTable, numbers
from tests.benchmarks.big_form import COLUMNS, big_form, figures
from tests.benchmarks.figures import FRAME_MS, Figure, Sizes, late, percentile
from tests.benchmarks.offices import add_report
from tests.benchmarks.screens import FormScreen, fill_screen, new_application, rest, wait_until

PAUSE_S = 0.01
"""Between two notches of a quickly turned wheel."""
NOTCH = 120
SIDEWAYS_EVERY = 5
"""Each so-manieth notch goes sideways."""


class _Paints(QObject):
    """Notes that viewports were painted."""

    def __init__(self, views: Sequence[QTableView]) -> None:
        super().__init__()
        self._viewports = {view.viewport() for view in views}
        self.owed: set[QObject] = set()
        for viewport in self._viewports:
            viewport.installEventFilter(self)

    def expect(self) -> None:
        """From now on."""
        self.owed = set(self._viewports)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.owed.discard(watched)
        return False


class Wheel:
    """Scrolls one view to its end and back, a notch at a time."""

    def __init__(self, view: QTableView, painted: Sequence[QTableView]) -> None:
        self._view = view
        self._down = _Paints(painted)
        self._aside = _Paints([view])
        self._ways = {Qt.Orientation.Vertical: -1, Qt.Orientation.Horizontal: -1}
        self._turns: Iterator[Qt.Orientation] = cycle(
            [*[Qt.Orientation.Vertical] * (SIDEWAYS_EVERY - 1), Qt.Orientation.Horizontal]
        )

    def notch(self) -> float:
        """Seconds from one notch to everything painted."""
        turn = next(self._turns)
        upright = turn is Qt.Orientation.Vertical
        bar = self._view.verticalScrollBar() if upright else self._view.horizontalScrollBar()
        if bar.value() == bar.maximum():
            self._ways[turn] = 1
        elif bar.value() == bar.minimum():
            self._ways[turn] = -1
        turned = self._ways[turn] * NOTCH
        paints = self._down if upright else self._aside
        rest(PAUSE_S)
        began = time.perf_counter()
        paints.expect()
        QApplication.sendEvent(self._view.viewport(), self._event(QPoint(0, turned) if upright else QPoint(turned, 0)))
        wait_until(lambda: not paints.owed, "nothing was painted after a notch of the wheel")
        return time.perf_counter() - began

    def _event(self, turned: QPoint) -> QWheelEvent:
        at = self._view.viewport().rect().center()
        return QWheelEvent(
            QPointF(at),
            QPointF(self._view.viewport().mapToGlobal(at)),
            QPoint(),
            turned,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )


def measure(sizes: Sizes, office: Path) -> list[Figure]:
    """A form with a few findings, and one in which every row has one."""
    application, _ = new_application()
    big = big_form(sizes["scrolled_rows"])
    bare = BareTable(numbers(big.rows + 1, COLUMNS + 2))
    bare.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    bare.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    fill_screen(bare.window)
    bare.window.show()
    found: list[Figure] = []
    for case, what, every in (
        ("scroll", "a few findings", 40),
        ("scroll.many_findings", "a finding in every row", 1),
    ):
        with tempfile.TemporaryDirectory(prefix="scrolling-") as folder:
            place = shutil.copytree(office, Path(folder) / "office")
            key = add_report(place, big.form, figures(big, broken_every=every))
            screen = FormScreen(application, place)
            screen.open(key)
            screen.wait_open()
            rest(0.5)  # the list of findings is written a moment after
            grid = screen.page.grid
            ours = Wheel(grid, (grid, grid.frozen_pane))
            screen.to_front()
            took = [ours.notch() for _ in range(sizes["notches"])]
            bare.to_front()
            floor = Wheel(bare.view, (bare.view,))
            floors = [floor.notch() for _ in range(sizes["notches"])]
            scale = screen.window.devicePixelRatioF()
            screen.close()
        words = f"{big.cells} cells at {scale:.0%}: a notch of the wheel until both panes are painted, {what}"
        floor_name = "the same in Qt's own table of the same size"
        found.append(late(took, case, words, floors, floor_name))
        found += [
            Figure(
                name=f"{case}.{rank}",
                what=f"{words}, {rank}",
                ours=percentile(took, share) * 1000,
                floor=percentile(floors, share) * 1000,
                floor_name=floor_name,
                unit="ms",
                at_most=FRAME_MS,
            )
            for share, rank in ((0.5, "p50"), (0.99, "p99"))
        ]
    return found
