"""A hint: a figure worth another look, with the figures that say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.relations.sheet import Sheet
from app.domain.relations.wording import shown_figure
from app.messages import words

_FIGURES = ("value", "median", "low", "high", "other_value")
_WORDS = ("slip", "pattern")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One thing that stands out. It never blocks, is never stored, and central knows nothing of it."""

    code: str
    """`hint.outlier_history`, `hint.outlier_siblings`, `hint.scale`, `hint.swapped`, `hint.unchanged`, `hint.copied`,
    `hint.digits`."""
    table: str
    """Table key."""
    cells: Mapping[str, str]
    """The cells it speaks of with the values they have, canonical; the first is the one to look at."""
    params: Mapping[str, str] = field(default_factory=dict)
    """What its words need and what justifies it: `value`, `median`, `low`, `high` (figures, canonical), `count`
    (periods, units, cells), `score` (the modified z-score over its cut-off), `slip` and `pattern` (a code with words of
    its own), and what else its kind has."""
    strength: float
    """How much it stands out, for ordering; 1 is the least."""

    @property
    def address(self) -> str:
        """The cell to look at."""
        return next(iter(self.cells))

    def stands(self, sheet: Sheet) -> bool:
        """Whether the cells still hold what it speaks of."""
        return all(sheet.value(address) == value for address, value in self.cells.items())

    def message(self, language: str = "vi") -> str:
        """The hint in words."""
        shown = {
            name: shown_figure(value, language) if name in _FIGURES else value for name, value in self.params.items()
        }
        shown |= {name: words(shown[name], shown, language=language).what for name in _WORDS if name in shown}
        said = words(self.code, shown, language=language)
        return " ".join(part for part in (said.what, said.do) if part)


def strongest_first(hints: Sequence[Hint]) -> tuple[Hint, ...]:
    """Hints in the order they are listed."""
    return tuple(sorted(hints, key=lambda hint: (-hint.strength, hint.address)))
