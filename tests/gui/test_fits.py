"""All of it fits on 1366×768 at 125 %, which is 1093×614 of Qt's pixels: nothing cut, nothing wider than the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.workflow import State
from tests.gui.conftest import Desktop
from tests.gui.filled_form import half_way
from tests.gui.office import Office, owed, report, shipped
from tests.gui.test_screen_reader import SCREENS
from ui.look import Look
from ui.presenters.phrases import Tone
from ui.presenters.report_filters import FilterOffer, ReportFilter
from ui.views.report_list_page import ReportListPage
from ui.widgets.filter_row import FilterChip
from ui.widgets.grid_pane import GridPane
from ui.widgets.labels import Words

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

WIDTH, HEIGHT = 1093, 614
STATES = (
    "Bị trả lại",
    "Chờ đồng bộ để gửi",
    "Đang lập",
    "Đã chốt",
    "Đã ký",
    "Đã gửi",
    "Đã tiếp nhận",
    "Đã chấp nhận",
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return half_way(tmp_path)


@pytest.fixture
def small(desktop: Desktop) -> Desktop:
    desktop.window.resize(WIDTH, HEIGHT)
    return desktop


def cut(root: QWidget) -> list[str]:
    """Words in sight that have less room than they ask for, and are not among those that say the rest on hover."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.width() == 0:
            continue
        if isinstance(widget, QLabel) and not widget.wordWrap() and not (isinstance(widget, Words) and widget.elides):
            if widget.width() < widget.sizeHint().width() - 1:
                found.append(widget.text())
        elif (
            isinstance(widget, QPushButton | FilterChip | QRadioButton)
            and widget.text()
            and widget.width() < widget.sizeHint().width()
        ):
            found.append(widget.text())
    return found


def scrolled_sideways(root: QWidget) -> list[str]:
    """Areas beside the grid that scroll from left to right."""
    return [
        type(area).__name__
        for area in root.findChildren(QAbstractScrollArea)
        if area.isVisible() and not isinstance(area, GridPane) and area.horizontalScrollBar().isVisible()
    ]


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_fits(small: Desktop, screen: str) -> None:
    SCREENS[screen](small)
    small.settle()
    QApplication.processEvents()
    assert (small.window.width(), small.window.height()) == (WIDTH, HEIGHT)
    assert cut(small.window) == []
    assert scrolled_sideways(small.window) == []


@pytest.fixture
def english(small: Desktop) -> Iterator[Desktop]:
    small.window.choose_language("en")
    small.wait(lambda: small.window.page.title == "Settings")
    yield small
    small.window.choose_language("vi")
    small.wait(lambda: small.window.page.title == "Cài đặt")


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_fits_in_english_too(english: Desktop, screen: str) -> None:
    SCREENS[screen](english)
    english.settle()
    QApplication.processEvents()
    assert english.window.width() == WIDTH
    assert cut(english.window) == []
    assert scrolled_sideways(english.window) == []


def test_chips_of_all_states_fit_beside_the_list_of_forms(small: Desktop) -> None:
    page = small.window.page
    assert isinstance(page, ReportListPage)
    states = tuple((state, Tone.NEUTRAL, 300) for state in STATES)
    forms = (("II.06a/VPCP/KSTT", "Tình hình, kết quả giải quyết"), ("01/TCD", "Tiếp công dân"))
    page.show_filters(FilterOffer(states=states, forms=forms, late=300, chosen=ReportFilter()))
    small.wait(lambda: page.filters.height() > 40)
    inside = page.filters.rect()
    boxes = [chip.geometry() for chip in page.filters.chips]
    assert len(boxes) == 9
    assert all(inside.contains(box) for box in boxes)
    assert all(chip.width() >= chip.sizeHint().width() for chip in page.filters.chips)
    assert not any(one.intersects(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])


@pytest.fixture
def crowded(qtbot: QtBot, tmp_path: Path, look: Look) -> Iterator[Desktop]:
    """Three hundred reports."""
    office = Office(tmp_path)
    office.furnish()
    form = shipped("II.06a/VPCP/KSTT")
    states = tuple(State)
    periods = [f"{year}-Q{quarter}" for year in range(1952, 2027) for quarter in (1, 2, 3, 4)]
    office.book(
        *(owed(form, period, "2026-03-15", "2026-06-14", "2026-06-15") for period in periods),
        *(
            report(form, period, states[at % len(states)], {}, at="2026-06-14T03:00:00+00:00")
            for at, period in enumerate(periods)
        ),
    )
    made = Desktop(qtbot, office, look)
    made.window.resize(WIDTH, HEIGHT)
    yield made
    made.window.close()
    made.window.deleteLater()


@pytest.mark.parametrize("place", ["work", "reports"])
def test_three_hundred_reports_fit(crowded: Desktop, place: str) -> None:
    crowded.window.show_page(place)
    crowded.settle()
    page = crowded.window.page
    assert isinstance(page, ReportListPage)
    assert sum(line.key is not None for line in page.list.lines.lines) >= 300
    assert scrolled_sideways(crowded.window) == []
    assert cut(crowded.window) == []
    assert crowded.window.width() == WIDTH


def test_a_label_that_is_cut_is_found(qtbot: QtBot, look: Look) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    label = Words(look, "Lĩnh vực, công việc giải quyết theo cấp")
    label.setParent(page)
    label.setFixedWidth(60)
    page.show()
    assert cut(page) == ["Lĩnh vực, công việc giải quyết theo cấp"]
