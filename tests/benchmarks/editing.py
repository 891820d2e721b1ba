"""A cell edit by keys in the real form page: from the key to the paint that shows value, row total and total row."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.services.enrolment import STORE_NAME
from tests.benchmarks import slow_disk
from tests.benchmarks.bare_table import BareTable, BareView, numbers
from tests.benchmarks.big_form import BLOCKS, COLUMNS, BigForm, big_form, figures
from tests.benchmarks.figures import FRAME_MS, Figure, Sizes, late, percentile
from tests.benchmarks.offices import add_report, open_store
from tests.benchmarks.screens import (
    FormScreen,
    PaintWatch,
    Took,
    fill_screen,
    first_key,
    last_key,
    new_application,
    rest,
)

PAUSE_S = 0.03
"""Between two entries."""
IN_TURN = 10
"""Edits of ours, then as many of the bare table."""
WARM_UP = 10
FLOOR = "Enter until painted in Qt's own table of the same size, nothing calculated"
MOST_S = 20.0
"""After so long the edits made so far are taken."""
ROWS_IN_SIGHT = 6
"""Rows typed in: the last ones, so that the total row is in sight."""
FIRST, SECOND = 4, 5
"""Printed numbers of the two columns that are typed in by turns: what one adds, the other takes."""


class Expected:
    """What the table must show, added up apart from the program."""

    def __init__(self, big: BigForm, cells: Mapping[str, str]) -> None:
        self._big = big
        self._block = BLOCKS[0]
        self.values = {
            (row, number): int(cells[f"main/r{row:03d}/c{number}"])
            for row in range(1, big.rows + 1)
            for number in self._block[1:]
        }

    def put(self, row: int, number: int, value: int) -> dict[tuple[int, int], str]:
        """Change a figure; (grid row, column number) -> the text, for every cell that then reads otherwise."""
        self.values[row, number] = value
        whole = self._big.rows
        return {
            (row - 1, number): shown(value),
            (row - 1, self._block[0]): shown(sum(self.values[row, other] for other in self._block[1:])),
            (whole, number): shown(sum(self.values[each, number] for each in range(1, whole + 1))),
            (whole, self._block[0]): shown(sum(self.values.values())),
        }


def shown(value: int) -> str:
    """A whole number as a Vietnamese form prints it."""
    return f"{value:,}".replace(",", ".")


class Typist:
    """Types into the last rows of the form, by turns in two columns, so that relations break and hold again."""

    def __init__(self, screen: FormScreen, watch: PaintWatch, expected: Expected, rows: int) -> None:
        self._screen = screen
        self._watch = watch
        self._expected = expected
        self._rows = range(max(1, rows - ROWS_IN_SIGHT + 1), rows + 1)
        self._columns = {column.number: at for at, column in enumerate(screen.page.model.shape.columns)}
        self._chance = random.Random(3)
        self._owed: tuple[int, int] | None = None
        """Row, and what the second column still has to take."""
        self.typed: dict[str, str] = {}

    def edit(self) -> tuple[float, Took]:
        """Seconds from the first key to the open editor; from Enter to everything painted."""
        grid = self._screen.page.grid
        if self._owed:
            row, number = self._owed[0], SECOND
            value = self._expected.values[row, SECOND] - self._owed[1]
            self._owed = None
        else:
            row, number = self._chance.choice(self._rows), FIRST
            before, other = self._expected.values[row, FIRST], self._expected.values[row, SECOND]
            added = self._chance.randint(-before, -1) if other == 0 and before else self._chance.randint(1, other or 1)
            value = before + added
            self._owed = (row, added) if other >= added else None
        grid.go_to(row - 1, self._columns[str(number)])
        rest(PAUSE_S)
        text = str(value)
        opened = first_key(text[0])
        QTest.keyClicks(QApplication.focusWidget(), text[1:])
        places = self._expected.put(row, number, value).items()
        wanted = {(at, self._columns[str(column)]): words for (at, column), words in places}
        self._watch.expect(grid, self._screen.text_at, wanted)
        painted = last_key(self._watch)
        self.typed[f"main/r{row:03d}/c{number}"] = text
        return opened, painted


def bare_edit(table: BareTable, watch: PaintWatch, chance: random.Random) -> Took:
    """From Enter to the new text painted in the bare table."""
    place = (len(table.model.texts) - 1 - chance.randint(1, ROWS_IN_SIGHT), FIRST)
    table.view.setCurrentIndex(table.model.index(*place))
    rest(PAUSE_S)
    text = str(chance.randint(1000, 9999))
    first_key(text[0])
    QTest.keyClicks(QApplication.focusWidget(), text[1:])
    watch.expect(table.view, table.text_at, {place: text})
    return last_key(watch)


def measure(sizes: Sizes, office: Path) -> list[Figure]:
    """A filled form with a few findings, and one in which every row has one."""
    slow_ms = slow_disk.prove()
    application, watch = new_application()
    watch.put_on(BareView)
    big = big_form(sizes["rows"])
    bare = BareTable(numbers(big.rows + 1, COLUMNS + 2))
    fill_screen(bare.window)
    bare.show()
    tail = f", {slow_ms:.0f} ms injected into every fsync" if slow_ms else ""
    name = "edit.slow" if slow_ms else "edit"
    found: list[Figure] = []
    for case, what, every, edits in (
        ("painted", "a few findings", 40, sizes["edits"]),
        ("painted_many_findings", "a finding in every row", 1, max(2, sizes["edits"] // 3)),
    ):
        cells = figures(big, broken_every=every)
        with tempfile.TemporaryDirectory(prefix="editing-") as folder:
            place = shutil.copytree(office, Path(folder) / "office")
            took = _edits(FormOn(application=application, office=place, big=big, cells=cells), watch, bare, edits)
        if case == "painted":
            found += _ranks(
                f"{name}.editor",
                f"{big.cells} cells: first key of an entry until its editor is painted, {what}{tail}",
                [one.opened for one in took],
                [one.bare.wall for one in took],
                at_most=FRAME_MS,
            )
        words = f"{big.cells} cells: Enter until value, row total and total row are painted, recalculated, checked"
        found += _ranks(
            f"{name}.{case}",
            f"{words}, {what}{tail}",
            [one.painted.wall for one in took],
            [one.bare.wall for one in took],
            at_most=FRAME_MS,
        )
        found.append(
            late(
                [frame for one in took for frame in (one.opened, one.painted.wall)],
                f"{name}.{case}",
                f"{big.cells} cells at {bare.window.devicePixelRatioF():.0%}: frames of typing, {what}{tail}",
                [one.bare.wall for one in took],
                FLOOR,
            )
        )
        found.append(
            late(
                [one.painted.own for one in took],
                f"{name}.{case}.own",
                f"Enter until painted, less the time that other programs held the processor, {what}{tail}",
                [one.bare.own for one in took],
                FLOOR,
            )
        )
        found += _ranks(
            f"{name}.{case}.own",
            f"the same, less the time that other programs held the processor, {what}{tail}",
            [one.painted.own for one in took],
            [one.bare.own for one in took],
            at_most=FRAME_MS,
        )
    return found


def _ranks(
    name: str, what: str, ours: Sequence[float], floor: Sequence[float], *, at_most: float | None = None
) -> list[Figure]:
    return [
        Figure(
            name=f"{name}.{rank}",
            what=f"{what}, {rank}",
            ours=percentile(ours, share) * 1000,
            floor=percentile(floor, share) * 1000,
            floor_name=FLOOR,
            unit="ms",
            at_most=at_most,
        )
        for share, rank in ((0.5, "p50"), (0.99, "p99"))
    ]


class Edit(NamedTuple):
    """One entry, and one in the bare table."""

    opened: float
    """Seconds from the first key to the painted editor."""
    painted: Took
    """From Enter to everything painted."""
    bare: Took


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOn:
    """A big report in an office."""

    application: QApplication
    office: Path
    big: BigForm
    cells: Mapping[str, str]


def _edits(
    work: FormOn,
    watch: PaintWatch,
    bare: BareTable,
    count: int,
) -> list[Edit]:
    big, cells = work.big, work.cells
    key = add_report(work.office, big.form, cells)
    screen = FormScreen(work.application, work.office)
    screen.open(key)
    screen.wait_open()
    typist = Typist(screen, watch, Expected(big, cells), big.rows)
    chance = random.Random(5)
    took: list[Edit] = []
    turns: tuple[Callable[[], None], Callable[[], None]] = (screen.to_front, bare.to_front)
    done = -min(WARM_UP, count)
    ends = time.perf_counter() + MOST_S
    while done < count and (time.perf_counter() < ends or len(took) < IN_TURN):
        size = min(IN_TURN, -done if done < 0 else count - done)
        turns[0]()
        screen.page.grid.scrollToBottom()
        ours = [typist.edit() for _ in range(size)]
        turns[1]()
        floors = [bare_edit(bare, watch, chance) for _ in range(size)]
        if done >= 0:
            took += [Edit(*one, floor) for one, floor in zip(ours, floors, strict=True)]
        done += size
    screen.wait_saved()
    screen.close()
    store = open_store(work.office / STORE_NAME)
    report = store.report(key)
    assert report is not None, "the report is there"
    assert {address: report.mine[address] for address in typist.typed} == typist.typed, "every edit is in the store"
    store.close()
    return took
