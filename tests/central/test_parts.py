"""Lists longer than a piece: their parts are kept, and hold or fall with the act; what was not cut is refused."""

from __future__ import annotations

import pytest

from app.domain.canonical import content_hash
from app.domain.exchange import NoteChange
from app.domain.operations import ActBody, CellEdit, EditBody, Kind, Operation
from app.domain.pieces import parts
from tests.central.office import ROW, Computer, World, codes

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


REASON = "ề" * 2_000
PINS = tuple(f"main/{row:04}/c1" for row in range(2_000))
SECTION = "@text/summary/body"


@pytest.fixture
def a(world: World) -> Computer:
    return world.computer("01273")


def submitted(a: Computer) -> None:
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    a.act(Kind.SUBMIT, ROW)
    assert codes(a.exchange()) == ["applied"] * 3


def questions(computer: Computer) -> list[NoteChange]:
    answers = [computer.exchange(limit=1_000)]
    while answers[-1].more:
        answers.append(computer.exchange(limit=1_000))
    return [change for answer in answers for change in answer.changes if isinstance(change, NoteChange)]


def test_a_return_with_two_thousand_pins_asks_in_each_of_them_once(world: World, a: Computer) -> None:
    submitted(a)
    p = world.computer("04", "Lý Thị Hoa", "consolidator")
    body = ActBody(content=content_hash(world.form.hash, ROW), reason=REASON, cells=PINS)
    for part in parts(body):
        p.operation(Kind.RETURN, part, report=a.report())
    assert codes(p.exchange(last=3)) == []
    assert questions(a) == []
    answer = p.exchange(first=4)
    assert (codes(answer), [result.rev for result in answer.results]) == (["applied"] * 4, [4] * 4)
    told = questions(a)
    assert sorted(change.note.address for change in told) == sorted(PINS)
    assert {(change.note.text, change.settled) for change in told} == {(REASON, False)}
    ((_, copy),) = a.copies.items()
    assert (copy.state, copy.rev) == ("returned", 4)


def test_a_section_as_long_as_one_may_be_is_typed_over_by_one_edit(a: Computer) -> None:
    before, after = "Ứ" * 20_000, "Kết quả\n" * 2_499 + "Kết quả."
    a.edit({SECTION: before})
    a.edit({SECTION: after}, {SECTION: before})
    assert codes(a.exchange()) == ["applied", "applied"]


MANY = tuple(CellEdit(address, None, value) for address, value in sorted(ROWS.items()))


def test_an_edit_that_was_to_be_cut_is_refused_by_name_and_stops_nothing_else(a: Computer) -> None:
    a.operation(Kind.EDIT, EditBody(cells=MANY))
    a.edit(ROW, report=a.report("2026-Q3"))
    answer = a.exchange()
    assert codes(answer) == ["refused operation.too_large", "applied"]
    assert dict(answer.results[0].params) == {"limit": "16", "reason": "2000"}


def test_an_act_that_was_to_be_cut_is_refused_with_its_parts(a: Computer) -> None:
    a.edit(ROW)
    content = content_hash(a.world.form.hash, ROW | ROWS)
    a.operation(Kind.SEAL, ActBody(content=content, brought=MANY[:1_000], more=True))
    a.operation(Kind.SEAL, ActBody(content=content, brought=MANY[1_000:]))
    assert codes(a.exchange()) == ["applied", *["refused operation.too_large"] * 2]


def test_a_reason_too_long_is_refused(a: Computer) -> None:
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    a.act(Kind.REOPEN, ROW, reason=REASON + "ề")
    a.act(Kind.REOPEN, ROW, reason=REASON)
    assert codes(a.exchange()) == ["applied", "applied", "refused operation.too_large", "applied"]
