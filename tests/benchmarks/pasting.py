"""5,000 cells pasted by one key in the real form page: from the clipboard's bytes to the paint, rules judged."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.documents.clipboard.tabular_text import to_tabular_text
from tests.app.documents.clipboards import XML_SPREADSHEET, excel_xml_of
from tests.benchmarks.bare_table import BareTable, BareView, numbers
from tests.benchmarks.big_form import BLOCKS, COLUMNS, BigForm, big_form, figures
from tests.benchmarks.editing import shown
from tests.benchmarks.figures import Figure, Sizes, percentile
from tests.benchmarks.offices import add_report
from tests.benchmarks.screens import FormScreen, PaintWatch, Took, new_application, queued_s, rest, wait_until
from ui.widgets.clipboard import new_mime_data

BUDGET_MS = 300.0
PAUSE_S = 0.3
FIRST_COLUMN = 2
"""Position of the first column of figures in the form."""
IN_SIGHT = 5
"""Columns that are waited for; the first is a total."""


def block_of(big: BigForm, seed: int) -> list[list[int]]:
    """Half of the form's rows, filled so that all relations hold, calculated columns included."""
    cells = figures(big, seed, broken_every=big.rows + 1)
    lines = []
    for row in range(1, big.rows // 2 + 1):
        line = []
        for block in BLOCKS:
            values = [int(cells[f"main/r{row:03d}/c{number}"]) for number in block[1:]]
            line += [sum(values), *values]
        lines.append(line)
    return lines


def put_on_clipboard(kind: str, lines: list[list[int]]) -> None:
    """Fill the clipboard as a spreadsheet does."""
    held = new_mime_data()
    if kind == "xml":
        held.setData(XML_SPREADSHEET, excel_xml_of([list(map(str, line)) for line in lines]))
    else:
        held.setText(to_tabular_text([list(map(str, line)) for line in lines]))
    QGuiApplication.clipboard().setMimeData(held)


def _until_painted(act: Callable[[], None], watch: PaintWatch) -> Took:
    began, queued = time.perf_counter(), queued_s()
    act()
    wait_until(lambda: watch.satisfied, lambda: f"not painted: {watch.missing}")
    wall = time.perf_counter() - began
    return Took(wall, wall - (queued_s() - queued))


def paste(screen: FormScreen, watch: PaintWatch, lines: list[list[int]]) -> Took:
    """Seconds from Ctrl+V until the first pasted row and its totals are painted; every other row is right by then."""
    screen.to_front()
    grid = screen.page.grid
    grid.go_to(0, FIRST_COLUMN)
    rest(PAUSE_S)
    wanted = {(0, FIRST_COLUMN + at): shown(value) for at, value in enumerate(lines[0][:IN_SIGHT])}
    watch.expect(grid, screen.text_at, wanted)
    target = QApplication.focusWidget()
    took = _until_painted(lambda: QTest.keyClick(target, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier), watch)
    at = len(lines) - 1
    assert [screen.text_at((at, FIRST_COLUMN + column)) for column in range(COLUMNS)] == list(map(shown, lines[at]))
    screen.wait_saved()
    return took


def bare_paste(table: BareTable, watch: PaintWatch, text: str) -> Took:
    """Seconds to split a text into as many cells, lay them into the bare table and paint them."""
    table.to_front()
    table.view.scrollToTop()
    rest(PAUSE_S)

    def act() -> None:
        lines = [line.split("\t") for line in text.splitlines()]
        watch.expect(table.view, table.text_at, {(0, column): one for column, one in enumerate(lines[0][:IN_SIGHT])})
        for row, line in enumerate(lines):
            table.model.texts[row][: len(line)] = line
        table.model.dataChanged.emit(table.model.index(0, 0), table.model.index(len(lines) - 1, COLUMNS - 1))

    return _until_painted(act, watch)


def measure(sizes: Sizes, office: Path) -> list[Figure]:
    """Excel's own format, and text, by turns over a filled form of 10,000 cells."""
    application, watch = new_application()
    watch.put_on(BareView)
    big = big_form(sizes["rows"])
    chance = random.Random(7)
    bare = BareTable(numbers(big.rows + 1, COLUMNS + 2))
    bare.show()
    took: dict[str, list[Took]] = {"xml": [], "text": []}
    floor: list[Took] = []
    with tempfile.TemporaryDirectory(prefix="pasting-") as folder:
        place = shutil.copytree(office, Path(folder) / "office")
        key = add_report(place, big.form, figures(big))
        screen = FormScreen(application, place)
        screen.open(key)
        screen.wait_open()
        for turn in range(sizes["pastes"] + 1):
            for kind, found in took.items():
                lines = block_of(big, chance.randint(1, 10**6))
                put_on_clipboard(kind, lines)
                found.append(paste(screen, watch, lines))
            floor.append(bare_paste(bare, watch, to_tabular_text([list(map(str, line)) for line in lines])))
            if not turn:  # the first of each warms up
                floor.clear()
                for found in took.values():
                    found.clear()
        screen.close()
    count = len(lines) * COLUMNS
    what = f"{count} cells over a report of {big.cells}: Ctrl+V until painted, calculated and judged"
    names = {"xml": "as Excel holds them", "text": "as text"}
    return [
        Figure(
            name=f"paste.{kind}{tail}.p50",
            what=f"{what}, {names[kind]}{words}",
            ours=percentile([take(one) for one in found], 0.5) * 1000,
            floor=percentile([take(one) for one in floor], 0.5) * 1000,
            floor_name="as many texts split, laid into Qt's own table and painted",
            unit="ms",
            at_most=BUDGET_MS,
        )
        for kind, found in took.items()
        for tail, words, take in (
            ("", "", lambda one: one.wall),
            (".own", ", less the time that other programs held the processor", lambda one: one.own),
        )
    ]
