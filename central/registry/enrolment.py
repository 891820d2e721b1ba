"""Enrolment: a one-time code makes a computer a device of an office."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from app.clock import Chance
from app.domain.rights import MAY
from app.domain.vietnamese import nfc
from app.errors import InputError, PermanentError
from central.databases import Database
from central.intake.feed import FeedRow, ItemKind, publish, registry_scope
from central.registry.known import raise_version
from central.registry.offices import token_hash

CODE_LIFE_S = 7 * 86_400
"""A code that nobody used for a week is void."""
REPEAT_S = 15 * 60
"""A lost answer may be asked for again this long, by the same key alone."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_BYTES = 10
_NAME_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A one-time code, and for whom."""

    code: str
    """Four groups of four, e.g. `7K2M-…`; shown once, kept nowhere."""
    person: str
    unit: str
    expires_at: int
    """Unix seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """What a computer is told when it has become a device."""

    device: str
    token: str
    """Bearer token; kept by the device alone."""
    person: str
    person_name: str
    role: str
    unit: str
    unit_code: str
    unit_name: str
    level: str


def _code(chance: Chance) -> str:
    bits = int.from_bytes(chance.token(_CODE_BYTES), "big")
    digits = [_ALPHABET[(bits >> shift) & 31] for shift in range(75, -1, -5)]
    return "-".join("".join(digits[start : start + 4]) for start in range(0, 16, 4))


def _code_hash(code: str) -> str:
    """What is kept of a code. Read leniently: case, spaces and hyphens do not count, nor O for 0, I and L for 1."""
    plain = "".join(code.split()).replace("-", "").upper().translate(str.maketrans("OIL", "011"))
    return hashlib.sha256(plain.encode()).hexdigest()


def find_unit(db: Database, code: str) -> tuple[str, str]:
    """(id, province) of the unit that bears an official code today. Raises InputError `unit.not_loaded`."""
    rows = db.rows("SELECT id, province FROM registry_unit WHERE code = %s AND ended IS NULL", code)
    if len(rows) != 1:
        raise InputError("unit.not_loaded", unit=code)
    return rows[0][0], rows[0][1]


def invite(db: Database, unit_code: str, name: str, role: str, *, now: int, chance: Chance) -> Invitation:
    """A code for a person of a unit, who is entered where the unit has nobody active of that name and role.

    Raises InputError `unit.not_loaded`, `person.role`, `person.name`.
    """
    name = nfc(" ".join(name.split()))
    if role not in MAY:
        raise InputError("person.role", role=role)
    if not 0 < len(name) <= _NAME_MAX:
        raise InputError("person.name")
    with db.writing():
        unit, province = find_unit(db, unit_code)
        found = db.row(
            "SELECT id FROM registry_person WHERE unit_id = %s AND name = %s AND role = %s AND active", unit, name, role
        )
        person = str(found[0]) if found else chance.token(8).hex()
        if not found:
            db.run(
                "INSERT INTO registry_person (id, unit_id, name, role, active) VALUES (%s, %s, %s, %s, %s)",
                person,
                unit,
                name,
                role,
                True,
            )
            publish(db, [FeedRow(registry_scope(province, unit), ItemKind.PERSON, person, province)])
            raise_version(db)
        code = _code(chance)
        db.run(
            "INSERT INTO registry_enrolmentcode (hash, person_id, expires_at) VALUES (%s, %s, %s)",
            _code_hash(code),
            person,
            now + CODE_LIFE_S,
        )
    return Invitation(code=code, person=person, unit=unit, expires_at=now + CODE_LIFE_S)


