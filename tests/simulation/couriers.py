"""Bundles that people carry: made, handed in at central, brought home; late, twice, damaged, or never."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.exchange import View
from app.errors import AppError
from central.intake.bundles import take_bundle
from tests.simulation.nature import Died
from tests.simulation.oracles import Violation
from tests.simulation.roads import garbled

if TYPE_CHECKING:
    from tests.simulation.computer import Computer
    from tests.simulation.world import World

_KEPT = 6
"""So many sticks lie about; older ones are lost."""
_HARM = 0.1
"""How likely a file comes to harm on its way, at the worst."""


@dataclass(slots=True)
class Post:
    """Files that lie about on sticks. One that was read is still there: it may be read again."""

    to_central: list[bytes] = field(default_factory=list)
    back: list[bytes] = field(default_factory=list)
    handed: list[bytes] = field(default_factory=list)
    """What central has taken in."""
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    """What a computer has taken in."""

    def deliver_late(self, world: World) -> None:
        """Half of what lies about gets there in the end."""
        for data in list(self.to_central):
            if world.dice.random() < 0.5:
                hand_over(world, data)
        for data in list(self.back):
            if world.dice.random() < 0.5:
                take_home(world, world.dice.choice(world.running()), data)


def _put(files: list[bytes], data: bytes) -> None:
    files.append(data)
    del files[:-_KEPT]


def make_bundle(world: World, computer: Computer, chance: random.Random) -> str:
    """Somebody puts what central has not answered on a stick."""
    world.touched.add(computer.name)
    try:
        made = computer.bundler().make()
        if chance.random() < 0.9:
            # Else the stick was pulled out too early: what was numbered for it stays so.
            computer.desk.bundles.made(made.header, made.operations)
            _put(world.post.to_central, made.data)
    except Died:
        world.died(computer)
        return "died"
    return f"{made.operations} operations, {made.carried} carried"


def hand_in(world: World, computer: Computer, chance: random.Random) -> str:
    """Somebody hands a stick in at central."""
    if not world.post.to_central:
        return "no stick"
    return hand_over(world, _as_it_came(world, chance.choice(world.post.to_central), chance))


def hand_over(world: World, data: bytes) -> str:
    """Central takes a file in; what it gives back lies on a stick."""
    try:
        taken = take_bundle(world.centre.central, world.centre.mortal_database(), data)
    except AppError as error:
        return error.code
    except Died:
        world.centre.restart()
        return "died"
    _put(world.post.handed, data)
    if answer := b"".join(each.answer for each in taken):
        _put(world.post.back, answer)
    return " ".join(f"{each.code} {each.new}/{each.operations}" for each in taken)


def bring_home(world: World, computer: Computer, chance: random.Random) -> str:
    """Somebody puts a stick into a computer: its own, or one that it carries on."""
    files = world.post.back * 3 + world.post.to_central
    if not files:
        return "no stick"
    return take_home(world, computer, _as_it_came(world, chance.choice(files), chance))


def take_home(world: World, computer: Computer, data: bytes) -> str:
    """A computer takes a file in."""
    world.touched.add(computer.name)
    try:
        arrived = computer.bundler().take(data)
    except AppError as error:
        return error.code
    except Died:
        world.died(computer)
        return "died"
    world.post.taken.append((computer.name, data))
    del world.post.taken[:-_KEPT]
    return " ".join(each.code for each in arrived)


def what_was_carried_once_changes_nothing_again(world: World) -> None:
    """(b) At rest, a file that was taken in is taken in again without any effect, on either side."""
    if world.ledger.restores:
        # What was lost with a disk, or by central, may well come back by an old stick.
        return
    before = _everything(world)
    for data in list(world.post.handed):
        hand_over(world, data)
    for name, data in list(world.post.taken):
        take_home(world, world.computers[name], data)
    if _everything(world) != before:
        raise Violation("(b) creates once", "a bundle that was taken in again changed something")


def _everything(world: World) -> tuple[object, ...]:
    """All that central holds of reports, and all that stands or waits on the computers."""
    db = world.centre.db
    central = [
        db.rows("SELECT device, epoch, seq, code, rev FROM intake_operation ORDER BY device, epoch, seq"),
        db.rows("SELECT report, upward, rev, cells FROM intake_head ORDER BY report, upward"),
        db.rows("SELECT signature FROM intake_receipt ORDER BY signature"),
    ]
    desks = [
        (
            [computer.desk.report(row.key, view) for view in View for row in computer.desk.reports(view)],
            computer.desk.conflicts(),
            computer.desk.refused(),
            computer.desk.pending(),
            sorted(receipt.signature for receipt in computer.desk.receipts()),
        )
        for computer in world.running()
    ]
    return (central, desks)


def _as_it_came(world: World, data: bytes, chance: random.Random) -> bytes:
    harm = chance.random()
    if harm >= _HARM * min(1.0, 2 * world.weather):
        return data
    return data[: chance.randrange(len(data))] if chance.random() < 0.5 else garbled(data, chance)
