"""Central on PostgreSQL: the production database."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import lru_cache

import psycopg

from central.databases import Later, Parameter, Row, Transactions
from central.pipelines import Array, Pipeline, Statement

_INSERT = re.compile(r"(INSERT INTO intake_\w+ \([^)]*\)) VALUES \((?:%s, )*%s\)(.*)")
"""An INSERT of parameters into a table whose columns hold texts, whole numbers and bytes alone, as arrays do."""


@lru_cache(maxsize=512)
def _numbered(sql: str) -> bytes:
    """A statement with its places as PostgreSQL writes them."""
    first, *parts = sql.split("%s")
    return (first + "".join(f"${number}{part}" for number, part in enumerate(parts, 1))).encode()


@lru_cache(maxsize=512)
def _parts_of_insert(sql: str) -> tuple[str, str] | None:
    """What stands before and after the values of an INSERT that takes rows as arrays; None for any other."""
    found = _INSERT.fullmatch(sql)
    return (found[1], found[2]) if found else None


@lru_cache(maxsize=128)
def _insert_of_arrays(head: str, tail: str, types: tuple[str, ...]) -> bytes:
    """An INSERT of one row, made one of as many rows as its arrays have."""
    return f"{head} SELECT * FROM unnest({_columns(types)}){tail}".encode()


@lru_cache(maxsize=128)
def _question_of_arrays(sql: str, types: tuple[str, ...]) -> bytes:
    """A question, made one for each row of its arrays: the number of the row comes first in each row of the answer."""
    names = [f"p{place}" for place in range(len(types))]
    parts = sql.split("%s")
    asked = "".join(part + name for part, name in zip(parts, (*(f"asked.{name}" for name in names), ""), strict=True))
    rows = f"unnest({_columns(types)}) WITH ORDINALITY AS asked({', '.join(names)}, place)"
    return f"SELECT asked.place, told.* FROM {rows}, LATERAL ({asked}) AS told".encode()


def _columns(types: tuple[str, ...]) -> str:
    return ", ".join(f"${number}::{each}[]" for number, each in enumerate(types, 1))


def _arrays(rows: Sequence[Sequence[Parameter]]) -> tuple[tuple[str, ...], list[Array]]:
    """The columns of rows, and the type of each."""
    arrays = [Array(column) for column in zip(*rows, strict=True)]
    return tuple(array.name for array in arrays), arrays


class PostgresDatabase(Transactions):
    """The production database.

    Inside a transaction, what nobody waits for goes out together with the next question: an exchange costs a handful
    of round trips, not fifty.
    """

    vendor = "postgresql"
    horizon = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection
        self._pipeline = Pipeline(connection)
        self._waiting: list[Statement] = []
        self._is_inside = False

    def rows(self, sql: str, *parameters: Parameter) -> list[Row]:
        """Every row of an answer."""
        question = Statement(_numbered(sql), parameters, asks=True)
        self._waiting.append(question)
        return self._answer(question)

    def row(self, sql: str, *parameters: Parameter) -> Row | None:
        """The first row, or None."""
        return next(iter(self.rows(sql, *parameters)), None)

    def each(self, sql: str, rows: Sequence[Sequence[Parameter]]) -> list[list[Row]]:
        """Every row of the answer for each row of parameters, in one question."""
        return self.later(sql, rows)()

    def later(self, sql: str, rows: Sequence[Sequence[Parameter]]) -> Later[list[list[Row]]]:
        """As `each`, but the question goes out with the next one."""
        if not rows:
            return list
        types, arrays = _arrays(rows)
        question = Statement(_question_of_arrays(sql, types), arrays, asks=True)
        self._waiting.append(question)

        def told() -> list[list[Row]]:
            answers: list[list[Row]] = [[] for _ in rows]
            for row in self._answer(question):
                answers[row[0] - 1].append(row[1:])
            return answers

        return told

    def _answer(self, question: Statement) -> list[Row]:
        if question.answer is None:
            self._settle()
        assert question.answer is not None, "what waited was sent"
        return question.answer

    def run(self, sql: str, *parameters: Parameter) -> None:
        """Do it, whatever it answers; inside a transaction its error may show at the next question or the end."""
        self._do([Statement(_numbered(sql), parameters, asks=False)])

    def many(self, sql: str, rows: Sequence[Sequence[Parameter]]) -> None:
        """Do it for each row of parameters, as `run` does; no two of them write the same row."""
        if not rows:
            return
        insert = _parts_of_insert(sql)
        if insert:
            types, arrays = _arrays(rows)
            self._do([Statement(_insert_of_arrays(*insert, types), arrays, asks=False)])
        else:
            self._do([Statement(_numbered(sql), row, asks=False) for row in rows])

    def _do(self, deeds: Sequence[Statement]) -> None:
        self._waiting += deeds
        if not self._is_inside:
            self._settle()

    def _settle(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._pipeline.run(waiting)

    def _forget(self, sql: str) -> None:
        self._waiting.clear()
        # Why the second error is dropped: where the connection died, the server has undone it all by itself, and
        # the first error is the one to tell.
        with suppress(psycopg.Error):
            if self._connection.info.transaction_status is not psycopg.pq.TransactionStatus.IDLE:
                self._pipeline.run([Statement(sql.encode(), (), asks=False)])

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
        return f"{column} = ANY(ARRAY(SELECT jsonb_array_elements_text(%s::text::jsonb)))"

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

    def places(self, count: int) -> Later[tuple[int, list[int]]]:
        """The number of the writing transaction, as the feed orders by it, and `count` new positions, rising."""
        told = self.later(
            "SELECT pg_current_xact_id()::text::bigint, nextval('intake_feed_seq') FROM generate_series(1, %s)",
            [(count,)],
        )

        def given() -> tuple[int, list[int]]:
            (found,) = told()
            return found[0][0], [position for _, position in found]

        return given

    def newest_place(self) -> int:
        """The last position given out, as this database remembers it; 0 for none."""
        row = self.row("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM intake_feed_seq")
        assert row is not None, "a sequence is a row"
        return int(row[0])
