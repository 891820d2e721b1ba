"""What a computer is to the system, and what keeps it from there until it is enrolled anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from app.domain.exchange_state import CycleOutcome, CycleRecord
from app.services.enrolment import barred_by, enrolled_computer
from app.services.views import Computer
from app.store.store import Store
from tests.app.store.office import KEY, FakeChance, FakeClock, identity


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock) -> Store:
    return Store.open(tmp_path / "office.db", KEY, clock=clock, chance=FakeChance("a"))


def ended(store: Store, clock: FakeClock, code: str) -> None:
    """A cycle of a moment later."""
    clock.advance(5)
    at = int(clock.now().timestamp())
    outcome = CycleOutcome.REFUSED if code else CycleOutcome.DONE
    store.record_cycle(CycleRecord(started_at=at, ended_at=at, outcome=outcome, code=code))


def test_the_computer_is_told_by_what_was_kept_at_enrolment(store: Store) -> None:
    assert enrolled_computer(store) == Computer(address="", name="", person_name="", unit_name="")
    store.enrol(replace(identity("A", "p1"), name="Máy văn phòng", central_url="https://a.vn"))
    told = enrolled_computer(store)
    assert (told.address, told.name) == ("https://a.vn", "Máy văn phòng")


def test_when_it_was_enrolled_is_kept(store: Store, clock: FakeClock) -> None:
    store.enrol(identity("A", "p1"))
    kept = store.identity()
    assert kept is not None
    assert kept.enrolled_at == int(clock.now().timestamp())


@pytest.mark.parametrize(
    ("code", "barred"),
    [
        ("", ""),
        ("sync.unreachable", ""),
        ("protocol.unsupported", ""),
        ("device.revoked", "device.revoked"),
        ("device.unknown", "device.unknown"),
        ("device.other", "device.other"),
        ("device.cloned", "device.cloned"),
        ("sync.cloned", "sync.cloned"),
    ],
)
def test_only_what_enrolling_anew_ends_bars_a_computer(store: Store, clock: FakeClock, code: str, barred: str) -> None:
    store.enrol(identity("A", "p1"))
    ended(store, clock, code)
    assert barred_by(store) == barred


def test_the_newest_cycle_says_it(store: Store, clock: FakeClock) -> None:
    store.enrol(identity("A", "p1"))
    ended(store, clock, "device.revoked")
    ended(store, clock, "sync.unreachable")
    assert barred_by(store) == ""


def test_what_the_former_device_was_told_says_nothing_of_the_one_enrolled_since(store: Store, clock: FakeClock) -> None:
    store.enrol(identity("A", "p1"))
    ended(store, clock, "device.revoked")
    store.enrol(identity("B", "p1"))
    assert barred_by(store) == ""


def test_before_enrolment_nothing_bars(store: Store) -> None:
    assert barred_by(store) == ""
