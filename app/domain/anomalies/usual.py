"""What is usual among some figures, and how far another stands out.

The measure is the modified z-score, 0.6745 · (x - median) / MAD, with its customary cut-off of 3.5 (B. Iglewicz and
D. C. Hoaglin, How to Detect and Handle Outliers, ASQC, 1993). Official figures are counts and sums whose spread grows
with their size and whose right tail is long, so it is taken of their logarithms: a figure ten times too large stands
out as much as one ten times too small. Two things keep a short or a quiet past from crying wolf. The spread is never
smaller than chance makes it (a count of m varies by √m), and it is drawn towards an ordinary one, the more the fewer
figures there are; and the cut-off is widened by what the median itself may be off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import copysign, log1p, pi, sqrt
from statistics import median

CUT_OFF = 3.5
NORMAL_MAD = 0.6745
"""The MAD of a normal spread of 1."""
ORDINARY_SPREAD = 0.5
"""Standard deviation of the logarithm that figures of one cell have where nothing better is known."""
ORDINARY_WEIGHT = 6
"""How many figures that is worth."""
DIFFERENCE_MIN = 5
"""In units of the last decimal: a figure as near as this to the usual ones is never pointed out."""
_TRIMMED_FROM = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """Figures of one kind, summed up. All but `centre` and `spread` are plain figures."""

    count: int
    """How many figures there are."""
    median: float
    low: float
    """The least; from ten figures on the second least, so that an old slip does not count."""
    high: float
    """The same at the other end."""
    centre: float
    """Median of the levels (`level_of`)."""
    spread: float
    """Spread of the levels, comparable to a standard deviation."""

    def score(self, level: float) -> float:
        """How far a level stands out: beyond ±1 it does. The modified z-score over its cut-off for so many figures."""
        return (level - self.centre) / (self.spread * CUT_OFF * sqrt(1 + pi / 2 / self.count))

    def holds(self, figure: float, unit: float) -> bool:
        """Whether a figure lies among the usual ones, or next to them."""
        room = DIFFERENCE_MIN * unit
        return self.low - room < figure < self.high + room


def level_of(figure: float, unit: float) -> float:
    """The figure on the scale that is compared: the logarithm of 1 + its units, with its sign."""
    return copysign(log1p(abs(figure) / unit), figure)


def usual_of(figures: Sequence[float], unit: float, *, counted: bool) -> Usual:
    """What is usual among figures, at least one; `unit` is that of the last decimal, `counted` says that they count."""
    ordered = sorted(figures)
    trimmed = 1 if len(ordered) >= _TRIMMED_FROM else 0
    middle = median(ordered)
    levels = [level_of(figure, unit) for figure in ordered]
    return Usual(
        count=len(ordered),
        median=middle,
        low=ordered[trimmed],
        high=ordered[-1 - trimmed],
        centre=median(levels),
        spread=spread_of(levels, least=spread_by_chance(middle) if counted else 0.0),
    )


def spread_by_chance(count: float) -> float:
    """The spread that chance alone makes of the level of a count."""
    return sqrt(abs(count)) / (abs(count) + 1)


def spread_of(levels: Sequence[float], *, least: float = 0.0) -> float:
    """The spread of levels about their median, by the MAD, drawn towards an ordinary one and never below `least`."""
    centre = median(levels)
    found = median(abs(level - centre) for level in levels) / NORMAL_MAD
    weighed = len(levels) * found**2 + ORDINARY_WEIGHT * ORDINARY_SPREAD**2
    return max(sqrt(weighed / (len(levels) + ORDINARY_WEIGHT)), least)
