"""Short histories that break an exchange which lacks one rule; each is played whole at central."""

from __future__ import annotations

from app.domain.exchange import ReportChange, View
from app.domain.merge import replay
from app.domain.operations import EditBody, Kind
from tests.central.office import ROW, World, codes


def test_a_lost_reply_then_a_newer_value_is_no_conflict_with_oneself(world: World) -> None:
    a = world.computer("01273")
    a.edit({"main/a/@row": "V;;", "main/a/c1": "1"})
    a.ask(a.request([a.chain()]))
    a.edit({"main/a/c1": "2"}, {"main/a/c1": "1"})
    assert codes(a.exchange(first=1)) == ["applied", "applied"]


def test_an_edit_made_in_ignorance_of_another_is_never_silently_applied(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit({"main/a/@row": "V;;", "main/a/c1": "5"})
    a.exchange()
    b.exchange()
    b.edit({"main/a/c1": "7"}, {"main/a/c1": "5"})
    b.exchange()
    # A's page has brought 7 by now, but 5 was on the screen when typing began.
    a.exchange()
    a.edit({"main/a/c1": "6"}, {"main/a/c1": "5"})
    (result,) = a.exchange().results
    assert (result.code, result.cells[0].value, result.cells[0].author) == ("conflict", "7", b.person)


def test_ten_sent_the_reply_lost_the_batch_made_smaller_and_typed_again(world: World) -> None:
    a = world.computer("01273")
    a.edit({"main/a/@row": "V;;", "main/a/c1": "0"})
    for number in range(1, 10):
        a.edit({"main/a/c1": str(number)}, {"main/a/c1": str(number - 1)})
    a.ask(a.request([a.chain()]))
    answer = a.ask(a.request([a.chain(1, 5)]))
    # Results for all ten come with the page that shows the tenth: nothing in flight is left to merge with it.
    assert [result.id.seq for result in answer.results] == list(range(1, 11))
    a.book(answer)
    a.edit({"main/a/c1": "10"}, {"main/a/c1": "9"})
    assert codes(a.exchange()) == ["applied"]


def test_the_first_of_two_in_one_envelope_conflicts_and_the_next_envelope_does_not_pass_it(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    a.exchange()
    b.exchange()
    b.edit({"main/a/c2": "9"}, ROW)
    b.exchange()
    a.edit({"main/a/c2": "1"}, ROW)
    a.edit({"main/a/c2": "3"}, {"main/a/c2": "1"})
    a.ask(a.request([a.chain(2, 2)]))
    answer = a.ask(a.request([a.chain(3, 3)]))
    assert codes(answer) == ["conflict", "superseded"]
    b.exchange()
    assert b.ask(b.request(fetch=[b.report()])).changes != ()
    (change,) = b.ask(b.request(fetch=[b.report()])).changes
    assert isinstance(change, ReportChange)
    assert change.cells["main/a/c2"] == "9"


def test_typed_sealed_reopened_typed_again_then_sent_at_once(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    a.act(Kind.REOPEN, ROW, reason="Sai số liệu")
    later = ROW | {"main/a/c1": "6", "main/a/c2": "3"}
    a.edit({"main/a/c1": "6", "main/a/c2": "3"}, ROW)
    a.act(Kind.SEAL, later)
    answer = a.exchange()
    assert codes(answer) == ["applied"] * 5
    assert [receipt.seq for receipt in answer.receipts] == [2, 5]
    assert len({receipt.content for receipt in answer.receipts}) == 2


def test_every_value_typed_stands_in_the_record_or_in_the_history(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    a.exchange()
    b.exchange()
    a.edit({"main/a/c2": "11"}, ROW)
    b.edit({"main/a/c2": "12"}, ROW)
    b.edit({"main/a/c3": "13"}, ROW)
    a.edit({"main/a/c1": "mười bốn"}, ROW)
    a.exchange()
    b.exchange()
    kept = b"".join(bytes(row[0]) for row in world.db.rows("SELECT body FROM intake_operation")).decode()
    for value in ("11", "12", "13", "mười bốn"):
        assert f'"{value}"' in kept


def test_history_replayed_gives_the_head(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    a.exchange()
    b.exchange()
    b.edit({"main/b/@row": "W;;", "main/b/c1": "1"})
    b.exchange()
    a.edit(dict.fromkeys(ROW), ROW)
    a.exchange()
    cells: dict[str, str] = {}
    made = {operation.id: operation for operation in (*a.sent, *b.sent)}
    for device, epoch, seq in world.db.rows("SELECT device, epoch, seq FROM intake_history ORDER BY rev"):
        body = made[device, epoch, seq].body  # type: ignore[index] # an OperationId is a tuple of these three
        assert isinstance(body, EditBody)
        cells = replay(cells, body.cells)
    c = world.computer("01273", "Người đọc")
    c.exchange()
    assert c.copies[a.report(), View.INNER].cells == cells == {"main/b/@row": "W;;", "main/b/c1": "1"}
