"""The database central stands on, and the few verbs its hot path speaks to it.

SQLite is the embedded default, PostgreSQL the production one. Django opens the connections and migrates;
the exchange writes plain SQL over the same connections. Statements are written once, with `%s` for a
parameter.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import psycopg

from app.errors import AppError, InputError, TransientError

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

Parameter = str | int | bool | bytes | None
Row = tuple[Any, ...]
T = TypeVar("T")
Later = Callable[[], T]
"""An answer to come."""

IDLE_LIMIT_S = 30
"""A writing transaction that idles longer is ended by PostgreSQL: it would hold back every office's feed."""
BUSY_LIMIT_S = 20
"""How long a writer waits for its turn."""

_BY_INDEX = " ".join(f"-c enable_{way}=off" for way in ("seqscan", "hashjoin", "mergejoin"))
_PLANS = f"-c plan_cache_mode=force_generic_plan -c jit=off {_BY_INDEX}"
"""What the exchange asks is found by an index, whatever is asked for: nothing is gained by planning it anew.

A plan made while a table was small would else read all of it, long after it has grown.
"""

_SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY"
_SQLITE_WORLD = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOMEM,
    }
)


def database_settings(url: str, data: Path) -> dict[str, Any]:
    """Django's settings of the database at `url`, or of the embedded one in `data` where `url` is empty.

    Raises InputError `central.database` for a URL that is not PostgreSQL's.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(data / "central.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {"timeout": BUSY_LIMIT_S, "transaction_mode": "IMMEDIATE", "init_command": _SQLITE_START},
        }
    if url.partition("://")[0] not in ("postgres", "postgresql"):
        raise InputError("central.database")
    try:
        told = {name: str(value) for name, value in psycopg.conninfo.conninfo_to_dict(url).items() if value}
    except psycopg.ProgrammingError as exc:
        raise InputError("central.database") from exc
    limits = f"-c idle_in_transaction_session_timeout={IDLE_LIMIT_S}s -c lock_timeout={BUSY_LIMIT_S}s {_PLANS}"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": told.pop("dbname", "postgres"),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **told,
            "options": f"{told.get('options', '')} {limits}".strip(),
            "server_side_binding": True,
            "prepare_threshold": 2,
        },
    }


class Database(Protocol):
    """One connection, in the exchange's words."""

    vendor: str
    horizon: str
    """SQL: every transaction below this number has ended, as this transaction sees it."""

    def rows(self, sql: str, *parameters: Parameter) -> list[Row]:
        """Every row of an answer."""
        ...

    def row(self, sql: str, *parameters: Parameter) -> Row | None:
        """The first row, or None."""
        ...

    def run(self, sql: str, *parameters: Parameter) -> None:
        """Do it, whatever it answers; inside a transaction its error may show at the next question or the end."""
        ...

    def each(self, sql: str, rows: Sequence[Sequence[Parameter]]) -> list[list[Row]]:
        """Every row of the answer for each row of parameters, in one go.

        The rows of one answer are in no order, but where `sql` asks for the first few of an order.
        """
        ...

    def later(self, sql: str, rows: Sequence[Sequence[Parameter]]) -> Later[list[list[Row]]]:
        """As `each`, for an answer that is not needed yet: it comes along with the next one, at the latest when called.

        Inside the transaction in which it was asked.
        """
        ...

    def many(self, sql: str, rows: Sequence[Sequence[Parameter]]) -> None:
        """Do it for each row of parameters, as `run` does; no two of them write the same row."""
        ...

    def within(self, column: str) -> str:
        """SQL for "column is one of a set"; the set goes in by `members`."""
        ...

    def members(self, values: Iterable[str]) -> Parameter:
        """A set of texts as one parameter."""
        ...

    def writing(self) -> AbstractContextManager[None]:
        """A writing transaction: committed at the end, rolled back by any error."""
        ...

    def reading(self) -> AbstractContextManager[None]:
        """One unchanging picture of the database."""
        ...

    def savepoint(self) -> AbstractContextManager[None]:
        """A part of a transaction that an error undoes by itself; the error goes on."""
        ...

    def lock(self, names: Iterable[str]) -> None:
        """Hold every name until the transaction ends: who writes about the same things takes turns."""
        ...

    def places(self, count: int) -> Later[tuple[int, list[int]]]:
        """The number of the writing transaction, as the feed orders by it, and `count` new positions, rising.

        They come along with the next answer, as what is asked by `later` does.
        """
        ...

    def newest_place(self) -> int:
        """The last position given out, as this database remembers it; 0 for none."""
        ...


