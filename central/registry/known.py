"""The registry as one exchange sees it: asked once for each version of it, and kept by the process.

Units, people, routes and obligations change rarely beside the exchanges that ask for them. Whatever changes them
raises the registry's version in the same transaction, and an exchange reads the version with its device.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, TypeVar

from central.databases import Database, Later
from central.intake.feed import EVERYBODY, Scope, inner_scope, registry_scope, upward_scope
from central.registry.offices import (
    DeviceRecord,
    PersonRecord,
    UnitRecord,
    inherited_units,
    people_by_id,
    units_by_id,
)

T = TypeVar("T")

_KEPT_MAX = 200_000
"""Entries of one kind; beyond it the process starts to ask again."""


class Owed(NamedTuple):
    """An obligation, as far as the exchange asks."""

    receiver: str
    """Unit id."""
    deadline: str
    """ISO date."""
    withdrawn: bool
    """Whether it is owed no more."""


@dataclass(slots=True, kw_only=True)
class _Kept:
    version: str
    units: dict[str, UnitRecord | None] = field(default_factory=dict)
    people: dict[str, PersonRecord | None] = field(default_factory=dict)
    inherited: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    owed: dict[str, Owed | None] = field(default_factory=dict)
    closed: frozenset[str] | None = None


class RegistryMemory:
    """What a process has kept of the registry."""

    def __init__(self) -> None:
        self._kept = _Kept(version="")

    def at(self, version: str) -> _Kept:
        """What is kept of a version; of another one nothing is."""
        kept = self._kept
        if kept.version != version:
            # Why replaced whole: an exchange of another thread goes on with what it began with.
            kept = self._kept = _Kept(version=version)
        return kept


class Registry:
    """The registry at one version."""

    def __init__(self, db: Database, memory: RegistryMemory, version: str) -> None:
        self._db = db
        self._kept = memory.at(version)

    def units(self, ids: Iterable[str]) -> dict[str, UnitRecord]:
        """The units with these ids; unknown ones are missing."""
        return _through(self._kept.units, ids, lambda missing: partial(units_by_id, self._db, missing))()

    def people(self, ids: Iterable[str]) -> dict[str, PersonRecord]:
        """The people with these ids; unknown ones are missing."""
        return _through(self._kept.people, ids, lambda missing: partial(people_by_id, self._db, missing))()

    def inherited(self, unit: str) -> tuple[tuple[str, str], ...]:
        """(id, province) of the units that went whole into this one: their reports are now its own."""
        found = self._kept.inherited.get(unit)
        if found is None:
            found = self._kept.inherited[unit] = tuple(inherited_units(self._db, unit))
        return found

    def owed(self, reports: Iterable[tuple[str, str]]) -> Later[dict[str, Owed]]:
        """The obligations of reports, given as (province, report); reports that nobody owes are missing."""
        homes = {report: province for province, report in reports}
        return _through(self._kept.owed, homes, lambda missing: _read_owed(self._db, missing, homes))

    def closed_forms(self) -> frozenset[str]:
        """Hashes of the form packages that nothing new is written in."""
        if self._kept.closed is None:
            rows = self._db.rows("SELECT hash FROM registry_form WHERE closed_at IS NOT NULL")
            self._kept.closed = frozenset(str(row[0]) for row in rows)
        return self._kept.closed

    def scopes(self, device: DeviceRecord) -> tuple[Scope, ...]:
        """Everything the device's office may see."""
        return (
            EVERYBODY,
            registry_scope(device.province, device.unit),
            inner_scope(device.province, device.unit),
            upward_scope(device.province, device.unit),
            *(inner_scope(province, unit) for unit, province in self.inherited(device.unit)),
        )


def _through(
    kept: dict[str, T | None], ids: Iterable[str], load: Callable[[list[str]], Later[dict[str, T]]]
) -> Later[dict[str, T]]:
    """What is kept of these, and what `load` brings of the others, which is kept from then on; None is kept too."""
    wanted = list(ids)
    if len(kept) > _KEPT_MAX and any(each not in kept for each in wanted):
        kept.clear()
    known = {each: kept[each] for each in wanted if each in kept}
    missing = [each for each in wanted if each not in known]
    told: Later[dict[str, T]] = load(missing) if missing else dict

    def found() -> dict[str, T]:
        new: dict[str, T | None] = dict.fromkeys(missing) | told()
        kept.update(new)
        return {each: one for each, one in (known | new).items() if one is not None}

    return found


def _read_owed(db: Database, reports: Sequence[str], homes: dict[str, str]) -> Later[dict[str, Owed]]:
    told = db.later(
        "SELECT report, receiver, deadline, withdrawn FROM intake_obligation WHERE "
        + db.within("province")
        + " AND "
        + db.within("report"),
        [(db.members({homes[report] for report in reports}), db.members(reports))],
    )
    return lambda: {
        report: Owed(receiver, deadline, bool(withdrawn))
        for rows in told()
        for report, receiver, deadline, withdrawn in rows
    }


def raise_version(db: Database) -> None:
    """Say, inside the transaction that changes it, that the registry is another one."""
    db.run("UPDATE intake_meta SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) WHERE name = 'registry'")
