"""Lines of lists, as data: what findings, receipts, cycles and reports look like before anything is painted."""

from __future__ import annotations

import msgspec

from app.domain.operations import ReportKey
from ui.presenters.phrases import Tone
from ui.words import translate


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a list of sentences."""

    heading: str
    """Short, first; in the tone."""
    tone: Tone = Tone.NEUTRAL
    mark: str = ""
    """Shape beside it: error, explain, warning, hint, incomplete, conflict, up, down, ok; empty for none."""
    mark_tone: Tone | None = None
    """Of the shape, where it is another than the heading's."""
    right: str = ""
    """At the heading's right end: a time, a size."""
    body: str = ""
    """The sentence."""
    foot: str = ""
    """Small print below."""
    prompt: str = ""
    """What its field asks for; empty where nothing may be written into the entry."""
    written: str = ""
    """What stands in the field."""

    @property
    def has_field(self) -> bool:
        """Whether it has a field, to be written or only to be read."""
        return bool(self.prompt or self.written)

    @property
    def spoken(self) -> str:
        """The whole entry for a screen reader."""
        parts = (self.heading, self.right, self.body, self.foot, self.written or self.prompt)
        return ". ".join(part.removesuffix(".") for part in parts if part)


class ReportLine(msgspec.Struct, frozen=True, kw_only=True):
    """A report in a list; without a key it is the title of a group."""

    title: str
    key: ReportKey | None = None
    code: str = ""
    period: str = ""
    filled: int = 0
    needed: int = 0
    """Cells to fill; 0 shows no progress."""
    errors: int = 0
    note: str = ""
    """Stands where the progress would, where nothing can be counted."""
    chips: tuple[tuple[str, Tone], ...] = ()
    due: str = ""
    due_tone: Tone = Tone.NEUTRAL
    due_detail: str = ""
    """The date, on hover."""
    form: str = ""
    """The form's own title."""
    late: bool = False
    """Its deadline passed before it was sent, or before it arrived."""
    search: str = ""
    """Folded text it is found by."""

    @property
    def spoken(self) -> str:
        """The whole entry for a screen reader."""
        progress = translate("Work", "đã điền {filled} trên {needed} ô").format(filled=self.filled, needed=self.needed)
        errors = translate("Work", "{count} lỗi").format(count=self.errors) if self.errors else ""
        done = [progress if self.needed else self.note, errors]
        chips = [text for text, _ in self.chips]
        parts = [self.title, self.code, self.period, *done, *chips, self.due, self.due_detail]
        return ", ".join(part for part in parts if part)
