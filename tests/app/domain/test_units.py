import unicodedata
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from app.domain.units import Level, LineageKind, UnitData, UnitType, read_units, shipped_units
from app.errors import InputError

BEFORE, AFTER, LATEST = date(2025, 6, 30), date(2025, 7, 1), date(2026, 10, 10)


@pytest.fixture(scope="module")
def units() -> UnitData:
    return shipped_units()


def count(units: UnitData, level: Level, on: date) -> int:
    return sum(1 for _ in units.on(on, level))


def test_there_are_34_provinces_and_3321_communes(units: UnitData) -> None:
    assert (count(units, Level.PROVINCE, LATEST), count(units, Level.DISTRICT, LATEST)) == (34, 0)
    assert count(units, Level.COMMUNE, LATEST) == 3321


@pytest.mark.parametrize(
    ("on", "communes", "wards", "zones"),
    [
        (date(2025, 7, 1), 2621, 687, 13),
        (date(2026, 4, 13), 2621, 687, 13),
        (date(2026, 4, 14), 2611, 697, 13),
        (date(2026, 8, 3), 2611, 697, 13),
        (date(2026, 8, 4), 2599, 709, 13),
    ],
)
def test_ten_communes_of_dong_nai_and_twelve_of_bac_ninh_became_wards(
    units: UnitData, on: date, communes: int, wards: int, zones: int
) -> None:
    kinds = Counter(version.type for version in units.on(on, Level.COMMUNE))
    assert kinds == {UnitType.RURAL_COMMUNE: communes, UnitType.WARD: wards, UnitType.SPECIAL_ZONE: zones}


def test_there_were_63_provinces_696_districts_and_10035_communes(units: UnitData) -> None:
    found = [count(units, level, BEFORE) for level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)]
    assert found == [63, 696, 10035]


def test_three_provinces_became_cities_in_2026(units: UnitData) -> None:
    assert Counter(version.type for version in units.on(AFTER, Level.PROVINCE)) == {
        UnitType.PROVINCE: 28,
        UnitType.CITY: 6,
    }
    changed = [unit for unit in ("22", "24", "75") if units.history(unit)[-1].type is UnitType.CITY]
    assert changed == ["22", "24", "75"]
    assert Counter(version.type for version in units.on(LATEST, Level.PROVINCE))[UnitType.CITY] == 9


def test_every_commune_has_a_parent_of_its_own_time(units: UnitData) -> None:
    for on, parent_level in ((BEFORE, Level.DISTRICT), (AFTER, Level.PROVINCE), (LATEST, Level.PROVINCE)):
        for version in units.on(on, Level.COMMUNE):
            parent = units.version(version.parent or "", on)
            assert parent is not None, version
            assert units.units[parent.unit].level is parent_level, version
    for version in units.on(BEFORE, Level.DISTRICT):
        assert units.version(version.parent or "", BEFORE) is not None, version


def test_every_province_has_communes_and_together_they_are_all(units: UnitData) -> None:
    children = [len(units.children(version.unit, LATEST)) for version in units.on(LATEST, Level.PROVINCE)]
    assert min(children) == 38
    assert sum(children) == 3321


def test_names_are_nfc_with_their_type_in_front_and_codes_are_text_with_zeros(units: UnitData) -> None:
    words = {
        UnitType.PROVINCE: "Tỉnh ",
        UnitType.CITY: "Thành phố ",
        UnitType.URBAN_DISTRICT: "Quận ",
        UnitType.RURAL_DISTRICT: "Huyện ",
        UnitType.TOWN: "Thị xã ",
        UnitType.WARD: "Phường ",
        UnitType.RURAL_COMMUNE: "Xã ",
        UnitType.TOWNSHIP: "Thị trấn ",
        UnitType.SPECIAL_ZONE: "Đặc khu ",
    }
    for version in units.versions:
        assert unicodedata.is_normalized("NFC", version.name)
        assert version.name.startswith(words[version.type])
        assert version.name == " ".join(version.name.split())
    assert units.history("00004")[0].name == "Phường Ba Đình"


def test_no_code_is_borne_twice_on_a_day(units: UnitData) -> None:
    for on in (BEFORE, AFTER, LATEST):
        codes = Counter(version.code for version in units.on(on))
        assert codes.most_common(1)[0][1] == 1


def test_a_units_versions_follow_each_other_without_gap_or_overlap(units: UnitData) -> None:
    for unit in units.units:
        history = units.history(unit)
        assert history, unit
        for earlier, later in pairwise(history):
            assert earlier.valid_to is not None
            assert later.valid_from is not None
            assert (later.valid_from - earlier.valid_to).days == 1, unit


def test_lineage_refers_to_units_that_ended_and_units_that_began(units: UnitData) -> None:
    for edge in units.lineage:
        assert edge.old in units.units
        assert edge.new in units.units
        assert units.version(edge.old, BEFORE) is not None
        assert units.version(edge.old, AFTER) is None
        assert units.version(edge.new, edge.on) is not None
        assert edge.is_split == (edge.kind is LineageKind.SPLIT) == (len(units.successors(edge.old)) > 1)


