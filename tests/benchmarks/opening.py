"""Opening a big report: from the wish to the painted grid, with figures, totals and findings.

`python -m tests.benchmarks.opening OFFICE KEY TEXT` opens once in a new process: the first opening of a session.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.domain.operations import ReportKey, parse_report_key
from app.services.enrolment import STORE_NAME
from tests.benchmarks.bare_table import BareTable, BareView
from tests.benchmarks.big_form import BLOCKS, big_form, figures
from tests.benchmarks.editing import shown
from tests.benchmarks.figures import Figure, Sizes, percentile
from tests.benchmarks.offices import add_report, open_store
from tests.benchmarks.screens import FormScreen, PaintWatch, Place, new_application, rest, wait_until

BUDGET_MS = 150.0
PLACE: Place = (0, 2)
"""The first row's total of the first block."""
FIRST_OPENS = 3
A_LOOK_S = 1.5
"""What a person takes to find the report in the list."""


def open_once(screen: FormScreen, watch: PaintWatch, key: ReportKey, text: str) -> float:
    """Seconds until the grid has painted the first calculated cell."""
    began = time.perf_counter()
    screen.open(key)
    watch.expect(screen.page.grid, screen.text_at, {PLACE: text})
    wait_until(lambda: watch.satisfied, "the grid was not painted")
    return time.perf_counter() - began


def bare_open(path: Path, key: ReportKey, watch: PaintWatch, rows: int) -> float:
    """Seconds to read the same cells from the encrypted file and to paint as many in Qt's own table."""
    began = time.perf_counter()
    store = open_store(path)
    report = store.report(key)
    assert report is not None, "the report is there"
    values = list(report.mine.values())
    store.close()
    width = len(values) // rows
    table = BareTable([values[start : start + width] for start in range(0, rows * width, width)])
    table.show()
    watch.expect(table.view, table.text_at, {(len(table.model.texts) - 1, 0): table.model.texts[-1][0]})
    wait_until(lambda: watch.satisfied, "the bare table was not painted")
    took = time.perf_counter() - began
    table.window.close()
    return took


def measure(sizes: Sizes, office: Path) -> list[Figure]:
    """The first opening of a session, and those after it."""
    big = big_form(sizes["rows"])
    cells = figures(big)
    text = shown(sum(int(cells[f"main/r001/c{number}"]) for number in BLOCKS[0][1:]))
    with tempfile.TemporaryDirectory(prefix="opening-") as folder:
        place = shutil.copytree(office, Path(folder) / "office")
        key, path = add_report(place, big.form, cells), place / STORE_NAME
        first = [_first_open(place, key, text) for _ in range(min(FIRST_OPENS, sizes["opens"]))]
        application, watch = new_application()
        watch.put_on(BareView)
        screen = FormScreen(application, place)
        open_once(screen, watch, key, text)
        bare_open(path, key, watch, big.rows)
        again: list[float] = []
        floor: list[float] = []
        for _ in range(sizes["opens"]):
            rest(0.1)
            again.append(open_once(screen, watch, key, text))
            floor.append(bare_open(path, key, watch, big.rows))
        screen.close()
    what = f"a filled report of {big.cells} cells opened, until its grid is painted with totals and findings"
    return [
        Figure(
            name=name,
            what=f"{what}, {words}",
            ours=percentile(took, 0.5) * 1000,
            floor=percentile(floor, 0.5) * 1000,
            floor_name="the store opened and read, and the same cells painted by Qt's own table",
            unit="ms",
            at_most=BUDGET_MS,
        )
        for name, words, took in (
            ("open.first.p50", f"the first of a session, {A_LOOK_S} s after the window is there", first),
            ("open.again.p50", "later in a session", again),
        )
    ]


def _first_open(office: Path, key: ReportKey, text: str) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.opening", str(office), str(key), text],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return float(done.stdout)


def main(office: str, key: str, text: str) -> None:
    """Open once and print the seconds."""
    application, watch = new_application()
    screen = FormScreen(application, Path(office))
    rest(A_LOOK_S)
    print(open_once(screen, watch, parse_report_key(key), text))
    screen.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
