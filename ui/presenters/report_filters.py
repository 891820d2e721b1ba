"""Which reports of a list are in sight: by what their chip says, by form, by lateness, by words searched for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from app.domain.vietnamese import sort_key
from app.domain.workflow import State
from ui.presenters.lines import ReportLine
from ui.presenters.phrases import Tone, state_words

_ORDER = (Tone.ERROR, Tone.ATTENTION, Tone.NEUTRAL, Tone.INFO, Tone.OK)
"""What asks for work comes first; within that, states as a report goes through them."""


class ReportFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a person chose to see; nothing chosen shows all."""

    states: frozenset[str] = frozenset()
    """States in words, any of them."""
    form: str = ""
    """The code of a form; empty for every form."""
    late: bool = False
    """Only what is late."""

    @property
    def is_on(self) -> bool:
        """Whether it hides anything."""
        return bool(self.states or self.form or self.late)

    def shows(self, line: ReportLine) -> bool:
        """Whether a report passes."""
        return (
            (not self.states or state_of(line) in self.states)
            and (not self.form or line.code == self.form)
            and (not self.late or line.late)
        )


class FilterOffer(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to choose from."""

    states: tuple[tuple[str, Tone, int], ...]
    """State in words, how it looks, how many."""
    forms: tuple[tuple[str, str], ...]
    """Code and title, by code."""
    late: int
    """How many are late."""
    chosen: ReportFilter

    @property
    def is_worth_showing(self) -> bool:
        """Whether any choice would hide something, or does."""
        return len(self.states) > 1 or len(self.forms) > 1 or self.chosen.is_on


def offer_of(lines: Sequence[ReportLine], chosen: ReportFilter) -> FilterOffer:
    """The choices for a list; what is chosen stays among them when its last report goes."""
    reports = [line for line in lines if line.key]
    tones = {state_of(line): line.chips[0][1] for line in reports if line.chips}
    counts = Counter(state_of(line) for line in reports if line.chips)
    tones |= {state: Tone.NEUTRAL for state in chosen.states if state not in tones}
    forms = {line.code: line.form for line in reports}
    if chosen.form:
        forms.setdefault(chosen.form, "")
    stages = [state_words(state) for state in State]

    def place(state: str) -> tuple[int, int]:
        return _ORDER.index(tones[state]), stages.index(state) if state in stages else len(stages)

    ordered = sorted(tones, key=place)
    return FilterOffer(
        states=tuple((state, tones[state], counts[state]) for state in ordered),
        forms=tuple(sorted(forms.items(), key=lambda form: sort_key(form[0]))),
        late=sum(line.late for line in reports),
        chosen=chosen,
    )


def in_sight(lines: Sequence[ReportLine], chosen: ReportFilter, searched: Sequence[str]) -> list[ReportLine]:
    """The lines to show: reports that pass, under the titles of their groups; found by words, without them."""
    shown: list[ReportLine] = []
    title: ReportLine | None = None
    for line in lines:
        if line.key is None:
            title = line
        elif chosen.shows(line) and all(word in line.search for word in searched):
            if title is not None and not searched:
                shown.append(title)
            title = None
            shown.append(line)
    return shown


def state_of(line: ReportLine) -> str:
    """A report's state as its first chip says it: "Đã gửi" only of what arrived."""
    return line.chips[0][0] if line.chips else ""
