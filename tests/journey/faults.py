"""Things that must not happen, made to happen: each shows that a check of the demo can fail."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Literal

import msgspec

from app.domain.signing import new_private_key
from tests.journey.processes import Central

Moment = Literal["before", "after"]
"""Before central returns, or after PC A has proven its exchange."""


def _signature(central: Central, moment: Moment) -> None:
    """Central signs with a key that is not its own."""
    if moment == "before":
        path = central.folder / "signing.key"
        path.chmod(0o600)
        path.write_text(new_private_key() + "\n", encoding="ascii")


def _digest(central: Central, moment: Moment) -> None:
    """Central's digest does not follow from what it holds."""
    if moment == "before":
        with closing(sqlite3.connect(central.folder / "central.sqlite3")) as database, database:
            database.execute(
                "CREATE TRIGGER spoiled AFTER UPDATE ON intake_digest WHEN new.sum NOT LIKE 'dead%'"
                " BEGIN UPDATE intake_digest SET sum = 'dead' || substr(new.sum, 5) WHERE rowid = new.rowid; END"
            )
            database.execute(
                "CREATE TRIGGER spoiled_too AFTER INSERT ON intake_digest WHEN new.sum NOT LIKE 'dead%'"
                " BEGIN UPDATE intake_digest SET sum = 'dead' || substr(new.sum, 5) WHERE rowid = new.rowid; END"
            )


def _lost_cell(central: Central, moment: Moment) -> None:
    """Central's copy of the report loses a cell."""
    if moment == "after":
        with closing(sqlite3.connect(central.folder / "central.sqlite3")) as database, database:
            heads = database.execute("SELECT rowid, cells FROM intake_head").fetchall()
            for rowid, packed in heads:
                cells = msgspec.json.decode(packed, type=dict[str, str])
                figure = next(address for address in sorted(cells) if address.endswith("/c4"))
                del cells[figure]
                database.execute(
                    "UPDATE intake_head SET cells = ? WHERE rowid = ?", (msgspec.json.encode(cells), rowid)
                )


FAULTS: dict[str, Callable[[Central, Moment], None]] = {
    "signature": _signature,
    "digest": _digest,
    "lost-cell": _lost_cell,
}
