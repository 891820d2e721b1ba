"""The office network by keyboard: switched on and off; and what another computer has, beside what stands here."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain import signing
from app.domain.exchange import DeviceChange
from app.domain.operations import CellEdit, Chain, EditBody, Kind, Operation, chain_statement, opening_hash
from app.domain.proving import proven_hashes
from app.domain.workflow import State
from app.errors import TransientError
from sync.events import PeerHeard
from tests.gui.conftest import Desktop
from tests.gui.office import Office, filled, key_of, report, shipped
from ui.look import Look
from ui.presenters import cells
from ui.presenters.ports import in_place
from ui.settings import Choices, SettingsInMemory
from ui.views.settings import SettingsPage
from ui.widgets.office_network import OfficeNetworkCard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

KEY = key_of("II.06a/VPCP/KSTT", "2026-Q2")
OTHER = "44" * 32


@dataclass
class FakeSwitch:
    """Remembers how it was switched; fails while told to."""

    switched: list[tuple[bool, str]] = field(default_factory=list)
    failing: bool = False

    def switch(self, *, on: bool, typed: str = "") -> None:
        if self.failing:
            raise TransientError("lan.unreachable", host="192.168.1.12")
        self.switched.append((on, typed))


@pytest.fixture
def card(qtbot: QtBot, look: Look) -> OfficeNetworkCard:
    made = OfficeNetworkCard(look, FakeSwitch(), SettingsInMemory(), in_place)
    return shown(qtbot, made)


def shown(qtbot: QtBot, card: OfficeNetworkCard) -> OfficeNetworkCard:
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    card.activateWindow()
    card.switch.setFocus()
    return card


def test_it_is_off_until_somebody_switches_it_on(card: OfficeNetworkCard) -> None:
    assert (card.switch.isChecked(), card.text) == (
        False,
        "Đang tắt. Máy này không nghe và không gọi máy nào.",
    )


def test_it_is_switched_on_by_the_space_bar_and_an_address_holds_when_it_was_typed(qtbot: QtBot, look: Look) -> None:
    switch, settings = FakeSwitch(), SettingsInMemory()
    card = shown(qtbot, OfficeNetworkCard(look, switch, settings, in_place))
    QTest.keyClick(card.switch, Qt.Key.Key_Space)
    QTest.keyClicks(card.addresses, "192.168.1.12")
    QTest.keyClick(card.addresses, Qt.Key.Key_Return)
    assert switch.switched == [(True, ""), (True, "192.168.1.12")]
    assert (settings.choices.office_network, settings.choices.office_addresses) == (True, "192.168.1.12")
    assert card.text.startswith("Đang bật. Khi mất kết nối với hệ thống")
    QTest.keyClick(card.addresses, Qt.Key.Key_Return)
    assert len(switch.switched) == 2
    QTest.keyClick(card.switch, Qt.Key.Key_Space)
    assert switch.switched[-1] == (False, "192.168.1.12")


def test_an_address_is_typed_only_while_it_is_switched_on(card: OfficeNetworkCard) -> None:
    assert not card.addresses.isEnabled()
    QTest.keyClick(card.switch, Qt.Key.Key_Space)
    assert card.addresses.isEnabled()


def test_an_address_that_cannot_be_read_is_said(qtbot: QtBot, look: Look) -> None:
    settings = SettingsInMemory(Choices(office_network=True, office_addresses="192.168.1.12:x"))
    card = shown(qtbot, OfficeNetworkCard(look, FakeSwitch(), settings, in_place))
    assert card.text == "Đang bật. Có địa chỉ không đọc được; viết như 192.168.1.12."


def test_an_address_outside_the_office_is_said_before_anybody_is_called(qtbot: QtBot, look: Look) -> None:
    settings = SettingsInMemory(Choices(office_network=True, office_addresses="192.168.1.12; 8.8.8.8"))
    card = shown(qtbot, OfficeNetworkCard(look, FakeSwitch(), settings, in_place))
    assert card.text.startswith("Đang bật. Địa chỉ 8.8.8.8 không nằm trong mạng của cơ quan.")


def test_whom_this_computer_met_last_is_said_whenever_the_settings_are_opened(desktop: Desktop) -> None:
    desktop.window._services.settings.keep(Choices(office_network=True))
    desktop.engine.listener(PeerHeard(device="PC-VP-02", reports=()))
    desktop.settle()
    desktop.keys.press("Ctrl+5")
    page = desktop.window.page
    assert isinstance(page, SettingsPage)
    assert page.network is not None
    assert page.network.text.endswith("Gần nhất: gặp máy “PC-VP-02” lúc 14:02 14/06/2026.")
    desktop.engine.listener(PeerHeard(device="PC-VP-03", reports=()))
    desktop.wait(lambda: "“PC-VP-03”" in page.network.text)


def test_a_door_that_cannot_be_opened_is_said_in_words(qtbot: QtBot, look: Look) -> None:
    card = shown(qtbot, OfficeNetworkCard(look, FakeSwitch(failing=True), SettingsInMemory(), in_place))
    QTest.keyClick(card.switch, Qt.Key.Key_Space)
    assert card.text.startswith("Không gặp được máy 192.168.1.12 trong mạng của cơ quan.")


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose other computer has another figure in one cell, and central not yet."""
    form = shipped("II.06a/VPCP/KSTT")
    office.book(
        report(form, "2026-Q2", State.DRAFT, filled(), at="2026-06-14T06:50:00+00:00"),
        *(
            DeviceChange(device=device, unit=office.me.unit, name=name, person="p-an", public_key=key, revoked=False)
            for device, name, key in (
                ("d-1", "PC-VP-01", "33" * 32),
                ("d-2", "PC-VP-02", signing.public_key(OTHER)),
            )
        ),
    )
    edit = EditBody(cells=(CellEdit("main/k01/c4", "412", "500"),))
    operation = Operation(
        device="d-2",
        epoch="00000000000000aa",
        seq=1,
        prev=opening_hash("d-2", "00000000000000aa", None),
        author="p-an",
        kind=Kind.EDIT,
        report=KEY,
        form=form.hash,
        after=0,
        at=1_781_420_000,
        body=edit,
    )
    signature = signing.sign(OTHER, chain_statement("d-2", operation.epoch, 1, operation.hash()))
    chain = Chain(device="d-2", epoch=operation.epoch, follows=None, operations=(operation,), signature=signature)
    store = office.open_store()
    hashes = proven_hashes(chain, signing.public_key(OTHER))
    store.peers.take_in("d-2", operation.epoch, 0, chain, hashes)
    store.close()
    return office


def test_what_the_other_computer_has_is_said_in_the_header_and_beside_the_cell_and_is_not_in_it(
    desktop: Desktop,
) -> None:
    desktop.window.open_report(KEY)
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.settle()
    page = desktop.window.form
    assert page is not None
    assert page.head._sub.text().endswith("Trên máy PC-VP-02, chưa lên hệ thống: 1 ô")
    page.presenter.tables.go_to("main/k01/c4")
    desktop.settle()
    row, column = page.presenter.tables.place
    beside = [bool(desktop.flags_at(row, at) & cells.NEARBY) for at in (column, column + 1)]
    assert beside == [True, False]
    note = page._bar.texts[3]
    assert note.endswith("Trên máy PC-VP-02 (Nguyễn Thị An), chưa lên hệ thống: 500.")
    store = desktop.office.open_store()
    stored = store.report(KEY)
    store.close()
    assert stored is not None
    assert stored.mine["main/k01/c4"] == "412"
