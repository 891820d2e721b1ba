"""The grid larger and smaller, columns dragged, and both kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.exchange import FormChange
from app.domain.forms.catalogue import pack_form
from app.domain.workflow import State
from tests.gui.conftest import Desktop
from tests.gui.filled_form import go_to, half_way, open_report, place, ranges
from tests.gui.office import Office, key_of, owed, report, shipped

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return half_way(tmp_path)


def size(desktop: Desktop) -> tuple[int, int]:
    """Percent, and the height of a row."""
    grid = desktop.window.form.grid
    return grid.zoomed.percent, grid.rowHeight(1)


def test_ctrl_plus_minus_and_0_zoom_the_grid_and_the_zoom_is_kept(desktop: Desktop) -> None:
    open_report(desktop)
    assert size(desktop) == (100, 28)
    desktop.keys.press("Ctrl+Equal", "Ctrl+Plus")
    assert size(desktop) == (125, 35)
    desktop.wait(lambda: desktop.window._services.settings.choices.zoom == 125)
    desktop.keys.press("Ctrl+Minus")
    assert size(desktop) == (110, 31)
    open_report(desktop)
    assert size(desktop) == (110, 31)
    desktop.keys.press("Ctrl+0")
    assert size(desktop) == (100, 28)


def test_the_zoom_ends_at_its_largest_and_smallest(desktop: Desktop) -> None:
    open_report(desktop)
    desktop.keys.press(*["Ctrl+Equal"] * 9)
    assert size(desktop) == (200, 56)
    desktop.keys.press(*["Ctrl+Minus"] * 12)
    assert size(desktop) == (75, 21)


def test_ctrl_and_the_wheel_zoom_a_notch_at_a_time(desktop: Desktop) -> None:
    open_report(desktop)
    viewport = desktop.window.form.grid.viewport()
    for turned in (60, 60, 120):
        event = QWheelEvent(
            QPointF(200, 100),
            QPointF(viewport.mapToGlobal(QPoint(200, 100))),
            QPoint(),
            QPoint(0, turned),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)
    assert size(desktop) == (125, 35)


def test_a_figure_typed_while_zoomed_is_what_was_typed(desktop: Desktop) -> None:
    open_report(desktop)
    desktop.keys.press("Ctrl+Equal")
    go_to(desktop, 1, 3)
    desktop.keys.type("1234567")
    desktop.keys.press("Return")
    assert desktop.text_at(1, 3) == "1.234.567"
    grid = desktop.window.form.grid
    assert grid.columnWidth(3) >= round((9 * 9 + 22) * 1.1)


def test_a_dragged_column_keeps_its_width_when_the_form_is_opened_again_and_a_double_click_frees_it(
    desktop: Desktop,
) -> None:
    open_report(desktop)
    grid = desktop.window.form.grid
    shared = grid.columnWidth(4)
    grid.header.resizeSection(4, 150)
    open_report(desktop)
    grid = desktop.window.form.grid
    assert grid.columnWidth(4) == 150
    assert desktop.window._services.settings.choices.widths == {"II.06a/VPCP/KSTT/main": {"c5": 150}}
    grid.header.sectionHandleDoubleClicked.emit(4)
    assert grid.columnWidth(4) == shared
    desktop.wait(lambda: desktop.window._services.settings.choices.widths == {})


def test_a_kept_width_grows_with_the_zoom(desktop: Desktop) -> None:
    open_report(desktop)
    grid = desktop.window.form.grid
    grid.header.resizeSection(4, 160)
    desktop.keys.press("Ctrl+Equal", "Ctrl+Equal")
    assert grid.columnWidth(4) == 200


def test_a_long_column_code_is_whole_beside_its_neighbours(desktop: Desktop) -> None:
    form = shipped("CHITIEU.T")
    desktop.office.book(
        FormChange(hash=form.hash, package=pack_form(form)),
        owed(form, "2026-M06", "2026-05-15", "2026-06-14", "2026-06-16"),
        report(form, "2026-M06", State.DRAFT, {}, at="2026-06-14T06:40:00+00:00"),
    )
    desktop.window.open_report(key_of("CHITIEU.T", "2026-M06"))
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    grid = desktop.window.form.grid
    metrics = QFontMetricsF(desktop.window.look.fonts.small)
    numbers = [column.number for column in grid.model().shape.columns]
    assert "TTHC01" in numbers
    short = [
        number
        for at, number in enumerate(numbers)
        if number and metrics.horizontalAdvance(f"({number})") > grid.columnWidth(at) - 2
    ]
    assert short == []


def centre(desktop: Desktop, row: int, column: int) -> QPoint:
    grid = desktop.window.form.grid
    return grid.visualRect(grid.model().index(row, column)).center()


def test_the_pointer_drags_a_range_and_shift_stretches_it(desktop: Desktop) -> None:
    open_report(desktop)
    viewport = desktop.window.form.grid.viewport()
    left, shift = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    QTest.mousePress(viewport, left, pos=centre(desktop, 2, 3))
    for row, column in ((3, 3), (4, 5)):
        QTest.mouseMove(viewport, centre(desktop, row, column))
    QTest.mouseRelease(viewport, left, pos=centre(desktop, 4, 5))
    assert (ranges(desktop), place(desktop)) == ([(2, 3, 4, 5)], (2, 3))
    QTest.mouseClick(viewport, left, shift, centre(desktop, 3, 4))
    assert (ranges(desktop), place(desktop)) == ([(2, 3, 3, 4)], (2, 3))
    QTest.mouseClick(viewport, left, pos=centre(desktop, 6, 4))
    assert (ranges(desktop), place(desktop)) == ([(6, 4, 6, 4)], (6, 4))


def test_shift_and_a_click_first_takes_what_is_being_typed(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 1, 3)
    desktop.keys.type("55")
    viewport = desktop.window.form.grid.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, centre(desktop, 3, 4))
    assert desktop.text_at(1, 3) == "55"
    assert ranges(desktop) == [(1, 3, 3, 4)]