def enrol(db: Database, code: str, public_key: str, name: str, *, now: int, chance: Chance) -> Enrolled:
    """Make the computer that holds a key a device, by a code.

    A code works once. The same key may ask again with it for a quarter of an hour, as long as its device has not
    spoken, and gets the same device with a new token: its first answer may have been lost. Raises PermanentError
    `enrol.code_unknown`, `enrol.code_expired`, `enrol.code_used`; InputError `enrol.key` for what is no Ed25519 public
    key.
    """
    _check_key(public_key)
    with db.writing():
        db.lock([f"enrol {_code_hash(code)}"])
        row = db.row(
            "SELECT c.person_id, c.expires_at, c.used_at, c.device_id, d.public_key, d.revoked_at, d.epoch"
            " FROM registry_enrolmentcode c LEFT JOIN registry_device d ON d.id = c.device_id WHERE c.hash = %s",
            _code_hash(code),
        )
        if row is None:
            raise PermanentError("enrol.code_unknown")
        person, expires_at, used_at, device, known_key, revoked_at, epoch = row
        token = base64.urlsafe_b64encode(chance.token(32)).rstrip(b"=").decode("ascii")
        if used_at is not None:
            # Who has spoken since has had his answer: a repeat that was late on its way must not take his token.
            if known_key != public_key or revoked_at is not None or epoch or now > used_at + REPEAT_S:
                raise PermanentError("enrol.code_used")
            db.run("UPDATE registry_device SET token_hash = %s WHERE id = %s", token_hash(token), device)
        else:
            if now > expires_at:
                raise PermanentError("enrol.code_expired")
            device = chance.token(8).hex()
            db.run(
                "INSERT INTO registry_device (id, unit_id, person_id, name, public_key, token_hash, enrolled_at, epoch,"
                " returned) SELECT %s, unit_id, id, %s, %s, %s, %s, '', %s FROM registry_person WHERE id = %s",
                device,
                nfc(" ".join(name.split()))[:_NAME_MAX],
                public_key,
                token_hash(token),
                now,
                False,
                person,
            )
            db.run(
                "UPDATE registry_enrolmentcode SET used_at = %s, device_id = %s WHERE hash = %s",
                now,
                device,
                _code_hash(code),
            )
            _publish_device(db, device)
        told = db.row(
            "SELECT p.name, p.role, u.id, u.code, u.name, u.level FROM registry_person p"
            " JOIN registry_unit u ON u.id = p.unit_id WHERE p.id = %s",
            person,
        )
        assert told is not None, "the code names a person"
    person_name, role, unit, unit_code, unit_name, level = told
    return Enrolled(
        device=device,
        token=token,
        person=person,
        person_name=person_name,
        role=role,
        unit=unit,
        unit_code=unit_code,
        unit_name=unit_name,
        level=level,
    )


def _check_key(public_key: str) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        if len(public_key) != 64 or public_key != public_key.lower():
            raise ValueError(public_key)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
    except ValueError as exc:
        raise InputError("enrol.key") from exc


def dismiss(db: Database, person: str) -> None:
    """Let a person have left the unit: what arrives in his name from now on is refused. Raises `person.unknown`."""
    with db.writing():
        row = db.row(
            "SELECT u.province, u.id FROM registry_person p JOIN registry_unit u ON u.id = p.unit_id WHERE p.id = %s",
            person,
        )
        if row is None:
            raise InputError("person.unknown")
        province, unit = row
        db.run("UPDATE registry_person SET active = %s WHERE id = %s", False, person)
        publish(db, [FeedRow(registry_scope(province, unit), ItemKind.PERSON, person, province)])
        raise_version(db)


def revoke(db: Database, device: str, now: int) -> bool:
    """Take a device's right to speak; False where it had none. Raises InputError `device.unknown`."""
    with db.writing():
        row = db.row("SELECT revoked_at FROM registry_device WHERE id = %s", device)
        if row is None:
            raise InputError("device.unknown")
        if row[0] is not None:
            return False
        withdraw_right(db, device, now)
    return True


def withdraw_right(db: Database, device: str, now: int) -> None:
    """Let a device speak no more, and its office know. Inside a writing transaction."""
    db.run("UPDATE registry_device SET revoked_at = %s WHERE id = %s AND revoked_at IS NULL", now, device)
    _publish_device(db, device)


def _publish_device(db: Database, device: str) -> None:
    """Tell the office's other computers: they know each other by their keys."""
    row = db.row(
        "SELECT u.province, u.id FROM registry_device d JOIN registry_unit u ON u.id = d.unit_id WHERE d.id = %s",
        device,
    )
    assert row is not None, "it was written a moment ago"
    province, unit = row
    publish(db, [FeedRow(registry_scope(province, unit), ItemKind.DEVICE, device, province)])
