"""The database central stands on, and the few verbs its hot path speaks to it.

SQLite is the embedded default, PostgreSQL the production one. Django opens the connections and migrates;
the exchange writes plain SQL over the same connections. Statements are written once, with `%s` for a
parameter.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import psycopg

from app.errors import AppError, InputError, TransientError

Parameter = str | int | bool | bytes | None
Row = tuple[Any, ...]

IDLE_LIMIT_S = 30
"""A writing transaction that idles longer is ended by PostgreSQL: it would hold back every office's feed."""
BUSY_LIMIT_S = 20
"""How long a writer waits for its turn."""

_TOGETHER = 32
"""Rows that go into one INSERT, where there are so many: always as many, so that it is prepared once."""

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
    limits = f"-c idle_in_transaction_session_timeout={IDLE_LIMIT_S}s -c lock_timeout={BUSY_LIMIT_S}s"
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

    def many(self, sql: str, rows: Sequence[Sequence[Parameter]]) -> None:
        """Do it for each row of parameters, as `run` does."""
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

    def places(self, count: int) -> tuple[int, list[int]]:
        """The number of the writing transaction, as the feed orders by it, and `count` new positions, rising."""
        ...

    def newest_place(self) -> int:
        """The last position given out, as this database remembers it; 0 for none."""
        ...


@lru_cache(maxsize=512)
def _for_sqlite(sql: str) -> str:
    return sql.replace("%s", "?")


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


@lru_cache(maxsize=64)
def _several(sql: str) -> bytes:
    """An INSERT of one row, made one of `_TOGETHER` rows."""
    head, _, tail = sql.partition("VALUES ")
    row, close, rest = tail.partition(")")
    return f"{head}VALUES {', '.join([row + close] * _TOGETHER)}{rest}".encode()


class _Transactions:
    """What both databases share: transactions by plain statements."""

    def run(self, sql: str, *parameters: Parameter) -> None:
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


class SqliteDatabase(_Transactions):
    """The embedded database: one writer at a time, so the order of writing is the order of the feed."""

    vendor = "sqlite"
    horizon = "1"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, *parameters: Parameter) -> list[Row]:
        """Every row of an answer."""
        return self._connection.execute(_for_sqlite(sql), parameters).fetchall()

    def row(self, sql: str, *parameters: Parameter) -> Row | None:
        """The first row, or None."""
        cursor = self._connection.execute(_for_sqlite(sql), parameters)
        found: Row | None = cursor.fetchone()
        cursor.close()
        return found

    def run(self, sql: str, *parameters: Parameter) -> None:
        """Do it, whatever it answers."""
        self._connection.execute(_for_sqlite(sql), parameters).close()

    def many(self, sql: str, rows: Sequence[Sequence[Parameter]]) -> None:
        """Do it for each row of parameters."""
        if rows:
            self._connection.executemany(_for_sqlite(sql), rows)

    def _forget(self, sql: str) -> None:
        # Why the second error is dropped: where the disk failed, SQLite has undone it all by itself, and the first
        # error is the one to tell.
        with suppress(sqlite3.Error):
            self.run(sql)

    def within(self, column: str) -> str:
        """SQL for "column is one of a set"; the set goes in by `members`."""
        return f"{column} IN (SELECT value FROM json_each(%s))"

    def members(self, values: Iterable[str]) -> Parameter:
        """A set of texts as one parameter."""
        return json.dumps(list(values), ensure_ascii=False)

    def writing(self) -> AbstractContextManager[None]:
        """A writing transaction: committed at the end, rolled back by any error."""
        return self._transaction("BEGIN IMMEDIATE")

    def reading(self) -> AbstractContextManager[None]:
        """One unchanging picture of the database."""
        return self._transaction("BEGIN")

    def lock(self, names: Iterable[str]) -> None:
        """Nothing to do: BEGIN IMMEDIATE has let nobody else write."""

    def places(self, count: int) -> tuple[int, list[int]]:
        """Transactions have no number here: positions alone give the order."""
        row = self.row("UPDATE intake_counter SET value = value + %s WHERE name = 'feed' RETURNING value", count)
        assert row is not None, "the migration makes the counter"
        return 0, list(range(row[0] - count + 1, row[0] + 1))

    def newest_place(self) -> int:
        """The last position given out, as this database remembers it; 0 for none."""
        row = self.row("SELECT value FROM intake_counter WHERE name = 'feed'")
        assert row is not None, "the migration makes the counter"
        return int(row[0])


