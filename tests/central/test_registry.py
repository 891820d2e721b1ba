"""The registry: units as the law has them, and what they owe."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.calendar import WEEKENDS_ONLY
from app.domain.exchange import ObligationChange, UnitChange
from app.domain.units import UnitData, shipped_units
from app.errors import InputError, PeriodError
from central.databases import Database
from central.registry.enrolment import revoke
from central.registry.loading import Loaded, load_units
from central.registry.obligations import oblige
from central.registry.offices import inherited_units
from central.status import read_status
from tests.central.office import UNITS, World


def count(db: Database, where: str) -> int:
    """Units that meet a condition."""
    row = db.row(f"SELECT COUNT(*) FROM registry_unit WHERE {where}")
    assert row is not None
    return int(row[0])


@pytest.fixture
def empty(address: tuple[object, str]) -> Database:
    """A central that knows nothing."""
    from central.bootstrap import open_central
    from central.databases import database

    open_central(*address)  # type: ignore[arg-type] # the fixture's first half is a Path
    return database()


def test_all_units_are_34_provinces_3321_communes_and_what_they_came_from(empty: Database) -> None:
    loaded = load_units(empty, shipped_units())
    assert (loaded.provinces, loaded.communes) == (34, 3321)
    assert count(empty, "level = 'province' AND ended IS NULL") == 34
    assert count(empty, "level = 'commune' AND ended IS NULL") == 3321
    assert count(empty, "level = 'district' AND ended IS NULL") == 0
    former = dict(
        empty.rows(
            "SELECT u.level, COUNT(*) FROM registry_unitversion v JOIN registry_unit u ON u.id = v.unit_id"
            " WHERE v.valid_to = '2025-06-30' GROUP BY u.level"
        )
    )
    assert former == {"province": 63, "district": 696, "commune": 10_035}
    assert loaded.lineage > 10_000
    types = dict(
        empty.rows(
            "SELECT v.type, COUNT(*) FROM registry_unitversion v JOIN registry_unit u ON u.id = v.unit_id"
            " WHERE u.level = 'commune' AND v.valid_to IS NULL GROUP BY v.type"
        )
    )
    assert types == {"xa": 2599, "phuong": 709, "dac-khu": 13}
    assert load_units(empty, shipped_units()).changed == 0


def test_one_province_brings_its_communes_and_all_that_went_into_them(empty: Database) -> None:
    loaded = load_units(empty, shipped_units(), "04")
    assert (loaded.provinces, loaded.communes) == (1, 56)
    assert count(empty, "level = 'commune' AND ended IS NULL AND province = '04'") == 56
    assert count(empty, "level = 'commune' AND ended IS NOT NULL") == loaded.ended - count(
        empty, "level <> 'commune' AND ended IS NOT NULL"
    )
    some = empty.row("SELECT new_id FROM registry_lineage WHERE NOT is_split")
    assert some is not None
    assert inherited_units(empty, some[0]) != []
    with pytest.raises(InputError, match=r"unit\.not_loaded"):
        load_units(empty, shipped_units(), "03")


def test_taking_units_in_again_tells_only_what_differs(world: World) -> None:
    a = world.computer("01273")
    a.exchange()
    assert load_units(world.db, UNITS) == Loaded(provinces=1, communes=2, ended=1, lineage=1, changed=0)
    assert a.exchange().changes == ()
    versions = tuple(
        replace(version, name="Phường Tân Giang") if version.unit == "u1" else version for version in UNITS.versions
    )
    assert load_units(world.db, UnitData(tuple(UNITS.units.values()), versions, UNITS.lineage)).changed == 1
    (change,) = [change for change in a.exchange().changes if isinstance(change, UnitChange) and change.unit == "u1"]
    assert change.name == "Phường Tân Giang"


def test_an_obligation_states_window_deadline_and_receiver(world: World) -> None:
    owed = oblige(world.db, "T.01", "2026-Q3", province="04", holidays=WEEKENDS_ONLY, units=["01279"])
    assert (owed.window_start, owed.window_end, owed.deadline, owed.units) == (
        "2026-06-15",
        "2026-09-14",
        "2026-09-15",
        1,
    )
    b, a = world.computer("01279"), world.computer("01273")
    told = [change for change in b.exchange().changes if isinstance(change, ObligationChange)]
    assert sorted((change.report.period, change.receiver) for change in told) == [("2026-Q3", "04"), ("2026-Q4", "04")]
    told = [change for change in a.exchange().changes if isinstance(change, ObligationChange)]
    assert [change.report.period for change in told] == ["2026-Q4"]


def test_another_receiver_may_be_named(world: World) -> None:
    oblige(world.db, "T.01", "2026-Q3", province="04", holidays=WEEKENDS_ONLY, units=["01279"], receiver="01273")
    told = [change for change in world.computer("01273").exchange().changes if isinstance(change, ObligationChange)]
    assert sorted((change.report.unit, change.receiver) for change in told) == [("u1", "04"), ("u2", "u1")]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"code": "T.99"}, "form.unknown"),
        ({"period_code": "2026-M07"}, "form.not_due"),
        ({"period_code": "2026"}, "period.invalid"),
        ({"level": "province"}, "form.no_deadline"),
        ({"release": "official"}, "form.no_release"),
        ({"province": "99"}, "unit.not_loaded"),
        ({"units": ["99999"]}, "unit.not_loaded"),
        ({"receiver": "99999"}, "unit.not_loaded"),
    ],
)
def test_what_cannot_be_owed_is_refused(world: World, arguments: dict[str, str], code: str) -> None:
    before = world.count("intake_obligation")
    with pytest.raises((InputError, PeriodError)) as raised:
        oblige(
            world.db,
            **{"code": "T.01", "period_code": "2026-Q3", "province": "04", "holidays": WEEKENDS_ONLY, **arguments},  # type: ignore[arg-type] # one of the arguments is wrong on purpose
        )
    assert raised.value.code == code
    assert world.count("intake_obligation") == before


def test_a_device_is_revoked_once(world: World) -> None:
    a = world.computer("01273")
    assert revoke(world.db, a.id, 1) is True
    assert revoke(world.db, a.id, 2) is False
    with pytest.raises(InputError, match=r"device\.unknown"):
        revoke(world.db, "nobody", 1)


def test_status_counts_what_central_holds(world: World) -> None:
    a = world.computer("01273")
    a.edit({"main/a/@row": "V;;"})
    a.edit({"main/a/c1": "năm"})
    a.exchange()
    status = read_status(world.db)
    assert (status.units, status.forms, status.people, status.devices, status.obligations) == (3, 1, 1, 1, 2)
    assert (status.reports, status.submitted, status.operations, status.refused) == (1, 0, 2, 1)
    assert (status.held, status.conflicts, status.failed, status.receipts) == (0, 0, 0, 0)


def test_a_units_day_is_told_as_an_iso_date(world: World) -> None:
    ended = replace(UNITS.versions[1], valid_from=date(2025, 7, 1))
    versions = (UNITS.versions[0], ended, *UNITS.versions[2:])
    load_units(world.db, UnitData(tuple(UNITS.units.values()), versions, UNITS.lineage))
    told = world.computer("01273").exchange().changes
    (change,) = [change for change in told if isinstance(change, UnitChange) and change.unit == "u1"]
    assert (change.valid_from, change.valid_to) == ("2025-07-01", "")
