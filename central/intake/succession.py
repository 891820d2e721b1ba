"""A store that goes on under another name: what was applied under its former ones, and that those speak no more.

A store was put back from a copy, or its computer was enrolled anew. What it had sent and knows no answer to waits in it
again, and a copy of it may have sent the same: so it is told all that central took from it and from its copies.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.domain.operations import Operation, read_operation
from app.domain.recalling import succession_statement
from app.domain.signing import verifies
from central.databases import Database
from central.intake.rounds import Round
from central.registry.enrolment import withdraw_right
from central.registry.offices import DeviceRecord, devices_by_id

HISTORY_MAX = 1_000
"""Most operations in one answer: the store asks on until it is told no more."""
HISTORY_BYTES = 4 * 1024 * 1024
"""Most bytes of them."""
CHAINS_MAX = 200
"""Most chains that one request may name."""


class _Above(NamedTuple):
    """A chain, and the number above which it is wanted."""

    device: DeviceRecord
    epoch: str
    seq: int


def names_heirs(this: Round) -> bool:
    """Whether the request says, by a signature, that a device was followed by another."""
    return any(each.proof for each in this.request.recall)


def take_over(this: Round) -> None:
    """Devices that the asker proves to have been before speak no more. Inside a writing transaction.

    Why: what waits in the asker's store would be applied twice, where a bundle or a copy of it brought it later.
    """
    formers = _formers(this)
    proofs = {each.device: each.proof for each in this.request.recall[:CHAINS_MAX] if each.device in formers}
    proven = [this.device.id]
    for heir in proven:
        # Of several names in a row each is signed for by the one before: who is proven may prove the next.
        found = [
            name
            for name, proof in proofs.items()
            if verifies(formers[name].public_key, succession_statement(name, heir), proof)
        ]
        for name in found:
            del proofs[name]
            _succeed(this, formers[name])
        proven += found


def _succeed(this: Round, former: DeviceRecord) -> None:
    known = "SELECT 1 FROM intake_succession WHERE device = %s AND heir = %s"
    if this.db.row(known, former.id, this.device.id) is None:
        this.db.run("INSERT INTO intake_succession (device, heir) VALUES (%s, %s)", former.id, this.device.id)
        withdraw_right(this.db, former.id, this.now)


def names_of(this: Round) -> list[str]:
    """The device that asks, and those that it was before by their own word."""
    rows = this.db.rows("SELECT device FROM intake_succession WHERE heir = %s ORDER BY device", this.device.id)
    return [this.device.id, *(device for (device,) in rows)]


def _formers(this: Round) -> dict[str, DeviceRecord]:
    """Devices that the asker names, of its own office: there it has seen, or might, what they wrote."""
    offices = {this.device.unit, *(unit for unit, _ in this.registry.inherited(this.device.unit))}
    found = devices_by_id(this.db, {each.device for each in this.request.recall[:CHAINS_MAX]})
    return {name: device for name, device in found.items() if device.unit in offices}


def history(this: Round) -> tuple[Operation, ...]:
    """What was applied of the chains that the asker left, and of those that copies of its store went on with."""
    if not this.request.recall:
        return ()
    found: list[Operation] = []
    size = 0
    for device, epoch, seq in _wanted(this):
        rows = this.db.rows(
            "SELECT body FROM intake_operation WHERE province = %s AND device = %s AND epoch = %s AND seq > %s"
            " AND code IN ('applied', 'duplicate') ORDER BY seq LIMIT %s",
            device.province,
            device.id,
            epoch,
            seq,
            HISTORY_MAX,
        )
        for (body,) in rows:
            size += len(body)
            if found and (size > HISTORY_BYTES or len(found) >= HISTORY_MAX):
                return tuple(found)
            found.append(read_operation(bytes(body)))
    return tuple(found)


def _wanted(this: Round) -> Iterator[_Above]:
    formers = _formers(this)
    asked = {(each.device, each.epoch): each.seq for each in this.request.recall[:CHAINS_MAX]}
    for (name, epoch), seq in asked.items():
        if name in formers:
            yield _Above(formers[name], epoch, seq)
    kin = formers | devices_by_id(this.db, _heirs(this.db, set(formers)))
    for name, device in sorted(kin.items()):
        for (epoch,) in this.db.rows(
            "SELECT epoch FROM intake_chain WHERE province = %s AND device = %s ORDER BY epoch", device.province, name
        ):
            if (name, epoch) not in asked and (name, epoch) != (this.device.id, this.request.epoch):
                yield _Above(device, epoch, 0)


def _heirs(db: Database, devices: set[str]) -> set[str]:
    """The devices that copies of a store became."""
    found: set[str] = set()
    new = devices
    while new:
        rows = db.rows("SELECT heir FROM intake_succession WHERE " + db.within("device"), db.members(new))
        new = {heir for (heir,) in rows} - found - devices
        found |= new
    return found
