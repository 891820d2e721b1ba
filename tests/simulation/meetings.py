"""Meetings of an office's computers on its own network: what they say may break off, be altered, or be said again."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from app.errors import AppError
from tests.simulation.nature import Died
from tests.simulation.roads import garbled

if TYPE_CHECKING:
    from tests.simulation.computer import Computer
    from tests.simulation.world import World

_KEPT = 12
"""So many frames somebody who listens on the line remembers."""


class _BrokenOff(Exception):  # noqa: N818  it is what happens on a line
    """The connection is gone before a frame was whole."""


def meet(world: World, computer: Computer, chance: random.Random) -> str:
    """Two computers of an office meet."""
    others = [other for other in world.running() if other.unit == computer.unit and other is not computer]
    if not others:
        return "nobody near"
    called = chance.choice(others)
    world.touched |= {computer.name, called.name}
    try:
        return f"{called.name} {_met(world, computer, called, chance)}"
    except Died:
        world.died(computer if computer.life.is_dead else called)
        return f"{called.name} died"


def _met(world: World, caller: Computer, called: Computer, chance: random.Random) -> str:
    here, there = caller.meeting(), called.meeting()
    try:
        peer, key = here.greeted(_said(world, there.hello(), chance))
        heard = there.heard(_said(world, here.told(peer, key), chance))
        back = here.heard(_said(world, there.told(heard.peer, heard.reply_to), chance), peer)
    except AppError as error:
        return error.code
    except _BrokenOff:
        return "broken off"
    return f"{len(heard.reports)} there, {len(back.reports)} here"


def _said(world: World, frame: bytes, chance: random.Random) -> bytes:
    """What is heard of a frame."""
    world.frames.append(frame)
    del world.frames[:-_KEPT]
    if chance.random() >= world.weather / 4:
        return frame
    what = chance.choice(("cut", "altered", "another"))
    if what == "cut":
        raise _BrokenOff
    return garbled(frame, chance) if what == "altered" else chance.choice(world.frames)
