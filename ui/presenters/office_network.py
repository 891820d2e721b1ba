"""The office network switched on and off, and what is said of it. Knows no Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from app.errors import AppError
from app.messages import explain
from sync.lan import addresses_of
from ui.presenters.phrases import Tone
from ui.presenters.ports import Apart, NetworkSwitch
from ui.settings import Settings
from ui.words import language, translate


class OfficeNetworkView(Protocol):
    """What shows it."""

    def say(self, text: str, tone: Tone) -> None:
        """What holds, or what went wrong."""
        ...


def standing_words(*, on: bool, typed: str) -> tuple[str, Tone]:
    """What holds."""
    if not on:
        return translate("Network", "Đang tắt. Máy này không nghe và không gọi máy nào."), Tone.NEUTRAL
    count, words = len(addresses_of(typed)), len(typed.replace(",", " ").split())
    if count < words:
        return translate("Network", "Đang bật. Có địa chỉ không đọc được; viết như 192.168.1.12."), Tone.ATTENTION
    return (
        translate("Network", "Đang bật. Khi mất kết nối với hệ thống, máy này trao đổi với các máy cùng đơn vị."),
        Tone.OK,
    )


class OfficeNetworkPresenter:
    """Keeps what a person chose, and lets it hold at once."""

    def __init__(self, view: OfficeNetworkView, network: NetworkSwitch, settings: Settings, apart: Apart) -> None:
        self._view = view
        self._network = network
        self._settings = settings
        self._apart = apart
        self._closed = False

    def close(self) -> None:
        """The view goes; answers that come later show nothing."""
        self._closed = True

    def show(self) -> None:
        """Say what holds."""
        choices = self._settings.choices
        self._view.say(*standing_words(on=choices.office_network, typed=choices.office_addresses))

    def choose(self, *, on: bool, typed: str) -> None:
        """From now on so; a door is opened or closed apart from the window."""
        typed = " ".join(typed.split())
        self._settings.keep(replace(self._settings.choices, office_network=on, office_addresses=typed))

        def on_failed(error: Exception) -> None:
            if not self._closed:
                told = error if isinstance(error, AppError) else AppError()
                self._view.say(str(explain(told, language=language())), Tone.ERROR)

        def on_done(_: object) -> None:
            if not self._closed:
                self.show()

        self._apart(lambda: self._network.switch(on=on, typed=typed), on_done, on_failed)
