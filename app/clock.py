"""Time and chance, as arguments: the only module that asks the machine for either."""

from __future__ import annotations

import random
import secrets
import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

VIETNAM = timezone(timedelta(hours=7))
"""Official time; the country has one zone and no summer time."""


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The wall clock: aware, UTC. It may jump."""
        ...

    def monotonic(self) -> float:
        """Seconds that only grow; for durations."""
        ...


class Chance(Protocol):
    """Where randomness comes from."""

    def token(self, size_bytes: int) -> bytes:
        """`size_bytes` unpredictable bytes."""
        ...

    def jitter(self) -> float:
        """A number in [0, 1)."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The wall clock: aware, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that only grow."""
        return time.monotonic()


class SystemChance:
    """The operating system's randomness."""

    def token(self, size_bytes: int) -> bytes:
        """`size_bytes` bytes from the system's cryptographic source."""
        return secrets.token_bytes(size_bytes)

    def jitter(self) -> float:
        """A number in [0, 1); spreads retries, guards nothing."""
        return random.random()
