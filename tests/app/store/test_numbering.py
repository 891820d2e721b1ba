"""What waits becomes numbered operations: folded, chained, in pieces, one rule at a time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from app.domain.canonical import canonical_bytes, content_hash
from app.domain.operations import (
    CellEdit,
    EditBody,
    Kind,
    Operation,
    ReportKey,
    body_json,
    opening_hash,
)
from app.domain.workflow import State
from app.errors import InputError
from app.store.working import cells_of
from tests.app.store.office import FORM, OTHER, REPORT, Central, Make, edits, exchange, send

X, Y = "main/r1/c1", "main/r1/c2"
HEAD, IN_ROW = "main/k1/@row", "main/k1/c3"
SECTION = "@text/a/body"


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


LONG = "Ứ" * 20_000
REASON = "ề" * 2_000


def sizes(made: Sequence[Operation]) -> list[int]:
    return [len(canonical_bytes(body_json(operation.body))) for operation in made]


def test_a_section_goes_by_itself_however_long_it_is(computer: Make) -> None:
    a = computer("A")
    a.type((SECTION, LONG), (X, "1"), ("@text/b/body", LONG))
    assert edits(a) == [
        (CellEdit(SECTION, None, LONG),),
        (CellEdit("@text/b/body", None, LONG),),
        (CellEdit(X, None, "1"),),
    ]
    assert [size > 16_384 for size in sizes(a.store.freeze(10**9))] == [True, True, False]


def test_the_longest_reason_leaves_every_piece_small_enough(computer: Make) -> None:
    a = computer("A")
    typed = [CellEdit(f"main/r{row}/c1", None, "9" * 20) for row in range(1_000)]
    a.store.save_edits(REPORT, FORM, typed, author=a.person, reason=REASON)
    made = a.store.freeze(10**9)
    assert {operation.body.reason for operation in made if isinstance(operation.body, EditBody)} == {REASON}
    assert sorted(cell for operation in made for cell in cells_of(operation.body)) == sorted(typed)
    assert max(sizes(made)) < 16_384


def test_a_reason_longer_than_that_is_refused_before_anything_is_written(computer: Make) -> None:
    a = computer("A")
    with pytest.raises(InputError) as caught:
        a.store.save_edits(REPORT, FORM, [CellEdit(X, None, "1")], author=a.person, reason=REASON + "ề")
    assert (caught.value.code, a.store.report(REPORT)) == ("report.reason_long", None)
    a.type((X, "1"))
    a.act(Kind.SEAL)
    with pytest.raises(InputError) as caught:
        a.act(Kind.REOPEN, reason=REASON + "ề")
    assert (caught.value.code, a.state()) == ("report.reason_long", State.SEALED)
    a.act(Kind.REOPEN, reason=REASON)
    assert a.state() is State.DRAFT


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


def test_what_was_sealed_presses_until_central_has_it_and_edits_do_not(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    assert a.store.has_acts() is False
    a.act(Kind.SEAL)
    assert a.store.has_acts() is True
    exchange(a, central)
    assert a.store.has_acts() is False


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
    assert a.store.freeze(after=2)[-1].after == 2
    for _ in range(2):
        exchange(a, central)
    assert a.store.position().known == 3


def test_what_is_given_never_jumps_over_a_number_that_was_answered(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.type((X, "2"), key=OTHER)
    answer = send(a, central)
    a.store.book(replace(answer, results=answer.results[1:], changes=()))
    a.type((Y, "3"), key=OTHER)
    a.store.freeze(after=2)
    a.reopen()
    assert [operation.seq for operation in a.store.freeze()] == [1]
    assert [operation.seq for operation in a.store.freeze(after=1)] == [3]
    assert [operation.seq for operation in a.store.open_run()] == [1, 2, 3]
