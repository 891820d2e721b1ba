"""What every history begins with: units, two editions of a form, what is owed, and computers that may be enrolled.

Made once for a process and copied for each history.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from app.clock import Chance
from app.domain import signing
from app.domain.calendar import WEEKENDS_ONLY
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.units import Level, Lineage, LineageKind, Unit, UnitData, UnitType, UnitVersion
from app.store.records import Identity
from app.store.store import Store
from central.bootstrap import open_central
from central.databases import Database, database
from central.marks import SigningKey
from central.registry.enrolment import Invitation, enrol, invite
from central.registry.loading import load_units
from central.registry.obligations import oblige
from central.registry.packages import load_forms
from tests.simulation.nature import SeededChance, Time

CODE, PROVINCE, URL = "S.01", "04", "http://127.0.0.1:8000"
KEY = bytes(range(32))
"""The key of every store: given raw, so that opening one derives nothing."""
PERIODS = ("2026-Q3", "2026-Q4")

_FORM = """
code: S.01
edition: EDITION
title: Biểu mô phỏng
legal_basis: Thông tư thử
senders: [commune]
receivers: {commune: UBND tỉnh}
frequencies: [Q]
window: nd09
deadlines:
  commune: {working_days: 1}
tables:
  main:
    title: Danh mục
    rows: free
    total: Tổng cộng
    columns:
      - {number: A, title: Nội dung, type: label}
      - {number: 1, title: Tiếp nhận}
      - {number: 2, title: Giải quyết}
  fixed:
    title: Bảng cố định
    rows:
      - {code: "01", title: Hồ sơ}
      - {code: "02", title: Công việc}
    columns:
      - {number: A, title: Tên, type: label}
COUNTED
sections:
  - {key: summary, title: Nhận xét}
"""

FIXED = ("fixed/r01/c1", "fixed/r01/c2", "fixed/r02/c1", "fixed/r02/c2")
ROWS, COLUMNS = ("main/a", "main/b"), ("c1", "c2")
SUMMARY = "@text/summary/body"

OFFICES = {"u1": "01273", "u2": "01279", PROVINCE: PROVINCE}
"""Unit -> official code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A computer that stands ready, and who sits at it."""

    name: str
    unit: str
    person: str
    """What he is called."""
    role: str


SEATS = (
    Seat(name="A1", unit="u1", person="Nông Thị Lan", role="clerk"),
    Seat(name="A2", unit="u1", person="Hoàng Văn Bình", role="leader"),
    Seat(name="P1", unit=PROVINCE, person="Lý Thị Hoa", role="consolidator"),
    Seat(name="B1", unit="u2", person="Triệu Văn Páo", role="clerk"),
    Seat(name="B2", unit="u2", person="Đàm Thị Mai", role="leader"),
)


def _edition(head: str, *counted: str) -> FormDefinition:
    columns = "\n".join(f"      - {{number: {place}, title: {title}}}" for place, title in enumerate(counted, 1))
    return load_form(_FORM.replace("EDITION", head).replace("COUNTED", columns), "s01.yaml")


@cache
def form() -> FormDefinition:
    """The form as the offices owe it."""
    return _edition('"2026"', "Số lượng", "Quá hạn")


@cache
def newer_form() -> FormDefinition:
    """Its next edition: two columns in each other's place, and one more."""
    return _edition('"2027"\nfollows: "2026"', "Quá hạn", "Số lượng", "Thêm")


def units(*, merged: bool = False, split: bool = False) -> UnitData:
    """The units; `merged`: the second commune went into the first; `split`: only a part of it did."""
    ended = date(2026, 12, 11)
    versions = tuple(
        UnitVersion(
            unit=unit,
            code=code,
            type=UnitType.RURAL_COMMUNE,
            name=f"Đơn vị {code}",
            parent=None if unit == PROVINCE else PROVINCE,
            valid_from=None,
            valid_to=ended if merged and unit == "u2" else None,
            legal_basis="",
        )
        for unit, code in OFFICES.items()
    )
    edge = Lineage(old="u2", new="u1", kind=LineageKind.MERGE, on=date(2026, 12, 12), is_split=split, is_main=True)
    return UnitData(
        units=tuple(Unit(id=unit, level=Level.PROVINCE if unit == PROVINCE else Level.COMMUNE) for unit in OFFICES),
        versions=versions,
        lineage=(edge,) if merged else (),
    )


def seat_at(
    db: Database,
    invitation: Invitation,
    store: Store,
    now: int,
    chance: Chance,
    central_key: SigningKey,
    url: str = URL,
) -> tuple[str, str]:
    """Makes a store a device's; the device's private key and its token."""
    private = chance.token(32).hex()
    done = enrol(db, invitation.code, signing.public_key(private), "PC", now=now, chance=chance)
    store.enrol(
        Identity(
            device=done.device,
            person=done.person,
            person_name=done.person_name,
            role=done.role,
            unit=done.unit,
            unit_code=done.unit_code,
            unit_name=done.unit_name,
            level=done.level,
            central_url=url,
            central_key=central_key.public,
            central_sealing_key=central_key.sealing,
        )
    )
    return private, done.token


@dataclass(frozen=True, slots=True, kw_only=True)
class Furnished:
    """Folders and secrets to copy."""

    central: Path
    """Data folder of a central with units, forms, obligations and devices."""
    stores: Mapping[str, Path]
    """By a seat's name: an enrolled store that never met central."""
    secrets: Mapping[str, tuple[str, str]]
    """By a seat's name: private key, token."""


def fast_folder() -> Path:
    """A new folder in memory where the machine has such a place: a commit costs no wait for a disk there.

    What dies in a simulation is a process, and what SQLite has handed to the operating system outlives that wherever
    it lies; a power cut, which only `synchronous=FULL` outlives, is not simulated.
    """
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="sobaocao-simulation-", dir=memory if memory.is_dir() else None))


def furnish(folder: Path) -> Furnished:
    """Everything to copy, made in `folder`."""
    from django.db import connections

    time, chance = Time(), SeededChance("furnishing")
    data = folder / "central"
    data.mkdir()
    key = data / "signing.key"
    key.write_text(chance.token(32).hex() + "\n", encoding="ascii")
    central = open_central(data, clock=time, chance=chance)
    db = database()
    load_units(db, units())
    load_forms(db, [form()], central.now())
    for period in PERIODS:
        oblige(db, CODE, period, province=PROVINCE, holidays=WEEKENDS_ONLY)
    stores, secrets = {}, {}
    for seat in SEATS:
        invitation = invite(db, OFFICES[seat.unit], seat.person, seat.role, now=central.now(), chance=chance)
        path = folder / f"{seat.name}.db"
        store = Store.open(path, KEY, clock=time, chance=chance)
        secrets[seat.name] = seat_at(db, invitation, store, central.now(), chance, central.key)
        store.close()
        stores[seat.name] = path
    connections.close_all()
    return Furnished(central=data, stores=stores, secrets=secrets)


@cache
def furnished() -> Furnished:
    """The templates of this process; gone when it ends."""
    import atexit

    folder = fast_folder()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return furnish(folder)
