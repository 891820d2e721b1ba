"""Administrative units as data: what they were called, where they stood, and what became of them.

A unit is what keeps its identity while its name, type, parent or code change; each such change is a version with
dates. Where a change makes other units (a merger, a split), lineage says which went into which. The unit's id is
opaque: it began as the official code, or as `<code>-2025` for the units that ended with the reform of 1/7/2025.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.vietnamese import nfc
from app.errors import InputError
from app.resources import resource_path


class Level(StrEnum):
    """The tier a unit belongs to."""

    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    MINISTRY = "ministry"
    CENTRAL = "central"


class UnitType(StrEnum):
    """What kind of unit the law calls it."""

    PROVINCE = "tinh"
    CITY = "thanh-pho"
    URBAN_DISTRICT = "quan"
    RURAL_DISTRICT = "huyen"
    TOWN = "thi-xa"
    WARD = "phuong"
    RURAL_COMMUNE = "xa"
    TOWNSHIP = "thi-tran"
    SPECIAL_ZONE = "dac-khu"


class LineageKind(StrEnum):
    """How one unit went into another."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    RETYPE = "retype"
    BOUNDARY = "boundary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What keeps its identity through its versions."""

    id: str
    """Opaque, unique over all levels and times."""
    level: Level
    """Its tier, which never changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitVersion:
    """A unit as it was, or is, from one day to another."""

    unit: str
    """The unit's id."""
    code: str
    """The official code (mã ĐVHC) with its leading zeros: 2 digits a province, 3 a district, 5 a commune."""
    type: UnitType
    """Xã, phường, …"""
    name: str
    """The full name with its type, NFC: "Phường Ba Đình"."""
    parent: str | None
    """The id of the unit above, None for a province."""
    valid_from: date | None
    """The first day; None where it is older than the data."""
    valid_to: date | None
    """The last day, itself included; None while it lasts."""
    legal_basis: str
    """Number of the resolution; empty where the data does not say."""

    def is_valid_on(self, day: date) -> bool:
        """Whether the version holds on a day."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """One unit's going into another."""

    old: str
    """The id of the unit that ended."""
    new: str
    """The id of the unit it went into, whole or in part."""
    kind: LineageKind
    """Split wherever the old unit went into several, whatever else the new one took in."""
    on: date
    """The new unit's first day."""
    is_split: bool
    """Only a part of the old unit went here; which share is not known, so figures cannot be carried over."""
    is_main: bool
    """Of a split unit's parts the one to offer first; always set where it went whole."""


class UnitData:
    """Units with their versions and lineage, ready to be asked."""

    def __init__(self, units: Sequence[Unit], versions: Sequence[UnitVersion], lineage: Sequence[Lineage]) -> None:
        self.units: Mapping[str, Unit] = {unit.id: unit for unit in units}
        self.versions: Sequence[UnitVersion] = versions
        self.lineage: Sequence[Lineage] = lineage
        self._versions: dict[str, list[UnitVersion]] = defaultdict(list)
        for version in sorted(versions, key=lambda version: version.valid_from or date.min):
            self._versions[version.unit].append(version)
        self._children: dict[str, list[UnitVersion]] = defaultdict(list)
        for version in versions:
            if version.parent is not None:
                self._children[version.parent].append(version)
        self._successors: dict[str, list[Lineage]] = defaultdict(list)
        self._predecessors: dict[str, list[Lineage]] = defaultdict(list)
        for edge in lineage:
            self._successors[edge.old].append(edge)
            self._predecessors[edge.new].append(edge)

    def history(self, unit: str) -> Sequence[UnitVersion]:
        """A unit's versions, oldest first; empty for an unknown unit."""
        return tuple(self._versions.get(unit, ()))

    def version(self, unit: str, on: date) -> UnitVersion | None:
        """A unit as it was on a day, or None where it did not exist."""
        versions = self._versions.get(unit, [])
        at = bisect_right(versions, on, key=lambda version: version.valid_from or date.min)
        return versions[at - 1] if at and versions[at - 1].is_valid_on(on) else None

    def on(self, day: date, level: Level | None = None) -> Iterator[UnitVersion]:
        """Every version that holds on a day, of one level where given, in the order of the data."""
        for version in self.versions:
            if version.is_valid_on(day) and (level is None or self.units[version.unit].level is level):
                yield version

    def children(self, unit: str, on: date) -> Sequence[UnitVersion]:
        """The units directly below one on a day, in the order of the data."""
        return tuple(version for version in self._children.get(unit, ()) if version.is_valid_on(on))

    def successors(self, unit: str) -> Sequence[Lineage]:
        """What a unit went into; empty for one that goes on, and for a district, which left nothing."""
        return tuple(self._successors.get(unit, ()))

    def predecessors(self, unit: str) -> Sequence[Lineage]:
        """What went into a unit."""
        return tuple(self._predecessors.get(unit, ()))


