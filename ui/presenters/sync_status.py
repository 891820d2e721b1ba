"""The light and its sentence, what waits, and the next deadline: state turned into words. Knows no Qt."""

from __future__ import annotations

from typing import Protocol

from app.messages import words
from app.services.views import Light, SyncStatus
from sync.events import CycleEnded, CycleStarted, Event, StateChanged
from sync.state import SyncState
from ui.presenters.asking import Asking
from ui.presenters.phrases import Tone, days_tone, days_words, moment_text, time_text
from ui.presenters.ports import Desk
from ui.words import language, translate


class StatusView(Protocol):
    """What the status bar, or the sync page's head, can show."""

    def show_light(self, light: str, sentence: str) -> None:
        """The light ("green", "amber", "grey") and what it says."""
        ...

    def show_unsent(self, text: str) -> None:
        """How much waits; empty for nothing."""
        ...

    def show_deadline(self, text: str, tone: Tone) -> None:
        """The next deadline; empty for none."""
        ...

    def show_attention(self, count: int) -> None:
        """How many things wait for a person."""
        ...

    def show_busy(self, text: str) -> None:
        """What the engine is doing, or why it cannot; empty for nothing to say."""
        ...


def light_sentence(status: SyncStatus) -> str:
    """The light in words. Green is said only with the time at which it was proven."""
    if status.light is Light.GREEN and status.at is not None:
        return translate("Light", "Khớp với hệ thống · {time}").format(time=time_text(status.at))
    if status.light is Light.AMBER:
        if status.conflicts:
            return translate("Light", "Chưa khớp · {count} chỗ sửa ở hai nơi").format(count=status.conflicts)
        if status.refused:
            return translate("Light", "Chưa khớp · {count} mục bị từ chối").format(count=status.refused)
        return translate("Light", "Chưa khớp với hệ thống")
    if status.last_contact_at is None:
        return translate("Light", "Chưa kết nối được với hệ thống")
    return translate("Light", "Chưa kết nối được · lần cuối {time}").format(time=moment_text(status.last_contact_at))


def unsent_words(status: SyncStatus) -> str:
    """How much is not in the system yet."""
    count = status.waiting + status.in_flight
    return translate("Light", "{count} thay đổi chờ đồng bộ").format(count=count) if count else ""


def deadline_words(status: SyncStatus) -> tuple[str, Tone]:
    """The next deadline, with its tone."""
    if status.next_deadline is None:
        return "", Tone.NEUTRAL
    code, days = status.next_deadline
    said = translate("Light", "Hạn gần nhất: {code} {days}").format(code=code, days=days_words(days))
    return said, days_tone(days)


class SyncStatusPresenter:
    """Keeps a light and its words true: asks after every save, every cycle, and as time passes."""

    def __init__(self, view: StatusView, desk: Desk) -> None:
        self._view = view
        self._asking = Asking(desk)

    def close(self) -> None:
        """The view goes; answers that come later show nothing."""
        self._asking.close()

    def refresh(self) -> None:
        """Ask how things stand."""
        self._asking.ask(lambda workspace: workspace.sync_status(), self._on_status, self._on_failed)

    def _on_status(self, status: SyncStatus) -> None:
        self._view.show_light(status.light.value, light_sentence(status))
        self._view.show_unsent(unsent_words(status))
        self._view.show_deadline(*deadline_words(status))
        self._view.show_attention(status.conflicts + status.refused)

    def _on_failed(self, _error: Exception) -> None:
        self._view.show_light("grey", translate("Light", "Chưa đọc được kho dữ liệu trên máy này"))

    def on_event(self, event: Event) -> None:
        """The engine did something."""
        if isinstance(event, CycleStarted):
            self._view.show_busy(translate("Light", "Đang đồng bộ…"))
        elif isinstance(event, CycleEnded):
            self._view.show_busy("")
            self.refresh()
        elif isinstance(event, StateChanged):
            self._view.show_busy(engine_words(event))


def engine_words(event: StateChanged) -> str:
    """What the engine is doing now, where a person should know."""
    if event.state is SyncState.RUNNING:
        return translate("Light", "Đang đồng bộ…")
    if event.state is SyncState.PAUSED:
        return translate("Light", "Đồng bộ đang tạm dừng")
    if event.state in (SyncState.BLOCKED, SyncState.SIGNED_OUT) and event.code:
        return words(event.code, {}, language=language()).what
    return ""
