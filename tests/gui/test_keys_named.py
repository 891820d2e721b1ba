"""The keys that the user guide and F1 name are keys of the program, and the guide names all that F1 names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QKeySequence, QShortcut

from app.resources import resource_path
from tests.gui.conftest import Desktop
from tests.gui.filled_form import half_way, open_report
from tests.gui.office import Office
from ui.widgets.grid_acts import ACTS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide"
KEYS_PAGE = GUIDE / "phim-tat.md"
SPELLED = {
    "mũi tên xuống": "Down",
    "mũi tên lên": "Up",
    "mũi tên trái": "Left",
    "mũi tên phải": "Right",
    "dấu cộng": "+",
    "dấu trừ": "-",
    "dấu cách": "Space",
    "PageDown": "PgDown",
    "PageUp": "PgUp",
}
ARROWS = "mũi tên"
LOOKS_LIKE_KEY = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+.+|F\d+|Enter|Tab|Esc|Delete|Home|End)")


def spelled(words: str) -> set[str]:
    """Keys as Qt writes them; an arrow of no direction is all four."""
    for word, key in SPELLED.items():
        words = words.replace(word, key)
    if words.endswith(ARROWS):
        return {words.replace(ARROWS, way) for way in ("Down", "Up", "Left", "Right")}
    return {words}


def keys_in_guide(page: Path) -> set[str]:
    """What stands in backticks and looks like a key."""
    named = re.findall(r"`([^`]+)`", page.read_text(encoding="utf-8"))
    return {key for words in named if LOOKS_LIKE_KEY.fullmatch(words) for key in spelled(words)}


def keys_in_help() -> set[str]:
    """The first column of every table of F1; "Alt+mũi tên xuống, lên" names two keys."""
    found: set[str] = set()
    for path in resource_path("help", "vi").glob("*.md"):
        for cell in re.findall(r"^\| ([^|]+?) \|", path.read_text(encoding="utf-8"), re.MULTILINE):
            found |= set(_keys_of(cell))
    return found


def _keys_of(cell: str) -> Iterator[str]:
    held = ""
    for part in re.split(r", rồi | hoặc | đến |, ", cell):
        words = f"{held}{part}" if part in ("lên", "dấu trừ", "PageDown") else part
        words = words.replace("+lên", "+mũi tên lên")
        held = words.rpartition("+")[0] + "+" if "+" in words else ""
        if LOOKS_LIKE_KEY.fullmatch(words):
            yield from spelled(words)


def keys_pressed_by_tests() -> set[str]:
    """Keys that no table of the program lists, because a widget answers them itself: some test presses each."""
    others = (path for path in (ROOT / "tests" / "gui").glob("test_*.py") if path != Path(__file__))
    text = "\n".join(path.read_text(encoding="utf-8") for path in others)
    names = {"Escape": "Esc", "Return": "Enter", "PageDown": "PgDown", "PageUp": "PgUp"}
    return {
        "+".join(names.get(part, part) for part in key.split("+"))
        for key in re.findall(r'"((?:(?:Ctrl|Alt|Shift)\+)*[A-Z]\w*)"', text)
    }


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return half_way(tmp_path)


@pytest.fixture
def known(desktop: Desktop) -> set[str]:
    """Every key of the window, of a form in it, of the grid, and those that widgets answer."""
    desktop.keys.press("Ctrl+3")
    desktop.settle()
    open_report(desktop)
    window = desktop.window
    sequences = [one.key() for one in window.findChildren(QShortcut)]
    sequences += [one.shortcut() for one in window.findChildren(QAction)]
    sequences += [QKeySequence(held | key) for held, key in ACTS]
    return {one.toString() for one in sequences} | keys_pressed_by_tests()


def test_every_key_that_the_guide_names_is_a_key_of_the_program(known: set[str]) -> None:
    named = {page.name: keys_in_guide(page) - known for page in GUIDE.glob("*.md")}
    assert {page: keys for page, keys in named.items() if keys} == {}


def test_every_key_that_f1_names_is_a_key_of_the_program(known: set[str]) -> None:
    assert keys_in_help() - known == set()


def test_the_guides_page_of_keys_names_all_that_f1_names() -> None:
    assert keys_in_help() - keys_in_guide(KEYS_PAGE) == set()


def test_a_key_that_does_not_exist_is_found(known: set[str]) -> None:
    assert {"Ctrl+Shift+K", "F8", "Alt+Left"} <= known
    assert not {"Ctrl+J", "F12"} & known
