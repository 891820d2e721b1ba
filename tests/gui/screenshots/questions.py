"""What is asked about a report before something happens to it, and what is said after."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from app.domain.operations import ReportKey
from tests.gui.office import Office
from tests.gui.screenshots import month as given
from tests.gui.screenshots.studio import Camera, Studio
from tests.gui.test_pasting import put


def agreeing(office: Office) -> None:
    """II.06a as it ought to be."""
    given.month(office, cells=given.agreeing(), waits=False)


def sealing(camera: Camera) -> None:
    """Blanks, the seal, the submission, and the report that waits for a network."""

    def with_blanks(office: Office) -> None:
        left_open = {"main/k10/c12", "main/k10/c13", "main/k11/c10", "main/k11/c12", "main/k11/c13", "main/k12/c10"}
        cells = {address: value for address, value in given.agreeing().items() if address not in left_open}
        cells["main/k12/c12"] = "1"
        given.month(office, cells=cells, waits=False)

    with Studio(camera, with_blanks) as studio:
        studio.open(given.MAIN)
        studio.shoot_question("seal-blanks", lambda: studio.press("Shift+F9"))
    with Studio(camera, agreeing) as studio:
        studio.open(given.MAIN)
        studio.shoot_question("seal", lambda: studio.press("Shift+F9"))


def submitting(camera: Camera) -> None:
    """Sealed and about to be submitted; then waiting for the system."""

    def sealed(office: Office) -> None:
        agreeing(office)
        workspace = office.open_workspace()
        workspace.seal(given.MAIN)
        workspace.close()

    with Studio(camera, sealed) as studio:
        studio.open(given.MAIN)
        studio.shoot_question("submit", lambda: studio.press("Shift+F9"))
    with Studio(camera, sealed) as studio:
        workspace = studio.office.open_workspace()
        workspace.submit(given.MAIN)
        workspace.close()
        studio.open(given.MAIN)
        studio.shoot("form-submitted")


def pasting(camera: Camera) -> None:
    """A block whose numbers read two ways and with a word where a number belongs."""
    with Studio(camera, agreeing) as studio:
        form = studio.open(given.MAIN)
        form.grid.go_to(1, 3)
        studio.settle()
        put("1,412\t95\t17\n1,286\tchưa rõ\t0\n64\t148\t41")
        studio.shoot_question("paste", lambda: studio.press("Ctrl+V"))


def workbook(camera: Camera) -> None:
    """A workbook that was sent out comes back with three figures changed."""
    with Studio(camera, agreeing) as studio:
        form = studio.open(given.MAIN)
        path = studio.folder / "II.06a Quý II.xlsx"
        form.workbook.ask_where_to_write = lambda name: path  # type: ignore[method-assign]  # the system's own dialog
        form.workbook.ask_what_to_read = lambda: path  # type: ignore[method-assign]
        studio.press("Ctrl+Shift+E")
        studio.until(lambda: form.workbook.text.startswith("Đã xuất"))
        studio.shoot("excel-out")
        _write(path, D11=420, H13=25, F14=9)
        studio.shoot_question("excel-in", lambda: studio.press("Ctrl+Shift+I"))


def _write(path: Path, **cells: int) -> None:
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book.worksheets[0][place].value = value
    book.save(path)


def printing(camera: Camera) -> None:
    """A draft before it is printed."""
    with Studio(camera, agreeing) as studio:
        studio.open(given.MAIN)
        studio.shoot_question("print", lambda: studio.press("Ctrl+P"))


def edition(camera: Camera) -> None:
    """The move of a draft to a newer edition."""
    keys: list[ReportKey] = []

    def furnish(office: Office) -> None:
        given.month(office, waits=False)
        keys.append(given.older_edition(office))

    with Studio(camera, furnish) as studio:
        form = studio.open(keys[0])
        studio.shoot_question("edition", form.edition.answered.emit)


SCENES = (sealing, submitting, pasting, workbook, printing, edition)
