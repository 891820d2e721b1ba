from __future__ import annotations

from itertools import islice, repeat

import pytest
from msgspec.structs import replace

from app.domain.canonical import fingerprint
from app.domain.exchange import Digest, FormChange, ReceiptKind
from app.domain.exchange_state import CycleOutcome
from app.domain.operations import CellEdit, EditBody, Kind, ReportKey
from app.domain.workflow import State
from app.errors import StoreError
from sync.engine import MOST_REQUESTS
from sync.events import AnswerBooked, CentralRestored, CycleEnded, CycleStarted, DigestsDiffer, EpochBegun
from tests.sync.fakes import FORM, FakeCentral
from tests.sync.worlds import KEY, OTHER, office


@pytest.fixture
def central():
    return FakeCentral()


@pytest.fixture
def a(central):
    return office(central, "a")


@pytest.fixture
def b(central):
    return office(central, "b")


def agree(store) -> bool:
    facts = store.light_facts()
    return facts.theirs is not None and facts.theirs == facts.ours and not (facts.waiting or facts.in_flight)


def test_one_exchange_carries_what_was_typed_and_ends_at_rest(central, a):
    a.store.type(KEY, "main/r1/c1", "12")
    a.store.type(KEY, "main/r1/c2", "7")
    cycle = a.sync()
    assert (cycle.error, cycle.unfinished, cycle.record.outcome) == (None, False, CycleOutcome.DONE)
    assert (cycle.record.requests, cycle.record.sent, cycle.record.received) == (1, 2, 1)
    assert central.reports[KEY].head.cells == {"main/r1/c1": "12", "main/r1/c2": "7"}
    assert a.store.base[KEY].rev == 2
    assert agree(a.store)


def test_a_cycle_is_kept_in_the_history_with_its_bytes(a):
    a.store.type(KEY, "main/r1/c1", "12")
    cycle = a.sync()
    assert a.store.records == [cycle.record]
    assert cycle.record.bytes_up > 0
    assert cycle.record.bytes_down > 0


def test_what_happened_is_told_in_order(a):
    a.sync()
    assert [type(event) for event in a.events] == [CycleStarted, AnswerBooked, CycleEnded]


def test_nothing_to_say_takes_one_request_within_600_bytes(a):
    a.store.type(KEY, "main/r1/c1", "12")
    a.sync()
    cycle = a.sync()
    assert cycle.record.requests == 1
    assert cycle.record.bytes_up + cycle.record.bytes_down <= 600


def test_the_other_computer_of_the_office_sees_the_same_report(central, a, b):
    a.store.type(KEY, "main/r1/c1", "12")
    a.sync()
    b.sync()
    assert b.store.mine(KEY) == {"main/r1/c1": "12"}
    assert agree(b.store)


def test_a_seal_is_announced_first_and_brings_its_receipts(central, a):
    a.store.type(KEY, "main/r1/c1", "12")
    a.store.act(KEY, Kind.SEAL)
    a.store.act(KEY, Kind.SUBMIT)
    a.sync()
    assert [receipt.kind for receipt in a.store.receipts] == [
        ReceiptKind.COMMITMENT,
        ReceiptKind.SEAL,
        ReceiptKind.SUBMISSION,
    ]
    assert a.store.base[KEY].state is State.SUBMITTED
    assert [commitment.seq for commitment in central.requests[0].commitments] == [2]


def test_the_office_above_sees_only_what_was_submitted(central, a):
    above = office(central, "above", unit="u9", upward=True)
    a.store.type(KEY, "main/r1/c1", "12")
    a.sync()
    above.sync()
    assert above.store.base == {}
    a.store.act(KEY, Kind.SEAL)
    a.store.act(KEY, Kind.SUBMIT)
    a.sync()
    above.sync()
    assert above.store.mine(KEY) == {"main/r1/c1": "12"}
    assert agree(above.store)


def test_pages_are_read_to_the_end(central, a, b):
    for number in range(1, 13):
        a.store.type(ReportKey("u1", "01/TCD", f"2026-M{number:02d}"), "main/r1/c1", str(number))
    a.sync()
    central.page_rows = 5
    cycle = b.sync()
    assert cycle.record.requests == 3
    assert len(b.store.base) == 12
    assert agree(b.store)


def test_the_digest_is_not_compared_before_the_last_page(central, a, b):
    for number in range(1, 13):
        a.store.type(ReportKey("u1", "01/TCD", f"2026-M{number:02d}"), "main/r1/c1", str(number))
    a.sync()
    central.page_rows = 5
    b.sync()
    assert [answer.digest is None for answer in central.answers[-3:]] == [True, True, False]


