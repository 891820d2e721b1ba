"""Words that several pages share: states, severities, days left, times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum

from app.clock import VIETNAM
from app.domain.relations.tree import Severity
from app.domain.workflow import State
from app.errors import AppError
from app.messages import explain, unsaid
from ui.words import language, translate


class Tone(StrEnum):
    """How a chip or a sentence looks; the words carry the meaning."""

    NEUTRAL = "neutral"
    INFO = "info"
    OK = "ok"
    ATTENTION = "attention"
    ERROR = "error"


def state_words(state: State) -> str:
    """A report's state in words."""
    return {
        State.DRAFT: translate("State", "Đang lập"),
        State.SEALED: translate("State", "Đã chốt"),
        State.SIGNED: translate("State", "Đã ký"),
        State.SUBMITTED: translate("State", "Đã gửi"),
        State.RECEIVED: translate("State", "Đã tiếp nhận"),
        State.ACCEPTED: translate("State", "Đã chấp nhận"),
        State.RETURNED: translate("State", "Bị trả lại"),
    }[state]


def state_tone(state: State) -> Tone:
    """How a state's chip looks."""
    return {
        State.DRAFT: Tone.NEUTRAL,
        State.SEALED: Tone.INFO,
        State.SIGNED: Tone.INFO,
        State.SUBMITTED: Tone.OK,
        State.RECEIVED: Tone.OK,
        State.ACCEPTED: Tone.OK,
        State.RETURNED: Tone.ERROR,
    }[state]


def severity_words(severity: Severity) -> str:
    """A finding's weight in words."""
    return {
        Severity.ERROR: translate("Severity", "Lỗi"),
        Severity.EXPLAIN: translate("Severity", "Cần giải trình"),
        Severity.WARNING: translate("Severity", "Cảnh báo"),
        Severity.INCOMPLETE: translate("Severity", "Chưa đủ"),
    }[severity]


def sync_words(sync: str) -> tuple[str, Tone] | None:
    """Where a report's data is, in words; None where there is nothing to say."""
    waits = (translate("Data", "Chờ đồng bộ"), Tone.ATTENTION)
    return {
        "waiting": waits,
        # Numbered, and perhaps sent: whether anything goes on just now, only the engine knows and says.
        "going": waits,
        "there": (translate("Data", "Đã lên hệ thống"), Tone.OK),
        "conflict": (translate("Data", "Sửa ở hai nơi"), Tone.ERROR),
        "refused": (translate("Data", "Bị từ chối"), Tone.ERROR),
    }.get(sync)


def days_words(days_left: int, hours_left: int | None = None) -> str:
    """A countdown: "còn 2 ngày", "quá hạn 3 ngày"; on the day itself "hôm nay", or where they are known its hours."""
    if days_left > 1:
        return translate("Countdown", "còn {days} ngày").format(days=days_left)
    if days_left == 1:
        return translate("Countdown", "ngày mai")
    if days_left == 0 and hours_left is not None:
        if hours_left < 1:
            return translate("Countdown", "còn dưới 1 giờ")
        if hours_left == 1:  # said apart: not every language has one word for one and for many
            return translate("Countdown", "còn 1 giờ")
        return translate("Countdown", "còn {hours} giờ").format(hours=hours_left)
    if days_left == 0:
        return translate("Countdown", "hôm nay")
    if days_left == -1:
        return translate("Countdown", "quá hạn 1 ngày")
    return translate("Countdown", "quá hạn {days} ngày").format(days=-days_left)


def days_tone(days_left: int) -> Tone:
    """How a countdown looks."""
    if days_left < 0:
        return Tone.ERROR
    return Tone.ATTENTION if days_left <= 1 else Tone.NEUTRAL


def day_text(day: date) -> str:
    """`25/09/2026`."""
    return f"{day:%d/%m/%Y}"


def local(at: int) -> datetime:
    """A moment (Unix seconds) by the clock on the wall in Việt Nam."""
    return datetime.fromtimestamp(at, UTC).astimezone(VIETNAM)


def time_text(at: int) -> str:
    """`14:02`."""
    return f"{local(at):%H:%M}"


def second_text(at: int) -> str:
    """`14:02:31`."""
    return f"{local(at):%H:%M:%S}"


def moment_text(at: int) -> str:
    """`14:02 25/09/2026`."""
    return f"{local(at):%H:%M %d/%m/%Y}"


def when_text(at: int, now: int) -> str:
    """A moment as one says it now: `14:02 hôm nay`, `14:02 hôm qua`, `14:02 25/09/2026`."""
    days = (local(now).date() - local(at).date()).days
    if days == 0:
        return translate("Time", "{time} hôm nay").format(time=time_text(at))
    if days == 1:
        return translate("Time", "{time} hôm qua").format(time=time_text(at))
    return moment_text(at)


def error_words(error: Exception) -> str:
    """What happened, what is safe, what to do; of an error that is not ours, what can be said of any."""
    return str(explain(error if isinstance(error, AppError) else AppError(), language=language()))


def technical_words(code: str, params: Mapping[str, object]) -> str:
    """A code and those of its figures that its words do not name; empty where they name all."""
    left = unsaid(code, params)
    return technical_line(code, left) if left else ""


def technical_line(*parts: str | Mapping[str, object]) -> str:
    """What only whoever looks after the computer has a use for, in one line."""
    said = [part if isinstance(part, str) else _figures(part) for part in parts]
    return translate("Sync", "Chi tiết kỹ thuật: {parts}").format(parts=" · ".join(filter(None, said)))


def _figures(named: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value}" for name, value in sorted(named.items()))


def age_words(seconds: int) -> str:
    """How long something has waited."""
    minutes = max(seconds, 0) // 60
    if minutes < 1:
        return translate("Attention", "vừa xong")
    if minutes < 60:
        return translate("Attention", "{count} phút").format(count=minutes)
    if minutes < 24 * 60:
        return translate("Attention", "{count} giờ").format(count=minutes // 60)
    return translate("Attention", "{count} ngày").format(count=minutes // (24 * 60))


def size_text(size_bytes: int) -> str:
    """`12,3 kB`; bytes below a thousand as they are."""
    if size_bytes < 1000:
        return f"{size_bytes} B"
    unit, size = "kB", size_bytes / 1000
    if size >= 1000:
        unit, size = "MB", size / 1000
    return f"{size:.1f}".replace(".", ",") + f" {unit}"
