"""The whole line where something out of the ordinary happens: clocks, obligations, commitments, restores."""

from __future__ import annotations

import shutil
from contextlib import ExitStack

import msgspec
import pytest
from msgspec.structs import replace

from app.domain.canonical import content_hash
from app.domain.exchange import Have, ReceiptKind, SealedContent, receipt_statement
from app.domain.operations import Kind
from app.domain.signing import verifies
from app.domain.workflow import State
from app.errors import StateError
from app.store.store import Store
from central.bootstrap import open_central
from central.databases import database
from central.intake.exchange import answer_all, handle, round_of
from central.intake.recovering import read_recovered
from central.registry.obligations import withdraw
from central.registry.offices import devices_by_id
from sync.policy import Batch
from tests.central.office import PERIOD, ROW, FakeClock

COMMUNE, PROVINCE = "01273", "04"


def test_a_clock_that_is_wrong_is_measured_and_kept(line, a):
    assert a.store.clock_skew_s() is None
    a.sync()
    assert a.store.clock_skew_s() == 0
    slow = FakeClock()
    slow.advance(-3_600)
    a.store.close()
    a.store = Store.open(a.path, a.key, clock=slow, chance=line.chance)
    a.engine = line.engine(a.store, a.secrets, a.adapter, a.events)
    a.sync()
    assert a.store.clock_skew_s() == 3_600


def withdrawn(line) -> None:
    """The province wants the commune's report no more."""
    assert withdraw(line.db, "T.01", PERIOD, province=PROVINCE, units=[COMMUNE]) == 1


def test_what_waits_for_a_report_that_is_owed_no_more_moves_to_the_tray_and_stays_in_sight(line, a):
    a.type(ROW)
    a.sync()
    withdrawn(line)
    a.type({"main/a/c4": "1.5"})
    a.store.freeze()
    a.type({"main/a/c4": "2.5", "main/a/c1": "7"})
    a.sync()
    assert [(row.code, row.cells) for row in a.store.refused()] == [
        ("obligation.withdrawn", (("main/a/c4", None, "1.5"),)),
        ("obligation.withdrawn", (("main/a/c1", "5", "7"), ("main/a/c4", None, "2.5"))),
    ]
    assert (a.mine()["main/a/c4"], a.mine()["main/a/c1"]) == ("2.5", "7")
    facts = a.store.light_facts()
    assert (facts.waiting, facts.in_flight, facts.refused) == (0, 0, 2)
    a.store.settle_refused(a.store.refused()[1].id, again=False, author=a.person, reason="đã rút")
    assert a.mine() == ROW
    a.store.settle_refused(a.store.refused()[0].id, again=False, author=a.person, reason="đã rút")
    a.sync()
    assert a.is_level()


def test_what_was_numbered_already_is_refused_by_central_and_its_seal_falls_with_it(line, a):
    a.type(ROW)
    a.sync()
    a.type({"main/a/c4": "1.5"})
    a.act(Kind.SEAL)
    withdrawn(line)
    a.sync()
    assert {(row.code, row.kind) for row in a.store.refused()} == {
        ("obligation.withdrawn", Kind.EDIT),
        ("report.changed", Kind.SEAL),
    }


def test_a_report_that_is_owed_no_more_is_not_typed_into(line, a):
    a.type(ROW)
    a.sync()
    withdrawn(line)
    a.sync()
    with pytest.raises(StateError, match=r"obligation\.withdrawn"):
        a.type({"main/a/c4": "1.5"})
    with pytest.raises(StateError, match=r"obligation\.withdrawn"):
        a.act(Kind.SEAL)
    assert a.store.report(a.report()).read_only


def test_what_a_role_does_not_allow_is_not_even_begun(a, b):
    a.type(ROW)
    a.act(Kind.SEAL)
    a.sync()
    with pytest.raises(StateError, match=r"role\.not_allowed"):
        a.act(Kind.SIGN)
    b.sync()
    b.act(Kind.SIGN)
    b.sync()
    assert (b.store.refused(), b.store.report(b.report()).base_state) == ([], State.SIGNED)


def receipts(computer) -> list[tuple[ReceiptKind, bool]]:
    """Kind and lateness of each receipt, in the order central received; of one moment by kind."""
    given = computer.store.receipts(computer.report())
    return [(each.kind, each.late) for each in sorted(given, key=lambda each: (each.received_at, each.kind))]