_FILES = {
    "former_provinces.csv": Level.PROVINCE,
    "former_districts.csv": Level.DISTRICT,
    "former_communes.csv": Level.COMMUNE,
    "provinces.csv": Level.PROVINCE,
    "communes.csv": Level.COMMUNE,
}
_LINEAGE = "lineage.csv"
_CODE_LENGTHS = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}


def read_units(texts: Mapping[str, str]) -> UnitData:
    """The units that the texts of the data files hold, by file name.

    Raises InputError `unit.data` (file, line) for a line that cannot be read or that points to no unit.
    """
    units: dict[str, Unit] = {}
    versions: list[UnitVersion] = []
    for file, level in _FILES.items():
        for line, row in _rows(file, texts):
            try:
                version = _version(row)
            except (KeyError, TypeError, ValueError) as error:
                raise InputError("unit.data", file=file, line=line) from error
            known = units.setdefault(version.unit, Unit(id=version.unit, level=level))
            code = version.code
            if known.level is not level or not (code.isdigit() and len(code) == _CODE_LENGTHS[level]):
                raise InputError("unit.data", file=file, line=line)
            if version.parent is not None and version.parent not in units:
                raise InputError("unit.data", file=file, line=line)
            versions.append(version)
    lineage: list[Lineage] = []
    for line, row in _rows(_LINEAGE, texts):
        try:
            edge = _lineage(row)
        except (KeyError, TypeError, ValueError) as error:
            raise InputError("unit.data", file=_LINEAGE, line=line) from error
        if edge.old not in units or edge.new not in units:
            raise InputError("unit.data", file=_LINEAGE, line=line)
        lineage.append(edge)
    return UnitData(tuple(units.values()), tuple(versions), tuple(lineage))


def _rows(file: str, texts: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    if file not in texts:
        raise InputError("unit.data", file=file, line=0)
    return enumerate(csv.DictReader(nfc(texts[file]).splitlines()), 2)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _version(row: Mapping[str, str]) -> UnitVersion:
    if None in row.values():
        raise ValueError("cells are missing")
    return UnitVersion(
        unit=row["unit"],
        code=row["code"],
        type=UnitType(row["type"]),
        name=row["name"],
        parent=row["parent"] or None,
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        legal_basis=row["legal_basis"],
    )


def _lineage(row: Mapping[str, str]) -> Lineage:
    return Lineage(
        old=row["old"],
        new=row["new"],
        kind=LineageKind(row["kind"]),
        on=date.fromisoformat(row["date"]),
        is_split=row["split"] == "1",
        is_main=row["main"] == "1",
    )


def shipped_units() -> UnitData:
    """The units shipped with the program (resources/units), read anew at each call: about 0.1 s."""
    names = (*_FILES, _LINEAGE)
    return read_units({name: resource_path("units", name).read_text(encoding="utf-8") for name in names})
