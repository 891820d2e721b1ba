"""A machine becomes a device of central's: once, by a one-time code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.clock import Chance, Clock
from app.domain import signing
from app.domain.recalling import succession_statement
from app.domain.vietnamese import nfc
from app.errors import StoreError
from app.services.views import Computer, Person
from app.store.database import KEY_BYTES
from app.store.keys import DEVICE_KEY, DEVICE_TOKEN, FORMER_DEVICE_KEY, NEXT_DEVICE_KEY, STORE_KEY, SecretStore
from app.store.records import Identity
from app.store.store import Store

if TYPE_CHECKING:
    from sync.transport import Enrolment

STORE_NAME = "sobaocao.db"

ENDED_BY_ENROLMENT = frozenset(
    {"device.unknown", "device.revoked", "device.other", "device.cloned", "sync.cloned", "sync.not_enrolled"}
    | {"bundle.unknown_device", "bundle.revoked", "bundle.no_key"}
)
"""Codes of what keeps a computer from the system until it is enrolled anew."""


class EnrolmentPort(Protocol):
    """The road to central before there is a token."""

    def enrol(self, code: str, public_key: str, name: str) -> Enrolment:
        """Spend a one-time code. Raises SyncError; `enrol.*` where central refuses the code."""
        ...


def open_store(data_dir: Path, secrets: SecretStore, *, clock: Clock, chance: Chance) -> Store:
    """The office's store, made on first use with a new key that only `secrets` holds.

    Raises StoreError `store.no_key` where there is a store and its key is gone (the recovery code brings it back),
    else as Store.open does.
    """
    path = data_dir / STORE_NAME
    known = secrets.get(STORE_KEY)
    if known is None and path.exists():
        raise StoreError("store.no_key", path=path.name)
    if known is None:
        known = chance.token(KEY_BYTES).hex()
        data_dir.mkdir(parents=True, exist_ok=True)
        # The key is kept before the file is: a file without its key is lost, a key without its file is nothing.
        secrets.set(STORE_KEY, known)
    return Store.open(path, bytes.fromhex(known), clock=clock, chance=chance)


def enrol(
    store: Store,
    url: str,
    code: str,
    name: str,
    secrets: SecretStore,
    transport: EnrolmentPort,
) -> Person:
    """Enrol this machine at `url` by a one-time code; who it was enrolled for. `name` is what people call the machine.

    The device's private key never leaves `secrets`. Raises SyncError; then nothing has changed, and asking again with
    the same code is answered the same where central's answer was lost.
    """
    private = secrets.get(NEXT_DEVICE_KEY) or signing.new_private_key()
    # Kept before it is sent: by this key alone central knows who asks again.
    secrets.set(NEXT_DEVICE_KEY, private)
    grant = transport.enrol(code, signing.public_key(private), nfc(name))
    proof = _succession(store, secrets, grant.device)
    secrets.set(DEVICE_KEY, private)
    secrets.set(DEVICE_TOKEN, grant.token)
    store.enrol(
        Identity(
            device=grant.device,
            person=grant.person.id,
            person_name=grant.person.name,
            role=grant.person.role,
            unit=grant.unit.id,
            unit_code=grant.unit.code,
            unit_name=grant.unit.name,
            level=grant.unit.level,
            central_url=url,
            central_key=grant.central_key,
            central_sealing_key=grant.central_sealing_key,
            name=nfc(name),
        ),
        proof,
    )
    secrets.delete(NEXT_DEVICE_KEY)
    secrets.delete(FORMER_DEVICE_KEY)
    person = enrolled_person(store)
    assert person is not None
    return person


def _succession(store: Store, secrets: SecretStore, heir: str) -> str:
    """What the device that this machine was until now signs of who goes on from it; empty where it was none."""
    former = store.identity()
    if former is None or former.device == heir:
        return ""
    device, _, private = (secrets.get(FORMER_DEVICE_KEY) or "").partition(" ")
    if device != former.device:
        private = secrets.get(DEVICE_KEY) or ""
        # Kept by itself before the next one takes its place: the program may end between that and the store's commit.
        secrets.set(FORMER_DEVICE_KEY, f"{former.device} {private}")
    return signing.sign(private, succession_statement(former.device, heir)) if private else ""


def enrolled_person(store: Store) -> Person | None:
    """Who the store was enrolled for; None before enrolment."""
    identity = store.identity()
    if identity is None:
        return None
    return Person(
        id=identity.person,
        name=identity.person_name,
        unit=identity.unit,
        unit_name=identity.unit_name,
        role=identity.role,
        level=identity.level,
    )


def enrolled_computer(store: Store) -> Computer:
    """What this computer is to the system; all of it empty before enrolment."""
    identity = store.identity()
    if identity is None:
        return Computer(address="", name="", person_name="", unit_name="")
    return Computer(
        address=identity.central_url,
        name=identity.name,
        person_name=identity.person_name,
        unit_name=identity.unit_name,
    )


def barred_by(store: Store) -> str:
    """The code for which the last cycle was refused, where only enrolling anew ends it; empty for none."""
    identity, newest = store.identity(), next(iter(store.cycles(1)), None)
    if identity is None or newest is None or newest.started_at <= identity.enrolled_at:
        return ""
    return newest.code if newest.code in ENDED_BY_ENROLMENT else ""
