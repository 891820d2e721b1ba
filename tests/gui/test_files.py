"""Attached files by hand: dropped on the form, chosen by keys, opened, taken away; and the words of it all."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from app.domain.attachments import attachments_of
from app.domain.canonical import content_hash
from app.domain.operations import ActBody, Kind
from app.domain.workflow import State
from sync.events import FileMoved
from tests.gui.conftest import Desktop
from tests.gui.office import Office, filled, key_of, report, shipped
from ui.widgets.file_page import FilePage
from ui.widgets.side_panel import PANELS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

KEY = key_of("II.06a/VPCP/KSTT", "2026-Q2")
DATA = bytes(range(256)) * 6_000
"""1,536,000 bytes: two pieces."""


@pytest.fixture
def office(office: Office) -> Office:
    office.book(report(shipped("II.06a/VPCP/KSTT"), "2026-Q2", State.DRAFT, filled(), at="2026-06-14T06:50:00+00:00"))
    return office


@pytest.fixture
def form(desktop: Desktop) -> Desktop:
    return opened(desktop)


def opened(desktop: Desktop) -> Desktop:
    desktop.window.open_report(KEY)
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.settle()
    return desktop


def page(desktop: Desktop) -> FilePage:
    assert desktop.window.form is not None
    return desktop.window.form.files


def names(desktop: Desktop) -> list[str]:
    return [line.heading for line in page(desktop).list.lines.lines]  # type: ignore[union-attr]  # lines of one kind


def written(folder: Path, name: str = "Phụ lục 1.pdf", data: bytes = DATA) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def mime(paths: Sequence[Path]) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag_in(target: QWidget, data: QMimeData) -> bool:
    """Whether the widget takes what is dragged over it."""
    event = QDragEnterEvent(
        QPoint(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def drop(target: QWidget, paths: Sequence[Path]) -> bool:
    """Drag files over a widget and let go; whether they were taken."""
    data = mime(paths)
    drag_in(target, data)
    either = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    event = QDropEvent(QPointF(20, 20), either, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(target, event)
    return event.isAccepted() and event.dropAction() == Qt.DropAction.CopyAction


def test_files_dropped_on_the_form_are_kept_whole_and_named_by_the_report(form: Desktop, tmp_path: Path) -> None:
    first, second = written(tmp_path), written(tmp_path, "ảnh.jpg", b"jpeg")
    assert form.window.form is not None
    assert drop(form.window.form.grid.viewport(), [first, second])
    form.wait(lambda: names(form) == ["Phụ lục 1.pdf", "ảnh.jpg"])
    form.settle()
    assert form.window.form.panel._tabs.title(PANELS.index("files")) == "Đính kèm (2)"
    assert page(form).total_text == "2 tệp · 1,5 MB trong 100 MB"
    store = form.office.open_store()
    files = attachments_of(store.report(KEY).mine)
    assert [(file.name, file.size) for file in files] == [("Phụ lục 1.pdf", len(DATA)), ("ảnh.jpg", 4)]
    assert files[0].hash == blake2b(DATA, digest_size=32).hexdigest()
    assert store.attachments.piece(files[0].hash, 1_000_000, 100) == DATA[1_000_000:1_000_100]
    assert store.light_facts().uploading == 2
    store.close()
    assert first.exists()


def test_while_files_are_dragged_a_veil_says_what_would_become_of_them(form: Desktop, tmp_path: Path) -> None:
    assert form.window.form is not None
    veil = form.window.form.drop
    assert drag_in(form.window.form, mime([written(tmp_path)]))
    assert (veil.isVisible(), veil.words) == (True, "Thả tệp vào đây để đính kèm vào báo cáo")
    QApplication.sendEvent(form.window.form, QDragLeaveEvent())
    assert not veil.isVisible()


def test_what_is_no_file_of_this_computer_is_not_taken(form: Desktop) -> None:
    words, elsewhere = QMimeData(), QMimeData()
    words.setText("chữ")
    elsewhere.setUrls([QUrl("https://example.vn/a.pdf")])
    assert form.window.form is not None
    for data in (words, elsewhere):
        assert not drag_in(form.window.form, data)
        assert not form.window.form.drop.isVisible()


def test_a_file_dropped_on_a_field_for_words_is_attached_and_not_written_into_it(form: Desktop, tmp_path: Path) -> None:
    assert form.window.form is not None
    form.window.form.panel.choose(PANELS.index("notes"))
    field = form.window.form.notes.field
    drop(field.viewport(), [written(tmp_path)])
    form.wait(lambda: names(form) == ["Phụ lục 1.pdf"])
    assert field.toPlainText() == ""


def test_a_sealed_report_says_why_it_takes_no_file(desktop: Desktop, tmp_path: Path) -> None:
    store = desktop.office.open_store()
    head = store.report(KEY)
    store.act(KEY, Kind.SEAL, ActBody(content=content_hash(head.form, head.mine)), author="p-an")
    store.close()
    form = opened(desktop)
    assert form.window.form is not None
    drop(form.window.form, [written(tmp_path)])
    assert form.window.form.notice.text == ("Báo cáo đã chốt nên không đính kèm được. Muốn đính kèm, hủy chốt trước.")
    assert (names(form), page(form).empty_text) == ([], "Báo cáo không có tệp đính kèm.")


def test_a_program_is_refused_with_words(form: Desktop, tmp_path: Path) -> None:
    assert form.window.form is not None
    drop(form.window.form, [written(tmp_path, "cài đặt.exe", b"MZ")])
    form.wait(lambda: form.window.form.notice.text.startswith("“cài đặt.exe” là tệp chương trình"))
    assert names(form) == []


@pytest.fixture
def filed(form: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    """A report with a file that was attached by keys alone; the list has the keyboard."""
    chosen = [str(written(tmp_path))]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen, ""))
    form.keys.press("Ctrl+Shift+A")
    form.wait(lambda: names(form) == ["Phụ lục 1.pdf"] and page(form).busy_text == "")
    form.settle()
    form.keys.press("F6")
    assert page(form).list.hasFocus()
    return form


def test_a_file_is_taken_away_and_brought_back_by_keys(filed: Desktop) -> None:
    filed.keys.press("Delete")
    filed.settle()
    assert (names(filed), filed.window.form.notice.text) == ([], "Đã bỏ tệp “Phụ lục 1.pdf” khỏi báo cáo.")
    filed.window.form.take_focus()
    filed.keys.press("Ctrl+Z")
    filed.settle()
    assert names(filed) == ["Phụ lục 1.pdf"]
    store = filed.office.open_store()
    assert len(attachments_of(store.report(KEY).mine)) == 1
    store.close()


def test_a_file_is_opened_by_enter_as_a_copy_that_is_gone_with_the_window(
    filed: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(Path(url.toLocalFile())) or True)
    filed.keys.press("Return")
    filed.wait(lambda: bool(shown))
    assert (shown[0].name, shown[0].read_bytes()) == ("Phụ lục 1.pdf", DATA)
    assert shown[0].stat().st_mode & 0o222 == 0
    filed.window.close()
    assert not shown[0].exists()


def test_a_copy_is_saved_by_keys(filed: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "ra.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    filed.keys.press("Ctrl+S")
    filed.wait(place.exists)
    filed.wait(lambda: filed.window.form.notice.text == "Đã lưu tệp “ra.pdf”.")
    assert place.read_bytes() == DATA


def test_the_list_tells_a_screen_reader_name_size_and_how_far_it_is(filed: Desktop) -> None:
    index = page(filed).list.lines.index(0)
    spoken = index.data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "Phụ lục 1.pdf. 1,5 MB. Chờ đồng bộ. Nguyễn Thị An · 14:02 hôm nay"
    interface = QAccessible.queryAccessibleInterface(page(filed).list)
    assert interface.text(QAccessible.Text.Name) == "Tệp đính kèm của báo cáo"


def test_every_act_of_the_page_is_reached_by_tab_and_has_a_name(filed: Desktop) -> None:
    reached = []
    for _ in range(4):
        filed.keys.press("Tab")
        widget = QApplication.focusWidget()
        interface = QAccessible.queryAccessibleInterface(widget)
        reached.append(interface.text(QAccessible.Text.Name))
    assert reached[:3] == ["Mở", "Lưu ra tệp…", "Bỏ"]


def test_a_file_on_its_way_moves_in_the_list_and_in_the_status_bar(filed: Desktop) -> None:
    hash_ = blake2b(DATA, digest_size=32).hexdigest()
    assert filed.engine is not None
    event = FileMoved(hash=hash_, name="Phụ lục 1.pdf", done=768_000, size=len(DATA), outward=True)
    filed.engine.listener(event)
    filed.wait(lambda: page(filed).list.lines.lines[0].body == "Đã lên 50 %")
    filed.window.show_page("sync")
    filed.engine.listener(event)
    sync = filed.window.page
    filed.wait(lambda: sync.busy_text == "Đang đưa tệp lên: “Phụ lục 1.pdf”, 768,0 kB trong 1,5 MB")
    filed.settle()
    waiting = [(line.heading, line.right, line.foot) for line in sync.lists[0].lines.lines]
    assert ("Phụ lục 1.pdf", "Chờ đồng bộ", "Tệp đính kèm, 1,5 MB") in waiting


def test_what_is_typed_while_a_large_file_is_read_is_saved_beside_it(form: Desktop, tmp_path: Path) -> None:
    large = written(tmp_path, "to.pdf", DATA * 8)
    assert form.window.form is not None
    drop(form.window.form, [large])
    form.window.form.take_focus()
    form.window.form.grid.go_to(1, 3)
    form.keys.type("777")
    form.keys.press("Return")
    form.wait(lambda: names(form) == ["to.pdf"])
    form.settle()
    store = form.office.open_store()
    assert store.report(KEY).mine["main/k01/c4"] == "777"
    store.close()


def test_the_key_to_the_panel_comes_to_the_button_where_there_is_no_file(form: Desktop) -> None:
    assert form.window.form is not None
    form.window.form.panel.choose(PANELS.index("files"))
    form.keys.press("F6")
    widget = QApplication.focusWidget()
    assert widget is not None
    assert widget.accessibleName() == "Thêm tệp…"
