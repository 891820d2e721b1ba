"""The exchange: what central does with what a computer sends, and what it tells."""

from __future__ import annotations

from app.domain.exchange import ReportChange, View
from app.domain.operations import Kind
from tests.central.office import ROW, World, codes


def test_an_edit_is_applied_and_every_computer_of_the_office_gets_it(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    answer = a.exchange()
    assert codes(answer) == ["applied"]
    assert answer.results[0].rev == 1
    assert answer.have.seq == 1
    assert answer.have.hash == a.hashes[0]
    told = b.exchange()
    (change,) = [change for change in told.changes if isinstance(change, ReportChange)]
    assert change.cells == ROW
    assert (change.view, change.rev, change.author) == (View.INNER, 1, a.person)
    assert told.digest is not None
    assert told.digest == a.exchange().digest
    assert told.digest.count == 1


def test_the_receiver_sees_nothing_before_the_submission_and_then_what_was_submitted(world: World) -> None:
    a, p = world.computer("01273"), world.computer("04", "Triệu Thị Hoa", "consolidator")
    a.edit(ROW)
    a.exchange()
    p.exchange()
    assert p.copies == {}
    a.act(Kind.SEAL, ROW)
    a.exchange()
    p.exchange()
    assert p.copies == {}
    a.act(Kind.SUBMIT, ROW)
    assert codes(a.exchange()) == ["applied"]
    p.exchange()
    copy = p.copies[a.report(), View.UPWARD]
    assert (copy.state, copy.rev, copy.cells) == ("submitted", 3, ROW)
