"""A report in hand: its grid, what stands beside it, its words and its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QApplication

from app.domain.attachments import Attachment, attachments_of, link_cells
from app.domain.exchange import View
from app.domain.operations import ReportKey
from app.domain.workflow import State
from tests.gui.office import Office, report, shipped
from tests.gui.screenshots import month as given
from tests.gui.screenshots.studio import Camera, Studio
from ui.widgets.buttons import Button

COMPARE, HISTORY, NOTES, FILES = 1, 2, 3, 4
"""Pages beside the grid."""


def grid(camera: Camera) -> None:
    """Half done: what does not add up, the quarter before beside it, a cell's history, finding, the help."""
    with Studio(camera, given.month) as studio:
        form = studio.open(given.MAIN)
        form.grid.go_to(3, 4)
        studio.settle()
        studio.shoot("form")
        form.panel.choose(COMPARE)
        studio.shoot("form-compare")
        form.grid.go_to(1, 4)
        form.panel.choose(HISTORY)
        studio.settle()
        studio.shoot("form-history")
        form.panel.choose(0)
        form.grid.go_to(1, 3)
        studio.press("Ctrl+F")
        studio.type("bao")
        studio.settle()
        studio.shoot("form-find")
        studio.press("Escape", "F1")
        studio.shoot("help")
        studio.press("F1")
        form.more.setFocus()
        form.more._on_pressed()
        studio.settle()
        studio.shoot_menu("form-menu", form.more, form.more.menu_of_acts)


def begun(camera: Camera) -> None:
    """A quarter that has not been begun: last quarter's rows, and what it passed on."""

    def furnish(office: Office) -> None:
        given.month(office, waits=False)
        office.book(report(shipped(given.PROCEDURES), "2026-Q2", State.DRAFT, {}, at="2026-06-14T06:50:00+00:00"))

    with Studio(camera, furnish) as studio:
        form = studio.open(given.MAIN)
        form.notice.answered.emit()
        studio.until(lambda: len(form.model.rows) > 12)
        form.grid.go_to(3, 5)
        studio.settle()
        studio.shoot("form-begun")


def explained(camera: Camera) -> None:
    """A figure that does not follow from the quarter before, and the reason being written."""

    def furnish(office: Office) -> None:
        given.month(office)
        cells = given.herds()
        office.book(report(shipped(given.LIVESTOCK), "2026-Q2", State.DRAFT, cells, at="2026-06-14T06:50:00+00:00"))

    with Studio(camera, furnish) as studio:
        form = studio.open(given.HERDS)
        form.grid.go_to(5, 2)
        studio.settle()
        studio.press("F7")
        studio.type("Đếm lại tại hộ: quý I thừa 24 con.")
        studio.shoot("form-explain")


def hints(camera: Camera) -> None:
    """A figure that stands out without being wrong."""
    with Studio(camera, given.many_quarters) as studio:
        form = studio.open(given.MAIN)
        form.grid.go_to(1, 3)
        studio.press("F9")
        studio.settle()
        studio.shoot("form-hints")


def other(camera: Camera) -> None:
    """Figures that come from another form; and a report of words."""
    keys: list[ReportKey] = []

    def furnish(make: Callable[[Office], ReportKey]) -> Callable[[Office], None]:
        def act(office: Office) -> None:
            given.month(office, waits=False)
            keys.append(make(office))

        return act

    with Studio(camera, furnish(given.poverty)) as studio:
        form = studio.open(keys[-1])
        form.grid.go_to(0, 4)
        studio.settle()
        studio.shoot("form-type-once")
    with Studio(camera, furnish(given.disaster)) as studio:
        form = studio.open(keys[-1])
        studio.press("Ctrl+PgDown")
        form.narrative.go_to_section("course")
        studio.settle()
        studio.shoot("form-narrative")


def notes(camera: Camera) -> None:
    """Notes and the receiver's questions, at the commune; and the receiver pinning them."""

    def furnish(office: Office) -> None:
        given.month(office, waits=False)
        given.returned(office)

    with Studio(camera, furnish) as studio:
        form = studio.open(given.MAIN)
        form.panel.choose(NOTES)
        form.grid.go_to(3, 3)
        studio.settle()
        studio.shoot("form-notes")
    with Studio(camera, given.province, level="province") as studio:
        form = studio.open(given.MAIN, View.UPWARD)
        form.grid.go_to(3, 3)
        studio.press("Ctrl+Shift+M")
        form.grid.go_to(1, 4)
        studio.press("Ctrl+Shift+M")
        form.grid.go_to(3, 3)
        studio.settle()
        studio.shoot("review")
        (give_back,) = (one for one in form.findChildren(Button) if one.text() == "Trả lại")
        studio.shoot_question("review-return", give_back.click)


def files(camera: Camera) -> None:
    """Attached files, each as far as it has got; and one more being dragged over the report."""
    far = Attachment(hash="5a" * 32, name="Danh sách thủ tục quá hạn.docx", size=184_320)

    def furnish(office: Office) -> None:
        given.month(office, waits=False)
        cells = given.agreeing() | link_cells(far)
        office.book(report(shipped(given.PROCEDURES), "2026-Q2", State.DRAFT, cells, at=given.THIS_MORNING, rev=9))

    with Studio(camera, furnish) as studio:
        chosen = _made(studio.folder, (("Biểu niêm yết quý II.jpg", 812_400), ("Công văn giải trình.pdf", 2_304_000)))
        form = studio.open(given.MAIN)
        form.files.presenter.add(chosen)
        studio.until(lambda: form.files.list.lines.rowCount() == 3)
        studio.settle()
        store = studio.office.open_store()
        held = store.report(given.MAIN)
        assert held is not None
        by_name = {file.name: file for file in attachments_of(held.mine)}
        store.attachments.arrived_there(by_name[chosen[0].name].hash)
        store.attachments.sent(by_name[chosen[1].name].hash, 1_036_800)
        store.close()
        form.files.presenter.refresh()
        studio.window.refresh()
        studio.settle()
        form.files.list.setCurrentIndex(form.files.list.lines.index(0))
        studio.shoot("form-files")
        dragged = QMimeData()
        dragged.setUrls([QUrl.fromLocalFile(str(chosen[0]))])
        hold, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        over = QDragEnterEvent(QPoint(40, 40), Qt.DropAction.CopyAction, dragged, hold, none)
        QApplication.sendEvent(form, over)
        studio.settle()
        studio.shoot("form-files-dragged")


def _made(folder: Path, files: Sequence[tuple[str, int]]) -> list[Path]:
    for name, size in files:
        (folder / name).write_bytes(bytes(size))
    return [folder / name for name, _ in files]


def on_a_larger_scale(camera: Camera) -> None:
    """The form where the screen is set to 125 %."""
    with Studio(camera, given.month) as studio:
        form = studio.open(given.MAIN)
        form.grid.go_to(3, 4)
        studio.settle()
        studio.shoot("form-125")


SCENES = (grid, begun, explained, hints, other, notes, files)
