"""What both messages of an exchange are built of, and the checks that reading begins with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from app.domain.operations import OperationId
from app.errors import AppError, InputError
from sync.cells import BlockReader, FormOrder, Pool, Value
from sync.columns import Ints, Names, TableReader, broken
from sync.versions import HISTORY

PROTOCOL = HISTORY.newest
"""The version spoken here."""

OLDEST = HISTORY.oldest
"""The oldest version still understood."""

Forms = Callable[[str], FormOrder | None]
"""Form package hash -> its declared cell order; None where the package is not here."""

Hashes = Callable[[OperationId], str | None]
"""The asker's own operation -> its hash; None where it is not kept."""

MOST_ENTRIES = 200_000
"""Operations, results, reports or pairs of one message."""

T = TypeVar("T")


class WireTables(Struct, array_like=True, frozen=True):
    """The names a message writes once."""

    count: int = 0
    reports: list[Ints] = []
    units: list[str] = []
    codes: list[str] = []
    periods: list[str] = []
    releases: list[str] = []
    forms: list[str] = []
    people: list[str] = []


class WirePool(Struct, array_like=True, frozen=True):
    """The lists that all blocks of cells share (sync/cells.py)."""

    rows: list[str] = []
    runs: list[int] = []
    shown: list[Value] = []
    values: list[Value] = []
    texts: list[str] = []


def trim(fields: list[Any]) -> list[Any]:
    """The fields without the empty ones at the end."""
    while fields and fields[-1] in ("", 0, None, [], {}):
        fields.pop()
    return fields


def pool_array(pool: Pool) -> list[Any]:
    """The pool as a message carries it."""
    return trim([pool.rows, pool.runs, pool.shown, pool.values, pool.texts])


def read_tables(tables: WireTables, before: Names | None = None) -> TableReader:
    """A reader of the tables; `before` holds the names of the message answered."""
    names = (tables.units, tables.codes, tables.periods, tables.releases, tables.forms, tables.people)
    return TableReader(tables.count, tables.reports, names, before)


def read_blocks(pool: WirePool) -> BlockReader:
    """A reader of the blocks of cells."""
    return BlockReader(Pool(rows=pool.rows, runs=pool.runs, shown=pool.shown, values=pool.values, texts=pool.texts))


def checked_count(count: int) -> int:
    """The count itself. Raises InputError `wire.too_large` where no honest message has as many."""
    if not 0 <= count <= MOST_ENTRIES:
        raise InputError("wire.too_large", limit=MOST_ENTRIES)
    return count


def decoded(kind: type[T], data: bytes | Raw) -> T:
    """JSON read as `kind`. Raises InputError `wire.malformed`."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:
        raise InputError("wire.malformed") from exc


MISFITS = (KeyError, IndexError, ValueError, TypeError, OverflowError, msgspec.MsgspecError)
"""What reading well-formed JSON of the wrong meaning can raise."""


def wired(error: AppError) -> AppError:
    """The error itself, or where the domain refused a part, ours for it."""
    return error if error.code.startswith(("wire.", "protocol.")) else broken(error.code)
