"""What happens to machines, people and rules while the offices work."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from app.domain.calendar import WEEKENDS_ONLY
from central.registry.enrolment import dismiss, revoke
from central.registry.loading import load_units
from central.registry.obligations import oblige, withdraw
from central.registry.packages import load_forms
from tests.simulation import couriers, meetings, people
from tests.simulation.furnishing import CODE, OFFICES, PERIODS, PROVINCE, Seat, newer_form, units
from tests.simulation.nature import Died

if TYPE_CHECKING:
    from tests.simulation.computer import Computer
    from tests.simulation.world import World


def sync(world: World, computer: Computer, chance: random.Random) -> str:
    """A cycle runs."""
    ended = world.run_cycle(computer)
    return f"{world.noted()} {ended}"


def restart(world: World, computer: Computer, chance: random.Random) -> str:
    """The program is closed and started again."""
    computer.restart()
    world.touched.add(computer.name)
    return ""


def die(world: World, computer: Computer, chance: random.Random) -> str:
    """The program dies at some statement of what it does next."""
    of, most = chance.choice((("", 60), ("COMMIT", 4), ("INSERT", 6), ("UPDATE", 8)))
    computer.life.doom(chance.randint(1, most), of, after=chance.random() < 0.5)
    roads = (sync, enrol_anew, couriers.make_bundle, couriers.bring_home, meetings.meet)
    what = chance.choices((people.type_cells, people.act, people.answer_a_question, *roads), (6, 4, 2, 12, 1, 1, 1, 2))[
        0
    ]
    try:
        said = what(world, computer, chance)
    except Died:
        # It only looked: there is nothing to be unsure of.
        computer.restart()
        said = "died"
    computer.life.spare()
    return f"{what.__name__} {said}"


def central_dies(world: World, computer: Computer, chance: random.Random) -> str:
    """Central dies at some statement of the next exchange, or between two of them."""
    of, most = chance.choice((("", 40), ("COMMIT", 3), ("INSERT", 8), ("SAVEPOINT", 2)))
    world.centre.life.doom(chance.randint(1, most), of, after=chance.random() < 0.5)
    what = chance.choices((sync, couriers.hand_in), (4, 1))[0]
    said = what(world, computer, chance)
    world.centre.life.spare()
    return said


def central_restarts(world: World, computer: Computer, chance: random.Random) -> str:
    """Central is closed and started again."""
    world.centre.restart()
    return ""


def late_post(world: World, computer: Computer, chance: random.Random) -> str:
    """What was given up arrives after all."""
    count = len(world.transit)
    world.deliver_late()
    return f"{count} requests"


def set_clock(world: World, computer: Computer, chance: random.Random) -> str:
    """Somebody sets the computer's clock."""
    seconds = chance.choice((-3_600, -60, 60, 600, 86_400))
    computer.clock.jump(seconds)
    return f"{seconds:+} s"


# Restores --------------------------------------------------------------------------------------------------------


def back_up_central(world: World, computer: Computer, chance: random.Random) -> str:
    """Central's database is copied."""
    copy = world.folder / f"backup{len(world.backups) % 2}"
    world.centre.back_up(copy)
    world.backups.append(copy)
    return ""


def restore_central(world: World, computer: Computer, chance: random.Random) -> str:
    """Central's database is put back as it was."""
    if not world.backups:
        return "no backup"
    world.archive.remember(world.centre)
    world.centre.put_back(world.backups[-1])
    world.ledger.restores += 1
    for reform in world.reforms.values():
        # An administrator does again what the copy may lack.
        reform()
    _count_losses(world)
    _let_in(world)
    return f"epoch {world.centre.central.epoch}"


def _let_in(world: World) -> None:
    """Devices that the copy does not know, or knows as revoked, are let in again by a person."""
    for computer in world.running():
        row = world.centre.db.row("SELECT revoked_at FROM registry_device WHERE id = %s", computer.device)
        if row is None or row[0] is not None:
            world.enrol_again(computer)
        elif world.centre.db.row("SELECT 1 FROM registry_person WHERE id = %s AND active", computer.person) is None:
            world.new_person(computer)


def _count_losses(world: World) -> None:
    """What stands on no machine any more, and not at central, is gone; nobody could keep it."""
    sent = world.sent_values()
    for entry in world.ledger.entries:
        if entry.worn and entry.new not in sent:
            entry.gone = True


