"""How much a process does for whoever asks, by how many it has in hand.

Beyond its measure it does less: it turns away first those who only ask, then those who bring operations, which stay
safe where they are. A commitment it always takes: a seal on the day of a deadline is never lost to the crowd.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum


class Load(StrEnum):
    """What is still done for one more request."""

    WHOLE = "whole"
    BRINGERS = "bringers"
    """Whole exchanges for those who bring something; the others come again later."""
    COMMITMENTS = "commitments"
    """Receipts for commitments; everything else comes again later."""


THREADS = 64
"""Requests that a process has in hand at once, where nobody said otherwise: one works, those that wait cost little."""
FILE_THREADS = 8
"""The same of attached files: few, so that reports always get through beside them."""


class Admission:
    """Counts the requests in hand."""

    def __init__(self, threads: int = THREADS) -> None:
        """`threads` is the most requests there can be in hand: half of them are whole exchanges for everybody."""
        self._everybody = max(threads // 2, 1)
        self._bringers = max(threads * 3 // 4, 1)
        self._in_hand = 0
        self._lock = threading.Lock()

    @contextmanager
    def entered(self) -> Iterator[Load]:
        """What is done for the request that comes in now, which is in hand until the end."""
        with self._lock:
            self._in_hand += 1
            in_hand = self._in_hand
        try:
            yield self._load(in_hand)
        finally:
            with self._lock:
                self._in_hand -= 1

    def _load(self, in_hand: int) -> Load:
        if in_hand <= self._everybody:
            return Load.WHOLE
        return Load.BRINGERS if in_hand <= self._bringers else Load.COMMITMENTS
