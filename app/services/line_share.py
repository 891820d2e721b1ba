"""How much of a slow line is left to others while something is brought over it."""

from __future__ import annotations

from collections import deque

SHARE = 3.0
"""So many times as long as a piece takes nothing is asked for: three quarters of a slow line stay free."""
REMEMBERED = 64
"""Pieces by which a line is known: more than the system takes in by itself while nobody reads."""


class LineShare:
    """Says how long to rest after each piece.

    While it rests the system goes on taking in what is on its way, and the next pieces are there at once. They count
    as the slowest of the last ones did: that one came over the line.
    """

    def __init__(self) -> None:
        self._took_s: deque[float] = deque(maxlen=REMEMBERED)

    def rest_s(self, took_s: float) -> float:
        """Seconds to ask for nothing after a piece that took so long to come."""
        self._took_s.append(took_s)
        return max(self._took_s) * (1 + SHARE) - took_s
