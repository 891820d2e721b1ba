"""Editions of a form at central: which one a period owes, and reports that move from one to another."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.calendar import WEEKENDS_ONLY
from app.domain.canonical import content_hash
from app.domain.exchange import FormChange, ObligationChange, View
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.forms.migration import migrate, move_body
from app.domain.forms.packing import unpack_form
from app.domain.operations import ActBody, Kind
from app.domain.units import Level, Unit, UnitData, UnitType, UnitVersion
from app.errors import InputError
from central.registry.loading import load_units
from central.registry.obligations import oblige
from central.registry.packages import load_forms
from tests.central.office import FORM, ROW, UNITS, World, codes

TWO_TIERS = FORM.replace('edition: "2026"', 'edition: "{}"\n{}').replace("T.01", "M.01")
RELEASES = """releases:
  - code: so_bo
    title: Sơ bộ
    window: {rule: custom, start_day: 15, start_month_offset: -1, end_day: 30, end_month_offset: -1}
  - {code: chinh_thuc, title: Chính thức}
"""


def edition(name: str, head: str, more: str = "") -> FormDefinition:
    return load_form(TWO_TIERS.replace("{}", name, 1).replace("{}", head, 1) + more, f"{name}.yaml")


BEFORE = edition("2020", "valid_to: 2025-06-30")
AFTER = edition("2025", 'valid_from: 2025-07-01\nfollows: "2020"')
WINDOWS = [
    # name                                       period      last day        edition
    ("ends before the reform", "2025-Q2", "2025-06-14", "2020"),
    ("lies astride it", "2025-Q3", "2025-09-14", "2025"),
    ("begins after it", "2025-Q4", "2025-12-14", "2025"),
]


@pytest.mark.parametrize(("period", "end", "name"), [c[1:] for c in WINDOWS], ids=[c[0] for c in WINDOWS])
def test_a_period_owes_the_edition_in_force_on_its_last_day(world: World, period: str, end: str, name: str) -> None:
    load_forms(world.db, [AFTER, BEFORE], world.central.now())
    owed = oblige(world.db, "M.01", period, province="04", holidays=WEEKENDS_ONLY)
    assert (owed.window_end, owed.form) == (end, {"2020": BEFORE.hash, "2025": AFTER.hash}[name])


def test_an_office_is_given_both_editions_and_told_which_report_is_of_which(world: World) -> None:
    load_forms(world.db, [BEFORE, AFTER], world.central.now())
    for period in ("2025-Q2", "2025-Q3"):
        oblige(world.db, "M.01", period, province="04", holidays=WEEKENDS_ONLY)
    changes = world.computer("01273").exchange().changes
    packages = {unpack_form(change.package).hash for change in changes if isinstance(change, FormChange)}
    assert {BEFORE.hash, AFTER.hash} <= packages
    told = [change for change in changes if isinstance(change, ObligationChange) and change.report.form == "M.01"]
    assert sorted((change.report.period, change.form) for change in told) == [
        ("2025-Q2", BEFORE.hash),
        ("2025-Q3", AFTER.hash),
    ]


def test_a_releases_own_window_says_which_edition_it_owes(world: World) -> None:
    before, after = (
        edition("2020", "valid_to: 2025-08-31", RELEASES),
        edition("2025", "valid_from: 2025-09-01", RELEASES),
    )
    load_forms(world.db, [before, after], world.central.now())
    owed = [
        oblige(world.db, "M.01", "2025-Q3", province="04", holidays=WEEKENDS_ONLY, release=release)
        for release in ("so_bo", "chinh_thuc")
    ]
    assert [(one.window_end, one.form) for one in owed] == [("2025-08-30", before.hash), ("2025-09-14", after.hash)]


def test_a_day_without_an_edition_in_force_owes_nothing(world: World) -> None:
    load_forms(world.db, [BEFORE], world.central.now())
    with pytest.raises(InputError, match=r"form\.unknown"):
        oblige(world.db, "M.01", "2025-Q3", province="04", holidays=WEEKENDS_ONLY)


def test_of_several_in_force_the_newest_is_owed_whatever_its_edition_is_called(world: World) -> None:
    old, new = edition("Z", "valid_from: 2020-01-01"), edition("A", "valid_from: 2025-01-01")
    load_forms(world.db, [new, old], world.central.now())
    assert oblige(world.db, "M.01", "2025-Q3", province="04", holidays=WEEKENDS_ONLY).form == new.hash


def test_an_edition_loaded_anew_takes_the_place_of_its_earlier_package(world: World) -> None:
    mended = edition("2020", "valid_to: 2025-06-30\nnote: Sửa lỗi chính tả")
    load_forms(world.db, [BEFORE], world.central.now())
    load_forms(world.db, [mended], world.central.now() + 1)
    assert oblige(world.db, "M.01", "2025-Q2", province="04", holidays=WEEKENDS_ONLY).form == mended.hash


def test_a_form_that_names_districts_does_no_harm_once_there_are_none(world: World) -> None:
    text = TWO_TIERS.replace("{}", "2025", 1).replace("{}", "valid_from: 2025-07-01", 1)
    form = load_form(
        text.replace("senders: [commune]", "senders: [commune, district]").replace(
            "commune: {working_days: 1}", "commune: {working_days: 1}\n  district: {working_days: 2}"
        ),
        "m01.yaml",
    )
    load_forms(world.db, [form], world.central.now())
    load_units(world.db, _with_a_district_that_ended())
    owed = {
        level: oblige(world.db, "M.01", "2025-Q3", province="04", holidays=WEEKENDS_ONLY, level=level).units
        for level in ("commune", "district")
    }
    assert owed == {"commune": 2, "district": 0}


def _with_a_district_that_ended() -> UnitData:
    district = UnitVersion(
        unit="040",
        code="040",
        type=UnitType.RURAL_DISTRICT,
        name="Huyện Hòa An",
        parent="04",
        valid_from=None,
        valid_to=date(2025, 6, 30),
        legal_basis="",
    )
    versions = [version for history in map(UNITS.history, UNITS.units) for version in history]
    units = (*UNITS.units.values(), Unit(id="040", level=Level.DISTRICT))
    return UnitData(units=units, versions=(*versions, district), lineage=UNITS.lineage)


SWAPPED = load_form(
    FORM.replace('edition: "2026"', 'edition: "2027"\nfollows: "2026"')
    .replace("number: 2, title: Trong đó trực tuyến", "number: 9, title: Trong đó trực tuyến")
    .replace("number: 3, title: Trong đó trực tiếp", "number: 2, title: Trong đó trực tiếp")
    .replace("number: 9, title", "number: 3, title")
    .replace("2=prev(2)", "3=prev(3)"),
    "t01.yaml",
)
"""The edition after T.01: columns 2 and 3 have changed their numbers."""


def _moved(world: World) -> dict[str, str]:
    return migrate(world.form, SWAPPED, ROW).content


def test_a_report_moves_to_another_edition_in_one_operation(world: World) -> None:
    load_forms(world.db, [SWAPPED], world.central.now())
    a = world.computer("01273")
    a.edit(ROW)
    moved = _moved(world)
    a.operation(Kind.MOVE_VERSION, move_body(SWAPPED.hash, ROW, moved))
    a.edit({"main/a/c2": "4"}, moved, form=SWAPPED.hash)
    assert codes(a.exchange()) == ["applied", "applied", "applied"]
    change = world.computer("01273")
    change.exchange()
    copy = change.copies[a.report(), View.INNER]
    assert (copy.form, copy.rev) == (SWAPPED.hash, 3)
    assert copy.cells == ROW | {"main/a/c2": "4", "main/a/c3": "2"}


def test_what_was_typed_by_the_edition_before_is_not_taken_for_another_cell(world: World) -> None:
    load_forms(world.db, [SWAPPED], world.central.now())
    a = world.computer("01273")
    a.edit(ROW)
    a.operation(Kind.MOVE_VERSION, move_body(SWAPPED.hash, ROW, _moved(world)))
    assert codes(a.exchange()) == ["applied", "applied"]
    b = world.computer("01273", person="Lý Văn Páo")
    b.edit({"main/a/c1": "6"}, {"main/a/c1": "5"})
    b.edit({"main/a/c2": "7"}, {"main/a/c2": "3"})
    answer = b.exchange()
    assert codes(answer) == ["applied", "refused cell.other_edition"]
    assert answer.results[1].params["address"] == "main/a/c2"


MOVES = [
    ("values that cannot stand there", {"main/a/c1": "năm"}, "refused value.type"),
    ("cells that are not there", {"main/a/c77": "1"}, "refused cell.unknown"),
]


@pytest.mark.parametrize(("wrong", "said"), [c[1:] for c in MOVES], ids=[c[0] for c in MOVES])
def test_a_move_brings_only_what_can_stand_in_the_edition_moved_to(
    world: World, wrong: dict[str, str], said: str
) -> None:
    load_forms(world.db, [SWAPPED], world.central.now())
    a = world.computer("01273")
    a.edit(ROW)
    a.operation(Kind.MOVE_VERSION, move_body(SWAPPED.hash, ROW, _moved(world) | wrong))
    assert codes(a.exchange()) == ["applied", said]


def test_a_move_stays_inside_its_form(world: World) -> None:
    other = load_form(FORM.replace("T.01", "T.02"), "t02.yaml")
    load_forms(world.db, [other], world.central.now())
    a = world.computer("01273")
    a.edit(ROW)
    a.operation(Kind.MOVE_VERSION, move_body(other.hash, ROW, ROW))
    a.operation(Kind.MOVE_VERSION, ActBody(content=content_hash("", ROW)))
    assert codes(a.exchange()) == ["applied", "refused form.other", "refused operation.body"]


def test_a_move_to_an_edition_that_central_does_not_know_yet_waits(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.operation(Kind.MOVE_VERSION, move_body(SWAPPED.hash, ROW, _moved(world)))
    assert codes(a.exchange()) == ["applied"]


def test_a_move_of_a_content_that_is_not_the_newest_is_a_conflict(world: World) -> None:
    load_forms(world.db, [SWAPPED], world.central.now())
    a = world.computer("01273")
    a.edit(ROW)
    a.exchange()
    b = world.computer("01273", person="Lý Văn Páo")
    b.edit({"main/a/c1": "6"}, {"main/a/c1": "5"})
    b.exchange()
    a.operation(Kind.MOVE_VERSION, move_body(SWAPPED.hash, ROW, _moved(world)))
    assert codes(a.exchange()) == ["conflict"]


def test_what_others_typed_where_the_new_edition_has_nothing_makes_a_move_a_conflict(world: World) -> None:
    shorter = load_form(
        FORM.replace('edition: "2026"', 'edition: "2027"\nfollows: "2026"').replace(
            "      - {number: 4, title: Tỷ lệ, decimals: 2, roll_up: {units: none, time: none}}\n", ""
        ),
        "t01.yaml",
    )
    load_forms(world.db, [shorter], world.central.now())
    a = world.computer("01273")
    a.edit(ROW)
    a.exchange()
    b = world.computer("01273", person="Lý Văn Páo")
    b.edit({"main/a/c4": "40"}, ROW)
    b.exchange()
    a.operation(Kind.MOVE_VERSION, move_body(shorter.hash, ROW, migrate(world.form, shorter, ROW).content))
    assert codes(a.exchange()) == ["conflict"]
