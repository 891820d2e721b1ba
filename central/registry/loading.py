"""Taking the shipped units into the registry: of one province, or all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.units import Level, Lineage, UnitData, UnitVersion
from app.errors import InputError
from central.databases import Database
from central.intake.feed import FeedRow, ItemKind, publish, registry_scope
from central.registry.known import raise_version

_UNIT = (
    "INSERT INTO registry_unit (id, level, province, parent, code, name, ended) VALUES (%s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (id) DO UPDATE SET parent = excluded.parent, code = excluded.code, name = excluded.name,"
    " ended = excluded.ended"
)
_VERSION = (
    "INSERT INTO registry_unitversion (unit_id, code, type, name, parent, valid_from, valid_to, legal_basis)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
_LINEAGE = (
    'INSERT INTO registry_lineage (old_id, new_id, kind, "on", is_split, is_main) VALUES (%s, %s, %s, %s, %s, %s)'
    ' ON CONFLICT (old_id, new_id) DO UPDATE SET kind = excluded.kind, "on" = excluded."on",'
    " is_split = excluded.is_split, is_main = excluded.is_main"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What the registry holds of the units taken in."""

    provinces: int
    """Provinces that exist today."""
    communes: int
    """Communes that exist today."""
    ended: int
    """Units that exist no more."""
    lineage: int
    """Edges from an ended unit to what it went into."""
    changed: int
    """Units that were not there, or otherwise."""


def load_units(db: Database, data: UnitData, province: str = "") -> Loaded:
    """Take in the units of a province (by its code today) with all that went into them, or every unit.

    Taking in again changes, and tells the offices, only what differs. Raises InputError `unit.not_loaded`.
    """
    roots = {unit: _root(data, unit) for unit in data.units}
    wanted = _wanted(data, roots, province)
    by_root: dict[str, list[str]] = {}
    for unit in wanted:
        by_root.setdefault(roots[unit], []).append(unit)
    changed = 0
    # Why province by province: an office's feed waits for the longest transaction that writes to it.
    for root in sorted(by_root):
        changed += _load_province(db, data, root, by_root[root])
    taken = set(wanted)
    edges = [edge for edge in data.lineage if edge.old in taken and edge.new in taken]
    with db.writing():
        db.many(_LINEAGE, [_lineage_row(edge) for edge in edges])
        raise_version(db)
    newest = [data.history(unit)[-1] for unit in wanted]
    today = [version for version in newest if version.valid_to is None]
    return Loaded(
        provinces=sum(data.units[version.unit].level is Level.PROVINCE for version in today),
        communes=sum(data.units[version.unit].level is Level.COMMUNE for version in today),
        ended=len(newest) - len(today),
        lineage=len(edges),
        changed=changed,
    )


def _root(data: UnitData, unit: str) -> str:
    """The unit at the top above a unit, itself included, by its newest version."""
    parent = data.history(unit)[-1].parent
    while parent:
        unit, parent = parent, data.history(parent)[-1].parent
    return unit


def _wanted(data: UnitData, roots: dict[str, str], province: str) -> list[str]:
    """Unit ids in the order of the data, so that a parent comes before its children."""
    if not province:
        return list(data.units)
    top = [
        unit
        for unit in data.units
        if data.units[unit].level is Level.PROVINCE
        and data.history(unit)[-1].code == province
        and data.history(unit)[-1].valid_to is None
    ]
    if len(top) != 1:
        raise InputError("unit.not_loaded", unit=province)
    wanted = {unit for unit, root in roots.items() if root == top[0]}
    open_ends = list(wanted)
    while open_ends:
        found = {edge.old for unit in open_ends for edge in data.predecessors(unit)} - wanted
        found |= {parent for unit in found for parent in _above(data, unit)} - wanted
        wanted |= found
        open_ends = list(found)
    return [unit for unit in data.units if unit in wanted]


def _above(data: UnitData, unit: str) -> Iterator[str]:
    parent = data.history(unit)[-1].parent
    while parent:
        yield parent
        parent = data.history(parent)[-1].parent


def _load_province(db: Database, data: UnitData, root: str, units: Sequence[str]) -> int:
    rows = {unit: [_version_row(version) for version in data.history(unit)] for unit in units}
    with db.writing():
        known = _known_versions(db, units)
        changed = [unit for unit in units if rows[unit] != known.get(unit)]
        db.run("DELETE FROM registry_unitversion WHERE " + db.within("unit_id"), db.members(changed))
        db.many(_UNIT, [_unit_row(data, unit, root) for unit in changed])
        db.many(_VERSION, [row for unit in changed for row in rows[unit]])
        publish(db, _told(data, root, changed))
        raise_version(db)
    return len(changed)


def _known_versions(db: Database, units: Iterable[str]) -> dict[str, list[tuple[str | None, ...]]]:
    known: dict[str, list[tuple[str | None, ...]]] = {}
    rows = db.rows(
        "SELECT unit_id, code, type, name, parent, valid_from, valid_to, legal_basis FROM registry_unitversion WHERE "
        + db.within("unit_id")
        + " ORDER BY id",
        db.members(units),
    )
    for row in rows:
        known.setdefault(row[0], []).append(tuple(None if value is None else str(value) for value in row))
    return known


def _told(data: UnitData, root: str, changed: Iterable[str]) -> Iterator[FeedRow]:
    """Who hears of a unit: itself, the unit above it, and for what lies above a unit that unit too."""
    for unit in changed:
        newest = data.history(unit)[-1]
        if newest.valid_to is not None:
            continue
        yield FeedRow(registry_scope(root, unit), ItemKind.UNIT, unit, root)
        for above in _above(data, unit):
            yield FeedRow(registry_scope(root, above), ItemKind.UNIT, unit, root)
            yield FeedRow(registry_scope(root, unit), ItemKind.UNIT, above, root)


def _unit_row(data: UnitData, unit: str, root: str) -> tuple[str | None, ...]:
    newest = data.history(unit)[-1]
    return (
        unit,
        data.units[unit].level.value,
        root,
        newest.parent or "",
        newest.code,
        newest.name,
        _day(newest.valid_to),
    )


def _version_row(version: UnitVersion) -> tuple[str | None, ...]:
    return (
        version.unit,
        version.code,
        version.type.value,
        version.name,
        version.parent or "",
        _day(version.valid_from),
        _day(version.valid_to),
        version.legal_basis,
    )


def _lineage_row(edge: Lineage) -> tuple[str | bool, ...]:
    return (edge.old, edge.new, edge.kind.value, edge.on.isoformat(), edge.is_split, edge.is_main)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
