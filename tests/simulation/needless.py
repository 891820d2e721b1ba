"""Oracles of what must not happen without need: an act turned down, a difference seen, an announcement sent away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.operations import Kind
from app.store.taking_back import CHANGED
from sync import wire
from tests.simulation.oracles import Violation

if TYPE_CHECKING:
    from tests.simulation.computer import Computer
    from tests.simulation.world import World


def no_act_fails_that_nobody_crossed(world: World, computer: Computer) -> None:
    """An act speaks of another content than central's only where another device, or a refused entry, came between."""
    if world.ledger.restores:
        return
    crossed = None
    for entry in computer.desk.refused():
        if entry.kind is Kind.EDIT or entry.code != CHANGED or entry.key in world.ledger.moved:
            continue
        crossed = _crossed(world, computer) if crossed is None else crossed
        if str(entry.key) not in crossed:
            raise Violation("(c) no conflict without a clash", f"{computer.name} {entry}")


def _crossed(world: World, computer: Computer) -> set[str]:
    """Reports of which central has something by another device, or turned down an entry of this one."""
    rows = world.centre.db.rows(
        "SELECT DISTINCT report FROM intake_operation"
        " WHERE device <> %s OR (kind = 'report.edit' AND code <> 'applied')",
        computer.device,
    )
    return {name for (name,) in rows}


def no_difference_is_seen_where_none_is(world: World, computer: Computer) -> None:
    """At rest the digests are equal at once, always: only a loss, or another scope, makes them differ."""
    if world.ledger.restores or world.ledger.scopes_moved:
        return
    facts = computer.desk.light_facts()
    if facts.unequal_rests:
        raise Violation("no difference is seen", f"{computer.name} {facts}")


def nothing_answered_is_carried_on(world: World) -> None:
    """At rest no computer takes along what central has answered, or what its maker is known to have sent."""
    if world.ledger.restores:
        return
    for computer in world.running():
        for chain in computer.desk.peers.chains():
            raise Violation("nothing is carried needlessly", f"{computer.name}: {chain.device}/{chain.head.seq}")


def what_is_announced_is_kept(world: World, body: bytes, encoding: str) -> None:
    """Whatever else central has no time for, a seal that was announced to it has its receipt."""
    for each in wire.decode_announced(wire.decompress(body, encoding)).request.commitments:
        kept = world.centre.db.row(
            "SELECT 1 FROM intake_receipt WHERE kind = 'commitment' AND report = %s AND content = %s",
            str(each.report),
            each.content,
        )
        if kept is None:
            raise Violation("(e) receipts are true", f"announced in a crowd, and not kept: {each}")
