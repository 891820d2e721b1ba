"""Central on SQLite: the embedded default."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from functools import lru_cache

from central.databases import Later, Parameter, Row, Transactions


@lru_cache(maxsize=512)
def _for_sqlite(sql: str) -> str:
    return sql.replace("%s", "?")


class SqliteDatabase(Transactions):
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

    def each(self, sql: str, rows: Sequence[Sequence[Parameter]]) -> list[list[Row]]:
        """Every row of the answer for each row of parameters."""
        return [self.rows(sql, *parameters) for parameters in rows]

    def later(self, sql: str, rows: Sequence[Sequence[Parameter]]) -> Later[list[list[Row]]]:
        """As `each`: here nothing is gained by waiting."""
        told = self.each(sql, rows)
        return lambda: told

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

    def places(self, count: int) -> Later[tuple[int, list[int]]]:
        """Transactions have no number here: positions alone give the order."""
        row = self.row("UPDATE intake_counter SET value = value + %s WHERE name = 'feed' RETURNING value", count)
        assert row is not None, "the migration makes the counter"
        given = list(range(row[0] - count + 1, row[0] + 1))
        return lambda: (0, given)

    def newest_place(self) -> int:
        """The last position given out, as this database remembers it; 0 for none."""
        row = self.row("SELECT value FROM intake_counter WHERE name = 'feed'")
        assert row is not None, "the migration makes the counter"
        return int(row[0])
