from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import StoreError
from app.services.upkeep import Upkeep
from app.store.backup import backups
from app.store.store import Store
from tests.app.store.office import KEY, FakeChance, FakeClock, identity

START = 1_796_000_000


def opener(folder: Path, clock: FakeClock) -> Callable[[], Store]:
    def open_store() -> Store:
        return Store.open(folder / "s.db", KEY, clock=clock, chance=FakeChance())

    store = open_store()
    store.enrol(identity("A", "p1"))
    store.close()
    return open_store


def test_a_backup_is_taken_when_the_newest_is_an_hour_old(tmp_path: Path) -> None:
    clock = FakeClock(START)
    upkeep = Upkeep(opener(tmp_path, clock))
    taken = []
    for minutes in (0, 10, 49, 2):
        clock.advance(minutes * 60)
        taken.append(upkeep.look_after())
    assert taken == [True, False, False, True]
    assert len(backups(tmp_path / "s.db")) == 2


def test_it_looks_again_after_a_failure_and_ends_when_told() -> None:
    looked = threading.Semaphore(0)

    def open_store() -> Store:
        looked.release()
        raise StoreError("store.busy")

    upkeep = Upkeep(open_store, first_s=0.001, every_s=0.001)
    upkeep.start()
    assert all(looked.acquire(timeout=5) for _ in range(3))
    assert upkeep.stop()


@pytest.mark.logs_warnings
def test_a_mistake_of_ours_does_not_end_it() -> None:
    looked = threading.Semaphore(0)

    def open_store() -> Store:
        looked.release()
        raise ZeroDivisionError

    upkeep = Upkeep(open_store, first_s=0.001, every_s=0.001)
    upkeep.start()
    assert all(looked.acquire(timeout=5) for _ in range(3))
    assert upkeep.stop()