def test_a_seal_that_met_another_computers_figures_is_redeemed_by_its_content_and_stays_in_time(line, a, b):
    a.type(ROW)
    a.sync()
    b.sync()
    b.type({"main/a/c4": "1.5"})
    a.act(Kind.SEAL)
    sealed = a.mine()
    b.sync()
    a.sync()
    assert receipts(a) == [(ReceiptKind.COMMITMENT, False), (ReceiptKind.REDEMPTION, False)]
    row = line.db.row("SELECT form, cells FROM intake_content")
    assert content_hash(row[0], msgspec.json.decode(bytes(row[1]))) == content_hash(line.form.hash, sealed)
    key = line.central.key.public
    assert all(verifies(key, receipt_statement(each), each.signature) for each in a.store.receipts())
    assert a.store.sealed_contents() == ()
    # What is sealed after the deadline is a correction with a time of its own; the report is not late for it.
    line.clock.set("2027-03-01T08:00:00+07:00")
    a.act(Kind.SEAL)
    a.sync()
    assert receipts(a)[2:] == [(ReceiptKind.COMMITMENT, True), (ReceiptKind.SEAL, True)]
    assert a.store.late_reports() == set()


@pytest.mark.logs_warnings
def test_a_content_that_a_restored_central_lost_is_sent_again(line, a, b):
    a.type(ROW)
    a.sync()
    b.sync()
    copy = line.back_up_central()
    b.type({"main/a/c4": "1.5"})
    a.act(Kind.SEAL)
    b.sync()
    a.sync()
    given = {each.signature for each in a.store.receipts()}
    line.restore_central(copy)
    for computer in (a, b, a):
        assert computer.sync().error is None
    assert {each.signature for each in a.store.receipts()} == given
    assert line.db.row("SELECT COUNT(*) FROM intake_content") == (1,)


def test_what_is_typed_while_nothing_was_sent_is_sent_by_the_same_cycle(a):
    a.sync()
    ask = a.engine._exchanging._transport.exchange

    def exchange(body):
        a.engine._exchanging._transport.exchange = ask
        reply = ask(body)
        a.type(ROW)
        return reply

    a.engine._exchanging._transport.exchange = exchange
    assert a.sync().error is None
    assert a.is_level()


@pytest.mark.parametrize("garbled", ["request", "answer"])
def test_a_body_changed_on_its_way_is_not_taken_in_by_either_side(line, a, garbled):
    a.sync()
    a.type(ROW)
    carry = a.adapter._handle

    def changed(method, path, headers, body):
        if garbled == "request":
            return carry(method, path, headers, body.replace(b"AA", b"AB", 1) if b"AA" in body else body[:-1] + b"x")
        status, told, answer = carry(method, path, headers, body)
        return status, told, answer[:-1] + bytes([answer[-1] ^ 1])

    a.adapter._handle = changed
    before = a.store.position()
    assert a.sync().error.code == "sync.garbled"
    assert replace(a.store.position(), numbered=0, head="") == replace(before, numbered=0, head="")
    a.adapter._handle = carry
    assert a.sync().error is None
    assert a.is_level()


def test_a_redemption_whose_answer_was_lost_is_given_again(line, a, b):
    a.type(ROW)
    a.sync()
    b.sync()
    b.type({"main/a/c4": "1.5"})
    a.act(Kind.SEAL)
    b.sync()
    a.adapter.faults = ["", "drop_reply"]
    assert a.sync().error.code == "sync.interrupted"
    (promised,) = line.db.rows("SELECT received_at FROM intake_receipt WHERE kind = 'redemption'")
    line.clock.advance(3_600)
    a.reopened()
    a.sync()
    (kept,) = [each for each in a.store.receipts() if each.kind is ReceiptKind.REDEMPTION]
    assert kept.received_at == promised[0]


def test_a_content_that_nobody_announced_is_left_lying(line, a):
    a.type(ROW)
    a.sync()
    position = a.store.position()
    request = replace(
        a.engine._bare(position),
        contents=(SealedContent(report=a.report(), form=line.form.hash, cells={"main/a/c1": "1"}),),
    )
    device = devices_by_id(line.db, [position.device])[position.device]
    assert handle(line.central, line.db, request, device).receipts == ()
    assert line.db.rows("SELECT * FROM intake_content") == []


def with_two_revisions_lost(line, a, b):
    """Central as it was before a typed 6 over 5, and b 7 over 6."""
    for computer in (a, b):
        computer.sync()
    a.type(ROW)
    a.sync()
    b.sync()
    copy = line.back_up_central()
    a.type({"main/a/c1": "6"})
    a.sync()
    b.sync()
    b.type({"main/a/c1": "7"})
    b.sync()
    line.restore_central(copy)


