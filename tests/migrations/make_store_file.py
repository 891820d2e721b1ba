"""Makes the small real store that a released schema is proven by: run once when a schema is released, then kept.

python -m tests.migrations.make_store_file 1
"""

from __future__ import annotations

import sys
from pathlib import Path

import app.store.migrations as migrations
from app.domain.canonical import canonical_bytes, fingerprint
from app.store.database import Database

KEY = bytes(range(32))
FOLDER = Path(__file__).parent / "stores"


def make(schema: int) -> Path:
    """A store of `schema` with one report of two typed cells, one numbered operation and one receipt."""
    path = FOLDER / f"schema-{schema}.db"
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    database = Database(path, KEY)
    migrations.migrate(database, up_to=schema)
    told = [1, 1790000000, "xa-1|F|2026-Q3|", "main/r1/c1", None, "5", "p1", "typed", ""]
    line = fingerprint(fingerprint(b"journal") + canonical_bytes(told))
    with database.write():
        database.execute(
            "UPDATE position SET device = 'A', epoch = '00000000000000a1', central_epoch = 'c1', cursor = '7',"
            " scope = 's'"
        )
        database.execute(
            "INSERT INTO report (id, key, view, unit, form_code, period, release, form, state, base_form, base_state,"
            " base_era, base_content, touch, author, at) VALUES (1, 'xa-1|F|2026-Q3|', 'inner', 'xa-1', 'F', '2026-Q3',"
            " '', ?1, 'draft', ?1, 'draft', 1, ?2, 1, 'p1', 1790000000)",
            ("f" * 64, fingerprint(canonical_bytes({"cells": {}, "form": "f" * 64})).hex()),
        )
        database.execute("INSERT INTO base (report, cells) VALUES (1, x'7b7d')")
        database.execute("INSERT INTO cell (report, address, value) VALUES (1, 'main/r1/c1', '5')")
        database.execute(
            "INSERT INTO journal (seq, at, report, address, old, new, author, origin, reason, hash)"
            " VALUES (1, 1790000000, 1, 'main/r1/c1', NULL, '5', 'p1', 'typed', '', ?)",
            (line,),
        )
        database.execute(
            "INSERT INTO outbox (id, report, author, kind, form, at) VALUES (1, 1, 'p1', 'report.edit', ?, 1790000000)",
            ("f" * 64,),
        )
        database.execute("INSERT INTO outbox_cell (entry, address, replaced, new) VALUES (1, 'main/r1/c1', NULL, '5')")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.execute("PRAGMA journal_mode = DELETE")
    database.close()
    return path


if __name__ == "__main__":
    print(make(int(sys.argv[1])))
