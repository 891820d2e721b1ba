"""Acts that write more cells than one piece holds: their parts are kept, and hold or fall with the act."""

from __future__ import annotations

import pytest

from app.domain.canonical import content_hash
from app.domain.operations import ActBody, CellEdit, Kind, Operation, parts
from tests.central.office import ROW, World, codes

ROWS = {
    f"main/{row:03}/{name}": value
    for row in range(500)
    for name, value in (("@row", "V;;"), ("cA", "Đất đai"), ("c1", "5"), ("c2", "2"), ("c3", "3"))
}
BROUGHT = tuple(CellEdit(address, None, value) for address, value in sorted(ROWS.items()))


def seal(computer, content: str = "") -> list[Operation]:
    """A seal that brings 500 rows, numbered in parts."""
    body = ActBody(content=content or content_hash(computer.world.form.hash, ROW | ROWS), brought=BROUGHT)
    return [computer.operation(Kind.SEAL, part) for part in parts(body)]


def test_an_act_with_many_cells_is_applied_once_with_all_its_parts(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    numbered = seal(a)
    assert len(numbered) == 5
    answer = a.exchange()
    assert codes(answer) == ["applied"] * 6
    assert [result.rev for result in answer.results] == [1, 2, 2, 2, 2, 2]
    b = world.computer("01273", "Hoàng Văn Bình")
    b.exchange()
    ((_, copy),) = b.copies.items()
    assert (dict(copy.cells), copy.state) == (ROW | ROWS, "sealed")
    assert [(receipt.kind, receipt.seq) for receipt in answer.receipts] == [("seal", 6)]


def test_parts_that_come_before_their_act_are_kept_without_a_result(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    seal(a)
    assert codes(a.exchange(last=3)) == ["applied"]
    before = world.db.newest_place()
    assert codes(a.ask(a.request())) == []
    assert world.db.newest_place() == before, "waiting for an act is no news"
    assert codes(a.exchange(first=6)) == []
    assert codes(a.exchange(first=4, last=5)) == []
    assert codes(a.exchange(first=6)) == ["applied"] * 5


def test_a_conflict_and_a_refusal_are_said_of_all_parts(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    seal(a, "ab" * 32)
    assert codes(a.exchange()) == ["applied", *["conflict"] * 5]
    a.act(Kind.SEAL, ROW, after=6)
    seal(a)
    assert codes(a.exchange()) == ["applied", *["refused report.state"] * 5]
    assert world.count("intake_head") == 1


def test_parts_that_their_act_does_not_follow_are_refused_and_stop_nothing(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.operation(Kind.SEAL, ActBody(content="ab" * 32, brought=BROUGHT[:5], more=True))
    a.operation(Kind.SEAL, ActBody(content="ab" * 32, brought=BROUGHT[5:10], more=True))
    a.edit({"main/a/c4": "1"})
    assert codes(a.exchange()) == ["applied", *["refused operation.body"] * 2, "applied"]


@pytest.mark.logs_warnings
def test_what_central_throws_over_costs_the_act_with_its_parts_and_nothing_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    import central.intake.judging as judging

    def thrown(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(judging, "sealing_fault", thrown)
    a = world.computer("01273")
    a.edit(ROW)
    seal(a)
    a.edit({"main/a/c4": "1"})
    assert codes(a.exchange()) == ["applied", *["refused central.failed"] * 5, "applied"]