@pytest.mark.parametrize("fault", ["drop_reply", "truncated"])
def test_a_lost_reply_is_retried_without_a_second_effect(central, a, fault):
    a.store.type(KEY, "main/r1/c1", "12")
    a.store.act(KEY, Kind.SEAL)
    a.adapter.faults = [fault]
    failed = a.sync()
    assert (failed.record.outcome, failed.error.code) == (CycleOutcome.UNREACHABLE, "sync.interrupted")
    assert a.store.light_facts().in_flight == 2
    assert a.sync().record.sent == 2
    assert central.reports[KEY].head.rev == 2
    assert len(central.receipts) == 2
    assert agree(a.store)


def test_typing_again_after_a_lost_reply_does_not_conflict_with_oneself(central, a):
    a.store.type(KEY, "main/r1/c1", "1")
    a.adapter.faults = ["drop_reply"]
    a.sync()
    a.store.type(KEY, "main/r1/c1", "2")
    a.sync()
    assert central.reports[KEY].head.cells == {"main/r1/c1": "2"}
    assert a.store.aside == []


def test_one_refused_entry_does_not_block_the_rest(central, a, b):
    a.store.type(KEY, "main/r1/c1", "1")
    a.store.act(KEY, Kind.SEAL)
    a.sync()
    b.store.type(KEY, "main/r1/c2", "late")
    b.store.type(OTHER, "main/r1/c1", "5")
    cycle = b.sync()
    assert cycle.error is None
    assert central.reports[OTHER].head.cells == {"main/r1/c1": "5"}
    assert len(b.store.aside) == 1


def test_the_same_cell_changed_twice_is_a_conflict_with_central_s_value_and_author(central, a, b):
    a.store.type(KEY, "main/r1/c1", "1")
    b.store.type(KEY, "main/r1/c1", "2")
    a.sync()
    b.sync()
    clash = central.answers[-1].results[0].cells[0]
    assert (clash.address, clash.value, clash.author) == ("main/r1/c1", "1", "p-a")
    assert central.reports[KEY].head.cells == {"main/r1/c1": "1"}


def spoil_results(answer):
    return replace(answer, results_signature="00" * 64) if answer.results else answer


def spoil_receipt(answer):
    return replace(
        answer, receipts=tuple(replace(each, received_at=each.received_at - 86_400) for each in answer.receipts)
    )


def spoil_verdict(answer):
    return replace(answer, results=tuple(replace(each, rev=each.rev + 1) for each in answer.results))


def foreign_central(answer):
    return replace(answer, receipts=tuple(replace(each, central="00" * 8) for each in answer.receipts))


@pytest.mark.parametrize("spoil", [spoil_results, spoil_receipt, spoil_verdict, foreign_central])
def test_what_central_did_not_sign_is_not_booked_and_is_named(central, a, spoil):
    a.store.type(KEY, "main/r1/c1", "12")
    a.store.act(KEY, Kind.SEAL)
    central.spoil = spoil
    cycle = a.sync()
    assert (cycle.error.code, cycle.record.outcome) == ("sync.receipt_invalid", CycleOutcome.REFUSED)
    assert (a.store.booked, a.store.receipts, a.store.light_facts().in_flight) == ([], [], 2)
    central.spoil = lambda answer: answer
    assert a.sync().error is None
    assert agree(a.store)


def test_a_form_package_under_the_hash_of_another_is_not_taken_in(central, a):
    package = b'{"code":"II.06a"}'
    named = FormChange(hash=fingerprint(package).hex(), package=package)
    a.store.type(KEY, "main/r1/c1", "12")
    central.spoil = lambda answer: replace(answer, changes=(*answer.changes, replace(named, package=package + b" ")))
    cycle = a.sync()
    assert (cycle.error.code, cycle.record.outcome) == ("sync.form_invalid", CycleOutcome.REFUSED)
    assert (a.store.booked, a.store.light_facts().in_flight) == ([], 1)
    central.spoil = lambda answer: replace(answer, changes=(*answer.changes, named))
    assert a.sync().error is None


def test_a_wrong_digest_never_agrees_and_does_not_loop(central, a):
    central.spoil = lambda answer: replace(answer, digest=Digest(sum="ab" * 32, count=7))
    a.store.type(KEY, "main/r1/c1", "12")
    cycle = a.sync()
    assert cycle.error is None
    assert cycle.record.requests == 3
    assert a.store.agreed_at is None
    assert [event.reports for event in a.told(DigestsDiffer)] == [()]


def test_a_copy_that_differs_is_found_by_the_pairs_and_fetched(central, a, b):
    for number in range(1, 6):
        a.store.type(ReportKey("u1", "01/TCD", f"2026-M{number:02d}"), "main/r1/c1", str(number))
    a.sync()
    b.sync()
    lost = ReportKey("u1", "01/TCD", "2026-M03")
    b.store.base[lost].cells = {}
    cycle = b.sync()
    assert cycle.record.requests == 4
    assert b.store.base[lost].cells == {"main/r1/c1": "3"}
    assert [event.reports for event in b.told(DigestsDiffer)] == [(lost,)]
    assert agree(b.store)


