"""What this computer is to the system, in words, and what keeps it from there. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.messages import words
from app.services.views import Computer
from ui.presenters.asking import Asking
from ui.presenters.phrases import Tone, error_words
from ui.presenters.ports import Desk
from ui.words import language, translate


def anew_words() -> str:
    """What is pressed, wherever it is offered, to enrol this computer anew."""
    return translate("Enrolment", "Cài đặt lại máy này…")


def computer_rows(computer: Computer) -> list[tuple[str, str]]:
    """What there is to say of it: names and values."""
    rows = (
        (translate("Enrolment", "Địa chỉ hệ thống"), computer.address),
        (translate("Enrolment", "Đơn vị"), computer.unit_name),
        (translate("Enrolment", "Cài đặt cho"), computer.person_name),
        (translate("Enrolment", "Tên máy"), computer.name),
    )
    return [(name, value) for name, value in rows if value]


class ThisComputerView(Protocol):
    """What shows it."""

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Names and values."""
        ...

    def say(self, text: str, tone: Tone) -> None:
        """What keeps the computer from the system, or from being read; empty for nothing."""
        ...


class ThisComputerPresenter:
    """Reads it and says it."""

    def __init__(self, view: ThisComputerView, desk: Desk) -> None:
        self._view = view
        self._asking = Asking(desk)

    def close(self) -> None:
        """The view goes; answers that come later show nothing."""
        self._asking.close()

    def refresh(self) -> None:
        """Read it again."""
        self._asking.ask(
            lambda workspace: (workspace.computer, workspace.sync_status().barred), self._on_read, self._on_failed
        )

    def _on_read(self, read: tuple[Computer, str]) -> None:
        computer, barred = read
        self._view.show_rows(computer_rows(computer))
        self._view.say(str(words(barred, {}, language=language())) if barred else "", Tone.ERROR)

    def _on_failed(self, error: Exception) -> None:
        self._view.say(error_words(error), Tone.ERROR)
