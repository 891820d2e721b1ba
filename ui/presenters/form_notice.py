"""What the form page tells of itself: the line above the grid, and whether what was typed is on disk. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.clock import Clock
from ui.presenters.form_editing import failure_words
from ui.presenters.phrases import Tone, local, moment_text, second_text, time_text
from ui.words import translate


class Say(Protocol):
    """Says something in the line above the grid."""

    def __call__(self, text: str, tone: Tone, action: str = "", act: Callable[[], None] | None = None) -> None:
        """`act` is what the button `action` does."""
        ...


class NoticeView(Protocol):
    """Where it stands."""

    def show_notice(self, text: str, tone: Tone, action: str = "") -> None:
        """A line above the grid; empty text takes it away. `action` is what its button says."""
        ...

    def show_saved(self, text: str, tone: Tone) -> None:
        """Whether what was typed is on disk."""
        ...


class FormNotice:
    """The line above the grid of one open form, with at most one thing to do about it."""

    def __init__(self, view: NoticeView, *, undo: Callable[[], None], steps: Callable[[], int]) -> None:
        """`undo` takes back the last of so many `steps`."""
        self._view = view
        self._undo = undo
        self._steps = steps
        self._act: Callable[[], None] | None = None
        self._undoes: int | None = None
        """How many steps there were when the line offered to take the last one back; None where it does not."""

    def say(self, text: str, tone: Tone, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Say something, and what `act` does about it; an empty text takes the line away."""
        self._act = act
        self._undoes = self._steps() if act == self._undo else None
        self._view.show_notice(text, tone, action)

    def answered(self) -> None:
        """Its button was pressed."""
        act = self._act
        self.say("", Tone.NEUTRAL)
        if act:
            act()

    def edited(self) -> None:
        """Something was edited: an offer to take back what is no longer the last step goes."""
        if self._undoes not in (None, self._steps()):
            self.say("", Tone.NEUTRAL)


class FormSaved:
    """What is said of saving: beside the title, and above the grid where it failed."""

    def __init__(self, view: NoticeView, notice: FormNotice, clock: Clock) -> None:
        self._view = view
        self._notice = notice
        self._clock = clock
        self._has_failed = False

    def opened(self, at: int | None) -> None:
        """The report was saved last at this Unix second; None for never."""
        if at is None:
            self._view.show_saved("", Tone.NEUTRAL)
        else:
            today = local(at).date() == local(self._now()).date()
            self._show_saved(time_text(at) if today else moment_text(at))

    def saving(self) -> None:
        """Something is on its way to disk."""
        self._view.show_saved(translate("Form", "Đang lưu…"), Tone.NEUTRAL)

    def saved(self, *, all_of_it: bool) -> None:
        """Something is on disk; perhaps not `all_of_it`."""
        if self._has_failed:
            self._has_failed = False
            self._notice.say("", Tone.NEUTRAL)
        if all_of_it:
            self._show_saved(second_text(self._now()))

    def failed(self, error: Exception, again: Callable[[], None]) -> None:
        """It could not be saved; `again` tries once more."""
        self._has_failed = True
        self._view.show_saved(translate("Form", "Chưa lưu được"), Tone.ERROR)
        self._notice.say(failure_words(error), Tone.ERROR, translate("Form", "Thử lưu lại"), again)

    def _show_saved(self, time: str) -> None:
        self._view.show_saved(translate("Form", "Đã lưu trên máy này {time}").format(time=time), Tone.OK)

    def _now(self) -> int:
        return int(self._clock.now().timestamp())
