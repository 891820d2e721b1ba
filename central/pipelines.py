"""Statements on their way to PostgreSQL: many at once in one go, each prepared once, rows as arrays.

Why beside psycopg's cursors: those make a cursor, look for a way to write each single value and wait for the socket at
every statement, which took the exchange longer than PostgreSQL took for all of them. The connection, its errors and how
its answers are read are psycopg's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from struct import Struct
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import psycopg
from psycopg.abc import PQGen
from psycopg.adapt import Transformer
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult
from psycopg.waiting import Ready, Wait

Value = str | int | bool | bytes | None
Row = tuple[Any, ...]

_TEXT, _BINARY = 0, 1
_UNKNOWN = 0
"""Of a text or a blank whose type PostgreSQL is to find by itself."""


class _Type(NamedTuple):
    """A type of PostgreSQL's, by its numbers there."""

    name: str
    number: int
    of_arrays: int


_TYPES: dict[type, _Type] = {
    bool: _Type("boolean", 16, 1000),
    int: _Type("bigint", 20, 1016),
    bytes: _Type("bytea", 17, 1001),
}
"""By Python's type; any other is a text."""
_TEXTS = _Type("text", 25, 1009)
_WHOLE, _SIZED_WHOLE, _SIZE, _HEAD = Struct("!q"), Struct("!iq"), Struct("!i"), Struct("!iiIii")
_SIZES = [_SIZE.pack(size) for size in range(256)]
_NONE = _SIZE.pack(-1)


def _spelled(value: str | int | bool | bytes) -> bytes:
    """A value as PostgreSQL reads its type in binary; a text is the same either way."""
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes):
        return value
    return bytes((value,)) if isinstance(value, bool) else _WHOLE.pack(value)


class Array:
    """A column of values of one type, or blanks, as PostgreSQL reads arrays in binary."""

    __slots__ = ("data", "name", "type")

    def __init__(self, column: Sequence[Value]) -> None:
        kind = type(next((value for value in column if value is not None), None))
        self.name, element, self.type = _TYPES.get(kind, _TEXTS)
        parts = [_HEAD.pack(1, int(None in column), element, len(column), 1)]
        if kind is int:
            parts += [_NONE if value is None else _SIZED_WHOLE.pack(8, value) for value in column]
        else:
            for value in column:
                if value is None:
                    parts.append(_NONE)
                    continue
                data = _spelled(value)
                size = len(data)
                parts += (_SIZES[size] if size < len(_SIZES) else _SIZE.pack(size), data)
        self.data = b"".join(parts)


class Statement:
    """One statement with what goes in, its places written `$1`."""

    __slots__ = ("answer", "asks", "formats", "sql", "types", "values")

    def __init__(self, sql: bytes, parameters: Iterable[Value | Array], *, asks: bool) -> None:
        self.sql, self.asks = sql, asks
        self.values: list[bytes | None] = []
        self.types: list[int] = []
        self.formats: list[int] = []
        self.answer: list[Row] | None = None
        """The rows, once they came and where they are asked for."""
        for value in parameters:
            if isinstance(value, Array):
                self._add(value.data, value.type, _BINARY)
            elif value is None or isinstance(value, str):
                self._add(None if value is None else value.encode(), _UNKNOWN, _TEXT)
            else:
                self._add(_spelled(value), _TYPES[type(value)].number, _BINARY)

    def _add(self, data: bytes | None, type_: int, form: int) -> None:
        self.values.append(data)
        self.types.append(type_)
        self.formats.append(form)


_Shape = tuple[bytes, tuple[int, ...]]
"""A statement, and the types of what goes in."""
_known: WeakKeyDictionary[psycopg.Connection[Any], dict[_Shape, bytes]] = WeakKeyDictionary()
"""Connection -> what was prepared over it, and the name PostgreSQL knows it by."""


class Pipeline:
    """The way to PostgreSQL over one connection."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection, self._pgconn = connection, connection.pgconn
        self._names = _known.setdefault(connection, {})
        self._reader = Transformer(connection)

    def run(self, statements: Sequence[Statement]) -> None:
        """Do all of them, in order, in one round trip; what they answer stands in them then.

        Outside a transaction they are one by themselves. Raises psycopg's error of the first that goes wrong; nothing
        that follows it is done.
        """
        try:
            error = self._connection.wait(self._run(statements))
        except BaseException:
            # What is still on its way would be taken for the answer to what is asked next.
            self._connection.close()
            raise
        if error is not None:
            raise psycopg.errors.error_from_result(error)

    def _run(self, statements: Sequence[Statement]) -> PQGen[PGresult | None]:
        self._pgconn.enter_pipeline_mode()
        sent = self._send(statements)
        while self._pgconn.flush():
            # Why read while writing: where both sides only write, both wait for the other for ever.
            if (yield Wait.RW) & Ready.R:
                self._pgconn.consume_input()
        error = None
        for one in sent:
            result = yield from self._result()
            assert result is not None, "each is answered"
            if result.status not in _DONE:
                error = error or result
            elif isinstance(one, Statement):
                self._answer(one, result)
            else:
                self._names[one] = _name(len(self._names))
            yield from self._result()  # that was all of this one
        yield from self._result()  # that was all
        self._pgconn.exit_pipeline_mode()
        return error

    def _send(self, statements: Sequence[Statement]) -> list[Statement | _Shape]:
        """Put them on their way; returns what is answered, in order: shapes that are new here, and the statements."""
        sent: list[Statement | _Shape] = []
        new: dict[_Shape, bytes] = {}
        for statement in statements:
            shape = statement.sql, tuple(statement.types)
            name = self._names.get(shape) or new.get(shape)
            if name is None:
                name = new[shape] = _name(len(self._names) + len(new))
                self._pgconn.send_prepare(name, statement.sql, statement.types)
                sent.append(shape)
            self._pgconn.send_query_prepared(name, statement.values, statement.formats, _BINARY)
            sent.append(statement)
        self._pgconn.pipeline_sync()
        return sent

    def _result(self) -> PQGen[PGresult | None]:
        while self._pgconn.is_busy():
            yield Wait.R
            self._pgconn.consume_input()
        return self._pgconn.get_result()

    def _answer(self, statement: Statement, result: PGresult) -> None:
        if statement.asks:
            self._reader.set_pgresult(result)
            statement.answer = self._reader.load_rows(0, result.ntuples, tuple)


def prepared(connection: psycopg.Connection[Any]) -> list[bytes]:
    """The statements that were prepared over a connection."""
    return [sql for sql, _ in _known.get(connection, ())]


_DONE = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)


def _name(number: int) -> bytes:
    return b"exchange_%d" % number
