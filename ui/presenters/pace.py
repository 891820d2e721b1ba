"""How fast something moves and when it will be done: an average that forgets, and a countdown that never jumps."""

from __future__ import annotations

HALF_LIFE_S = 8.0
"""After so long what was before weighs half."""
KNOWN_AFTER_S = 2.0
"""Before that, and before the second step, nothing is said of a pace."""


class Pace:
    """How fast a growing quantity grows."""

    def __init__(self, now: float) -> None:
        """`now` in seconds that only grow."""
        self._began = self._at = now
        self._amount = 0
        self._steps = 0
        self._per_s = 0.0

    def reached(self, amount: int, now: float) -> None:
        """It stands at `amount` now."""
        seconds = now - self._at
        if seconds <= 0 and not self._steps:
            self._amount = amount  # this was there before
        if amount <= self._amount or seconds <= 0:
            return
        self._steps += 1
        pace = (amount - self._amount) / seconds
        weight = 1.0 if self._steps == 1 else 1.0 - 0.5 ** (seconds / HALF_LIFE_S)
        self._per_s += weight * (pace - self._per_s)
        self._amount, self._at = amount, now

    @property
    def per_s(self) -> float | None:
        """So much a second; None before it can be known."""
        return self._per_s if self._steps > 1 and self._at - self._began >= KNOWN_AFTER_S else None

    def left_s(self, total: int) -> float | None:
        """Seconds from the last step until it stands at `total`; None before it can be known."""
        pace = self.per_s
        return max(total - self._amount, 0) / pace if pace else None


class Countdown:
    """The time left as it is shown: it falls, or is not known; it never jumps back."""

    def __init__(self) -> None:
        self._ends: float | None = None

    def shown_s(self, left_s: float | None, now: float) -> float | None:
        """What to show at `now` for an estimate; None where there is nothing that could be relied on."""
        if left_s is None:
            self._ends = None
            return None
        if self._ends is not None and left_s > 2 * (self._ends - now) + 10:
            self._ends = None  # what was promised does not hold: say so, and estimate anew
            return None
        ends = now + left_s
        self._ends = ends if self._ends is None else min(self._ends, ends)
        return max(self._ends - now, 0.0)