def test_a_new_scope_exchanges_the_pairs_at_once(central, a):
    a.store.type(KEY, "main/r1/c1", "12")
    a.sync()
    central.devices["t-a"].unit = "u2"
    central.scope = "s2"
    a.sync()
    assert [request.pairs for request in central.requests] == [False, False, True]
    assert a.store.lost_scope == {KEY}
    assert agree(a.store)


@pytest.mark.logs_warnings
def test_a_restored_central_is_given_again_what_it_lost(central, a, b):
    a.store.type(KEY, "main/r1/c1", "1")
    a.sync()
    backup = central.backup()
    a.store.type(KEY, "main/r1/c2", "2")
    a.sync()
    central.restore(backup, "ce00000000000002")
    cycle = a.sync()
    assert cycle.error is None
    assert central.reports[KEY].head.cells == {"main/r1/c1": "1", "main/r1/c2": "2"}
    assert a.store.mine(KEY) == {"main/r1/c1": "1", "main/r1/c2": "2"}
    assert [(event.central_epoch, event.given_again_after) for event in a.told(CentralRestored)] == [
        ("ce00000000000002", 1)
    ]
    assert agree(a.store)


@pytest.mark.logs_warnings
def test_a_restored_central_s_feed_is_read_from_the_start(central, a, b):
    a.store.type(KEY, "main/r1/c1", "1")
    a.sync()
    backup = central.backup()
    for number in range(1, 6):
        a.store.type(ReportKey("u1", "01/TCD", f"2026-M{number:02d}"), "main/r1/c1", str(number))
    a.sync()
    b.sync()
    central.restore(backup, "ce00000000000002")
    a.sync()
    b.sync()
    assert agree(a.store)
    assert agree(b.store)


@pytest.mark.logs_warnings
def test_a_restored_store_goes_on_under_a_new_epoch_that_names_the_old(central, a):
    a.store.type(KEY, "main/r1/c1", "1")
    a.sync()
    image = (list(a.store.operations), dict(a.store.results), a.store.cursor)
    a.store.type(KEY, "main/r1/c2", "2")
    a.sync()
    a.store.operations, a.store.results, a.store.cursor = image
    a.store.type(OTHER, "main/r1/c3", "3")
    cycle = a.sync()
    assert cycle.error is None
    assert a.store.follows == ("0000000000000001", 2)
    assert [(event.follows, event.seq) for event in a.told(EpochBegun)] == [("0000000000000001", 2)]
    assert central.reports[OTHER].head.cells == {"main/r1/c3": "3"}
    assert a.store.mine(KEY) == {"main/r1/c1": "1", "main/r1/c2": "2"}
    assert agree(a.store)


@pytest.mark.logs_warnings
def test_a_number_of_ours_under_another_hash_begins_a_new_epoch(central, a):
    a.store.type(KEY, "main/r1/c1", "1")
    a.sync()
    a.store.operations, a.store.results = [], {}
    a.store.type(OTHER, "main/r1/c3", "3")
    a.sync()
    assert a.store.follows == ("0000000000000001", 1)
    assert central.reports[OTHER].head.cells == {"main/r1/c3": "3"}


def test_a_form_central_lacks_is_sent_by_addresses(central, a):
    central.unknown_forms = {FORM}
    a.store.type(KEY, "main/r1/c1", "12")
    cycle = a.sync()
    assert cycle.error is None
    assert central.reports[KEY].head.cells == {"main/r1/c1": "12"}


def test_a_central_that_was_not_updated_yet_is_spoken_to_in_its_own_version(central, a):
    a.engine._requests.protocol = 2
    a.adapter.faults = ["older_central"]
    a.store.type(KEY, "main/r1/c1", "12")
    assert a.sync().error is None
    assert [request.protocol for request in central.requests] == [1]
    a.sync()
    assert len(a.adapter.seen) == 3, "from then on without asking twice"


def test_a_program_too_old_for_central_is_told_to_be_updated(a):
    a.adapter.faults = ["other_protocol"]
    assert a.sync().error.code == "protocol.unsupported"


def test_a_form_that_is_not_here_is_asked_for_by_addresses(central, a, b):
    a.store.type(KEY, "main/r1/c1", "12")
    a.sync()
    b.engine._orders._known.clear()
    cycle = b.sync()
    assert cycle.error is None
    assert [request.plain for request in central.requests[-2:]] == [False, True]
    assert b.store.mine(KEY) == {"main/r1/c1": "12"}


