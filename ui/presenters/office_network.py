"""The office network switched on and off, and what is said of it. Knows no Qt."""

from __future__ import annotations

from typing import Protocol

import msgspec
from msgspec.structs import replace

from app.messages import words
from sync.lan import addresses_of, is_far, typed_parts
from ui.presenters.phrases import Tone, error_words, moment_text
from ui.presenters.ports import Apart, NetworkSwitch
from ui.settings import Settings
from ui.words import language, translate


class Met(msgspec.Struct, frozen=True):
    """A meeting with another computer of the office."""

    device: str
    """What people call it."""
    at: int
    """Unix seconds."""


class OfficeNetworkView(Protocol):
    """What shows it."""

    def say(self, text: str, tone: Tone) -> None:
        """What holds, or what went wrong."""
        ...


def standing_words(*, on: bool, typed: str, met: Met | None = None) -> tuple[str, Tone]:
    """What holds, and whom this computer met last."""
    if not on:
        return translate("Network", "Đang tắt. Máy này không nghe và không gọi máy nào."), Tone.NEUTRAL
    addresses = addresses_of(typed)
    if len(addresses) < len(typed_parts(typed)):
        return translate("Network", "Đang bật. Có địa chỉ không đọc được; viết như 192.168.1.12."), Tone.ATTENTION
    far = next((host for host, _ in addresses if is_far(host)), "")
    if far:
        said = translate("Network", "Đang bật.")
        return f"{said} {words('lan.far', {'host': far}, language=language())}", Tone.ATTENTION
    said = translate("Network", "Đang bật. Khi mất kết nối với hệ thống, máy này trao đổi với các máy cùng đơn vị.")
    if met is not None:
        last = translate("Network", "Gần nhất: gặp máy “{device}” lúc {time}.")
        said = f"{said} {last.format(device=met.device, time=moment_text(met.at))}"
    return said, Tone.OK


class OfficeNetworkPresenter:
    """Keeps what a person chose, and lets it hold at once."""

    def __init__(self, view: OfficeNetworkView, network: NetworkSwitch, settings: Settings, apart: Apart) -> None:
        self._view = view
        self._network = network
        self._settings = settings
        self._apart = apart
        self._met: Met | None = None
        self._closed = False

    def close(self) -> None:
        """The view goes; answers that come later show nothing."""
        self._closed = True

    def show(self) -> None:
        """Say what holds."""
        choices = self._settings.choices
        self._view.say(*standing_words(on=choices.office_network, typed=choices.office_addresses, met=self._met))

    def meets(self, met: Met) -> None:
        """Another computer was met."""
        self._met = met
        self.show()

    def choose(self, *, on: bool, typed: str) -> None:
        """From now on so; a door is opened or closed apart from the window."""
        typed = " ".join(typed.split())
        self._settings.keep(replace(self._settings.choices, office_network=on, office_addresses=typed))

        def on_failed(error: Exception) -> None:
            if not self._closed:
                self._view.say(error_words(error), Tone.ERROR)

        def on_done(_: object) -> None:
            if not self._closed:
                self.show()

        self._apart(lambda: self._network.switch(on=on, typed=typed), on_done, on_failed)
