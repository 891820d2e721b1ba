"""The change feed: one row for each thing an office may see, at the place of its newest change.

Rows are ordered by (transaction, position). A row shows only when every older transaction has ended, so a
transaction that commits late is never skipped by a cursor that has gone past it. Each row stands in one
scope, and an office reads the few scopes it is entitled to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from app.domain.canonical import canonical_bytes, fingerprint
from app.domain.exchange import EMPTY_DIGEST, Digest
from central.databases import Database, Later, Row


class ItemKind(StrEnum):
    """What a row of the feed tells of."""

    REPORT = "report"
    FORM = "form"
    UNIT = "unit"
    OBLIGATION = "obligation"
    PERSON = "person"
    NOTE = "note"
    DEVICE = "device"
    CONFLICT = "conflict"


class Scope(NamedTuple):
    """A part of the feed."""

    province: str
    """Which province's tables hold it; empty for what is everybody's."""
    name: str
    """`*`, `in:<unit>`, `up:<unit>`, `reg:<unit>`."""

    @property
    def is_upward(self) -> bool:
        """Whether its reports are those that offices below have submitted."""
        return self.name.startswith("up:")

    @property
    def is_reports(self) -> bool:
        """Whether reports stand in it."""
        return self.name.startswith(("in:", "up:"))


EVERYBODY = Scope("", "*")
"""What every office sees: the forms."""


def inner_scope(province: str, unit: str) -> Scope:
    """An office's own reports, drafts included."""
    return Scope(province, f"in:{unit}")


def upward_scope(province: str, unit: str) -> Scope:
    """What other offices have submitted to this one."""
    return Scope(province, f"up:{unit}")


def registry_scope(province: str, unit: str) -> Scope:
    """Units, people and obligations that concern an office."""
    return Scope(province, f"reg:{unit}")


class Cursor(NamedTuple):
    """A place in the feed; the start is before every row."""

    xid: int = -1
    position: int = 0

    def __str__(self) -> str:
        return f"{self.xid}.{self.position}" if self.xid >= 0 else ""


START = Cursor()


class Reading(NamedTuple):
    """How far a device has read the feed."""

    cursor: Cursor
    """It has seen the rows up to here."""
    rest: Cursor
    """It held everything up to here when it read the feed to its end; the same as `cursor` where it is there still.

    A report's row moves on when somebody writes in it. Between two pages it moves past the reader, who then lacks what
    others had written before.
    """
    known: int = 0
    """Own results that were stored there then, where `rest` is the start."""

    def __str__(self) -> str:
        return str(self.cursor) if self.rest == self.cursor else f"{self.cursor}~{self.rest}~{self.known}"


def parse_reading(text: str) -> Reading | None:
    """What a cursor of an answer spells, the start for the empty one, None for what is no cursor of ours."""
    told, *rest = text.split("~")
    cursor = _parse_cursor(told)
    if cursor is None or not rest:
        return None if cursor is None else Reading(cursor, cursor)
    begun = _parse_cursor(rest[0])
    if begun is None or len(rest) != 2 or not _is_number(rest[1]):
        return None
    return Reading(cursor, begun, int(rest[1]))


def _parse_cursor(text: str) -> Cursor | None:
    if not text:
        return START
    xid, _, position = text.partition(".")
    return Cursor(int(xid), int(position)) if _is_number(xid) and _is_number(position) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


class FeedRow(NamedTuple):
    """A row to publish."""

    scope: Scope
    kind: ItemKind
    item: str
    """Report key, form hash, unit id, person id, note id, device id, the edit that met a conflict."""
    home: str
    """Province whose tables hold the item."""


class FeedEntry(NamedTuple):
    """A row as it is read."""

    scope: Scope
    kind: ItemKind
    item: str
    home: str
    place: Cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A run of the feed."""

    entries: tuple[FeedEntry, ...]
    cursor: Cursor
    """The last row's place, or where the asker already stood."""
    more: bool
    """Whether visible rows follow."""
    is_whole: bool
    """Whether nothing of the scopes is committed but not yet to be shown."""


