"""Requests that come while others are worked on are worked on together next: one transaction, one wait for the disk.

Whoever finds nobody at work goes at once. Only where several came together last time the first waits a moment for the
others, and whoever waited meanwhile for those who are being answered: who were answered together come again nearly
together.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from app.errors import TransientError

T = TypeVar("T")
A = TypeVar("A")
T_contra = TypeVar("T_contra", contravariant=True)
A_co = TypeVar("A_co", covariant=True)

COMPANY_S = 0.004
"""The longest that the first waits for the others."""


class Desk(Protocol[T_contra, A_co]):
    """Where several are worked on together."""

    def may_join(self, chosen: Sequence[T_contra], one: T_contra) -> bool:
        """Whether one more may be taken with those chosen."""
        ...

    def work(self, several: Sequence[T_contra]) -> Sequence[A_co | Exception]:
        """What came of each."""
        ...


def together(several: Sequence[T], work: Callable[[Sequence[T]], Sequence[A]]) -> list[A | Exception]:
    """What work makes of several at once; where that throws, what it makes of each alone, or throws at it."""
    if not several:
        return []
    try:
        return list(work(several))
    except TransientError as error:
        # The world failed: none of them did.
        return [error for _ in several]
    except Exception as error:  # noqa: BLE001  which of them it was, the last line finds out
        if len(several) == 1:
            return [error]
    return [outcome for one in several for outcome in together([one], work)]


class _Ticket(Generic[T, A]):
    """One that came, and what became of it."""

    def __init__(self, brought: T) -> None:
        self.brought = brought
        self.outcome: A | Exception | None = None
        # Why a bare lock: each request waits once, and an event takes five times as long for it.
        self._uncalled = threading.Lock()
        self._uncalled.acquire()

    def wait(self) -> None:
        """Until it is called: it is to lead, or has its outcome."""
        self._uncalled.acquire()

    def call(self) -> None:
        """Let it go on."""
        self._uncalled.release()


class Turns:
    """Who is in hand, and who waits."""

    def __init__(self) -> None:
        self._waiting: list[_Ticket[Any, Any]] = []
        self._is_taken = False
        self._expected = 1
        """As many as are waited for, a moment long."""
        self._all_came = True
        """Whether the last time all that were waited for did come."""
        self._lock = threading.Lock()
        self._came = threading.Condition(self._lock)

    def take(self, desk: Desk[T, A], brought: T) -> A:
        """What the desk makes of it, along with others that wait. Raises what went wrong with this one."""
        mine: _Ticket[T, A] = _Ticket(brought)
        with self._lock:
            leads = not self._is_taken
            self._is_taken = True
            self._waiting.append(mine)
            if len(self._waiting) == self._expected:
                self._came.notify()
        if not leads:
            mine.wait()
        if mine.outcome is None:
            self._lead(desk)
        if isinstance(mine.outcome, Exception):
            raise mine.outcome
        assert mine.outcome is not None, "whoever leads leaves nobody without an outcome"
        return mine.outcome

    def _lead(self, desk: Desk[T, A]) -> None:
        group = self._chosen(desk)
        try:
            outcomes = desk.work([ticket.brought for ticket in group])
            for ticket, outcome in zip(group, outcomes, strict=True):
                ticket.outcome = outcome
        finally:
            self._pass_on(len(group))
            for ticket in group:
                if ticket.outcome is None:
                    # This thread was ended over it: the others may come again.
                    ticket.outcome = TransientError("central.busy")
                ticket.call()

    def _chosen(self, desk: Desk[T, A]) -> list[_Ticket[T, A]]:
        """Those taken now: the longest waiting, which leads, and all that may join it."""
        with self._lock:
            self._all_came = self._came.wait_for(lambda: len(self._waiting) >= self._expected, COMPANY_S)
            self._expected = len(self._waiting)
            group, left = self._waiting[:1], list[_Ticket[T, A]]()
            for ticket in self._waiting[1:]:
                joins = desk.may_join([each.brought for each in group], ticket.brought)
                (group if joins else left).append(ticket)
            self._waiting = left
            return group

    def _pass_on(self, answered: int) -> None:
        with self._lock:
            self._is_taken = bool(self._waiting)
            if self._waiting:
                if self._all_came:
                    # Why: two groups that take turns become one, which costs little more than each of them.
                    self._expected = len(self._waiting) + answered
                self._waiting[0].call()