@pytest.mark.parametrize("order", ["ab", "ba"])
@pytest.mark.logs_warnings
def test_a_restored_central_takes_back_the_newest_revision_from_whoever_made_it_and_nothing_clashes(line, a, b, order):
    with_two_revisions_lost(line, a, b)
    computers = [{"a": a, "b": b}[name] for name in order]
    for computer in (*computers, *computers):
        assert computer.sync().error is None
    assert a.mine() == b.mine() == ROW | {"main/a/c1": "7"}
    assert (a.store.conflicts(), b.store.conflicts(), a.store.refused(), b.store.refused()) == ([], [], [], [])
    assert (a.is_level(), b.is_level()) == (True, True)
    codes = line.db.rows("SELECT DISTINCT code FROM intake_operation")
    assert codes == [("applied",)]


@pytest.mark.logs_warnings
def test_what_a_restored_central_took_back_is_listed(line, a, b):
    with_two_revisions_lost(line, a, b)
    b.sync()
    assert line.db.rows("SELECT report, stood_at, rev, device FROM intake_recovery") == [
        (str(b.report()), 1, 3, b.store.position().device)
    ]
    (listed,) = read_recovered(line.db)
    assert (listed.report, listed.stood_at, listed.rev) == (b.report(), 1, 3)
    assert listed.cells == (("main/a/c1", "5", "7"),)
    # The first author never returns: his value stands in what the second one showed.
    assert line.db.row("SELECT rev, author FROM intake_head") == (3, b.person)


@pytest.mark.logs_warnings
def test_what_was_typed_since_the_restore_is_not_undone_by_an_older_revision_of_a_higher_number(line, a, b):
    with_two_revisions_lost(line, a, b)
    c = line.computer(COMMUNE, "Đinh Văn Ba")
    c.sync()
    c.type({"main/a/c1": "8"})
    c.sync()
    for computer in (b, a, c, b, a):
        assert computer.sync().error is None
    assert c.mine()["main/a/c1"] == "8"
    held = {each.mine for each in (*a.store.conflicts(), *b.store.conflicts())}
    held |= {cell.new for computer in (a, b) for row in computer.store.refused() for cell in row.cells}
    assert "7" in held


@pytest.mark.logs_warnings
def test_what_was_signed_before_a_copys_own_time_does_not_undo_what_the_copy_holds(line, a, b):
    with_two_revisions_lost(line, a, b)
    # Only a comes back; the report goes on in the new epoch, and is backed up and restored in it.
    a.sync()
    a.type({"main/a/c1": "8"})
    a.sync()
    shutil.rmtree(line.folder / "central-backup")
    line.restore_central(line.back_up_central())
    open_again = open_central(line.central.data, clock=line.clock, chance=line.chance, restored=True)
    line.central, line.db = open_again, database()
    for computer in (b, a, b, a):
        assert computer.sync().error is None
    assert a.mine()["main/a/c1"] == "8"
    held = {each.mine for each in b.store.conflicts()}
    held |= {cell.new for row in b.store.refused() for cell in row.cells}
    assert "7" in held


@pytest.mark.logs_warnings
def test_a_restored_central_holds_to_its_own_receipts(line, a):
    a.type(ROW)
    a.sync()
    copy = line.back_up_central()
    a.act(Kind.SEAL)
    a.sync()
    given = a.store.receipts()
    line.restore_central(copy)
    line.clock.set("2027-03-01T08:00:00+07:00")
    assert a.sync().error is None
    assert a.store.receipts() == given
    assert sorted(line.db.rows("SELECT signature FROM intake_receipt")) == sorted((each.signature,) for each in given)
    assert a.store.report(a.report()).base_state is State.SEALED
    assert a.is_level()


@pytest.mark.logs_warnings
def test_a_refusal_of_before_the_restore_stays_a_refusal(line, a, b):
    a.type(ROW)
    a.sync()
    b.sync()
    copy = line.back_up_central()
    a.act(Kind.SEAL)
    a.sync()
    b.type({"main/a/c1": "9"})
    b.sync()
    line.restore_central(copy)
    for computer in (b, a, b, a):
        assert computer.sync().error is None
    assert [row.code for row in b.store.refused()] == ["report.sealed"]
    assert line.db.rows("SELECT error FROM intake_operation WHERE code = 'refused'") == [("report.sealed",)]
    assert a.store.report(a.report()).base_state is State.SEALED


@pytest.mark.logs_warnings
def test_what_central_did_not_sign_is_not_taken_back(line, a, b):
    with_two_revisions_lost(line, a, b)
    position = b.store.position()
    (part,) = b.store.evidence(0, 10**6)
    (newest,) = part.revisions
    forged = [
        replace(part, proofs=tuple(replace(proof, signature="00" * 64) for proof in part.proofs)),
        replace(part, revisions=(replace(newest, cells={"main/a/c1": "9"}),)),
        replace(part, revisions=(replace(newest, operation=replace(newest.operation, at=1)),)),
        replace(part, proofs=()),
    ]
    device = devices_by_id(line.db, [position.device])[position.device]
    for evidence in forged:
        handle(line.central, line.db, replace(b.engine._bare(position), evidence=evidence), device)
    assert line.db.rows("SELECT * FROM intake_recovery") == []
    assert line.db.row("SELECT rev FROM intake_head") == (1,)


