"""The real engine, the real store and the real central, with nothing between them but a wire that can break."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.domain.exchange import Digest, ReceiptKind, View, receipt_statement
from app.domain.exchange_state import CycleOutcome
from app.domain.operations import Kind
from app.domain.signing import verifies
from app.domain.workflow import State
from app.services.light import light_of
from sync.events import CentralRestored, EpochBegun, ReceiptsArrived
from tests.central.office import ROW
from tests.sync.figures import figures


def test_a_new_computer_learns_forms_units_and_what_it_owes_in_one_exchange(a):
    cycle = a.sync()
    assert cycle.error is None
    assert cycle.record.requests == 1
    assert [each.report for each in a.store.obligations(unit=a.unit)] == [a.report()]
    assert a.store.form_package(a.line.form.hash) is not None
    assert a.is_level()


def test_a_row_typed_offline_arrives_and_the_other_computer_sees_it(a, b):
    a.sync()
    a.type(ROW)
    assert a.sync().error is None
    b.sync()
    assert b.mine() == ROW
    assert (a.is_level(), b.is_level()) == (True, True)


def test_the_second_exchange_of_a_row_speaks_in_numbers_not_addresses(a):
    a.sync()
    a.type(ROW)
    a.sync()
    assert a.line.form.hash in a.engine._orders._known
    assert a.engine._orders(a.line.form.hash) is not None


def test_different_cells_of_two_computers_merge(a, b):
    a.type(ROW)
    a.sync()
    b.sync()
    a.type({"main/a/c1": "6"})
    b.type({"main/a/c3": "4"})
    a.sync()
    b.sync()
    a.sync()
    assert a.mine() == b.mine() == ROW | {"main/a/c1": "6", "main/a/c3": "4"}
    assert (a.is_level(), b.is_level()) == (True, True)


def test_the_same_cell_of_two_computers_is_a_conflict_and_syncing_goes_on(a, b):
    a.type(ROW)
    a.sync()
    b.sync()
    a.type({"main/a/c1": "6"})
    b.type({"main/a/c1": "7", "main/a/c3": "4"})
    a.sync()
    cycle = b.sync()
    assert cycle.error is None
    conflict = b.store.conflicts()[0]
    assert (conflict.address, conflict.base, conflict.mine, conflict.theirs) == ("main/a/c1", "5", "7", "6")
    assert conflict.their_author == a.person
    a.sync()
    assert a.mine() == ROW | {"main/a/c1": "6", "main/a/c3": "4"}
    assert a.is_level()
    facts = b.store.light_facts()
    assert (facts.theirs == facts.ours, facts.waiting, facts.in_flight, facts.conflicts) == (True, 0, 0, 1)


def test_a_decided_conflict_reaches_both_computers(a, b):
    a.type(ROW)
    a.sync()
    b.sync()
    a.type({"main/a/c1": "6"})
    b.type({"main/a/c1": "7"})
    a.sync()
    b.sync()
    b.store.decide(b.store.conflicts()[0].id, "mine", "6", author=b.person, reason="đã đối chiếu sổ")
    b.sync()
    a.sync()
    assert a.mine() == b.mine() == ROW | {"main/a/c1": "7"}
    assert (a.is_level(), b.is_level()) == (True, True)


@pytest.mark.parametrize("fault", ["drop_request", "drop_reply", "truncated", "garbage", "html", "500", "busy"])
def test_whatever_breaks_on_the_way_the_row_arrives_once(a, b, fault):
    a.sync()
    a.type(ROW)
    a.adapter.faults = [fault]
    assert a.sync().record.outcome is CycleOutcome.UNREACHABLE
    assert a.mine() == ROW
    assert a.sync().error is None
    stored = a.store.report(a.report())
    assert (stored.base_rev, stored.mine) == (1, ROW)
    assert a.is_level()


def test_a_lost_reply_and_typing_on_is_no_conflict_with_oneself(a):
    a.sync()
    a.type(ROW)
    a.adapter.faults = ["drop_reply"]
    a.sync()
    a.type({"main/a/c1": "6"})
    a.type({"main/a/c1": "9"})
    assert a.sync().error is None
    assert (a.store.conflicts(), a.mine()) == ([], ROW | {"main/a/c1": "9"})
    assert a.is_level()


def test_a_program_that_stops_after_a_lost_reply_goes_on_where_it_was(a):
    a.sync()
    a.type(ROW)
    a.adapter.faults = ["drop_reply"]
    a.sync()
    a.reopened()
    assert a.store.light_facts().in_flight == 1
    assert a.sync().error is None
    assert a.store.report(a.report()).base_rev == 1
    assert a.is_level()


def test_sealing_and_submitting_brings_receipts_that_verify_and_the_upper_office_sees_the_report(a, b, above):
    a.sync()
    above.sync()
    a.type(ROW)
    a.sync()
    assert above.sync().record.received == 0
    a.act(Kind.SEAL)
    a.act(Kind.SUBMIT)
    assert a.sync().error is None
    receipts = a.store.receipts(a.report())
    assert {receipt.kind for receipt in receipts} == {ReceiptKind.COMMITMENT, ReceiptKind.SEAL, ReceiptKind.SUBMISSION}
    key = a.store.identity().central_key
    assert all(verifies(key, receipt_statement(receipt), receipt.signature) for receipt in receipts)
    assert {(receipt.late, receipt.deadline) for receipt in receipts} == {(False, "2026-12-15")}
    assert a.store.report(a.report()).state is State.SUBMITTED
    above.sync()
    assert above.mine(a.report(), View.UPWARD) == ROW
    b.sync()
    assert b.mine() == ROW
    assert [computer.is_level() for computer in (a, b, above)] == [True, True, True]
    assert len(a.told(ReceiptsArrived)) == 1


def test_the_light_is_green_only_after_the_digests_were_compared(a):
    a.type(ROW)
    now = int(a.line.clock.now().timestamp())
    assert light_of(a.store.light_facts(), now).light.value != "green"
    a.sync()
    assert light_of(a.store.light_facts(), now).light.value == "green"
    a.type({"main/a/c1": "6"})
    assert light_of(a.store.light_facts(), now).light.value != "green"


def test_a_lost_seal_reply_gives_the_same_receipts_again(a):
    a.sync()
    a.type(ROW)
    a.act(Kind.SEAL)
    a.adapter.faults = ["drop_reply"]
    a.sync()
    a.line.clock.advance(90_000)
    a.sync()
    receipts = {receipt.kind: receipt for receipt in a.store.receipts(a.report())}
    assert set(receipts) == {ReceiptKind.COMMITMENT, ReceiptKind.SEAL}
    assert {receipt.received_at for receipt in receipts.values()} == {1_797_217_200}
    assert a.is_level()


def test_typing_into_a_report_the_other_computer_sealed_is_refused_and_kept(a, b):
    a.type(ROW)
    a.sync()
    b.sync()
    a.act(Kind.SEAL)
    b.type({"main/a/c1": "6"})
    a.sync()
    assert b.sync().error is None
    refused = b.store.refused()
    assert [(row.code, [cell.new for cell in row.cells]) for row in refused] == [("report.sealed", ["6"])]
    assert b.mine()["main/a/c1"] == "6"
    facts = b.store.light_facts()
    assert (facts.theirs == facts.ours, facts.refused) == (True, 1)


def test_a_seal_over_figures_that_moved_is_not_taken(a, b):
    a.type(ROW)
    a.sync()
    b.sync()
    b.type({"main/a/c3": "4"})
    b.sync()
    a.act(Kind.SEAL)
    assert a.sync().error is None
    assert a.store.report(a.report()).state is State.DRAFT
    assert {receipt.kind for receipt in a.store.receipts()} == {ReceiptKind.COMMITMENT, ReceiptKind.REDEMPTION}


def test_a_hundred_edits_go_in_one_request_within_their_budget(a):
    periods = [f"{year}-Q{quarter}" for year in range(2002, 2027) for quarter in range(1, 5)]
    for period in periods:
        a.type(ROW, period)
    a.sync()
    for number, period in enumerate(periods):
        a.type({"main/a/c1": str(10_000 + number)}, period)
    cycle = a.sync()
    assert (cycle.error, cycle.record.requests, cycle.record.sent) == (None, 1, 100)
    assert cycle.record.bytes_up + cycle.record.bytes_down <= 6_000
    assert a.is_level()


def test_nothing_to_say_takes_one_request_of_600_bytes(a):
    a.type(ROW)
    a.sync()
    cycle = a.sync()
    assert cycle.record.requests == 1
    assert cycle.record.bytes_up + cycle.record.bytes_down <= 600


def test_a_first_push_and_pull_of_200_reports_keep_a_fifth_of_the_budgets(line):
    push, nothing, edits, pull = figures(line, 200)
    assert push["bytes"] <= 70_000
    assert push["requests"] <= 3
    assert nothing["bytes"] <= 600
    assert (edits["requests"], edits["bytes"] <= 6_000) == (1, True)
    assert pull["bytes"] <= 70_000


@pytest.mark.logs_warnings
def test_a_restored_central_gets_back_what_it_lost_and_all_agree(a, b, above):
    a.type(ROW)
    a.sync()
    b.sync()
    copy = a.line.back_up_central()
    a.type({"main/a/c1": "6"})
    a.sync()
    b.type({"main/a/c3": "4"})
    b.sync()
    a.line.restore_central(copy)
    for _ in range(2):
        for computer in (a, b, above):
            assert computer.sync().error is None
    assert a.mine() == b.mine() == ROW | {"main/a/c1": "6", "main/a/c3": "4"}
    assert len(a.told(CentralRestored)) == 1
    assert [computer.is_level() for computer in (a, b, above)] == [True, True, True]


@pytest.mark.logs_warnings
def test_a_restored_store_begins_a_new_epoch_and_nothing_is_lost(a, b, tmp_path):
    import shutil

    a.type(ROW)
    a.sync()
    a.store.close()
    shutil.copytree(a.path.parent, tmp_path / "image")
    a.reopened()
    a.type({"main/a/c1": "6"})
    a.sync()
    a.store.close()
    shutil.rmtree(a.path.parent)
    shutil.copytree(tmp_path / "image", a.path.parent)
    a.reopened()
    a.type({"main/a/c3": "4"})
    assert a.sync().error is None
    b.sync()
    assert a.mine() == b.mine() == ROW | {"main/a/c1": "6", "main/a/c3": "4"}
    assert len(a.told(EpochBegun)) == 1
    assert (a.is_level(), b.is_level()) == (True, True)


def test_a_digest_that_central_got_wrong_never_turns_the_light_green(a, monkeypatch):
    import central.intake.exchange as exchange

    tell, wrong = exchange.tell, Digest(sum="ab" * 32, count=1)
    a.type(ROW)
    monkeypatch.setattr(
        exchange, "tell", lambda rounds: [replace(answer, digest=wrong, more=False) for answer in tell(rounds)]
    )
    assert a.sync().error is None
    facts = a.store.light_facts()
    assert (facts.theirs == facts.ours, facts.agreed_at) == (False, None)
    monkeypatch.undo()
    a.sync()
    assert a.is_level()


def test_a_result_that_central_did_not_sign_is_not_booked(a, monkeypatch):
    import central.intake.exchange as exchange

    tell = exchange.tell
    a.sync()
    a.type(ROW)

    def lying(rounds):
        return [replace(answer, results_signature="00" * 64 if answer.results else "") for answer in tell(rounds)]

    monkeypatch.setattr(exchange, "tell", lying)
    cycle = a.sync()
    assert cycle.error.code == "sync.receipt_invalid"
    assert (a.store.report(a.report()).base_rev, a.store.light_facts().in_flight) == (0, 1)
    monkeypatch.undo()
    a.sync()
    assert a.is_level()
