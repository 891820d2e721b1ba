"""After a newer program that brought the store up to date and did not come up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from app.errors import StoreError
from app.store import migrations
from app.store.backup import backup_folder, take_backup
from app.store.database import Database
from app.store.stepping_back import step_back
from tests.app.store.office import KEY, Computer

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
CELL = "main/a/c4"


def brought_up(one: Computer) -> None:
    """What a newer program does first: a copy, then its own schema."""
    one.store.close()
    database = Database(one.path, KEY)
    take_backup(database, KEY, NOW, "migration")
    with database.write():
        database.execute("CREATE TABLE of_the_newer_program (x)")
        database.execute(f"PRAGMA user_version = {migrations.NEWEST + 1}")
    database.close()


def refused(one: Computer) -> str:
    with pytest.raises(StoreError) as caught:
        one._opened()
    return caught.value.code


def test_the_store_is_as_it_was_and_the_newer_file_is_kept(computer: Callable[..., Computer]) -> None:
    one = computer("a")
    one.type((CELL, "7"))
    brought_up(one)
    assert refused(one) == "store.newer"
    aside = step_back(one.path, KEY, NOW)
    one.store = one._opened()
    assert one.value(CELL) == "7"
    assert aside.name == "a.db.newer-20261201T080000Z"
    assert aside.exists()


def test_what_was_typed_in_the_newer_program_is_never_put_aside(computer: Callable[..., Computer]) -> None:
    one = computer("a")
    one.type((CELL, "7"))
    brought_up(one)
    database = Database(one.path, KEY)
    with database.write():
        database.execute(f"PRAGMA user_version = {migrations.NEWEST}")
    database.close()
    one.store = one._opened()
    one.type((CELL, "8"))
    one.store.close()
    database = Database(one.path, KEY)
    with database.write():
        database.execute(f"PRAGMA user_version = {migrations.NEWEST + 1}")
    database.close()
    with pytest.raises(StoreError) as caught:
        step_back(one.path, KEY, NOW)
    assert caught.value.code == "store.newer"
    assert refused(one) == "store.newer"


def test_without_the_copy_nothing_is_moved(computer: Callable[..., Computer]) -> None:
    one = computer("a")
    brought_up(one)
    for copy in backup_folder(one.path).iterdir():
        copy.unlink()
    with pytest.raises(StoreError) as caught:
        step_back(one.path, KEY, NOW)
    assert caught.value.code == "store.newer"
    assert one.path.exists()