def test_every_former_commune_went_somewhere_and_471_were_split(units: UnitData) -> None:
    gone = [version.unit for version in units.on(BEFORE, Level.COMMUNE) if not units.version(version.unit, AFTER)]
    assert len(gone) == 10035 - 132
    split = 0
    for unit in gone:
        edges = units.successors(unit)
        assert edges, unit
        assert [edge.is_main for edge in edges].count(True) == 1
        split += len(edges) > 1
    assert split == 471


def test_every_new_commune_came_from_somewhere(units: UnitData) -> None:
    for version in units.on(AFTER, Level.COMMUNE):
        assert units.predecessors(version.unit) or units.version(version.unit, BEFORE), version


def test_every_former_province_goes_on_or_went_into_one(units: UnitData) -> None:
    for version in units.on(BEFORE, Level.PROVINCE):
        went_on = units.version(version.unit, AFTER) is not None
        assert len(units.successors(version.unit)) == (0 if went_on else 1), version
    assert [edge.old for edge in units.predecessors("24")] == ["24-2025", "27-2025"]


def test_a_commune_that_came_through_whole_keeps_its_identity(units: UnitData) -> None:
    before, after = units.history("00922")
    assert (before.name, before.parent, before.valid_to) == ("Xã Thuận Hòa", "030-2025", BEFORE)
    assert (after.name, after.parent, after.legal_basis) == ("Xã Thuận Hoà", "08", "1684/NQ-UBTVQH15")


def test_a_change_of_type_is_a_version_of_the_same_unit_with_its_resolution(units: UnitData) -> None:
    first, second = units.history("25270")
    assert (first.name, first.valid_to, first.legal_basis) == (
        "Xã Lộc Ninh",
        date(2026, 4, 13),
        "1662/NQ-UBTVQH15",
    )
    assert (second.name, second.valid_from, second.valid_to, second.legal_basis) == (
        "Phường Lộc Ninh",
        date(2026, 4, 14),
        None,
        "237/NQ-UBTVQH16",
    )
    assert {edge.old for edge in units.predecessors("25270")} == {"25270-2025", "25288-2025", "25297-2025"}


def test_a_unit_is_found_as_it_was_on_a_day(units: UnitData) -> None:
    assert units.version("25270", date(2026, 4, 13)) == units.history("25270")[0]
    assert units.version("25270", date(2026, 4, 14)) == units.history("25270")[1]
    assert units.version("25270", BEFORE) is None
    assert units.version("no such unit", AFTER) is None


HEAD = "unit,code,type,name,parent,valid_from,valid_to,legal_basis\n"
GOOD = {
    "former_provinces.csv": HEAD + "75-2025,75,tinh,Tỉnh Đồng Nai,,,2025-06-30,\n",
    "former_districts.csv": HEAD + "692-2025,692,huyen,Huyện Lộc Ninh,75-2025,,2025-06-30,\n",
    "former_communes.csv": HEAD + "25270-2025,25270,thi-tran,Thị trấn Lộc Ninh,692-2025,,2025-06-30,\n",
    "provinces.csv": HEAD + "75,75,tinh,Tỉnh Đồng Nai,,2025-07-01,,202/2025/QH15\n",
    "communes.csv": HEAD + "25270,25270,xa,Xã Lộc Ninh,75,2025-07-01,,1662/NQ-UBTVQH15\n",
    "lineage.csv": "old,new,kind,date,split,main\n25270-2025,25270,merge,2025-07-01,0,1\n",
}


def test_units_are_read_from_text_alone() -> None:
    data = read_units(GOOD)
    assert list(data.units) == ["75-2025", "692-2025", "25270-2025", "75", "25270"]
    assert [version.name for version in data.children("75", AFTER)] == ["Xã Lộc Ninh"]


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("communes.csv", "25270,25270", "25270,5270", 2),
        ("communes.csv", ",xa,", ",lang,", 2),
        ("communes.csv", "2025-07-01", "1/7/2025", 2),
        ("communes.csv", ",75,", ",76,", 2),
        ("communes.csv", "unit,code", "id,code", 2),
        ("communes.csv", "25270,25270", "692-2025,25270", 2),
        ("communes.csv", ",2025-07-01,,1662/NQ-UBTVQH15", "", 2),
        ("lineage.csv", "25270-2025", "25271-2025", 2),
        ("lineage.csv", "merge", "marriage", 2),
        ("lineage.csv", "2025-07-01", "", 2),
    ],
)
def test_a_line_that_cannot_be_read_is_named(file: str, old: str, new: str, line: int) -> None:
    with pytest.raises(InputError) as caught:
        read_units(GOOD | {file: GOOD[file].replace(old, new)})
    assert (caught.value.code, caught.value.params) == ("unit.data", {"file": file, "line": line})


def test_a_missing_file_is_named() -> None:
    with pytest.raises(InputError) as caught:
        read_units({name: text for name, text in GOOD.items() if name != "lineage.csv"})
    assert (caught.value.code, caught.value.params) == ("unit.data", {"file": "lineage.csv", "line": 0})
