"""The database central stands on, and the few verbs its hot path speaks to it.

SQLite is the embedded default, PostgreSQL the production one. Django opens the connections and migrates;
the exchange writes plain SQL over the same connections. Statements are written once, with `%s` for a
parameter.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
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

    def rows(self, sql: str, *parameters: Parameter) -> list[Row]:
        """Every row of an answer."""
        ...

    def row(self, sql: str, *parameters: Parameter) -> Row | None:
        """The first row, or None."""
        ...

    def run(self, sql: str, *parameters: Parameter) -> None:
        """Do it, whatever it answers."""
        ...

    def many(self, sql: str, rows: Sequence[Sequence[Parameter]]) -> None:
        """Do it for each row of parameters."""
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

    def together(self) -> AbstractContextManager[None]:
        """Writes whose answers nobody waits for one by one."""
        ...

    def lock(self, names: Iterable[str]) -> None:
        """Hold every name until the transaction ends: who writes about the same things takes turns."""
        ...

    def positions(self, count: int) -> list[int]:
        """That many new positions in the feed, rising."""
        ...

    def transaction(self) -> int:
        """Number of the writing transaction, as the feed orders by it."""
        ...

    def horizon(self) -> int:
        """Every transaction below this number has ended, as this reading transaction sees it."""
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


class _Transactions:
    """What both databases share: transactions by plain statements."""

    def run(self, sql: str, *parameters: Parameter) -> None:
        raise NotImplementedError

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with world_errors():
            self.run(begin)
            try:
                yield
            except BaseException:
                self._undo("ROLLBACK")
                raise
            self.run("COMMIT")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of a transaction that an error undoes by itself; the error goes on."""
        self.run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self._undo("ROLLBACK TO SAVEPOINT part")
            raise
        self.run("RELEASE SAVEPOINT part")

    def _undo(self, sql: str) -> None:
        # Why the second error is dropped: where the connection died, the database has undone it all by itself,
        # and the first error is the one to tell.
        try:
            self.run(sql)
        except (sqlite3.Error, psycopg.Error):
            return


class SqliteDatabase(_Transactions):
    """The embedded database: one writer at a time, so the order of writing is the order of the feed."""

    vendor = "sqlite"

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

    def together(self) -> AbstractContextManager[None]:
        """Nothing to do: a statement here answers at once."""
        return nullcontext()

    def lock(self, names: Iterable[str]) -> None:
        """Nothing to do: BEGIN IMMEDIATE has let nobody else write."""

    def positions(self, count: int) -> list[int]:
        """That many new positions in the feed, rising."""
        row = self.row("UPDATE intake_counter SET value = value + %s WHERE name = 'feed' RETURNING value", count)
        assert row is not None, "the migration makes the counter"
        return list(range(row[0] - count + 1, row[0] + 1))

    def transaction(self) -> int:
        """Always 0: positions alone give the order."""
        return 0

    def horizon(self) -> int:
        """Always 1: whatever can be read has been committed in order."""
        return 1


class PostgresDatabase(_Transactions):
    """The production database."""

    vendor = "postgresql"

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection
        self._cursor = psycopg.Cursor(connection)

    def rows(self, sql: str, *parameters: Parameter) -> list[Row]:
        """Every row of an answer."""
        return self._cursor.execute(sql.encode(), parameters).fetchall()

    def row(self, sql: str, *parameters: Parameter) -> Row | None:
        """The first row, or None."""
        return self._cursor.execute(sql.encode(), parameters).fetchone()

    def run(self, sql: str, *parameters: Parameter) -> None:
        """Do it, whatever it answers."""
        self._cursor.execute(sql.encode(), parameters or None)

    def many(self, sql: str, rows: Sequence[Sequence[Parameter]]) -> None:
        """Do it for each row of parameters."""
        query = sql.encode()
        for row in rows:
            self._cursor.execute(query, row)

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

    def together(self) -> AbstractContextManager[None]:
        """Writes whose answers nobody waits for one by one."""
        return self._together()

    @contextmanager
    def _together(self) -> Iterator[None]:
        with self._connection.pipeline():
            yield

    def lock(self, names: Iterable[str]) -> None:
        """Hold every name until the transaction ends: who writes about the same things takes turns."""
        # Why sorted: two writers that lock the same names in the same order never wait for each other in a ring.
        self.run(
            "SELECT pg_advisory_xact_lock(key) FROM (SELECT hashtextextended(name, 7) AS key"
            " FROM jsonb_array_elements_text(%s::text::jsonb) AS name ORDER BY 1) AS ordered",
            json.dumps(sorted(set(names))),
        )

    def positions(self, count: int) -> list[int]:
        """That many new positions in the feed, rising."""
        return [row[0] for row in self.rows("SELECT nextval('intake_feed_seq') FROM generate_series(1, %s)", count)]

    def transaction(self) -> int:
        """Number of the writing transaction, as the feed orders by it."""
        row = self.row("SELECT pg_current_xact_id()::text::bigint")
        assert row is not None, "a SELECT without FROM has one row"
        return int(row[0])

    def horizon(self) -> int:
        """Every transaction below this number has ended, as this reading transaction sees it."""
        row = self.row("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        assert row is not None, "a SELECT without FROM has one row"
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
    if isinstance(raw, sqlite3.Connection):
        return SqliteDatabase(raw)
    if isinstance(raw, psycopg.Connection):
        return PostgresDatabase(raw)
    raise AppError("central.database")
