"""Values side by side, as a table of them is painted: each with what is said below it."""

from __future__ import annotations

from dataclasses import dataclass

from ui.presenters.phrases import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One cell of such a table."""

    text: str
    """The value, or words."""
    notes: tuple[str, ...] = ()
    """Small print below it, a line each."""
    figure: bool = False
    """Whether it is aligned to the digit."""
    strong: bool = False
    chosen: bool = False
    """Whether it is the side that was chosen."""
    tone: Tone = Tone.NEUTRAL
    tip: str = ""
    """All of it, where the cell shows a part."""
    edited: str = ""
    """What an editor of this cell starts with."""

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        return ", ".join(part for part in (self.tip or self.text, *self.notes) if part)
