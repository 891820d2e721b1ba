"""One connection to the encrypted file: how it is opened, locked and written, and what its errors mean.

A Database belongs to the thread that opened it. Every write runs inside `write()`, which takes the
write lock at once (BEGIN IMMEDIATE): a transaction that begins as a reader and then writes cannot wait
for another writer, it fails.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

import sqlcipher3

from app.errors import StoreError
from app.store import folders

if TYPE_CHECKING:
    import sqlite_utils

# sqlite-utils takes the SQLite that it finds under this name.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)

KEY_BYTES = 32
BUSY_MS = 15_000
"""How long a writer waits for another one."""

Value: TypeAlias = str | int | float | bytes | None
Row: TypeAlias = tuple[Value, ...]

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON", "temp_store=MEMORY")

_CODES = {
    5: "store.busy",
    6: "store.busy",
    8: "store.unwritable",
    10: "store.disk",
    11: "store.damaged",
    13: "store.full",
    14: "store.unwritable",
    23: "store.wrong_key",
    26: "store.damaged",
}
_FULL_IO_ERRORS = frozenset({28, 122})
"""ENOSPC and EDQUOT: a full disk that SQLite reports as a failed write."""


class Cursor(Protocol):
    """What a statement gives back."""

    rowcount: int
    lastrowid: int | None

    def fetchone(self) -> tuple[object, ...] | None:
        """The next row, or None."""
        ...

    def fetchall(self) -> list[tuple[object, ...]]:
        """Every row left."""
        ...

    def __iter__(self) -> Iterator[tuple[object, ...]]: ...


def store_error(error: Exception) -> StoreError:
    """Our error for one of SQLite's: full, damaged, busy, unwritable, a failing disk, or `store.error`."""
    number = int(getattr(error, "sqlite_errorcode", 0) or 0)
    system = error.__cause__.errno if isinstance(error.__cause__, OSError) else None
    code = "store.full" if system in _FULL_IO_ERRORS else _CODES.get(number & 0xFF, "store.error")
    return StoreError(code, detail=str(error)[:200])


@contextmanager
def translated_errors() -> Iterator[None]:
    """SQLite's errors leave as ours."""
    try:
        yield
    except sqlcipher3.ProgrammingError:
        # A mistake of ours, such as a store used on another thread: no words for a person would help.
        raise
    except sqlcipher3.Error as exc:
        raise store_error(exc) from exc


def connect(path: Path, key: bytes, *, busy_ms: int = BUSY_MS) -> sqlcipher3.Connection:
    """A keyed connection with nothing read yet. Raises ValueError unless `key` is 32 bytes."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"the key has {len(key)} bytes, not {KEY_BYTES}")
    connection = sqlcipher3.connect(
        str(path), timeout=busy_ms / 1000, isolation_level=None, cached_statements=256, check_same_thread=True
    )
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def _proven(path: Path, key: bytes, busy_ms: int) -> sqlcipher3.Connection:
    """A connection that has read the first page.

    Raises StoreError: `store.wrong_key` where no page at all answers to the key, `store.damaged` where some do.
    """
    connection = connect(path, key, busy_ms=busy_ms)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException as exc:
        connection.close()
        if getattr(exc, "sqlite_errorcode", 0) != sqlcipher3.SQLITE_NOTADB:
            raise
        raise StoreError(_why_unread(path, key), path=path.name) from exc
    return connection


def _why_unread(path: Path, key: bytes) -> str:
    connection = connect(path, key)
    try:
        failing = len(connection.execute("PRAGMA cipher_integrity_check").fetchall())
    finally:
        connection.close()
    return "store.wrong_key" if failing >= max(1, path.stat().st_size // 4096) else "store.damaged"


class Database:
    """A keyed connection in the mode the store needs."""

    def __init__(self, path: Path, key: bytes, *, busy_ms: int = BUSY_MS) -> None:
        """Open an existing file, or make an empty one.

        Raises StoreError `store.folder`, `store.wrong_key`, `store.damaged`, `store.unwritable`, `store.busy`.
        """
        self.path = path
        if (why := folders.refusal(path)) is not None:
            raise StoreError("store.folder", folder=why)
        with translated_errors():
            if path.exists():
                if path.stat().st_size == 0:
                    raise StoreError("store.damaged", path=path.name)
                self.connection = _proven(path, key, busy_ms)
            elif path.parent.is_dir():
                self.connection = connect(path, key, busy_ms=busy_ms)
            else:
                raise StoreError("store.unwritable", detail="no such folder")
            for pragma in _PRAGMAS:
                self.connection.execute(f"PRAGMA {pragma}")
        self.execute = self.connection.execute
        self.executemany = self.connection.executemany

    @cached_property
    def tables(self) -> sqlite_utils.Database:
        """The same connection, table by table."""
        # Loaded when first asked for: it costs as much as a third of a bare window, and no start has a use for it.
        import sqlite_utils

        return sqlite_utils.Database(self.connection, recursive_triggers=True, execute_plugins=False)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    @contextmanager
    def write(self) -> Iterator[None]:
        """A write transaction: all of it is durable when the block ends, or none of it ever was."""
        connection = self.connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                # A full disk may have ended the transaction already.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except sqlcipher3.ProgrammingError:
            raise
        except sqlcipher3.Error as exc:
            raise store_error(exc) from exc

    @contextmanager
    def write_unsynced(self) -> Iterator[None]:
        """As `write`, without waiting for the disk: it outlives the program at once, a power cut with the next `write`.

        The write-ahead log is one file written in order, so what follows makes durable what went before.
        """
        self.connection.execute("PRAGMA synchronous=NORMAL")
        try:
            with self.write():
                yield
        finally:
            self.connection.execute("PRAGMA synchronous=FULL")

    @contextmanager
    def read(self) -> Iterator[None]:
        """Several reads of one moment. Inside a transaction that is open already it adds nothing."""
        connection = self.connection
        if connection.in_transaction:
            yield
            return
        try:
            connection.execute("BEGIN")
            try:
                yield
            finally:
                if connection.in_transaction:
                    connection.execute("COMMIT")
        except sqlcipher3.ProgrammingError:
            raise
        except sqlcipher3.Error as exc:
            raise store_error(exc) from exc

    def one(self, sql: str, parameters: Sequence[Value] | Mapping[str, Value] = ()) -> Row | None:
        """The first row of a query, or None."""
        row: Row | None = self.connection.execute(sql, parameters).fetchone()
        return row

    def number(self, sql: str, parameters: Sequence[Value] = ()) -> int:
        """The first value of the first row as a whole number; 0 for none or NULL."""
        row = self.connection.execute(sql, parameters).fetchone()
        return int(row[0]) if row and row[0] is not None else 0

    def version(self) -> int:
        """The schema the file was written by; 0 for an empty file."""
        return self.number("PRAGMA user_version")


def exclusive_rename(source: Path, target: Path) -> bool:
    """Move a finished file to its place unless something is there already; whether it was moved."""
    try:
        if os.name == "nt":
            source.rename(target)
        else:
            os.link(source, target)
            source.unlink()
    except FileExistsError:
        source.unlink()
        return False
    return True
