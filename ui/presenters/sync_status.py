"""The light and its sentence, what waits, and the next deadline: state turned into words. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from app.messages import words
from app.services.views import Light, SyncStatus
from sync.events import AnswerBooked, CycleEnded, CycleStarted, Event, FileMoved, StateChanged
from sync.state import SyncState
from ui.presenters.asking import Asking
from ui.presenters.phrases import Tone, age_words, days_tone, days_words, moment_text, size_text, time_text
from ui.words import language, translate

if TYPE_CHECKING:
    from ui.presenters.ports import Desk


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
    """The light in words. Green is said only with the time at which it was proven, grey with the time it began."""
    at = 0 if status.at is None else status.at
    if status.barred and status.light is Light.GREY:
        return translate("Light", "Chưa kết nối được · máy này cần cài đặt lại")
    if status.barred:
        return translate("Light", "Chưa khớp · máy này cần cài đặt lại")
    return {
        "light.agreed": translate("Light", "Khớp với hệ thống · {time}").format(time=time_text(at)),
        "light.conflicts": translate("Light", "Chưa khớp · {count} chỗ sửa ở hai nơi").format(count=status.conflicts),
        "light.refused": translate("Light", "Chưa khớp · {count} mục bị từ chối").format(count=status.refused),
        "light.waiting": translate("Light", "Chưa khớp · còn thay đổi chờ đồng bộ"),
        "light.going": _going_sentence(status),
        "light.differs": translate("Light", "Chưa khớp · số liệu hai bên chưa giống nhau"),
        "light.unproven": translate("Light", "Chưa khớp · chưa đối chiếu xong với hệ thống"),
        "light.never": translate("Light", "Chưa kết nối được với hệ thống"),
        "light.silent": translate("Light", "Chưa kết nối được · lần cuối {time}").format(time=moment_text(at)),
        "light.clock": translate("Light", "Chưa rõ · đồng hồ máy này vừa bị lùi lại"),
    }.get(status.code, translate("Light", "Chưa khớp với hệ thống"))


def _going_sentence(status: SyncStatus) -> str:
    if status.in_flight:
        return translate("Light", "Chưa khớp · còn thay đổi hệ thống chưa xác nhận")
    return translate("Light", "Chưa khớp · còn tệp đính kèm chờ đồng bộ")


UNREACHABLE = "sync.unreachable"
_SAY_SO = ("light.never", "light.silent")
"""Lights whose sentence says that the system is not reached."""

SKEW_SAID_S = 120
"""From here on a difference between the clocks is worth a word."""


def skew_words(status: SyncStatus) -> str:
    """How far this computer's clock is off the system's; empty where it hardly is."""
    skew_s = status.clock_skew_s
    if skew_s is None or abs(skew_s) < SKEW_SAID_S:
        return ""
    said = translate("Light", "Đồng hồ máy này chậm {time} so với hệ thống: hạn gửi tính theo giờ hệ thống.")
    if skew_s < 0:
        said = translate("Light", "Đồng hồ máy này nhanh {time} so với hệ thống: hạn gửi tính theo giờ hệ thống.")
    return said.format(time=age_words(abs(skew_s)))


def unsent_words(status: SyncStatus) -> str:
    """How much is not in the system yet."""
    said = (
        (translate("Light", "{count} thay đổi chờ đồng bộ"), status.waiting + status.in_flight),
        (translate("Light", "{count} tệp chờ đồng bộ"), status.uploading),
    )
    return " · ".join(text.format(count=count) for text, count in said if count)


def deadline_words(status: SyncStatus) -> tuple[str, Tone]:
    """The next deadline, with its tone."""
    if status.next_deadline is None:
        return "", Tone.NEUTRAL
    code, days = status.next_deadline
    said = translate("Light", "Hạn gần nhất: {code} {days}").format(code=code, days=days_words(days))
    return said, days_tone(days)


class SyncStatusPresenter:
    """Keeps a light and its words true: asks after every save, every cycle, and as time passes."""

    def __init__(self, view: StatusView, desk: Desk, standing: Callable[[], str] = str) -> None:
        """`standing` says what holds synchronising back where the engine has nothing to say."""
        self._view = view
        self._asking = Asking(desk)
        self._standing = standing
        self._doing = self._code = ""
        self._is_away = False

    def close(self) -> None:
        """The view goes; answers that come later show nothing."""
        self._asking.close()

    def refresh(self) -> None:
        """Ask how things stand."""
        self._asking.ask(lambda workspace: workspace.sync_status(), self._on_status, self._on_failed)
        self._say(self._doing, self._code)

    def beside_light(self, said: str, code: str) -> str:
        """What is said of an error beside the light: nothing where that says the same."""
        return "" if code == UNREACHABLE and self._is_away else said

    def _on_status(self, status: SyncStatus) -> None:
        self._is_away = status.code in _SAY_SO
        self._view.show_light(status.light.value, light_sentence(status))
        self._view.show_unsent(unsent_words(status))
        self._view.show_deadline(*deadline_words(status))
        self._view.show_attention(status.conflicts + status.refused + status.questions)
        self._say(self._doing, self._code)

    def _on_failed(self, _error: Exception) -> None:
        self._view.show_light("grey", translate("Light", "Chưa đọc được kho dữ liệu trên máy này"))

    def _say(self, doing: str, code: str = "") -> None:
        self._doing, self._code = doing, code
        self._view.show_busy(self.beside_light(doing, code) or self._standing())

    def on_event(self, event: Event) -> None:
        """The engine did something."""
        if isinstance(event, CycleStarted):
            self._say(translate("Light", "Đang đồng bộ…"))
        elif isinstance(event, CycleEnded):
            self._say("")
            self.refresh()
        elif isinstance(event, AnswerBooked):
            self.refresh()
        elif isinstance(event, FileMoved):
            self._say(file_words(event))
        elif isinstance(event, StateChanged):
            self._say(engine_words(event), event.code)


def file_words(event: FileMoved) -> str:
    """How far a file is; between two of them only that something goes on."""
    if event.code or event.is_whole:
        return translate("Light", "Đang đồng bộ…")
    said = translate("Light", "Đang đưa tệp lên: “{name}”, {done} trong {size}")
    if not event.outward:
        said = translate("Light", "Đang tải tệp về: “{name}”, {done} trong {size}")
    return said.format(name=event.name, done=size_text(event.done), size=size_text(event.size))


def engine_words(event: StateChanged) -> str:
    """What the engine is doing now, where a person should know."""
    if event.state is SyncState.RUNNING:
        return translate("Light", "Đang đồng bộ…")
    if event.state is SyncState.PAUSED:
        return translate("Light", "Đã tạm dừng đồng bộ")
    if event.state in (SyncState.WAITING, SyncState.BLOCKED, SyncState.SIGNED_OUT) and event.code:
        return words(event.code, event.params, language=language()).what
    return ""
