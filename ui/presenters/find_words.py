"""Finding in the words of the open form: titles and texts of its sections, without diacritics. Knows no Qt."""

from __future__ import annotations

from app.domain.vietnamese import fold
from ui.presenters.form_narrative import FormNarrative

Span = tuple[int, int]
"""Where a text holds what is looked for: first letter, and the one after the last."""
_TITLE: Span = (-1, -1)
Spot = tuple[int, int]
"""(section by its order, first letter); letter -1 is the title."""


class SectionSearch:
    """Looks through the sections, and goes to what was found last."""

    def __init__(self, narrative: FormNarrative) -> None:
        self._narrative = narrative
        self._ends: dict[Spot, int] = {}
        self._last: Spot | None = None

    def spots(self, wanted: str) -> list[Spot]:
        """Every place of a folded text, in reading order."""
        self._ends = {}
        for at, section in enumerate(self._narrative.sections):
            titled = [_TITLE] if wanted in fold(section.title) else []
            for start, end in (*titled, *spans_of(section.text, wanted)):
                self._ends[at, start] = end
        return list(self._ends)

    def here(self) -> Spot:
        """The spot found last, as long as the cursor is in its section; else the section with the cursor."""
        current = self._narrative.current_position
        return self._last if self._last and self._last[0] == current else (current, _TITLE[0])

    def go_to(self, spot: Spot) -> None:
        """Show the section, the words found selected."""
        self._last = spot
        at, start = spot
        self._narrative.show_words(self._narrative.sections[at].key, start, self._ends[spot])


def spans_of(text: str, wanted: str) -> list[Span]:
    """Where a text holds a folded one, however it is accented and spaced; one after the other."""
    letters: list[str] = []
    places: list[int] = []
    plain = {char: fold(char) for char in set(text)}
    for at, char in enumerate(text):
        folded = plain[char] or (" " if char.isspace() and letters[-1:] != [" "] else "")
        letters.extend(folded)
        places.extend([at] * len(folded))
    line, spans = "".join(letters), []
    start = line.find(wanted)
    while wanted and start >= 0:
        end = start + len(wanted)
        spans.append((places[start], places[end - 1] + 1))
        start = line.find(wanted, end)
    return spans