def by_home(reports: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Things given as (province, name), by province."""
    homes: dict[str, list[str]] = {}
    for province, name in reports:
        homes.setdefault(province, []).append(name)
    return homes


@contextmanager
def world_errors() -> Iterator[None]:
    """Turns what the world does to a database (disk full, turned away, gone) into TransientError `central.busy`."""
    try:
        yield
    except sqlite3.OperationalError as exc:
        if exc.sqlite_errorcode & 0xFF in _SQLITE_WORLD:
            raise TransientError("central.busy") from exc
        raise
    except (psycopg.OperationalError, psycopg.InterfaceError) as exc:
        raise TransientError("central.busy") from exc


class Transactions:
    """What both databases share: transactions by plain statements."""

    def run(self, sql: str, *parameters: Parameter) -> None:
        """Do it, whatever it answers."""
        raise NotImplementedError

    def _settle(self) -> None:
        """Wait until everything run so far is done; raises what went wrong."""

    def _forget(self, sql: str) -> None:
        """Undo by a statement, whatever state the connection is in."""
        raise NotImplementedError

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with world_errors():
            self.run(begin)
            try:
                yield
                self.run("COMMIT")
                self._settle()
            except BaseException:
                self._forget("ROLLBACK")
                raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of a transaction that an error undoes by itself; the error goes on."""
        self.run("SAVEPOINT part")
        self._settle()
        try:
            yield
            self._settle()
        except BaseException:
            self._forget("ROLLBACK TO SAVEPOINT part")
            raise
        self.run("RELEASE SAVEPOINT part")


def database() -> Database:
    """This thread's connection to central's database, opened at need.

    Raises TransientError `central.busy` where it cannot be opened.
    """
    from django.db import connection

    _open(connection)
    raw = connection.connection
    if isinstance(raw, psycopg.Connection) and raw.closed:
        # The server went away under a connection that Django has no part in watching.
        connection.close()
        _open(connection)
    return _spoken(connection)


_idle: list[BaseDatabaseWrapper] = []
"""Connections that are nobody's own, the one that was used last at the end."""


@contextmanager
def lent() -> Iterator[Database]:
    """A connection for as long as the block: this thread's own where it has one, else one that all threads share.

    Of those few are ever used, and these know every statement. Raises as `database` does.
    """
    from django.db import connection, connections

    if connection.connection is not None:
        yield database()
        return
    try:
        shared = _idle.pop()
    except IndexError:
        shared = connections.create_connection("default")
        shared.inc_thread_sharing()
    try:
        _open(shared)
        yield _spoken(shared)
    except BaseException:
        shared.close()
        raise
    if getattr(shared.connection, "closed", False):
        shared.close()
    _idle.append(shared)


def close_lent() -> None:
    """Close the shared connections that nobody uses."""
    while _idle:
        _idle.pop().close()


def _open(connection: BaseDatabaseWrapper) -> None:
    from django.db.utils import OperationalError

    try:
        connection.ensure_connection()
    except OperationalError as exc:
        raise TransientError("central.busy") from exc


def _spoken(connection: BaseDatabaseWrapper) -> Database:
    """An open connection in the exchange's words."""
    from central.on_postgres import PostgresDatabase
    from central.on_sqlite import SqliteDatabase

    raw = connection.connection
    if isinstance(raw, sqlite3.Connection):
        return SqliteDatabase(raw)
    if isinstance(raw, psycopg.Connection):
        return PostgresDatabase(raw)
    raise AppError("central.database")
