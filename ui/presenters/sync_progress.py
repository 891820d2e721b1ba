"""How far a cycle is, from the engine's events: items, bytes, speed, time left. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from app.domain.attachments import Transfer
from app.domain.exchange_state import Booked
from sync.events import AnswerBooked, CycleStarted, Event, FileMoved, StateChanged
from sync.policy import CHANGE_S
from sync.state import SyncState
from ui.presenters.pace import Countdown, Pace
from ui.presenters.phrases import size_text
from ui.words import translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What is shown of a cycle that runs."""

    text: str
    part: int | None
    """Of a thousand; None where nobody knows how much there is."""


class SyncMeter:
    """Hears the events of one cycle after another. A cycle that is over with its first exchange shows nothing.

    Files go on over several cycles, and are counted as one.
    """

    def __init__(self) -> None:
        self._reports: _Reports | None = None
        self._files: _Files | None = None
        self._expected: dict[str, Transfer] = {}
        self._last: float | None = None

    def expect(self, files: Iterable[Transfer]) -> None:
        """These wait to go to the system."""
        self._expected = {file.hash: file for file in files}

    def heard(self, event: Event, now: float) -> Progress | None:
        """How far it is after an event at `now`, in seconds that only grow; None for nothing to show."""
        since = now if self._last is None else self._last
        if isinstance(event, CycleStarted):
            self._reports = None
        elif is_over(event):
            self._reports = self._files = None
        self._last = now
        if isinstance(event, AnswerBooked):
            self._reports = self._reports or _Reports(since)
            return self._reports.booked(event, now)
        if isinstance(event, FileMoved):
            self._files = self._files or _Files(since, self._expected)
            return self._files.moved(event, now)
        return None


def is_over(event: Event) -> bool:
    """Whether nothing goes on after an event, also not with a cycle that takes up what the last one left."""
    if not isinstance(event, StateChanged) or event.state is SyncState.RUNNING:
        return False
    goes_on = event.state is SyncState.IDLE and event.retry_in_s is not None and event.retry_in_s <= CHANGE_S
    return not goes_on


class _Reports:
    """Operations that go, and rows that come."""

    def __init__(self, now: float) -> None:
        self._went = self._came = self._up = self._down = self._total = self._part = 0
        self._bytes, self._items = Pace(now), Pace(now)
        self._countdown = Countdown()
        self._is_shown = False

    def booked(self, event: AnswerBooked, now: float) -> Progress | None:
        self._went += answered(event.booked)
        self._came += event.booked.changes
        self._up += event.bytes_up
        self._down += event.bytes_down
        left = event.facts.waiting + event.facts.in_flight
        self._total = max(self._total, self._went + left)
        self._bytes.reached(self._up + self._down, now)
        self._items.reached(self._went, now)
        self._is_shown |= event.more or left > 0
        if not self._is_shown:
            return None
        is_known = self._went > 0 and not event.more
        if is_known:
            self._part = max(self._part, self._went * 1000 // self._total)
        left_s = self._countdown.shown_s(self._items.left_s(self._total) if is_known else None, now)
        return Progress(
            text=_joined(
                self._items_words(), _bytes_words(self._up, self._down), _speed(self._bytes), left_words(left_s)
            ),
            part=self._part if is_known or self._part else None,
        )

    def _items_words(self) -> str:
        said = []
        if self._total:
            went = translate("Progress", "Đã lên {went} trên {total} mục")
            said.append(went.format(went=self._went, total=self._total))
        if self._came:
            said.append(translate("Progress", "{came} mục về máy này").format(came=self._came))
        return ", ".join(said)


class _Files:
    """Attached files, one after another."""

    def __init__(self, now: float, expected: dict[str, Transfer]) -> None:
        self._sizes = {file.hash: file.size for file in expected.values()}
        self._done = {file.hash: file.done for file in expected.values()}
        self._before = sum(self._done.values())
        self._bytes = Pace(now)
        self._countdown = Countdown()
        self._part = 0

    def moved(self, event: FileMoved, now: float) -> Progress:
        if event.hash not in self._done:
            # Nobody told of it before: what it had then is not this cycle's work.
            self._before += event.done
        self._sizes[event.hash] = event.size
        self._done[event.hash] = max(event.done, self._done.get(event.hash, 0))
        if event.code:
            self._sizes.pop(event.hash)  # it goes no further for now
            self._before -= self._done.pop(event.hash)
        done, total = sum(self._done.values()), sum(self._sizes.values())
        self._bytes.reached(done - self._before, now)
        self._part = max(self._part, done * 1000 // total if total else 0)
        left_s = self._countdown.shown_s(self._bytes.left_s(total - self._before), now)
        return Progress(
            text=_joined(self._words(event, done, total), _speed(self._bytes), left_words(left_s)),
            part=self._part if total else None,
        )

    def _words(self, event: FileMoved, done: int, total: int) -> str:
        said = translate("Progress", "Đưa tệp lên: “{name}”") if event.outward else ""
        said = said or translate("Progress", "Tải tệp về: “{name}”")
        whole = sum(self._done[hash_] == size for hash_, size in self._sizes.items())
        count = translate("Progress", "xong {whole} trên {count} tệp").format(whole=whole, count=len(self._sizes))
        amount = translate("Progress", "{done} trong {size}").format(done=size_text(done), size=size_text(total))
        return _joined(said.format(name=event.name), count if len(self._sizes) > 1 else "", amount)


def answered(booked: Booked) -> int:
    """Operations that got their result by an answer."""
    return booked.applied + booked.duplicates + booked.conflicts + booked.refused + booked.superseded


def left_words(left_s: float | None) -> str:
    """The time left."""
    if left_s is None:
        return translate("Progress", "đang ước tính thời gian còn lại")
    if left_s < 10:
        return translate("Progress", "sắp xong")
    minutes = ceil(left_s / 60)
    if minutes == 1:
        return translate("Progress", "còn dưới 1 phút")
    if minutes < 90:
        return translate("Progress", "còn khoảng {count} phút").format(count=minutes)
    return translate("Progress", "còn khoảng {count} giờ").format(count=ceil(minutes / 60))


def _bytes_words(up: int, down: int) -> str:
    return translate("Progress", "{up} lên, {down} về").format(up=size_text(up), down=size_text(down))


def _speed(pace: Pace) -> str:
    per_s = pace.per_s
    return "" if per_s is None else translate("Progress", "{size}/giây").format(size=size_text(round(per_s)))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
