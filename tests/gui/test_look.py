"""Theme, zoom and density hold at once; a system that asks for high contrast gets its own colours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from app.services.views import Light
from tests.gui.conftest import Desktop
from tests.gui.test_form_by_keyboard import open_form
from ui import look as look_module
from ui.look import Look
from ui.presenters.phrases import Tone
from ui.theme import Density, ThemeMode
from ui.widgets.light import LightMark
from ui.widgets.marks import draw_mark
from ui.widgets.notice import Notice

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def restored(look: Look) -> Iterator[Look]:
    yield look
    look.choose(mode=ThemeMode.LIGHT, density=Density.NORMAL)


def choose(desktop: Desktop, name: str) -> None:
    """Press Space on a choice of the settings page."""
    desktop.keys.press("Ctrl+5")
    desktop.settle()
    button = next(one for one in desktop.window.page.findChildren(QRadioButton) if one.accessibleName() == name)
    button.setFocus()
    desktop.keys.press("Space")
    assert button.isChecked()


@pytest.mark.parametrize(
    ("name", "height"),
    [("Chiều cao dòng: Thấp", 24), ("Chiều cao dòng: Vừa", 28), ("Chiều cao dòng: Cao", 34)],
    ids=["compact", "normal", "roomy"],
)
def test_the_density_chosen_holds_in_the_next_form(desktop: Desktop, restored: Look, name: str, height: int) -> None:
    choose(desktop, name)
    desktop.keys.press("Ctrl+1")
    desktop.settle()
    open_form(desktop)
    assert desktop.window.form.grid.rowHeight(1) == height


def test_the_zoom_chosen_holds_in_the_next_form(desktop: Desktop, restored: Look) -> None:
    choose(desktop, "Cỡ chữ trong bảng: 150%")
    desktop.keys.press("Ctrl+1")
    desktop.settle()
    open_form(desktop)
    assert desktop.window.form.grid.rowHeight(1) == 42


def test_the_theme_chosen_holds_at_once(desktop: Desktop, restored: Look) -> None:
    choose(desktop, "Giao diện: Tối")
    assert restored.tokens.dark
    assert "#1C2027" in QApplication.instance().styleSheet()
    choose(desktop, "Giao diện: Sáng")
    assert not restored.tokens.dark


@pytest.fixture
def plain(restored: Look) -> Iterator[Look]:
    """A system that asks for high contrast."""
    with pytest.MonkeyPatch.context() as asked:
        asked.setattr(look_module, "asks_for_contrast", lambda: True)
        restored.choose()
        yield restored
    restored.choose()


def picture_of(widget: QWidget) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


MARKS = ("error", "conflict", "explain", "warning", "hint", "note", "question", "ok", "incomplete")


def mark(kind: str) -> QImage:
    image = QImage(16, 16, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_mark(painter, kind, 4, 8, QColor("black"))
    painter.end()
    return image


@pytest.mark.parametrize(("one", "other"), list(combinations(MARKS, 2)))
def test_marks_are_told_apart_by_their_shape_alone(one: str, other: str) -> None:
    first, second = mark(one), mark(other)
    differing = sum(first.pixel(x, y) != second.pixel(x, y) for x in range(16) for y in range(16))
    assert differing >= 12


def test_the_light_is_told_apart_by_its_shape_alone(plain: Look, qtbot: QtBot) -> None:
    pictures = []
    for light in Light:
        shown = LightMark(plain)
        qtbot.addWidget(shown)
        shown.show_light(light, "")
        pictures.append(picture_of(shown))
    assert all(one != other for one, other in combinations(pictures, 2))


def test_in_high_contrast_a_range_has_an_outline_and_a_chosen_row_a_bar(desktop: Desktop, plain: Look) -> None:
    open_form(desktop)
    grid = desktop.window.form.grid
    desktop.keys.type("Dat dai")
    desktop.keys.press("Tab", "Shift+Right", "Shift+Right")
    assert grid.ranges == [(1, 3, 1, 5)]
    corner = grid.visualRect(grid.model().index(1, 5)).bottomRight()
    accent = plain.color("accent").rgb()
    assert picture_of(grid.viewport()).pixel(corner.x() - 1, corner.y() - 8) == accent
    desktop.keys.press("Alt+Left")
    desktop.settle()
    desktop.keys.press("Ctrl+K")
    rows = desktop.window.page.list
    assert not rows.hasFocus()
    box = rows.visualRect(rows.currentIndex())
    assert picture_of(rows.viewport()).pixel(box.left() + 1, box.center().y()) == accent


def test_in_high_contrast_a_notice_has_an_edge_and_a_mark(plain: Look, qtbot: QtBot) -> None:
    notice = Notice(plain)
    qtbot.addWidget(notice)
    notice.resize(400, 40)
    notice.say("Chưa lưu được", Tone.ERROR)
    ink = plain.color("error").rgb()
    picture = picture_of(notice)
    assert picture.pixel(200, 0) == ink
    assert picture.pixel(16, 21) == ink


def test_high_contrast_drops_the_style_sheet_and_every_screen_still_paints(
    desktop: Desktop, restored: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as asked:
        asked.setattr(look_module, "asks_for_contrast", lambda: True)
        restored.choose()
        app = QApplication.instance()
        assert app.styleSheet() == ""
        assert restored.plain
        assert restored.tokens.text == app.palette().windowText().color().name()
        assert restored.tokens.error == restored.tokens.text
        for place in ("work", "reports", "attention", "sync", "settings"):
            desktop.window.show_page(place)
            desktop.settle()
            assert not desktop.window.grab().isNull()
        desktop.keys.press("Ctrl+1")
        desktop.settle()
        open_form(desktop)
        assert not desktop.window.grab().isNull()
    restored.choose()
    assert not restored.plain
    assert app.styleSheet() != ""
