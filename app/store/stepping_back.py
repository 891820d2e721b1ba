"""Back to the file as it was before a newer program brought it up to date and then did not come up."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.errors import StoreError
from app.store import backup, migrations
from app.store.database import Database
from app.store.doctor import replace_store

_MARKS = (
    "SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM outbox), (SELECT count(*) FROM operation),"
    " (SELECT cursor FROM position)"
)
"""What grows with everything that is typed, sent or taken in."""


def step_back(path: Path, key: bytes, now: datetime) -> Path:
    """Put the copy taken before the migration in the place of a file that is too new; where that one is kept.

    Only where nothing has been typed, sent or taken in since. Raises StoreError `store.newer` where something has,
    or where there is no such copy: then the newer program is the way on.
    """
    newer = _marks(path, key)
    for copy in backup.backups(path):
        if copy.why == "migration" and copy.schema <= migrations.NEWEST:
            backup.verify(copy.path, key)
            if _marks(copy.path, key)[1:] == newer[1:]:
                return replace_store(path, copy, "newer", now)
            break  # an older copy holds even less
    raise StoreError("store.newer", file=newer[0], program=migrations.NEWEST)


def _marks(path: Path, key: bytes) -> tuple[object, ...]:
    """A file's schema, and what it has grown to."""
    database = Database(path, key)
    try:
        return database.version(), *(database.one(_MARKS) or ())
    finally:
        database.close()
