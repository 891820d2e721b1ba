"""Devices, people and units as the exchange asks for them: plain SQL, a few rows at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from central.databases import Database, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRecord:
    """A computer that may speak to central, or could."""

    id: str
    unit: str
    province: str
    """Province of the unit: where the device's chains are kept."""
    public_key: str
    revoked: bool
    epoch: str
    """Device epoch it last asked with; empty before the first exchange."""
    registry: str
    """Version of the registry when this was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """Somebody who works for a unit."""

    id: str
    unit: str
    role: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRecord:
    """A unit as the exchange needs it."""

    id: str
    level: str
    province: str
    parent: str
    """Empty at the top."""


def token_hash(token: str) -> str:
    """What is kept of a bearer token: 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()


_DEVICE = (
    "SELECT d.id, d.unit_id, u.province, d.public_key, d.revoked_at, d.epoch,"
    " (SELECT value FROM intake_meta WHERE name = 'registry')"
    " FROM registry_device d JOIN registry_unit u ON u.id = d.unit_id WHERE "
)


def _device(row: Row) -> DeviceRecord:
    id_, unit, province, public_key, revoked_at, epoch, registry = row
    return DeviceRecord(
        id=id_,
        unit=unit,
        province=province,
        public_key=public_key,
        revoked=revoked_at is not None,
        epoch=epoch,
        registry=registry,
    )


def devices_of_tokens(db: Database, tokens: Iterable[str]) -> dict[str, DeviceRecord]:
    """Bearer token -> the device it was given to; tokens that nobody was given are missing."""
    wanted = list(dict.fromkeys(tokens))
    found = db.each(_DEVICE + "d.token_hash = %s", [(token_hash(token),) for token in wanted])
    return {token: _device(rows[0]) for token, rows in zip(wanted, found, strict=True) if rows}


def devices_by_id(db: Database, ids: Iterable[str]) -> dict[str, DeviceRecord]:
    """The devices with these ids; unknown ones are missing."""
    rows = db.rows(_DEVICE + db.within("d.id"), db.members(ids))
    return {row[0]: _device(row) for row in rows}


def people_by_id(db: Database, ids: Iterable[str]) -> dict[str, PersonRecord]:
    """The people with these ids; unknown ones are missing."""
    rows = db.rows("SELECT id, unit_id, role, active FROM registry_person WHERE " + db.within("id"), db.members(ids))
    return {row[0]: PersonRecord(id=row[0], unit=row[1], role=row[2], active=bool(row[3])) for row in rows}


def units_by_id(db: Database, ids: Iterable[str]) -> dict[str, UnitRecord]:
    """The units with these ids; unknown ones are missing."""
    rows = db.rows("SELECT id, level, province, parent FROM registry_unit WHERE " + db.within("id"), db.members(ids))
    return {row[0]: UnitRecord(id=row[0], level=row[1], province=row[2], parent=row[3]) for row in rows}


def inherited_units(db: Database, unit: str) -> list[tuple[str, str]]:
    """(id, province) of the units that went whole into this one: their reports are now its own. Ordered by id."""
    found: dict[str, str] = {}
    wanted = {unit}
    while wanted:
        rows = db.rows(
            "SELECT u.id, u.province FROM registry_lineage l JOIN registry_unit u ON u.id = l.old_id"
            " WHERE NOT l.is_split AND " + db.within("l.new_id"),
            db.members(wanted),
        )
        wanted = {old for old, _ in rows} - found.keys() - {unit}
        found |= {old: province for old, province in rows if old != unit}
    return sorted(found.items())