_PUBLISH = (
    "INSERT INTO intake_feed (province, scope, kind, item, home, xid, position) VALUES (%s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (province, scope, kind, item)"
    " DO UPDATE SET home = excluded.home, xid = excluded.xid, position = excluded.position"
)


def publish(db: Database, rows: Iterable[FeedRow]) -> int:
    """Put rows at the end of the feed, inside a writing transaction; returns the last position given out, or 0."""
    # Why a dict: a thing published twice in one go is one row. Why sorted: writers that touch the same rows do so
    # in the same order.
    unique = sorted({(row.scope, row.kind, row.item): row for row in rows}.values())
    if not unique:
        return 0
    xid, positions = db.places(len(unique))()
    place_rows(db, zip(unique, positions, strict=True), xid)
    return positions[-1]


def place_rows(db: Database, rows: Iterable[tuple[FeedRow, int]], xid: int) -> None:
    """Write rows at positions already taken."""
    db.many(
        _PUBLISH,
        [(row.scope.province, row.scope.name, row.kind, row.item, row.home, xid, position) for row, position in rows],
    )


class Wanted(NamedTuple):
    """What a reader asks of the feed."""

    scopes: Sequence[Scope]
    after: Cursor
    limit: int
    """Most rows."""


def read_pages(db: Database, readers: Sequence[Wanted]) -> Later[list[Page]]:
    """For each reader the rows that follow in its scopes, as one reading transaction sees them."""
    following = db.later(
        "SELECT kind, item, home, xid, position FROM intake_feed WHERE province = %s AND scope = %s"
        f" AND (xid, position) > (%s, %s) AND xid < {db.horizon} ORDER BY xid, position LIMIT %s",
        [(*scope, *reader.after, reader.limit + 1) for reader in readers for scope in reader.scopes],
    )
    hidden = db.later(
        f"SELECT 1 FROM intake_feed WHERE province = %s AND scope = %s AND xid >= {db.horizon} ORDER BY xid LIMIT 1",
        [scope for reader in readers for scope in reader.scopes],
    )
    return lambda: list(_pages(readers, following(), hidden()))


def _pages(readers: Sequence[Wanted], following: Sequence[list[Row]], hidden: Sequence[list[Row]]) -> Iterator[Page]:
    first = 0
    for reader in readers:
        last = first + len(reader.scopes)
        entries = [
            FeedEntry(scope, ItemKind(kind), item, home, Cursor(xid, position))
            for scope, rows in zip(reader.scopes, following[first:last], strict=True)
            for kind, item, home, xid, position in rows
        ]
        entries.sort(key=lambda entry: entry.place)
        yield _page(reader, entries, is_whole=not any(hidden[first:last]))
        first = last


def _page(reader: Wanted, following: Sequence[FeedEntry], *, is_whole: bool) -> Page:
    entries = tuple(following[: reader.limit])
    return Page(
        entries=entries,
        cursor=entries[-1].place if entries else reader.after,
        more=len(following) > reader.limit,
        is_whole=is_whole,
    )


def read_digests(db: Database, readers: Sequence[Sequence[Scope]]) -> Later[list[Digest]]:
    """For the scopes of each reader the sum of the digests of every office in them."""
    held = [(place, scope) for place, scopes in enumerate(readers) for scope in scopes if scope.is_reports]
    told = db.later(
        "SELECT sum, count FROM intake_digest WHERE province = %s AND scope = %s", [scope for _, scope in held]
    )

    def summed() -> list[Digest]:
        totals = [(0, 0)] * len(readers)
        for (place, _), rows in zip(held, told(), strict=True):
            for each, reports in rows:
                total, count = totals[place]
                totals[place] = ((total + int(each, 16)) % 2**256, count + reports)
        return [Digest(sum=f"{total:064x}", count=count) if count else EMPTY_DIGEST for total, count in totals]

    return summed


@lru_cache(maxsize=4096)
def scope_version(scopes: tuple[Scope, ...]) -> str:
    """Short name of a set of scopes: another set has another."""
    return fingerprint(canonical_bytes(tuple(sorted(scope.name for scope in scopes)))).hex()[:16]
