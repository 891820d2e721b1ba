"""Time, chance and death, as a world of its own hands them out."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import sqlcipher3

from central.databases import Parameter, Row
from central.on_sqlite import SqliteDatabase

T = TypeVar("T")

START = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)
"""Five days before the deadline of the reports that the offices owe."""


class Time:
    """What the time truly is; only moves on."""

    def __init__(self) -> None:
        self._seconds = 0.0

    @property
    def seconds(self) -> float:
        """Seconds since the history began."""
        return self._seconds

    def advance(self, seconds: float) -> None:
        self._seconds += seconds

    def now(self) -> datetime:
        return START + timedelta(seconds=self._seconds)

    def monotonic(self) -> float:
        return self._seconds


class DriftingClock:
    """A machine's clock: wrong by some seconds, and by more every day."""

    def __init__(self, time: Time, offset_s: float, rate: float) -> None:
        self._time = time
        self._offset_s = offset_s
        self._rate = rate

    def now(self) -> datetime:
        return START + timedelta(seconds=int(self._time.seconds * self._rate + self._offset_s))

    def seconds(self) -> int:
        """Unix seconds, as the program books them."""
        return int(self.now().timestamp())

    def monotonic(self) -> float:
        return self._time.seconds * self._rate

    def set_by(self, other: DriftingClock) -> None:
        """Set by another machine's clock."""
        self._offset_s, self._rate = other._offset_s, other._rate

    def jump(self, seconds: float) -> None:
        """Somebody sets the clock."""
        self._offset_s += seconds


class SeededChance:
    """Tokens and jitter out of one seed."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def token(self, size_bytes: int) -> bytes:
        return self._random.randbytes(size_bytes)

    def jitter(self) -> float:
        return self._random.random()


class Died(BaseException):
    """The process is gone: whatever it was about to do, it does not. No `except Exception` outlives that."""


class Life:
    """A process's life: it may be doomed to end at one of its next statements."""

    def __init__(self) -> None:
        self._left: int | None = None
        self._of = ""
        self._is_after = False
        self.is_dead = False

    def doom(self, statements: int, of: str, *, after: bool) -> None:
        """It dies at the n-th statement that begins with `of`; `after`: the statement is done, and nobody hears."""
        self._left, self._of, self._is_after = statements, of, after

    def spare(self) -> None:
        """It is doomed no more."""
        self._left = None

    def do(self, statement: Callable[..., T], sql: str, *rest: Any) -> T:
        """Does a statement, unless death comes first."""
        if self.is_dead:
            raise Died
        if self._left is None or not sql.startswith(self._of):
            return statement(sql, *rest)
        self._left -= 1
        if self._left > 0:
            return statement(sql, *rest)
        if self._is_after:
            statement(sql, *rest)
        self.is_dead = True
        raise Died


class MortalConnection:
    """A store's connection inside a process that can die at any statement."""

    def __init__(self, connection: sqlcipher3.Connection, life: Life) -> None:
        self._connection = connection
        self._life = life

    def execute(self, sql: str, *rest: Any) -> Any:
        return self._life.do(self._connection.execute, sql, *rest)

    def executemany(self, sql: str, *rest: Any) -> Any:
        return self._life.do(self._connection.executemany, sql, *rest)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class MortalDatabase(SqliteDatabase):
    """Central's connection inside a process that can die at any statement.

    `between` runs where one transaction of an exchange has ended and the next has not begun: there another
    process's exchange can come in between.
    """

    def __init__(self, connection: Any, life: Life, between: Callable[[], None]) -> None:
        super().__init__(connection)
        self._life = life
        self._between = between

    def rows(self, sql: str, *parameters: Parameter) -> list[Row]:
        return self._life.do(super().rows, sql, *parameters)

    def row(self, sql: str, *parameters: Parameter) -> Row | None:
        return self._life.do(super().row, sql, *parameters)

    def run(self, sql: str, *parameters: Parameter) -> None:
        if sql == "BEGIN":
            self._between()
        self._life.do(super().run, sql, *parameters)

    def many(self, sql: str, rows: Sequence[Sequence[Parameter]]) -> None:
        self._life.do(super().many, sql, rows)
