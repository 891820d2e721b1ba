"""When the next exchange is due and how much it carries. Pure: chance and times come as arguments."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

FIRST_DELAY_S = 2.0
LONGEST_DELAY_S = 900.0
NEAR_TRIES = 30
"""So many retries are quick where central stands on this machine or in this network and merely does not answer."""

IDLE_S = 120.0
"""Between two exchanges when nothing happens here; the light ages to grey after 15 minutes without one."""

METERED_IDLE_S = 540.0
"""The same where the network costs by the byte."""

CHANGE_S = 1.0
"""From the first change here to the exchange that carries it: what is typed meanwhile goes with it."""

SMALLEST_BYTES = 4_096
START_BYTES = 98_304
LARGEST_BYTES = 1_048_576
SLOW_S = 10.0
MOST_ROWS = 2_000
"""Change rows of one page."""


def next_delay_s(attempt: int, *, jitter: Callable[[], float], retry_after_s: float = 0.0, near: bool = False) -> float:
    """Seconds to wait before retry number `attempt` (the first is 1).

    Full jitter: anything up to a ceiling that doubles from 2 s to 900 s, at least a tenth of a second. `near` keeps
    the ceiling at 2 s for the first retries, because asking costs nothing there and a person may be waiting.
    `jitter` returns a float in [0, 1); `retry_after_s` is a floor. Raises ValueError if attempt < 1.
    """
    if attempt < 1:
        raise ValueError(f"attempt must be >= 1, got {attempt}")
    if near:
        attempt = max(1, attempt - NEAR_TRIES)
    # Why full jitter: the offices of a district regain power in the same second and must not come back in step.
    ceiling = min(FIRST_DELAY_S * 2.0 ** min(attempt - 1, 20), LONGEST_DELAY_S)
    return max(ceiling * jitter(), 0.1, retry_after_s)


def idle_delay_s(*, jitter: Callable[[], float], metered: bool = False) -> float:
    """Seconds to the next exchange when nothing happens: IDLE_S or METERED_IDLE_S, a quarter more or less."""
    return (METERED_IDLE_S if metered else IDLE_S) * (0.75 + jitter() / 2)


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """How much one exchange carries, in bytes on the wire."""

    size_bytes: int = START_BYTES
    """What to aim at."""
    good_bytes: int = START_BYTES // 4
    """The largest size that went through well."""
    hold: int = 0
    """Full exchanges still to go through before the size grows again."""
    failures: int = 0
    """Falls so far: each one makes the next growth wait longer."""

    @property
    def rows(self) -> int:
        """Change rows to ask for: a whole report takes about 300 bytes."""
        return min(max(20, self.size_bytes // 300), MOST_ROWS)

    def went(self, seconds: float, carried_bytes: int) -> Batch:
        """After an exchange that took `seconds` for `carried_bytes`, both ways.

        Trebles while under 10 s and 1 MB, doubles where it fell before; a slow one falls back. An exchange that
        carried less than half of what was aimed at teaches nothing.
        """
        if seconds >= SLOW_S:
            return self.failed()
        if carried_bytes * 2 < self.size_bytes:
            return self
        good = max(self.good_bytes, self.size_bytes)
        if self.hold:
            return replace(self, good_bytes=good, hold=self.hold - 1)
        # Why by three: on a line that is slow and far every exchange saved is a second saved.
        grown = min(self.size_bytes * (2 if self.failures else 3), LARGEST_BYTES)
        return replace(self, size_bytes=grown, good_bytes=good, failures=max(self.failures - 1, 0))

    def failed(self) -> Batch:
        """After an exchange that was slow, or was refused for its size: the last good size, or half."""
        smaller = self.good_bytes if self.good_bytes < self.size_bytes else self.size_bytes // 2
        return self._fallen(smaller, patience=2)

    def broke(self) -> Batch:
        """After an exchange that broke off: an eighth, and for longer.

        What broke off goes again whole, and a line that breaks once breaks again soon.
        """
        return self._fallen(self.size_bytes // 8, patience=8)

    def _fallen(self, smaller: int, *, patience: int) -> Batch:
        smaller = max(smaller, SMALLEST_BYTES)
        failures = self.failures + 1
        return Batch(
            size_bytes=smaller,
            good_bytes=min(self.good_bytes, max(smaller // 2, SMALLEST_BYTES)),
            hold=min(patience**failures, 64),
            failures=failures,
        )