def test_an_operation_that_central_cannot_judge_yet_stays_in_flight_and_is_not_sent_again(central, a):
    central.judges = False
    a.store.type(KEY, "main/r1/c1", "12")
    assert a.sync().error is None
    assert a.store.light_facts().in_flight == 1
    a.sync()
    assert [len(request.chains) for request in central.requests] == [1, 0]
    own = central.chains["a", "0000000000000001"]
    own.results[1] = central._judge(own.operations[0], own, 0)
    a.sync()
    assert agree(a.store)


def test_an_overloaded_central_takes_commitments_and_names_the_time(central, a):
    central.retry_after = 120
    a.store.type(KEY, "main/r1/c1", "12")
    a.store.act(KEY, Kind.SEAL)
    cycle = a.sync()
    assert (cycle.error, cycle.retry_after_s, cycle.unfinished) == (None, 120.0, True)
    assert cycle.record.requests == 1
    assert [receipt.kind for receipt in a.store.receipts] == [ReceiptKind.COMMITMENT]
    central.retry_after = 0
    a.sync()
    assert agree(a.store)


def test_a_body_too_large_for_central_is_halved_until_it_passes(central, a):
    for number in range(1, 9):
        a.store.type(KEY, f"main/r{number % 3 + 1}/c1", str(number))
    a.adapter.faults = ["413", "413"]
    cycle = a.sync()
    assert cycle.error is None
    assert len(central.requests[0].chains[0].operations) == 2
    assert agree(a.store)


def test_a_central_that_never_moves_on_is_an_error_and_not_a_loop(central, a):
    central.spoil = lambda answer: replace(answer, more=True, digest=None)
    cycle = a.sync()
    assert (cycle.error.code, cycle.record.outcome) == ("sync.no_progress", CycleOutcome.STUCK)
    assert cycle.record.requests < MOST_REQUESTS


def after_each_answer(store, edits):
    """So many further edits, one as each answer is booked: what a person types meanwhile, or a store makes anew."""
    book, coming = store.book, iter(edits)

    def booked(answer):
        done = book(answer)
        store.waiting += [(KEY, Kind.EDIT, EditBody(cells=(edit,))) for edit in islice(coming, 1)]
        return done

    store.book = booked


def test_what_is_answered_and_made_anew_over_and_over_ends_after_a_few_askings_and_is_tried_again(central, a):
    a.store.type(KEY, "main/r1/c1", "12")
    a.sync()
    after_each_answer(a.store, repeat(CellEdit("main/r1/c1", "12", "12")))
    cycle = a.sync()
    assert (cycle.error.code, cycle.record.outcome, cycle.is_transient) == (
        "sync.no_progress",
        CycleOutcome.STUCK,
        True,
    )
    assert cycle.record.requests == 5
    assert a.store.records[-1] == cycle.record
    assert [request.chains[0].operations[0].seq for request in central.requests[-4:]] == [2, 3, 4, 5]


def test_what_a_person_types_while_it_goes_on_is_no_sign_that_nothing_moves(central, a):
    after_each_answer(a.store, [CellEdit("main/r1/c1", str(n) if n else None, str(n + 1)) for n in range(12)])
    cycle = a.sync()
    assert (cycle.error, cycle.record.requests) == (None, 13)
    assert central.reports[KEY].head.cells == {"main/r1/c1": "12"}


def test_a_store_that_is_not_enrolled_asks_nobody(central, a):
    a.store.device = ""
    cycle = a.sync()
    assert (cycle.error.code, central.requests) == ("sync.not_enrolled", [])


def test_an_unknown_device_is_named(central, a):
    del central.devices["t-a"]
    cycle = a.sync()
    assert (cycle.error.code, cycle.record.outcome) == ("device.unknown", CycleOutcome.REFUSED)


def test_stopping_ends_the_cycle_between_two_exchanges(central, a, b):
    for number in range(1, 13):
        a.store.type(ReportKey("u1", "01/TCD", f"2026-M{number:02d}"), "main/r1/c1", str(number))
    a.sync()
    central.page_rows = 5
    answers = iter([False, True, True])
    cycle = b.engine.run_cycle(lambda: next(answers))
    assert (cycle.record.outcome, cycle.record.requests, len(b.store.base)) == (CycleOutcome.STOPPED, 1, 5)


def test_a_store_that_cannot_book_leaves_everything_in_flight(central, a):
    a.store.type(KEY, "main/r1/c1", "12")

    def full(_):
        raise StoreError("store.full")

    book, a.store.book = a.store.book, full
    cycle = a.sync()
    assert (cycle.error.code, cycle.record.outcome) == ("store.full", CycleOutcome.REFUSED)
    assert a.store.light_facts().in_flight == 1
    a.store.book = book
    a.sync()
    assert central.reports[KEY].head.rev == 1
    assert agree(a.store)
