"""The exchange: what central takes in, keeps and answers."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.domain import signing
from app.domain.apply import Head, Verdict
from app.domain.exchange import ReportChange, ResultCode, View
from app.domain.operations import ActBody, CellEdit, EditBody, Kind, Operation, read_operation
from app.errors import InputError, PermanentError
from central.intake import judging
from tests.central.office import ROW, Computer, World, codes, furnish


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
    answer = p.exchange()
    copy = p.copies[a.report(), View.UPWARD]
    assert (copy.state, copy.rev, copy.cells) == ("submitted", 3, ROW)
    assert answer.digest is not None
    assert answer.digest.count == 1


def test_a_draft_that_moves_after_the_submission_leaves_the_receivers_copy_and_digest_alone(world: World) -> None:
    a, p = world.computer("01273"), world.computer("04", "Triệu Thị Hoa", "consolidator")
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    a.act(Kind.SUBMIT, ROW)
    a.exchange()
    seen = p.exchange().digest
    a.act(Kind.REOPEN, ROW, reason="Sai số liệu")
    a.edit({"main/a/c2": "1", "main/a/c3": "4"}, ROW)
    assert codes(a.exchange()) == ["applied", "applied"]
    answer = p.exchange()
    assert answer.digest == seen
    assert answer.changes == ()
    assert p.copies[a.report(), View.UPWARD].cells == ROW


def test_the_receiver_returns_a_report_and_both_offices_see_it(world: World) -> None:
    a, p = world.computer("01273"), world.computer("04", "Triệu Thị Hoa", "consolidator")
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    a.act(Kind.SUBMIT, ROW)
    a.exchange()
    p.exchange()
    p.act(Kind.RECEIVE, ROW, report=a.report())
    p.act(Kind.RETURN, ROW, report=a.report(), reason="Cột 2 chưa khớp")
    assert codes(p.exchange()) == ["applied", "applied"]
    a.exchange()
    assert a.copies[a.report(), View.INNER].state == "returned"
    assert a.copies[a.report(), View.INNER].author == p.person


def test_a_lost_reply_is_answered_again_with_the_same_results_and_receipts(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    first = a.ask(a.request([a.chain()]))
    world.clock.advance(3600)
    second = a.ask(a.request([a.chain()]))
    assert second.results == first.results
    assert second.receipts == first.receipts
    assert [receipt.seq for receipt in first.receipts] == [2]
    assert world.count("intake_operation") == 2
    assert world.count("intake_history") == 2


def test_results_come_for_everything_above_known_even_when_nothing_is_sent(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.edit({"main/a/c4": "1.5"})
    a.ask(a.request([a.chain()]))
    answer = a.ask(a.request())
    assert [(result.id.seq, result.rev) for result in answer.results] == [(1, 1), (2, 2)]
    a.known = 1
    assert [result.id.seq for result in a.ask(a.request()).results] == [2]


def test_a_batch_sent_in_overlapping_parts_happens_once(world: World) -> None:
    a = world.computer("01273")
    for number in range(1, 7):
        a.edit({f"main/k{number}/@row": "V;;", f"main/k{number}/c2": str(number)})
    a.ask(a.request([a.chain(1, 4)]))
    answer = a.ask(a.request([a.chain(2, 6)]))
    assert codes(answer) == ["applied"] * 6
    assert [result.rev for result in answer.results] == [1, 2, 3, 4, 5, 6]
    assert world.count("intake_history") == 6


def test_a_hole_in_the_chain_is_answered_with_have(world: World) -> None:
    a = world.computer("01273")
    for number in range(1, 6):
        a.edit({f"main/k{number}/@row": "V;;"})
    a.ask(a.request([a.chain(1, 2)]))
    answer = a.ask(a.request([a.chain(4, 5)]))
    assert (answer.have.seq, answer.have.hash) == (2, a.hashes[1])
    assert [result.id.seq for result in answer.results] == [1, 2]
    assert world.count("intake_operation") == 2


def test_the_same_number_with_another_hash_is_not_taken_and_have_names_ours(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.exchange()
    taken = a.hashes[0]
    a.sent.clear()
    a.hashes.clear()
    a.edit({"main/b/@row": "W;;"})
    answer = a.ask(a.request([a.chain()]))
    assert (answer.have.seq, answer.have.hash) == (1, taken)
    assert a.hashes[0] != taken
    assert world.count("intake_operation") == 1
    a.edit({"main/c/@row": "X;;"})
    assert a.ask(a.request([a.chain(2, 2)])).have.seq == 1


def test_a_chain_that_is_not_one_gapless_run_is_refused_whole(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.edit({"main/b/@row": "W;;"})
    chain = a.chain()
    for operations in (
        (chain.operations[0], replace(chain.operations[1], seq=3)),
        (chain.operations[0], replace(chain.operations[1], prev="0" * 64)),
        (chain.operations[0], replace(chain.operations[1], epoch="00000000000000e2")),
    ):
        with pytest.raises(InputError, match=r"chain\.broken"):
            a.ask(a.request([replace(chain, operations=operations)]))
    assert world.count("intake_operation") == 0


def test_an_operation_changed_on_the_way_breaks_the_signature(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    chain = a.chain()
    (operation,) = chain.operations
    assert isinstance(operation.body, EditBody)
    cells = tuple(cell._replace(new="9") if cell.address == "main/a/c1" else cell for cell in operation.body.cells)
    changed = replace(operation, body=EditBody(cells=cells))
    with pytest.raises(InputError, match=r"chain\.signature"):
        a.ask(a.request([replace(chain, operations=(changed,))]))
    assert world.count("intake_head") == 0


def test_another_computer_carries_a_chain_and_gets_its_results(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01279")
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    b.edit({"main/z/@row": "V;;"})
    answer = b.exchange(carried=[a.chain()])
    assert [(result.id.device, result.id.seq) for result in answer.results] == [(b.id, 1), (a.id, 1), (a.id, 2)]
    assert [receipt.device for receipt in answer.receipts] == [a.id]
    told = a.exchange(first=3)
    assert codes(told) == ["applied", "applied"]
    assert told.have.seq == 2


@pytest.mark.logs_warnings
def test_a_carried_chain_with_a_wrong_signature_is_left_and_own_work_goes_on(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01279")
    a.edit(ROW)
    b.edit({"main/z/@row": "V;;"})
    answer = b.exchange(carried=[a.chain(private=signing.new_private_key())])
    assert codes(answer) == ["applied"]
    assert a.exchange(first=2).have.seq == 0


def test_an_operation_of_a_form_that_is_not_loaded_waits_and_is_judged_once_it_is(world: World) -> None:
    from app.domain.forms.loading import load_form
    from central.registry.packages import load_forms
    from tests.central.office import FORM

    coming = load_form(FORM.replace("T.01", "T.02"), "t02.yaml")
    a = world.computer("01273")
    other = a.report()._replace(form="T.02")
    a.edit(ROW, report=other, form=coming.hash)
    a.edit({"main/a/c4": "1.5"}, report=other, form=coming.hash)
    a.edit(ROW)
    answer = a.exchange()
    assert [(result.id.seq, result.code) for result in answer.results] == [(3, ResultCode.APPLIED)]
    assert answer.have.seq == 3
    assert a.exchange(first=4).results[0].id.seq == 3
    load_forms(world.db, [coming], world.central.now())
    answer = a.exchange(first=4)
    assert [(result.id.seq, result.code) for result in answer.results] == [
        (1, ResultCode.APPLIED),
        (2, ResultCode.APPLIED),
        (3, ResultCode.APPLIED),
    ]
    assert world.count("intake_operation") == 3


def test_an_operation_that_says_something_unknown_waits_for_a_newer_central(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.operation(Kind.EDIT, EditBody(cells=(CellEdit("main/a/c4", None, "1"),), extra={"later": 1}))
    a.edit(ROW, report=a.report("2026-Q1"))
    assert codes(a.exchange()) == ["applied", "applied"]
    before = world.db.newest_place()
    assert codes(a.ask(a.request())) == ["applied"]
    assert world.db.newest_place() == before
    (kept,) = world.db.rows("SELECT body FROM intake_operation WHERE code IS NULL")
    assert read_operation(bytes(kept[0])) == a.sent[1]


@pytest.mark.logs_warnings
def test_an_operation_that_makes_central_throw_is_refused_kept_and_stops_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.edit({"main/b/@row": "W;;"})
    a.edit({"main/c/@row": "X;;"})
    a.edit(ROW, report=a.report("2026-Q3"))
    judged = judging.apply_operation

    def explode(head: Head, operation: Operation) -> Verdict:
        if operation.seq == 2:
            raise ZeroDivisionError("a fault of ours")
        return judged(head, operation)

    monkeypatch.setattr(judging, "apply_operation", explode)
    answer = a.exchange()
    assert codes(answer) == ["applied", "refused central.failed", "superseded", "applied"]
    assert answer.have.seq == 4
    rows = world.db.rows("SELECT seq, body FROM intake_operation ORDER BY seq")
    assert [row[0] for row in rows] == [1, 2, 3, 4]
    assert b"main/b/@row" in bytes(rows[1][1])
    monkeypatch.setattr(judging, "apply_operation", judged)
    assert codes(a.ask(a.request([a.chain()]))) == []
    a.known = 0
    assert codes(a.ask(a.request([a.chain()]))) == ["applied", "refused central.failed", "superseded", "applied"]
    b = world.computer("01273", "Hoàng Văn Bình")
    b.exchange()
    assert b.copies[a.report(), View.INNER].cells == ROW


@pytest.mark.logs_warnings
def test_an_operation_that_the_database_refuses_costs_only_itself(world_apart: World) -> None:
    world = world_apart
    a = world.computer("01273")
    world.db.run("CREATE UNIQUE INDEX once ON intake_history (kind, at)")
    a.edit(ROW)
    a.edit({"main/b/@row": "W;;"})
    a.act(Kind.SEAL, ROW, report=a.report(), after=2)
    assert codes(a.exchange()) == ["applied", "refused central.failed", "applied"]
    assert world.count("intake_operation") == 3
    b = world.computer("01273", "Hoàng Văn Bình")
    answer = b.exchange()
    assert b.copies[a.report(), View.INNER].cells == ROW
    assert answer.digest == a.exchange().digest


def asks(computer: Computer, epoch: str) -> None:
    """The computer speaks in an epoch."""
    computer.epoch = epoch
    computer.ask(computer.request())


def test_two_stores_that_take_turns_as_one_computer_are_named(world: World) -> None:
    a = world.computer("01273")
    first, second = "00000000000000e1", "00000000000000e2"
    for epoch in (first, second, first):
        asks(a, epoch)
    with pytest.raises(PermanentError, match=r"device\.cloned"):
        asks(a, second)
    asks(a, first)


def test_a_store_put_back_again_and_again_from_one_copy_is_no_clone(world: World) -> None:
    a = world.computer("01273")
    for epoch in ("e1", "e2", "e1", "e3", "e1", "e1", "e4"):
        asks(a, epoch.rjust(16, "0"))


@pytest.mark.parametrize("text", ["a\x00b", "x" * 301, "a\nb"])
def test_what_no_program_of_ours_sends_never_reaches_the_database(world: World, text: str) -> None:
    a = world.computer("01273")
    a.edit(ROW, author=text)
    with pytest.raises(InputError, match=r"exchange\.malformed"):
        a.exchange()
    with pytest.raises(InputError, match=r"exchange\.malformed"):
        a.ask(a.request(fetch=[a.report(text)]))
    with pytest.raises(InputError, match=r"exchange\.malformed"):
        a.ask(replace(a.request(), epoch=text))


def test_a_nul_in_a_cell_is_refused_like_any_other_value_and_kept(world: World) -> None:
    a = world.computer("01273")
    a.edit({"main/a/@row": "V;;", "main/a/cA": "x\x00y"})
    assert codes(a.exchange()) == ["refused value.type"]
    assert a.ask(replace(a.request(), known=0)).results[0].params["text"] == "x\x00y"


def test_operations_of_an_epoch_that_was_left_still_arrive_by_another_road(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01279")
    a.edit(ROW)
    late = a.chain()
    a.epoch, a.follows = "00000000000000e2", (a.epoch, 1)
    a.sent.clear()
    a.hashes.clear()
    a.edit({"main/b/@row": "W;;"})
    assert codes(a.exchange()) == ["applied"]
    answer = b.exchange(carried=[late])
    assert codes(answer) == ["applied"]


def test_loading_everything_again_changes_nothing_and_tells_nobody(world: World) -> None:
    a = world.computer("01273")
    a.exchange()
    before = a.exchange()
    world.db.run("DELETE FROM intake_meta WHERE name = 'nothing'")
    furnish(world.db, world.central)
    answer = a.exchange()
    told = [type(change).__name__ for change in answer.changes]
    assert told == ["ObligationChange"]
    assert before.changes == ()


def test_a_seal_names_the_content_it_speaks_of(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.operation(Kind.SEAL, ActBody(content="0" * 64))
    answer = a.exchange()
    assert codes(answer) == ["applied", "conflict"]
    assert (answer.results[1].rev, answer.results[1].cells) == (1, ())
    assert answer.receipts == ()
