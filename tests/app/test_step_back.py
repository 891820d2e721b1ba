"""A start after an update that brought the store up to date and did not come up."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import office_at
from app.errors import StoreError
from app.services.enrolment import STORE_NAME
from app.store import migrations
from app.store.backup import take_backup
from app.store.database import Database
from app.store.keys import STORE_KEY
from tests.app.store.office import identity


def test_the_store_is_put_back_by_itself(tmp_path: Path) -> None:
    office = office_at(tmp_path, "file")
    store = office.open_store()
    store.enrol(identity("a", "p-1"))
    store.close()
    key = bytes.fromhex(office.secrets.get(STORE_KEY) or "")
    database = Database(tmp_path / STORE_NAME, key)
    take_backup(database, key, office.clock.now(), "migration")
    with database.write():
        database.execute(f"PRAGMA user_version = {migrations.NEWEST + 1}")
    database.close()
    with pytest.raises(StoreError) as caught:
        office.is_enrolled()
    assert caught.value.code == "store.newer"
    assert office._is_enrolled_in_step()
    assert office.is_enrolled()
