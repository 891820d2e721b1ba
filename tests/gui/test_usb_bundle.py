"""Mang bằng USB, by keyboard: a bundle out of the real store and back, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.domain import signing
from app.domain.envelopes import EnvelopeKind, Header, read_bundle, write_envelope
from app.domain.exchange import key_id
from app.domain.sealing import sealing_key
from tests.gui.conftest import Desktop
from tests.gui.office import DEVICE_KEY, Office
from ui.views.sync import SyncPage
from ui.widgets.usb_bundle import UsbBundle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CENTRAL = "22" * 32


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose central takes bundles."""
    store = office.open_store()
    identity = store.identity()
    assert identity is not None
    store.enrol(
        msgspec.structs.replace(
            identity, central_key=signing.public_key(CENTRAL), central_sealing_key=sealing_key(CENTRAL)
        )
    )
    store.close()
    return office


@pytest.fixture
def usb(desktop: Desktop) -> UsbBundle:
    desktop.window.show_page("sync")
    desktop.settle()
    page = desktop.window.page
    assert isinstance(page, SyncPage)
    return page.usb


def focus_on(desktop: Desktop, usb: UsbBundle, name: str) -> None:
    """Tab to a button of the section."""
    wanted = getattr(usb, name)
    for _ in range(40):
        if QApplication.focusWidget() is wanted:
            return
        desktop.keys.press("Tab")
    pytest.fail(f"{name} is not reached by Tab")


def chosen(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The system's own dialog, answered."""
    for ask in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, ask, lambda *_: (str(path), ""))


def test_a_bundle_is_exported_by_keys_and_stands_there_as_on_its_way(
    desktop: Desktop, usb: UsbBundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert usb.standing_text.startswith("Khi không có mạng: xuất gói ra USB")
    path = tmp_path / "away"
    chosen(monkeypatch, path)
    focus_on(desktop, usb, "write")
    desktop.keys.press("Space")
    desktop.wait(lambda: usb.text != "")
    assert usb.text.startswith("Đã xuất gói; máy này không có thay đổi nào chờ lên hệ thống.")
    (envelope,) = read_bundle((tmp_path / "away.sbc").read_bytes())
    assert (envelope.header.device, envelope.header.number) == ("d-1", 1)
    desktop.wait(lambda: usb.standing_text.startswith("Gói số 1 xuất lúc 14:02 hôm nay"))


def test_what_is_carried_for_another_office_offers_its_note(
    desktop: Desktop, usb: UsbBundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "theirs.sbc"
    store = desktop.office.open_store()
    identity = store.identity()
    store.close()
    assert identity is not None
    header = Header(
        kind=EnvelopeKind.TO_CENTRAL,
        id="cd" * 16,
        central=key_id(identity.central_key),
        device="d-2",
        office="UBND xã Tân Lập",
        made_at=1,
    )
    path.write_bytes(write_envelope(header, [], to=sealing_key(CENTRAL), private_key=DEVICE_KEY, reply_to="00" * 32))
    chosen(monkeypatch, path)
    focus_on(desktop, usb, "take")
    desktop.keys.press("Space")
    desktop.wait(lambda: usb.note.isVisible())
    assert usb.text.startswith("Đã nhận mang hộ gói của UBND xã Tân Lập.")


def test_a_file_that_is_no_bundle_is_said_so_and_the_keyboard_stays(
    desktop: Desktop, usb: UsbBundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"xin chao")
    chosen(monkeypatch, path)
    focus_on(desktop, usb, "take")
    desktop.keys.press("Space")
    desktop.wait(lambda: usb.text != "")
    assert usb.text.startswith("Tệp này không phải là gói dữ liệu của Sổ Báo Cáo.")
    assert QApplication.focusWidget() is usb.take
