"""Something nobody foresaw went wrong: says so once, and writes the report that a person may send."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.errors import AppError
from app.messages import words
from ui.presenters.phrases import Tone
from ui.presenters.ports import Apart
from ui.words import language, translate


class CrashView(Protocol):
    """The line that tells it."""

    def say(self, text: str, tone: Tone, action: str = "") -> None:
        """Say something, with one thing to do about it."""
        ...


class CrashReportPresenter:
    """Knows whether it has been told, and writes the report apart from the window."""

    def __init__(self, view: CrashView, apart: Apart, write: Callable[[Path], None], told: Callable[[], None]) -> None:
        """`write` puts the report at a path, on another thread; `told` is called when the line was shown."""
        self._view = view
        self._apart = apart
        self._write = write
        self._told = told
        self._has_said = False

    def ended_suddenly(self) -> None:
        """The run before this one was ended by a failure."""
        self._say("desk.ended_suddenly")

    def went_wrong(self) -> None:
        """Something went wrong just now; said once a run."""
        self._say("desk.went_wrong")

    def _say(self, code: str) -> None:
        if not self._has_said:
            self._has_said = True
            action = translate("Crash", "Lưu báo cáo lỗi…")
            self._view.say(str(words(code, {}, language=language())), Tone.ATTENTION, action)
        self._told()

    def keep_at(self, target: Path) -> None:
        """Write the report to `target`."""
        self._view.say(translate("Crash", "Đang lập báo cáo lỗi…"), Tone.NEUTRAL)
        self._apart(lambda: self._write(target), self._on_kept, self._on_failed)

    def _on_kept(self, _: None) -> None:
        self._view.say(str(words("desk.report_kept", {}, language=language())), Tone.OK)

    def _on_failed(self, error: Exception) -> None:
        code = error.code if isinstance(error, AppError) else "desk.report_failed"
        action = translate("Crash", "Lưu báo cáo lỗi…")
        self._view.say(str(words(code, {}, language=language())), Tone.ERROR, action)
