"""Numbering, booking and deciding, one rule at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain.canonical import canonical_bytes, content_hash
from app.domain.exchange import (
    Digest,
    FormChange,
    Have,
    Pair,
    PersonChange,
    ReportChange,
    Result,
    ResultCode,
    TheirCell,
    View,
)
from app.domain.exchange_state import CycleOutcome, CycleRecord
from app.domain.operations import (
    ActBody,
    CellEdit,
    EditBody,
    Kind,
    NoteBody,
    OperationId,
    ReportKey,
    body_json,
    opening_hash,
)
from app.domain.workflow import State
from app.errors import StateError, StoreError
from app.store.records import Save
from tests.app.store.office import FORM, OTHER, REPORT, Central, Computer, exchange, identity, send, settle

X, Y, Z = "main/r1/c1", "main/r1/c2", "main/r2/c1"
HEAD, IN_ROW = "main/k1/@row", "main/k1/c3"
Make = Callable[..., Computer]


def edits(computer: Computer) -> list[tuple[CellEdit, ...]]:
    return [operation.body.cells for operation in computer.store.freeze() if isinstance(operation.body, EditBody)]


# Numbering


def test_waiting_edits_of_one_person_are_folded_into_one_operation(computer: Make) -> None:
    a = computer("A")
    for value in ("1", "2", "3"):
        a.type((X, value))
    a.type((Y, "7"))
    a.type((Y, None))
    assert edits(a) == [(CellEdit(X, None, "3"),)]
    assert [line.new for line in a.store.history(REPORT, X)] == ["1", "2", "3"]
    a.sound()


def test_edits_of_two_persons_are_not_folded_together(computer: Make) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.type((X, "2"), person="trưởng phòng")
    a.type((X, "3"))
    assert edits(a) == [(CellEdit(X, None, "1"),), (CellEdit(X, "1", "2"),), (CellEdit(X, "2", "3"),)]
    assert [operation.author for operation in a.store.freeze()] == ["người-A", "trưởng phòng", "người-A"]


def test_an_edit_with_a_reason_stands_alone(computer: Make) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.store.save_edits(REPORT, FORM, [CellEdit(X, "1", "2")], author=a.person, reason="đính chính")
    a.type((X, "3"))
    reasons = [operation.body.reason for operation in a.store.freeze() if isinstance(operation.body, EditBody)]
    assert reasons == ["", "đính chính", ""]


def test_nothing_typed_in_the_end_is_nothing_to_send(computer: Make) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.type((X, None))
    assert a.store.light_facts().waiting == 0
    assert a.store.freeze() == ()


def test_operations_are_chained_from_the_opening_without_gaps_and_kept_over_a_restart(computer: Make) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.store.freeze()
    a.type((Y, "2"), key=OTHER)
    first = a.store.freeze()
    a.reopen()
    assert a.store.freeze() == first
    position = a.store.position()
    assert [operation.seq for operation in first] == [1, 2]
    assert first[0].prev == opening_hash("A", position.epoch, None)
    assert first[1].prev == first[0].hash()
    assert (position.known, position.numbered, position.head) == (0, 2, first[1].hash())
    a.sound()


def test_a_large_edit_is_numbered_in_pieces_that_keep_rows_whole(computer: Make) -> None:
    a = computer("A")
    a.type(*((f"main/r{row}/c{column}", "9" * 20) for row in range(200) for column in range(5)))
    made = a.store.freeze(10**9)
    assert len(made) > 1
    assert all(len(canonical_bytes(body_json(operation.body))) < 16_384 for operation in made)
    places = [{cell.address.split("/")[1] for cell in op.body.cells} for op in made if isinstance(op.body, EditBody)]
    assert sum(map(len, places)) == len(set.union(*places)) == 200


def test_no_more_is_numbered_than_can_be_sent_and_at_least_one_is(computer: Make) -> None:
    a = computer("A")
    for number in range(5):
        a.type((X, "1"), key=ReportKey("xa-1", "F", f"2026-M0{number + 1}"))
    assert len(a.store.freeze(1)) == 1
    assert a.store.light_facts().waiting == 4
    assert len(a.store.freeze(10**6)) == 5
    assert [operation.seq for operation in a.store.freeze(10**6, after=3)] == [4, 5]


def test_an_edit_claims_the_free_rows_it_stands_in_but_not_those_it_removes(computer: Make) -> None:
    a = computer("A")
    a.type((HEAD, "V;;"), (IN_ROW, "1"), (X, "2"))
    claims = [operation.body.claims for operation in a.store.freeze() if isinstance(operation.body, EditBody)]
    a.remove_row("main/k1")
    claims += [operation.body.claims for operation in a.store.freeze()[1:] if isinstance(operation.body, EditBody)]
    assert claims == [("main/k1",), ()]


def test_before_enrolment_nothing_is_numbered(computer: Make) -> None:
    a = computer("A")
    a.store._database.execute("UPDATE position SET device = ''")
    a.type((X, "1"))
    assert a.store.freeze() == ()
    assert a.store.light_facts().waiting == 1


def test_a_seal_numbers_what_waits_of_its_report_and_itself_at_once(computer: Make) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.type((X, "5"), key=OTHER)
    a.act(Kind.SEAL)
    facts = a.store.light_facts()
    assert (facts.in_flight, facts.waiting) == (2, 1)
    assert a.store.commitments() == ((REPORT, content_hash(FORM, {X: "1"}), 1_790_000_000, 2),)


def test_a_commitment_is_asked_for_until_its_receipt_is_here(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.act(Kind.SEAL)
    answer = send(a, central)
    a.store.book(replace(answer, receipts=()))
    assert len(a.store.commitments()) == 1
    booked = [a.store.book(central.answer(a)).receipts, a.store.book(central.answer(a)).receipts]
    assert booked == [1, 0]
    assert a.store.commitments() == ()
    assert [receipt.content for receipt in a.store.receipts(REPORT)] == [content_hash(FORM, {X: "1"})]


def test_known_stops_before_a_gap_and_after_goes_on(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.type((X, "2"), key=OTHER)
    answer = send(a, central)
    a.store.book(replace(answer, results=answer.results[1:], changes=()))
    assert (a.store.position().known, a.store.light_facts().in_flight) == (0, 1)
    a.type((Y, "3"), key=OTHER)
    assert a.store.freeze()[-1].after == 2
    exchange(a, central)
    assert a.store.position().known == 3


# Booking


def test_central_and_our_own_device_alone_are_listened_to(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    answer = send(a, central)
    foreign = replace(answer.results[0], id=OperationId("B", answer.results[0].id.epoch, 1))
    booked = a.store.book(replace(answer, results=(foreign,), changes=()))
    assert (booked.applied, booked.unmatched, a.store.light_facts().in_flight) == (0, (), 1)


def test_a_result_that_central_could_not_read_leaves_the_operation_in_flight(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    answer = send(a, central)
    unread = replace(answer.results[0], code=ResultCode.UNREADABLE)
    booked = a.store.book(replace(answer, results=(unread,), changes=()))
    assert booked.unreadable == (unread.id,)
    assert a.store.light_facts().in_flight == 1
    assert exchange(a, central).applied == 1


def test_a_result_booked_twice_counts_once(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    answer = send(a, central)
    assert [a.store.book(answer).applied, a.store.book(answer).applied] == [1, 0]


def test_an_unknown_kind_of_row_is_counted_and_stops_nothing(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    b.type((X, "1"))
    exchange(b, central)
    answer = central.answer(a)
    booked = a.store.book(replace(answer, changes=("weather", *answer.changes)))  # type: ignore[arg-type]  # from the future
    assert (booked.unknown_changes, booked.changes, a.value(X)) == (1, 1, "1")


def test_a_report_of_a_form_that_is_not_here_is_kept(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    b.type((X, "1"))
    exchange(b, central)
    exchange(a, central)
    assert a.store.form_package(FORM) is None
    assert a.mine() == {X: "1"}
    a.store.book(replace(central.answer(a), changes=(FormChange(hash=FORM, package=b"package"),)))
    assert a.store.form_package(FORM) == b"package"


def test_a_page_that_fails_in_the_middle_is_not_booked_at_all(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    a.type((Y, "2"))
    b.type((X, "1"))
    exchange(b, central)
    answer = send(a, central)
    broken = PersonChange(person="p", name=None, unit="u", role="clerk", active=True)  # type: ignore[arg-type]  # planted
    before = (a.store.position(), a.mine(), a.store.light_facts())
    with pytest.raises(StoreError):
        a.store.book(replace(answer, changes=(*answer.changes, broken)))
    assert (a.store.position(), a.mine(), a.store.light_facts()) == before
    a.store.book(answer)
    assert a.mine() == {X: "1", Y: "2"}
    a.sound()


def test_a_value_that_central_replaced_keeps_its_history_here(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "1"))
    settle(central, a, b)
    b.type((X, "2"))
    settle(central, b, a)
    assert [(line.old, line.new, line.author, line.origin.value) for line in a.store.history(REPORT, X)] == [
        (None, "1", "người-A", "typed"),
        ("1", "2", "người-B", "merged"),
    ]


def test_a_conflict_waits_for_the_feed_and_holds_numbering_and_sealing_until_then(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    b.type((X, "7"))
    exchange(b, central)
    a.type((X, "1"), (Y, "2"))
    answer = send(a, central)
    a.store.book(replace(answer, changes=(), more=True, digest=None, cursor=""))
    assert a.store.freeze() == ()
    assert a.store.light_facts().waiting == 1
    with pytest.raises(StateError, match=r"report\.merging"):
        a.act(Kind.SEAL)
    a.type((Y, "3"))
    exchange(a, central)
    assert edits(a) == [(CellEdit(Y, None, "3"),)]
    conflict = a.store.conflicts()[0]
    assert (conflict.their_author, conflict.mine_author) == ("người-B", "người-A")
    with pytest.raises(StateError, match=r"report\.conflicts"):
        a.act(Kind.SEAL)
    a.sound()


def test_a_conflict_names_the_author_and_time_that_central_named(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    operation = a.store.freeze()[0]
    cell = TheirCell(address=X, value="9", author="chị Lan", at=1_789_000_000)
    result = Result(id=operation.id, hash=operation.hash(), code=ResultCode.CONFLICT, rev=4, cells=(cell,))
    change = ReportChange(
        report=REPORT,
        view=View.INNER,
        form=FORM,
        state=State.DRAFT,
        rev=4,
        cells={X: "9"},
        author="anh Minh",
        at=1_789_500_000,
    )
    a.store.book(replace(central.answer(a), results=(result,), changes=(change,)))
    conflict = a.store.conflicts()[0]
    assert (conflict.their_author, conflict.their_at) == ("chị Lan", 1_789_000_000)


def test_typing_in_a_conflict_moves_mine_there_and_sends_nothing(computer: Make, central: Central) -> None:
    a = conflicting(computer, central)
    a.type((X, "2"))
    assert [(c.mine, c.theirs) for c in a.store.conflicts()] == [("2", "7")]
    assert (a.value(X), a.store.light_facts().waiting) == ("2", 0)
    a.sound()


def conflicting(computer: Make, central: Central) -> Computer:
    a, b = computer("A"), computer("B")
    b.type((X, "7"))
    exchange(b, central)
    a.type((X, "1"))
    settle(central, a)
    return a


@pytest.mark.parametrize(("keep", "value", "sent"), [("mine", "1", [(CellEdit(X, "7", "1"),)]), ("theirs", "7", [])])
def test_a_decision_replaces_what_was_shown_as_theirs(
    computer: Make, central: Central, keep: str, value: str, sent: list[tuple[CellEdit, ...]]
) -> None:
    a = conflicting(computer, central)
    conflict = a.store.conflicts()[0]
    a.store.decide(conflict.id, keep, "7", author=a.person, reason="đối chiếu sổ gốc")
    assert (a.value(X), edits(a), a.store.conflicts()) == (value, sent, [])
    for operation in a.store.freeze():
        assert isinstance(operation.body, EditBody)
        assert operation.body.reason == "đối chiếu sổ gốc"
        assert operation.body.answers == f"A/{operation.epoch}/1"
    a.sound()


def test_a_decision_is_asked_again_when_theirs_moved(computer: Make, central: Central) -> None:
    a = conflicting(computer, central)
    b = computer("C")
    settle(central, b)
    b.type((X, "8"))
    settle(central, b, a)
    conflict = a.store.conflicts()[0]
    assert (conflict.mine, conflict.theirs) == ("1", "8")
    with pytest.raises(StateError, match=r"conflict\.moved"):
        a.store.decide(conflict.id, "mine", "7", author=a.person, reason="")
    a.store.decide(conflict.id, "mine", "8", author=a.person, reason="")
    settle(central, a)
    assert central.head().cells == {X: "1"}


def test_a_conflict_that_the_other_side_gives_up_closes_by_itself(computer: Make, central: Central) -> None:
    a = conflicting(computer, central)
    c = computer("C")
    settle(central, c)
    c.type((X, "1"))
    settle(central, c, a)
    assert a.store.conflicts() == []
    a.sound()


def test_a_refused_value_stays_beside_its_reason_and_is_sent_again_only_by_a_person(
    computer: Make, central: Central
) -> None:
    a = computer("A")
    central.refuse[("A", 1)] = "unit.not_yours"
    a.type((X, "1"), (Y, "2"))
    settle(central, a)
    assert a.store.freeze() == ()
    with pytest.raises(StateError, match=r"report\.refused"):
        a.act(Kind.SEAL)
    entry = a.store.refused()[0]
    a.store.settle_refused(entry.id, again=True, author="trưởng phòng", reason="đã chuyển lại đơn vị")
    again = a.store.freeze()[0]
    assert isinstance(again.body, EditBody)
    assert (again.author, again.body.cells, again.body.answers) == (
        "trưởng phòng",
        (CellEdit(X, None, "1"), CellEdit(Y, None, "2")),
        entry.operation,
    )
    settle(central, a)
    assert central.head().cells == {X: "1", Y: "2"}
    a.sound()


def test_a_refused_value_given_up_follows_central(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    settle(central, a)
    central.refuse[("A", 2)] = "central.failed"
    a.type((X, "2"))
    settle(central, a)
    a.store.settle_refused(a.store.refused()[0].id, again=False, author=a.person, reason="")
    assert (a.value(X), a.store.freeze(), a.store.refused()) == ("1", (), [])
    a.sound()


def test_a_new_value_over_a_refused_one_goes_from_what_central_holds(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    settle(central, a)
    central.refuse[("A", 2)] = "central.failed"
    a.type((X, "2"), (Y, "5"))
    settle(central, a)
    a.type((X, "3"))
    assert edits(a) == [(CellEdit(X, "1", "3"),)]
    assert [entry.cells for entry in a.store.refused()] == [(CellEdit(X, "1", "2"), CellEdit(Y, None, "5"))]
    a.sound()


def test_a_refused_value_sent_again_over_one_that_nobody_here_saw_is_a_conflict(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    central.refuse[("A", 1)] = "central.failed"
    a.type((X, "1"))
    settle(central, a)
    b.type((X, "9"))
    settle(central, b, a)
    a.store.settle_refused(a.store.refused()[0].id, again=True, author=a.person, reason="")
    assert [(c.mine, c.theirs) for c in a.store.conflicts()] == [("1", "9")]
    assert a.store.freeze() == ()
    a.sound()


def test_what_was_typed_in_a_refused_row_stays_with_it(computer: Make, central: Central) -> None:
    a = computer("A")
    central.refuse[("A", 1)] = "central.failed"
    a.type((HEAD, "V;;"), (IN_ROW, "1"))
    settle(central, a)
    a.type(("main/k1/c4", "2"))
    assert a.store.freeze() == ()
    assert [cell.address for cell in a.store.refused()[0].cells] == [HEAD, IN_ROW, "main/k1/c4"]
    a.store.settle_refused(a.store.refused()[0].id, again=True, author=a.person, reason="")
    settle(central, a)
    assert central.head().cells == {HEAD: "V;;", IN_ROW: "1", "main/k1/c4": "2"}
    a.sound()


def test_an_edit_of_a_report_sealed_on_another_computer_goes_to_the_tray(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "1"))
    settle(central, a, b)
    a.act(Kind.SEAL)
    b.type((Y, "2"))
    settle(central, a, b)
    assert b.state() is State.SEALED
    assert [(entry.code, entry.cells) for entry in b.store.refused()] == [("report.sealed", (CellEdit(Y, None, "2"),))]
    assert b.value(Y) == "2"
    with pytest.raises(StateError, match=r"report\.sealed"):
        b.type((Y, "3"))
    b.act(Kind.REOPEN, reason="còn số liệu ở máy B")
    settle(central, b)
    assert b.state() is State.DRAFT
    b.sound()


def test_acts_need_their_reason_state_report_and_content(computer: Make) -> None:
    a = computer("A")
    with pytest.raises(StateError, match=r"report\.unknown"):
        a.act(Kind.SEAL)
    a.type((X, "1"))
    with pytest.raises(StateError, match=r"report\.state"):
        a.act(Kind.SUBMIT)
    with pytest.raises(StateError, match=r"report\.changed"):
        a.store.act(REPORT, Kind.SEAL, ActBody(content="0" * 64), author=a.person)
    a.act(Kind.SEAL)
    with pytest.raises(StateError, match=r"report\.reason"):
        a.act(Kind.REOPEN)
    assert a.state() is State.SEALED


def test_a_comment_changes_no_state_and_travels(computer: Make) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.act(Kind.SEAL)
    a.store.act(REPORT, Kind.COMMENT, NoteBody(address=X, text="đã đối chiếu"), author=a.person)
    assert [operation.kind for operation in a.store.freeze()] == [Kind.EDIT, Kind.SEAL, Kind.COMMENT]
    assert a.state() is State.SEALED


def test_a_receiver_accepts_what_an_office_below_sent(computer: Make, central: Central) -> None:
    a = computer("A")
    below = ReportKey("xa-2", "F", "2026-Q3")
    cells = {X: "3"}
    change = ReportChange(
        report=below,
        view=View.UPWARD,
        form=FORM,
        state=State.SUBMITTED,
        rev=5,
        cells=cells,
        author="p",
        at=1,
    )
    a.store.book(replace(central.answer(a), changes=(change,)))
    body = ActBody(content=content_hash(FORM, cells))
    a.store.act(below, Kind.RECEIVE, body, author=a.person)
    a.store.act(below, Kind.ACCEPT, body, author=a.person)
    upward = a.store.report(below, View.UPWARD)
    assert upward is not None
    assert (upward.state, upward.base_state) == (State.ACCEPTED, State.SUBMITTED)
    results = tuple(
        Result(id=operation.id, hash=operation.hash(), code=ResultCode.APPLIED, rev=6 + place)
        for place, operation in enumerate(a.store.freeze())
    )
    a.store.book(replace(central.answer(a), results=results, changes=()))
    upward = a.store.report(below, View.UPWARD)
    assert upward is not None
    assert (upward.state, upward.base_state, upward.in_flight) == (State.ACCEPTED, State.ACCEPTED, 0)
    assert a.store.report(below) is None
    a.sound()


# Restores and care


def test_operations_too_old_to_be_kept_cannot_be_given_again(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    settle(central, a)
    a.clock.advance(401 * 86_400)
    a.type((X, "2"))
    settle(central, a)
    assert a.store.tidy() == 1
    assert a.store.tidy() == 0
    with pytest.raises(StoreError, match=r"store\.too_old"):
        a.store.give_again(0)
    a.store.give_again(1)
    assert [operation.seq for operation in a.store.freeze()] == [2]
    a.sound()


def test_what_is_given_again_is_pulled_beside_from_the_start(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    settle(central, a)
    a.store.give_again(0)
    before = a.store.position()
    assert (before.known, before.cursor) == (0, "")
    a.store.book(replace(central.answer(a), have=Have(epoch=before.epoch, seq=0, hash="")))
    assert a.store.position().cursor == ""
    settle(central, a)
    assert (a.mine(), a.store.light_facts().in_flight) == ({X: "1"}, 0)
    assert a.store.light_facts().ours == a.store.light_facts().theirs
    a.sound()


def test_nothing_is_numbered_under_a_new_epoch_until_the_feed_was_read_to_its_end(computer: Make) -> None:
    central = Central(limit=1)
    a, b = computer("A"), computer("B")
    for number in range(3):
        b.type((X, "1"), key=ReportKey("xa-1", "F", f"2026-M0{number + 1}"))
    settle(central, b)
    a.type((Z, "2"))
    a.store.freeze()
    a.store.begin_epoch("00000000000000e2", Have(epoch=a.store.position().epoch, seq=4, hash="h"))
    for _ in range(2):
        assert a.store.freeze() == ()
        a.store.book(central.answer(a))
    assert a.store.freeze() == ()
    a.store.book(central.answer(a))
    made = a.store.freeze()
    assert [(operation.epoch, operation.seq, operation.body) for operation in made] == [
        ("00000000000000e2", 1, EditBody(cells=(CellEdit(Z, None, "2"),)))
    ]
    follows = a.store.position().follows
    assert follows is not None
    assert follows[1] == 4
    a.sound()


def test_a_computer_enrolled_anew_takes_what_waits_and_flies_along(computer: Make) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.store.freeze()
    a.type((Y, "2"))
    a.store.enrol(identity("A2", "người-A"))
    made = a.store.freeze()
    assert [(operation.device, operation.seq) for operation in made] == [("A2", 1)]
    assert edits(a) == [(CellEdit(X, None, "1"), CellEdit(Y, None, "2"))]
    assert a.store.position().follows is None
    a.sound()


def test_a_group_of_saves_tells_each_its_own_outcome(computer: Make) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.act(Kind.SEAL)
    saves = [
        Save(key=OTHER, form=FORM, edits=(CellEdit(X, None, "1"),), author="p"),
        Save(key=REPORT, form=FORM, edits=(CellEdit(X, "1", "2"),), author="p"),
        Save(key=OTHER, form=FORM, edits=(CellEdit(X, "1", "2"), CellEdit(Y, "no", "3")), author="p"),
    ]
    outcomes = a.store.save_group(saves)
    assert [outcome.saved for outcome in outcomes] == [(X,), (), (X,)]
    assert [outcome.clashed for outcome in outcomes] == [(), (), (Y,)]
    assert outcomes[1].error is not None
    assert outcomes[1].error.code == "report.sealed"
    assert a.mine(OTHER) == {X: "2"}
    a.sound()


def test_pairs_of_reports_that_are_not_here_are_fetched_too(computer: Make) -> None:
    a = computer("A")
    pair = Pair(report=OTHER, view=View.INNER, rev=3, content="0" * 64)
    assert a.store.compare((pair,)) == (OTHER,)


def test_cycles_are_remembered_newest_first(computer: Make) -> None:
    a = computer("A")
    first = CycleRecord(started_at=1, ended_at=2, outcome=CycleOutcome.UNREACHABLE, code="sync.unreachable")
    second = CycleRecord(started_at=3, ended_at=4, outcome=CycleOutcome.DONE, requests=1, bytes_up=500, sent=2)
    a.store.record_cycle(first)
    a.store.record_cycle(second)
    assert a.store.cycles() == [second, first]


def test_the_digest_of_nothing_is_nothing(computer: Make) -> None:
    assert computer("A").store.light_facts().ours == Digest(sum="0" * 64, count=0)
