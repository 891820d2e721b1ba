"""Above the grid: that something of the report waits for a person's decision, and the way there."""

from __future__ import annotations

from ui.presenters.phrases import Tone
from ui.widgets.notice import Notice
from ui.words import translate


class TroubleBar(Notice):
    """The line; what was closed comes back only when there is something else to say."""

    _said = ""

    @property
    def has_trouble(self) -> bool:
        """Whether there is something to say, also where the line was closed."""
        return bool(self._said)

    def show_trouble(self, text: str) -> None:
        """Say it; an empty text takes the line away."""
        if text != self._said:
            self._said = text
            self.say(text, Tone.ATTENTION, translate("Form", "Xem và quyết định (F4)") if text else "")
