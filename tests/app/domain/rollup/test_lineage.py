"""Figures of then for a unit as it is today, along mergers, splits and changes of type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from app.domain.rollup.explaining import explain
from app.domain.rollup.lineage import Origins, Why, compared, origins
from app.domain.units import Level, Lineage, LineageKind, Unit, UnitData, UnitType, UnitVersion, shipped_units
from app.errors import InputError
from tests.app.domain.rollup.reports import form, row, source

ROLLING = form("rolling")
REFORM = date(2025, 7, 1)
THEN = date(2025, 6, 14)
R1 = "main/r1"


@pytest.fixture(scope="module")
def shipped() -> UnitData:
    return shipped_units()


def units(lives: dict[str, tuple[int | None, int | None]], edges: Sequence[tuple[str, str, int, bool]]) -> UnitData:
    """Units that live from one year to another, and what went into what in a year, whole or split."""
    versions = [
        UnitVersion(
            unit=name,
            code="00001",
            type=UnitType.RURAL_COMMUNE,
            name=f"Xã {name}",
            parent=None,
            valid_from=None if first is None else date(first, 1, 1),
            valid_to=None if last is None else date(last - 1, 12, 31),
            legal_basis="",
        )
        for name, (first, last) in lives.items()
    ]
    lineage = [
        Lineage(
            old=old,
            new=new,
            kind=LineageKind.SPLIT if split else LineageKind.MERGE,
            on=date(year, 1, 1),
            is_split=split,
            is_main=True,
        )
        for old, new, year, split in edges
    ]
    return UnitData([Unit(id=name, level=Level.COMMUNE) for name in lives], versions, lineage)


def shares_of(found: Origins) -> dict[str, str]:
    return {origin.unit: str(origin.share) for origin in found.units}


def reasons_of(found: Origins) -> list[tuple[Why, str, str]]:
    return [(reason.why, reason.old, reason.new) for reason in found.reasons]


def test_a_commune_made_of_whole_ones_is_compared_by_their_sum(shipped: UnitData) -> None:
    then = [
        source(ROLLING, "00382-2025", row(R1, c2="10", c3="1", c7="20", c8="5"), period="2025-Q2"),
        source(ROLLING, "00397-2025", row(R1, c2="30", c3="2", c7="24", c8="9"), period="2025-Q2"),
        source(ROLLING, "00415-2025", row(R1, c2="-", c3="4"), period="2025-Q2"),
    ]
    found = compared(ROLLING, shipped, "00382", THEN, then)
    assert shares_of(found.origins) == {"00382-2025": "1", "00397-2025": "1", "00415-2025": "1"}
    assert found.rolled is not None
    figures = [found.rolled.value(f"{R1}/{column}") for column in ("c2", "c3", "c6", "c7", "c8")]
    assert figures == ["40", "7", "17.5", "23", "9"]
    names = [one.member.name for one in explain(found.rolled, f"{R1}/c2").contributions]
    assert names == ["Xã Minh Trí", "Xã Minh Phú", "Xã Tân Dân"]


def test_a_commune_that_took_in_a_part_is_not_comparable_and_it_is_said_of_which(shipped: UnitData) -> None:
    found = compared(ROLLING, shipped, "00994", THEN, [])
    assert found.rolled is None
    assert reasons_of(found.origins) == [(Why.SPLIT, "00988-2025", "00994")]
    assert [reason.message() for reason in found.origins.reasons] == [
        "Xã Yên Định đã chia tách, chỉ một phần nhập vào Xã Minh Ngọc mà chưa rõ tỷ lệ; không so sánh được."
    ]


def test_a_share_that_is_given_counts_sums_in_part_and_marks_them_as_estimates(shipped: UnitData) -> None:
    then = [
        source(ROLLING, unit, row(R1, c2="10", c3="3", c8="7", c9="Thôn", c11="0.5"), period="2025-Q2")
        for unit in ("00988-2025", "00994-2025", "01009-2025")
    ]
    found = compared(ROLLING, shipped, "00994", THEN, then, shares={("00988-2025", "00994"): Fraction(1, 4)})
    assert shares_of(found.origins) == {"00988-2025": "1/4", "00994-2025": "1", "01009-2025": "1"}
    assert found.rolled is not None
    figures = [found.rolled.value(f"{R1}/{column}") for column in ("c2", "c3", "c8", "c9", "c11", "c5")]
    assert figures == ["23 E", "7 E", "7", "Thôn", "1.13 E", "23 E"], "22.5, 6.75 and 1.125 rounded half up, once"
    assert found.rolled.completeness_of(f"{R1}/c8").is_complete is False


def test_a_commune_retyped_after_its_merger_still_comes_from_the_same_ones(shipped: UnitData) -> None:
    assert [version.type.value for version in shipped.history("07294")] == ["xa", "phuong"]
    assert set(shares_of(origins(shipped, "07294", THEN))) == {"07273-2025", "07279-2025", "07294-2025"}
    assert shares_of(origins(shipped, "07294", date(2026, 1, 31))) == {"07294": "1"}


def test_a_province_is_compared_by_the_provinces_it_was_made_of(shipped: UnitData) -> None:
    assert shares_of(origins(shipped, "08", THEN)) == {"02-2025": "1", "08-2025": "1"}
    assert shares_of(origins(shipped, "01", THEN)) == {"01": "1"}, "Hà Nội went on"


def test_a_special_zone_comes_from_its_district(shipped: UnitData) -> None:
    assert [origin.name for origin in origins(shipped, "11948", THEN).units] == ["Huyện Bạch Long Vĩ"]


def test_a_district_is_itself_before_the_reform_and_nothing_after_it(shipped: UnitData) -> None:
    assert shares_of(origins(shipped, "001-2025", THEN)) == {"001-2025": "1"}
    assert reasons_of(origins(shipped, "001-2025", REFORM)) == [(Why.ENDED, "001-2025", "")]


def test_of_todays_communes_those_without_a_part_are_comparable(shipped: UnitData) -> None:
    today = [version.unit for version in shipped.on(date(2026, 10, 1), Level.COMMUNE)]
    comparable = sum(not origins(shipped, unit, THEN).reasons for unit in today)
    assert (len(today), comparable) == (3321, 2880)


CHAINS = [
    # name, lives (years), what went into what, shares, expected shares, expected reasons
    (
        "a merger of mergers",
        {"a": (None, 2020), "b": (None, 2020), "c": (None, 2023), "ab": (2020, 2023), "x": (2023, None)},
        [("a", "ab", 2020, False), ("b", "ab", 2020, False), ("ab", "x", 2023, False), ("c", "x", 2023, False)],
        {},
        {"a": "1", "b": "1", "c": "1"},
        [],
    ),
    (
        "parts that came together again are the whole",
        {"a": (None, 2020), "p": (2020, 2023), "q": (2020, 2023), "x": (2023, None)},
        [("a", "p", 2020, True), ("a", "q", 2020, True), ("p", "x", 2023, False), ("q", "x", 2023, False)],
        {},
        {"a": "1"},
        [],
    ),
    (
        "a part of a part",
        {"a": (None, 2020), "p": (2020, 2023), "q": (2020, None), "x": (2023, None), "y": (2023, None)},
        [("a", "p", 2020, True), ("a", "q", 2020, True), ("p", "x", 2023, True), ("p", "y", 2023, True)],
        {("a", "p"): Fraction(1, 2), ("p", "x"): Fraction(1, 3)},
        {"a": "1/6"},
        [],
    ),
    (
        "a part of a part of which one share is not known",
        {"a": (None, 2020), "p": (2020, 2023), "q": (2020, None), "x": (2023, None), "y": (2023, None)},
        [("a", "p", 2020, True), ("a", "q", 2020, True), ("p", "x", 2023, True), ("p", "y", 2023, True)],
        {("a", "p"): Fraction(1, 2)},
        {},
        [(Why.SPLIT, "p", "x")],
    ),
    (
        "a part left",
        {"x": (None, None), "y": (2020, None)},
        [("x", "y", 2020, True)],
        {},
        {},
        [(Why.PART_LEFT, "x", "y")],
    ),
    (
        "a part left, and it is known how much stayed",
        {"x": (None, None), "y": (2020, None)},
        [("x", "y", 2020, True)],
        {("x", "x"): Fraction(3, 4)},
        {"x": "3/4"},
        [],
    ),
    (
        "a unit that went on and took in another",
        {"x": (None, None), "a": (None, 2020)},
        [("a", "x", 2020, False)],
        {},
        {"a": "1", "x": "1"},
        [],
    ),
    ("a new unit from nowhere", {"x": (2020, None)}, [], {}, {}, [(Why.NOT_YET, "x", "")]),
    ("a unit nobody knows", {}, [], {}, {}, [(Why.NOT_YET, "x", "")]),
    (
        "units that went into each other",
        {"x": (2021, None), "a": (None, 2020), "b": (2020, 2021)},
        [("a", "b", 2020, False), ("b", "a", 2020, False), ("b", "x", 2021, False)],
        {},
        {},
        [(Why.CIRCLE, "a", "")],
    ),
]


@pytest.mark.parametrize(
    ("lives", "edges", "shares", "expected", "reasons"), [case[1:] for case in CHAINS], ids=[case[0] for case in CHAINS]
)
def test_changes_are_followed_one_after_the_other(
    lives: dict[str, tuple[int | None, int | None]],
    edges: list[tuple[str, str, int, bool]],
    shares: dict[tuple[str, str], Fraction],
    expected: dict[str, str],
    reasons: list[tuple[Why, str, str]],
) -> None:
    found = origins(units(lives, edges), "x", date(2019, 6, 30), shares=shares)
    assert (shares_of(found), reasons_of(found)) == (expected, reasons)


@pytest.mark.parametrize(
    "shares",
    [
        {("a", "b"): Fraction(0)},
        {("a", "b"): Fraction(3, 2)},
        {("a", "b"): Fraction(-1, 2)},
        {("a", "b"): Fraction(2, 3), ("a", "c"): Fraction(1, 2)},
    ],
    ids=["nothing", "more than all", "below nothing", "together more than all"],
)
def test_shares_that_cannot_be_are_refused(shares: dict[tuple[str, str], Fraction]) -> None:
    with pytest.raises(InputError) as caught:
        origins(units({"x": (None, None)}, []), "x", THEN, shares=shares)
    assert caught.value.code == "rollup.share"


def test_a_table_of_units_shows_todays_unit_alone(shipped: UnitData) -> None:
    reception = form("01/TCD@2024")
    then = [
        source(reception, unit, row(f"main/{unit}", c4=text), period="2025-Q2")
        for unit, text in (("00382-2025", "1"), ("00397-2025", "2"), ("00415-2025", "4"))
    ]
    found = compared(reception, shipped, "00382", THEN, then)
    assert found.rolled is not None
    assert [shown.key for shown in found.rolled.sheet.rows("main")] == ["00382"]
    assert (found.rolled.value("main/00382/c_1"), found.rolled.value("main/00382/c1")) == ("Xã Kim Anh", "7")
