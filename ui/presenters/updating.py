"""How it stands with updates, in words, and what a person can do about it. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from app.clock import Clock
from app.errors import AppError
from app.messages import words
from app.services.update_watch import DEFER_DAYS, UpdateStanding, UpdateState
from ui.presenters.phrases import Tone, day_text, error_words, local, size_text, technical_words, when_text
from ui.words import language, translate

if TYPE_CHECKING:
    from ui.presenters.ports import Apart, Updates

NEWS_LINES = 4
"""What is new is told shortly; whoever publishes puts first what matters most."""

_BUSY = frozenset({UpdateState.LOOKING, UpdateState.COMING, UpdateState.TESTING})


class UpdateShown(msgspec.Struct, frozen=True, kw_only=True):
    """What a view shows."""

    text: str
    """How it stands."""
    tone: Tone = Tone.NEUTRAL
    also: str = ""
    """What else there is to say: what went wrong, what waits, when it was looked at."""
    also_tone: Tone = Tone.NEUTRAL
    news: str = ""
    """What is new, a line each."""
    progress: str = ""
    """What is being done; empty for nothing."""
    part: int | None = None
    """How far that is, of a thousand; None where nobody knows."""
    can_restart: bool = False
    """Whether the new one runs if the program is started again now."""
    can_look: bool = False
    can_defer: bool = False
    can_resume: bool = False
    """Whether it was put off."""


class UpdateView(Protocol):
    """What shows it."""

    def show_update(self, shown: UpdateShown) -> None:
        """This."""
        ...

    def say(self, text: str, tone: Tone) -> None:
        """What went wrong just now."""
        ...


def update_shown(standing: UpdateStanding, *, version: str, now: int) -> UpdateShown:
    """What is said of it to who uses `version`, at `now` (Unix seconds)."""
    text, tone = _standing_words(standing, version)
    is_busy = standing.state in _BUSY
    is_ready = standing.state is UpdateState.READY
    news = standing.news.get(language()) or standing.news.get("vi", "")
    is_coming = standing.state is UpdateState.COMING and standing.total > 0
    return UpdateShown(
        text=text,
        tone=tone,
        also=_also(standing, now),
        also_tone=Tone.ATTENTION if standing.code else Tone.NEUTRAL,
        news="\n".join(news.splitlines()[:NEWS_LINES]),
        progress=_progress_words(standing) if is_busy else "",
        part=standing.done * 1000 // standing.total if is_coming else None,
        can_restart=is_ready and standing.held_until is None,
        can_look=not is_busy,
        can_defer=is_ready and not standing.deferred,
        can_resume=is_ready and standing.deferred,
    )


def ready_words(standing: UpdateStanding) -> str:
    """What is said on every page of a version that is ready; empty for none, and for one that was put off."""
    if standing.state is not UpdateState.READY or standing.deferred:
        return ""
    return translate("Updates", "Bản {version} đã sẵn sàng").format(version=standing.version)


def nothing_shown(code: str, version: str) -> UpdateShown:
    """Where this program does not update itself: why, by `code`."""
    return UpdateShown(text=_in_use(version), also=str(words(code, {}, language=language())))


def _in_use(version: str) -> str:
    return translate("Updates", "Đang dùng bản {version}.").format(version=version)


def _standing_words(standing: UpdateStanding, version: str) -> tuple[str, Tone]:
    if standing.state is UpdateState.READY:
        params: dict[str, object] = {"version": standing.version}
        if standing.held_until is None:
            return words("update.ready", params, language=language()).what, Tone.OK
        params["day"] = day_text(local(standing.held_until - 1).date())
        return words("update.ready_later", params, language=language()).what, Tone.OK
    if standing.version:
        said = words("update.newer", {"version": standing.version}, language=language()).what
        return f"{_in_use(version)} {said}", Tone.INFO
    if standing.looked_at and not standing.code:
        return words("update.newest", {"version": version}, language=language()).what, Tone.NEUTRAL
    return _in_use(version), Tone.NEUTRAL


def _also(standing: UpdateStanding, now: int) -> str:
    said = []
    if standing.forms:
        said.append(words("update.forms_taken", {"count": standing.forms}, language=language()).what)
    if standing.code:
        said.append(str(words(standing.code, standing.params, language=language())))
    elif standing.state is UpdateState.HELD:
        said.append(translate("Updates", "Máy sẽ tải tiếp khi đường mạng rảnh; bấm Kiểm tra ngay để tải luôn."))
    if standing.held_until is not None and standing.state is UpdateState.READY and not standing.deferred:
        said.append(translate("Updates", "Trong 48 giờ trước hạn gửi, máy không đổi bản."))
    if standing.looked_at:
        when = when_text(standing.looked_at, now)
        said.append(translate("Updates", "Kiểm tra lúc {when}.").format(when=when))
    elif not said:
        said.append(translate("Updates", "Chưa kiểm tra lần nào."))
    return _with_technical(" ".join(said), standing.code, standing.params)


def _with_technical(said: str, code: str, params: Mapping[str, object]) -> str:
    """What is said, and below it what the words for a code leave to whoever looks after the computer."""
    technical = technical_words(code, params) if code.startswith("update.") else ""
    return f"{said}\n{technical}" if technical else said


def _progress_words(standing: UpdateStanding) -> str:
    if standing.state is UpdateState.TESTING:
        return translate("Updates", "Đang thử bản mới trên máy này…")
    if standing.state is UpdateState.COMING and standing.total:
        done, total = size_text(standing.done), size_text(standing.total)
        return translate("Updates", "Đang tải {done} / {total}").format(done=done, total=total)
    if standing.state is UpdateState.COMING:
        return translate("Updates", "Đang xem cần tải những gì…")
    return translate("Updates", "Đang kiểm tra…")


class UpdatePresenter:
    """Shows how it stands, and passes on what a person wants."""

    def __init__(
        self,
        view: UpdateView,
        updates: Updates,
        apart: Apart,
        clock: Clock,
        version: str,
        start_anew: Callable[[], bool],
    ) -> None:
        """`start_anew` closes the program, to be started again; False while it cannot."""
        self._start_anew = start_anew
        self._view = view
        self._updates = updates
        self._apart = apart
        self._clock = clock
        self._version = version
        self._closed = False

    def close(self) -> None:
        """The view goes."""
        self._closed = True

    def show(self) -> None:
        """Say how it stands."""
        if not self._closed:
            now = int(self._clock.now().timestamp())
            self._view.show_update(update_shown(self._updates.standing, version=self._version, now=now))

    def look(self) -> None:
        """Look at once."""
        self._updates.look()

    def look_in(self, path: Path) -> None:
        """Look into what was carried here."""
        from sync.update_roads import carried_road

        self._updates.look(lambda: nullcontext(carried_road(path)))

    def restart(self) -> None:
        """Let the new one run at once."""
        if not self._start_anew():
            said = translate("Updates", "Đang đồng bộ hoặc đang ghi tệp: chờ xong rồi bấm lại.")
            self._view.say(said, Tone.ATTENTION)

    def cancel(self) -> None:
        """Bring no more for now."""
        self._updates.cancel()

    def defer(self, days: int = DEFER_DAYS) -> None:
        """Let the new one wait so many days, or with 0 no longer; written apart from the window."""

        def on_failed(error: Exception) -> None:
            if not self._closed:
                told = error if isinstance(error, AppError) else AppError()
                self._view.say(_with_technical(error_words(told), told.code, told.params), Tone.ERROR)

        self._apart(lambda: self._updates.defer(days), lambda _: self.show(), on_failed)
