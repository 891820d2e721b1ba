"""Mạng cơ quan: whether this computer and the office's others tell each other what waits, while central is away."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSizePolicy, QWidget

from ui.look import Look
from ui.presenters.office_network import Met, OfficeNetworkPresenter
from ui.presenters.phrases import Tone
from ui.presenters.ports import Apart, NetworkSwitch
from ui.settings import Settings
from ui.widgets.card import Card
from ui.widgets.labels import Words
from ui.words import translate

_COLORS = {Tone.ATTENTION: "attention", Tone.ERROR: "error"}


class OfficeNetworkCard(Card):
    """The card. What is chosen holds at once; an address holds when it has been typed whole."""

    def __init__(
        self, look: Look, network: NetworkSwitch, settings: Settings, apart: Apart, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, padding=20, spacing=6, parent=parent)
        choices = settings.choices
        title = translate("Network", "Mạng cơ quan")
        hint = translate(
            "Network",
            "Khi mất kết nối với hệ thống, các máy cùng đơn vị trong mạng nội bộ trao đổi thay đổi chưa lên hệ thống. "
            "Mọi thứ đi trên mạng đều được mã hóa; chỉ máy được cài đặt cho cùng đơn vị đọc được.",
        )
        self.switch = QCheckBox(translate("Network", "Trao đổi với các máy cùng đơn vị"))
        self.switch.setFont(look.fonts.body)
        self.switch.setChecked(choices.office_network)
        self.switch.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.addresses = QLineEdit(choices.office_addresses)
        self.addresses.setFont(look.fonts.body)
        self.addresses.setPlaceholderText(translate("Network", "Ví dụ: 192.168.1.12"))
        self.addresses.setAccessibleName(translate("Network", "Địa chỉ các máy không tự tìm thấy"))
        label = Words(look, translate("Network", "Địa chỉ các máy không tự tìm thấy"), font="small", color="secondary")
        label.setBuddy(self.addresses)
        self._standing = Words(look, font="small", color="secondary", wrap=True)
        self.column.addWidget(Words(look, title, font="strong"))
        self.column.addWidget(Words(look, hint, font="small", color="secondary", wrap=True))
        for part in (self.switch, label, self.addresses, self._standing):
            self.column.addWidget(part)
        self.addresses.setEnabled(choices.office_network)
        self._presenter = OfficeNetworkPresenter(self, network, settings, apart)
        self._chosen = (choices.office_network, choices.office_addresses)
        self._presenter.show()
        self.switch.toggled.connect(self._on_chosen)
        self.addresses.editingFinished.connect(self._on_chosen)

    def close_page(self) -> None:
        """The page goes."""
        self._presenter.close()

    def meets(self, met: Met) -> None:
        """Another computer was met."""
        self._presenter.meets(met)

    @property
    def text(self) -> str:
        """What it says of the network."""
        return self._standing.text()

    def say(self, text: str, tone: Tone) -> None:
        self._standing.set_color(_COLORS.get(tone, "secondary"))
        self._standing.setText(text)

    @Slot()
    def _on_chosen(self) -> None:
        chosen = (self.switch.isChecked(), self.addresses.text())
        self.addresses.setEnabled(chosen[0])
        if chosen != self._chosen:  # leaving the field is not choosing
            self._chosen = chosen
            self._presenter.choose(on=chosen[0], typed=chosen[1])