@pytest.mark.logs_warnings
def test_evidence_goes_in_parts_and_a_program_that_stops_between_them_begins_again(line, a):
    for period in ("2026-Q1", "2026-Q2", "2026-Q3"):
        a.type(ROW, period)
        a.sync()
    copy = line.back_up_central()
    for period in ("2026-Q1", "2026-Q2", "2026-Q3"):
        a.type({"main/a/c1": "6"}, period)
        a.sync()
    assert [len(part.revisions) for part in a.store.evidence(3, 1_000)] == [1, 1, 1]
    assert [len(part.revisions) for part in a.store.evidence(3, 10**6)] == [3]
    line.restore_central(copy)
    a.engine._exchanging.batch, a.engine._exchanging.ratio = Batch(size_bytes=900, hold=10), 1.0
    a.adapter.faults = ["", "", "drop_reply"]
    assert a.sync().error.code == "sync.interrupted"
    assert len(read_recovered(line.db)) == 2
    a.reopened()
    assert a.sync().error is None
    assert len(read_recovered(line.db)) == 3
    assert a.is_level()


def put_back(computer, image) -> None:
    """The computer's folder as it was."""
    computer.store.close()
    shutil.rmtree(computer.path.parent)
    shutil.copytree(image, computer.path.parent)
    computer.reopened()


@pytest.mark.logs_warnings
def test_a_restored_store_does_not_give_again_what_others_have_built_on_since(a, b, tmp_path):
    a.type(ROW)
    a.sync()
    a.type({"main/a/c1": "6"})
    a.store.close()
    shutil.copytree(a.path.parent, tmp_path / "image")
    a.reopened()
    a.sync()
    b.sync()
    b.type({"main/a/c1": "7"})
    b.sync()
    put_back(a, tmp_path / "image")
    a.type({"main/a/c3": "4"})
    for computer in (a, b):
        assert computer.sync().error is None
    assert (a.store.conflicts(), a.store.refused()) == ([], [])
    assert a.mine() == b.mine() == ROW | {"main/a/c1": "7", "main/a/c3": "4"}
    assert (a.is_level(), b.is_level()) == (True, True)
    assert a.store.position().recall == ()


@pytest.mark.logs_warnings
def test_a_restored_store_does_not_seal_again_what_it_had_sealed(a, b, tmp_path):
    a.type(ROW)
    a.sync()
    a.act(Kind.SEAL)
    a.store.close()
    shutil.copytree(a.path.parent, tmp_path / "image")
    a.reopened()
    a.sync()
    put_back(a, tmp_path / "image")
    assert a.sync().error is None
    assert a.store.refused() == []
    assert a.store.report(a.report()).base_state is State.SEALED
    assert {each.kind for each in a.store.receipts()} == {ReceiptKind.COMMITMENT, ReceiptKind.SEAL}
    assert a.is_level()


def test_an_overloaded_central_takes_the_seal_and_the_rest_follows_when_it_has_room(line, a):
    a.type(ROW)
    a.act(Kind.SEAL)
    with ExitStack() as crowd:
        for _ in range(48):
            crowd.enter_context(line.central.admission.entered())
        cycle = a.sync()
        assert (cycle.error, cycle.unfinished, cycle.retry_after_s) == (None, True, 17.0)
        assert [each.kind for each in a.store.receipts()] == [ReceiptKind.COMMITMENT]
        again = a.sync()
        assert (again.error.code, again.retry_after_s) == ("central.busy", 17.0)
        assert a.store.light_facts().in_flight == 2
    assert a.sync().error is None
    assert a.store.report(a.report()).base_state is State.SEALED
    assert a.is_level()


@pytest.mark.logs_warnings
def test_a_store_that_reads_anew_is_not_done_by_the_short_answer_of_an_overloaded_central(line, a, tmp_path):
    a.type(ROW)
    a.sync()
    a.type({"main/a/c1": "6"})
    a.act(Kind.SEAL, key=a.report())
    a.store.close()
    shutil.copytree(a.path.parent, tmp_path / "image")
    a.reopened()
    a.sync()
    put_back(a, tmp_path / "image")
    a.store.begin_epoch("00000000000000aa", Have(epoch=a.store.position().epoch, seq=3, hash=""))
    recall = a.store.position().recall
    request = a.engine._bare(a.store.position())
    device = devices_by_id(line.db, [request.device])[request.device]
    (answer,) = answer_all([round_of(line.central, line.db, request, device, retry_after_s=17)])
    a.store.book(answer)
    assert a.store.position().recall == recall
    assert a.store.freeze() == ()