def take_image(world: World, computer: Computer, chance: random.Random) -> str:
    """The computer's disk is copied."""
    path = world.folder / f"{computer.name}.image"
    computer.image(path)
    world.images[computer.name] = (path, len(world.ledger.entries))
    world.touched.add(computer.name)
    return ""


def put_back_image(world: World, computer: Computer, chance: random.Random) -> str:
    """The computer's disk is put back as it was: what was typed since is on no disk of its own any more."""
    if computer.name not in world.images:
        return "no image"
    path, since = world.images[computer.name]
    device = computer.device
    computer.put_back(path)
    _worn(world, computer, since)
    if computer.device != device:
        # The image is of before it was enrolled again: the keyring speaks for another device.
        world.enrol_again(computer)
    return f"as of entry {since}"


def _worn(world: World, computer: Computer, since: int) -> None:
    world.ledger.restores += 1
    for entry in world.ledger.of(computer.name, since):
        entry.worn = True
    _count_losses(world)
    world.touched.add(computer.name)


def lose_computer(world: World, computer: Computer, chance: random.Random) -> str:
    """The computer is stolen: its device is revoked, and a new one stands in its place, with nothing on it."""
    revoke(world.centre.db, computer.device, world.centre.now())
    _worn(world, computer, 0)
    world.images.pop(computer.name, None)
    world.empty_disk(computer)
    return f"now {computer.device}"


def revoke_device(world: World, computer: Computer, chance: random.Random) -> str:
    """Central no longer trusts the computer; somebody enrols it again."""
    revoke(world.centre.db, computer.device, world.centre.now())
    said = sync(world, computer, chance)
    world.enrol_again(computer)
    return f"{said}, now {computer.device}"


def enrol_anew(world: World, computer: Computer, chance: random.Random) -> str:
    """Somebody enrols the computer again, though nothing was wrong with it."""
    world.enrol_again(computer)
    return f"now {computer.device} {world.noted()}"


def clone(world: World, computer: Computer, chance: random.Random) -> str:
    """A whole disk is copied to a second computer, keyring and all."""
    name = f"{computer.name}c"
    if name in world.computers or computer.name.endswith("c"):
        return "is one already"
    computer.image(world.folder / f"{name}.db")
    seat = Seat(name=name, unit=computer.unit, person="", role=computer.role)
    copy = world.seat(seat, computer.keys)
    copy.person = computer.person
    copy.clock.set_by(computer.clock)
    copy.truths = {second: set(truths) for second, truths in computer.truths.items()}
    world.ledger.restores += 1
    world.touched |= {computer.name, name}
    return name


# The registry ----------------------------------------------------------------------------------------------------


def new_edition(world: World, computer: Computer, chance: random.Random) -> str:
    """Another edition of the form is published, and owed from then on."""
    count = _publish(world)
    world.reforms["edition"] = lambda: _publish(world)
    period = chance.choice(PERIODS)
    oblige(world.centre.db, CODE, period, province=PROVINCE, holidays=WEEKENDS_ONLY)
    return f"{count} new, owed for {period}"


def _publish(world: World) -> int:
    return load_forms(world.centre.db, [newer_form()], world.centre.now())


def merge_units(world: World, computer: Computer, chance: random.Random) -> str:
    """The second commune goes into the first: its reports are the first's from now on; or that is put right again."""
    split = chance.random() < 0.3
    load_units(world.centre.db, units(merged=True, split=split))
    world.reforms["units"] = lambda: load_units(world.centre.db, units(merged=True, split=split))
    world.ledger.scopes_moved = True
    return "only a part of it" if split else "whole"


def end_duty(world: World, computer: Computer, chance: random.Random) -> str:
    """An office owes a report no longer, or owes it again."""
    code, period = chance.choice((OFFICES["u1"], OFFICES["u2"])), chance.choice(PERIODS)
    if chance.random() < 0.6:
        return f"{code} {period}: {withdraw(world.centre.db, CODE, period, province=PROVINCE, units=(code,))} ended"
    oblige(world.centre.db, CODE, period, province=PROVINCE, holidays=WEEKENDS_ONLY)
    return f"{period} owed by all"


def person_leaves(world: World, computer: Computer, chance: random.Random) -> str:
    """Who sat at the computer leaves the office; somebody else sits down."""
    dismiss(world.centre.db, computer.person)
    world.new_person(computer)
    return computer.person
