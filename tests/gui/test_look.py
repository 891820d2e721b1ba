"""Theme, zoom and density hold at once; a system that asks for high contrast gets its own colours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QRadioButton

from tests.gui.conftest import Desktop
from tests.gui.test_form_by_keyboard import open_form
from ui import look as look_module
from ui.look import Look
from ui.theme import Density, ThemeMode

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
    [("Độ dày của dòng: Dày", 24), ("Độ dày của dòng: Vừa", 28), ("Độ dày của dòng: Thoáng", 34)],
    ids=["compact", "normal", "roomy"],
)
def test_the_density_chosen_holds_in_the_next_form(desktop: Desktop, restored: Look, name: str, height: int) -> None:
    choose(desktop, name)
    desktop.keys.press("Ctrl+1")
    desktop.settle()
    open_form(desktop)
    assert desktop.window.form.grid.rowHeight(1) == height


def test_the_zoom_chosen_holds_in_the_next_form(desktop: Desktop, restored: Look) -> None:
    choose(desktop, "Cỡ chữ trong bảng: 150 %")
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
