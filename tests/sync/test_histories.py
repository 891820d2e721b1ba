"""Random histories of two computers of one office over a wire that breaks: nothing lost, nothing silently replaced."""

from __future__ import annotations

import os
import random
from contextlib import suppress

import msgspec
import pytest

import app.domain.apply
from app.domain.merge import Applied, replay
from app.domain.operations import Kind
from app.errors import StateError
from tests.central.office import ROW
from tests.sync.line import Computer, Line, opened_line

CELLS = ("main/a/c1", "main/a/c2", "main/a/c3")
FAULTS = ("", "", "", "", "drop_request", "drop_reply", "drop_reply", "truncated", "busy", "html")
SEED_OF_A_CLASH = 1
"""A history in which both computers type into the same cell unseen."""

SEEDS = int(os.environ.get("SOBAOCAO_HISTORIES", "8"))


def play(line: Line, chance: random.Random) -> tuple[list[Computer], dict[tuple[int, str], str]]:
    """Twenty-five random steps; the computers, and what each typed last into each cell."""
    computers = [line.computer("01273"), line.computer("01273", "Hoàng Văn Bình")]
    first, second = computers
    first.type(ROW)
    first.sync()
    second.sync()
    typed: dict[tuple[int, str], str] = {}
    for number in range(25):
        place = chance.randrange(2)
        computer = computers[place]
        line.clock.advance(chance.randrange(5, 600))
        what = chance.random()
        if what < 0.5:
            address = chance.choice(CELLS)
            value = str(1000 + number)
            with suppress(StateError):
                computer.type({address: value})
                typed[place, address] = value
        elif what < 0.9:
            computer.adapter.faults = [chance.choice(FAULTS)]
            computer.sync()
            computer.adapter.faults = []
        elif what < 0.95:
            computer.reopened()
        else:
            act = chance.choice((Kind.SEAL, Kind.REOPEN))
            with suppress(StateError):
                computer.act(act, "sửa" if act is Kind.REOPEN else "")
    return computers, typed


def settle(computers: list[Computer]) -> None:
    """Until nobody has anything left to say."""
    for _ in range(4):
        for computer in computers:
            computer.line.clock.advance(60)
            assert computer.sync().error is None


def replaced_knowingly(line: Line, address: str, value: str) -> bool:
    """Whether an operation that central took in replaced exactly that value: its author had it before him."""
    rows = line.db.rows("SELECT body FROM intake_operation WHERE kind = %s", "report.edit")
    longs = [msgspec.json.decode(row[0]) for row in rows]
    return any([address, value] == cell[:2] for long in longs for cell in long["body"]["cells"])


def judge(line: Line, computers: list[Computer], typed: dict[tuple[int, str], str]) -> None:
    """Fails unless all copies and digests agree and every value typed is there, kept aside, or knowingly replaced."""
    bases = []
    for computer in computers:
        facts = computer.store.light_facts()
        assert (facts.waiting, facts.in_flight) == (0, 0)
        assert facts.theirs == facts.ours
        bases.append(dict(computer.store.report(computer.report()).base))
    assert bases[0] == bases[1]
    for (place, address), value in typed.items():
        computer = computers[place]
        open_here = {(row.address, row.mine) for row in computer.store.conflicts()}
        tray = {(cell.address, cell.new) for row in computer.store.refused() for cell in row.cells}
        kept = (
            bases[0].get(address) == value
            or (address, value) in open_here | tray
            or replaced_knowingly(line, address, value)
        )
        assert kept, f"computer {place}: {value} in {address} is gone"
    both = {address for (place, address) in typed if place == 0} & {address for (place, address) in typed if place}
    clashing = {row.address for computer in computers for row in computer.store.conflicts()}
    assert clashing <= both


@pytest.mark.parametrize("seed", range(SEEDS))
def test_two_computers_end_level_and_no_value_was_replaced_unseen(seed, tmp_path, template):
    with opened_line(tmp_path, template) as line:
        computers, typed = play(line, random.Random(seed))
        settle(computers)
        judge(line, computers, typed)


def overwriting(content, cells, claims=()):
    """What no central may do: apply an edit whatever stands there."""
    return Applied(cells=replay(content, cells), changed=True)


def test_a_central_that_overwrites_what_its_author_never_saw_is_caught(tmp_path, template, monkeypatch):
    monkeypatch.setattr(app.domain.apply, "apply_edit", overwriting)
    with opened_line(tmp_path, template) as line:
        computers, typed = play(line, random.Random(SEED_OF_A_CLASH))
        settle(computers)
        with pytest.raises(AssertionError, match="is gone"):
            judge(line, computers, typed)