class PostgresDatabase(_Transactions):
    """The production database.

    Inside a transaction, what nobody waits for goes out together with the next question: an exchange costs a dozen
    round trips, not fifty.
    """

    vendor = "postgresql"
    horizon = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection
        self._cursor = psycopg.Cursor(connection)
        self._silent = psycopg.Cursor(connection)
        self._waiting: list[tuple[bytes, Sequence[Parameter]]] = []
        self._is_inside = False

    def rows(self, sql: str, *parameters: Parameter) -> list[Row]:
        """Every row of an answer."""
        if not self._waiting:
            return self._cursor.execute(sql.encode(), parameters).fetchall()
        with self._connection.pipeline():
            self._send()
            return self._cursor.execute(sql.encode(), parameters).fetchall()

    def row(self, sql: str, *parameters: Parameter) -> Row | None:
        """The first row, or None."""
        return next(iter(self.rows(sql, *parameters)), None)

    def run(self, sql: str, *parameters: Parameter) -> None:
        """Do it, whatever it answers; inside a transaction its error may show at the next question or the end."""
        self.many(sql, [parameters])

    def many(self, sql: str, rows: Sequence[Sequence[Parameter]]) -> None:
        """Do it for each row of parameters, as `run` does."""
        if len(rows) >= _TOGETHER and "VALUES" in sql:
            several = _several(sql)
            whole = len(rows) - len(rows) % _TOGETHER
            for first in range(0, whole, _TOGETHER):
                part = rows[first : first + _TOGETHER]
                self._waiting.append((several, [value for row in part for value in row]))
            rows = rows[whole:]
        query = sql.encode()
        self._waiting += [(query, row) for row in rows]
        if not self._is_inside:
            self._settle()

    def _send(self) -> None:
        waiting, self._waiting = self._waiting, []
        for query, parameters in waiting:
            self._silent.execute(query, parameters or None)

    def _settle(self) -> None:
        if len(self._waiting) > 1:
            with self._connection.pipeline():
                self._send()
        else:
            self._send()

    def _forget(self, sql: str) -> None:
        self._waiting.clear()
        # Why the second error is dropped: where the connection died, the server has undone it all by itself, and
        # the first error is the one to tell.
        with suppress(psycopg.Error):
            if self._connection.info.transaction_status is not psycopg.pq.TransactionStatus.IDLE:
                self._silent.execute(sql.encode())

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        self._is_inside = True
        try:
            with super()._transaction(begin):
                yield
        finally:
            self._is_inside = False

    def within(self, column: str) -> str:
        """SQL for "column is one of a set"; the set goes in by `members`."""
        return f"{column} = ANY(SELECT jsonb_array_elements_text(%s::text::jsonb))"

    def members(self, values: Iterable[str]) -> Parameter:
        """A set of texts as one parameter."""
        return json.dumps(list(values), ensure_ascii=False)

    def writing(self) -> AbstractContextManager[None]:
        """A writing transaction: committed at the end, rolled back by any error."""
        return self._transaction("BEGIN")

    def reading(self) -> AbstractContextManager[None]:
        """One unchanging picture of the database."""
        return self._transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def lock(self, names: Iterable[str]) -> None:
        """Hold every name until the transaction ends: who writes about the same things takes turns."""
        # Why sorted: two writers that lock the same names in the same order never wait for each other in a ring.
        self.run(
            "SELECT pg_advisory_xact_lock(key) FROM (SELECT hashtextextended(name, 7) AS key"
            " FROM jsonb_array_elements_text(%s::text::jsonb) AS name ORDER BY 1) AS ordered",
            json.dumps(sorted(set(names))),
        )

    def places(self, count: int) -> tuple[int, list[int]]:
        """The number of the writing transaction, as the feed orders by it, and `count` new positions, rising."""
        found = self.rows(
            "SELECT pg_current_xact_id()::text::bigint, nextval('intake_feed_seq') FROM generate_series(1, %s)", count
        )
        return int(found[0][0]), [int(row[1]) for row in found]

    def newest_place(self) -> int:
        """The last position given out, as this database remembers it; 0 for none."""
        row = self.row("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM intake_feed_seq")
        assert row is not None, "a sequence is a row"
        return int(row[0])


def database() -> Database:
    """This thread's connection to central's database, opened at need.

    Raises TransientError `central.busy` where it cannot be opened.
    """
    from django.db import connection
    from django.db.utils import OperationalError

    try:
        connection.ensure_connection()
    except OperationalError as exc:
        raise TransientError("central.busy") from exc
    raw = connection.connection
    if isinstance(raw, psycopg.Connection) and raw.closed:
        # The server went away under a connection that Django has no part in watching.
        connection.close()
        return database()
    if isinstance(raw, sqlite3.Connection):
        return SqliteDatabase(raw)
    if isinstance(raw, psycopg.Connection):
        return PostgresDatabase(raw)
    raise AppError("central.database")
