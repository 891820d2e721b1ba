"""Histories that break a sync which lacks one rule; each must leave every typed value where a person finds it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.domain.canonical import content_hash
from app.domain.exchange import Pair, ReportEcho, ResultCode, View
from app.domain.operations import CellEdit, Kind, ReportKey
from app.domain.workflow import State
from app.errors import StateError
from tests.app.store.office import FORM, OTHER, REPORT, START, Central, Make, exchange, send, settle

X, Y, Z = "main/r1/c1", "main/r1/c2", "main/r2/c1"
ROW, IN_ROW, IN_ROW_2 = "main/k1/@row", "main/k1/c3", "main/k1/c4"
MERGED = ReportKey("xa-cu", "01/TCD", "2026-Q3")
"""Of an office that went into this one."""


def test_a_lost_reply_and_a_newer_value_is_no_conflict_with_oneself(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    send(a, central)
    a.type((X, "2"))
    booked = exchange(a, central)
    assert (booked.applied, booked.conflicts) == (2, 0)
    assert central.head().cells == {X: "2"}
    a.sound()


def test_an_edit_typed_before_the_page_was_booked_does_not_overwrite_what_it_never_showed(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "1"))
    b.type((Y, "7"))
    exchange(b, central)
    answer = send(a, central)
    # The result is booked, the page is not: the power went.
    a.store.book(replace(answer, changes=(), cursor="", more=True, digest=None))
    report = a.store.report(REPORT)
    assert report is not None
    assert (report.base_rev, dict(report.base)) == (0, {X: "1"})
    a.type((Y, "8"))
    booked = exchange(a, central)
    assert booked.conflicts == 1
    assert central.head().cells == {X: "1", Y: "7"}
    assert [(c.address, c.base, c.mine, c.theirs, c.mine_author, c.their_author) for c in a.store.conflicts()] == [
        (Y, None, "8", "7", "người-A", "người-B")
    ]
    assert a.mine() == {X: "1", Y: "8"}
    a.sound()


def test_a_value_typed_over_one_that_changed_meanwhile_is_a_conflict_at_once(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "5"))
    settle(central, a, b)
    shown = a.value(X)
    b.type((X, "7"))
    settle(central, b, a)
    outcome = a.store.save_edits(REPORT, FORM, [CellEdit(X, shown, "6")], author=a.person)
    assert (outcome.saved, outcome.clashed) == ((), (X,))
    assert a.value(X) == "7"
    assert [(c.origin, c.base, c.mine, c.theirs) for c in a.store.conflicts()] == [("typed", "5", "6", "7")]
    assert a.store.light_facts().waiting == 0
    a.sound()


def test_a_row_removed_here_and_typed_into_there_is_one_conflict_on_the_row(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    a.type((ROW, "V;;"), (IN_ROW, "1"))
    settle(central, a, b)
    a.remove_row("main/k1")
    b.type((IN_ROW_2, "9"))
    exchange(b, central)
    exchange(a, central)
    assert central.head().cells == {ROW: "V;;", IN_ROW: "1", IN_ROW_2: "9"}
    assert [(c.address, c.mine, c.theirs) for c in a.store.conflicts()] == [(ROW, None, "V;;")]
    assert a.mine() == {}
    a.sound()


def test_a_row_typed_into_here_and_removed_there_is_the_same_conflict(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    a.type((ROW, "V;;"), (IN_ROW, "1"))
    settle(central, a, b)
    b.remove_row("main/k1")
    a.type((IN_ROW_2, "9"))
    exchange(b, central)
    exchange(a, central)
    assert central.head().cells == {}
    assert [(c.address, c.mine, c.theirs) for c in a.store.conflicts()] == [(ROW, "V;;", None)]
    assert a.mine() == {ROW: "V;;", IN_ROW: "1", IN_ROW_2: "9"}
    a.sound()


def test_two_removals_of_a_row_agree(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    a.type((ROW, "V;;"), (IN_ROW, "1"))
    settle(central, a, b)
    a.remove_row("main/k1")
    b.remove_row("main/k1")
    settle(central, a, b)
    assert (a.mine(), b.mine(), central.head().cells) == ({}, {}, {})
    assert a.store.conflicts() == b.store.conflicts() == []


def test_edits_are_not_folded_over_a_seal(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.act(Kind.SEAL)
    a.act(Kind.REOPEN, reason="sót số liệu")
    a.type((X, "2"))
    booked = exchange(a, central)
    assert (booked.applied, booked.refused) == (4, 0)
    assert [receipt.content for receipt in a.store.receipts()] == [content_hash(FORM, {X: "1"})]
    assert central.head().cells == {X: "2"}
    a.sound()


def test_a_seal_of_another_content_than_centrals_gets_no_receipt(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "1"))
    b.type((Y, "2"))
    exchange(b, central)
    a.act(Kind.SEAL)
    a.act(Kind.SUBMIT)
    booked = exchange(a, central)
    assert booked.applied == 1
    assert a.store.receipts() == []
    assert a.state() is State.DRAFT
    assert [(entry.kind, entry.code) for entry in a.store.refused()] == [
        (Kind.SEAL, "report.changed"),
        (Kind.SUBMIT, "report.changed"),
    ]
    assert a.mine() == {X: "1", Y: "2"}
    a.act(Kind.SEAL)
    a.act(Kind.SUBMIT)
    assert a.store.refused() == []
    settle(central, a)
    assert central.head().state is State.SUBMITTED
    a.sound()


def test_results_come_for_everything_above_known_by_whatever_road_it_went(computer: Make, central: Central) -> None:
    a = computer("A")
    for number in range(10):
        a.type((X, str(number)), key=REPORT)
        a.store.freeze()
    first = a.store.freeze()
    assert len(first) == 10
    central.receive(first)  # the reply is lost
    a.type((X, "99"))
    central.receive(a.store.freeze()[:5])  # the batch fell back
    booked = a.store.book(central.answer(a))
    assert (booked.applied, booked.conflicts) == (10, 0)
    settle(central, a)
    assert (a.value(X), central.head().cells) == ("99", {X: "99"})
    assert a.store.conflicts() == []
    a.sound()


def test_what_comes_after_a_conflict_in_another_envelope_is_superseded_and_made_anew(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    b.type((X, "7"))
    exchange(b, central)
    a.type((X, "1"))
    first = a.store.freeze()
    a.type((X, "2"), (Z, "3"))
    second = a.store.freeze()[1:]
    central.receive(first)
    central.receive(second)
    assert [result.code for _, result in central.chains[("A", a.store.position().epoch)].values() if result] == [
        ResultCode.CONFLICT,
        ResultCode.SUPERSEDED,
    ]
    settle(central, a)
    assert [(c.address, c.mine, c.theirs) for c in a.store.conflicts()] == [(X, "2", "7")]
    assert central.head().cells == {X: "7", Z: "3"}
    a.sound()


def test_an_older_value_taken_back_never_replaces_a_newer_one_that_flew(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    b.type((X, "7"))
    exchange(b, central)
    a.type((Y, "1"), (X, "1"))
    a.store.freeze()
    a.type((Y, "2"))
    a.store.freeze()
    a.type((Y, "3"))
    settle(central, a)
    assert central.head().cells == {X: "7", Y: "3"}
    assert [(c.address, c.mine) for c in a.store.conflicts()] == [(X, "1")]
    a.sound()


def test_a_restored_central_gets_every_acknowledged_value_again(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "1"))
    settle(central, a, b)
    old = central.backup()
    a.type((X, "2"))
    b.type((Z, "5"))
    settle(central, a, b)
    restored = old.restored("c2")
    settle(restored, a, b)
    assert restored.head().cells == {X: "2", Z: "5"}
    assert (a.mine(), b.mine()) == ({X: "2", Z: "5"}, {X: "2", Z: "5"})
    assert a.store.refused() == b.store.refused() == []
    assert a.store.light_facts().ours == a.store.light_facts().theirs
    a.sound()
    b.sound()


def test_a_value_of_a_computer_that_never_returns_stays_in_the_tray_after_a_restore(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "1"))
    settle(central, a, b)
    old = central.backup()
    b.type((Z, "5"))
    settle(central, b, a)
    assert a.value(Z) == "5"
    restored = old.restored("c2")
    a.type((Y, "4"))
    settle(restored, a)
    assert restored.head().cells == {X: "1", Y: "4"}
    assert [(entry.code, entry.cells) for entry in a.store.refused()] == [
        ("central.restored", (CellEdit(Z, None, "5"),))
    ]
    settle(restored, b, a)
    assert (restored.head().cells, a.value(Z)) == ({X: "1", Y: "4", Z: "5"}, "5")
    assert a.store.refused() == []
    a.sound()


def test_a_restored_centrals_reused_revisions_do_not_hide_another_computers_value(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "1"))
    settle(central, a, b)
    old = central.backup()
    a.type((X, "2"))
    exchange(a, central)
    a.type((Y, "3"))
    exchange(a, central)
    restored = old.restored("c2")
    b.type((X, "8"))
    b.type((Z, "9"))
    settle(restored, b)
    assert restored.head().rev == 2
    settle(restored, a, b)
    assert restored.head().cells == {X: "8", Y: "3", Z: "9"}
    assert [(c.address, c.mine, c.theirs) for c in a.store.conflicts()] == [(X, "2", "8")]
    a.sound()
    b.sound()


def test_a_restored_store_begins_a_new_epoch_and_loses_nothing_typed_since(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    settle(central, a)
    image = a.image()
    a.type((X, "2"), (Y, "3"))
    settle(central, a)
    a.put_back(image)
    epoch = a.store.position().epoch
    a.type((Z, "4"))
    settle(central, a)
    position = a.store.position()
    assert position.epoch != epoch
    assert position.follows == (epoch, 2)
    assert central.head().cells == {X: "2", Y: "3", Z: "4"}
    assert a.mine() == {X: "2", Y: "3", Z: "4"}
    assert a.store.conflicts() == []
    a.sound()


def test_a_result_for_another_hash_is_never_booked(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    answer = send(a, central)
    foreign = tuple(replace(result, hash="0" * 64) for result in answer.results)
    booked = a.store.book(replace(answer, results=foreign, changes=()))
    assert (booked.applied, booked.unmatched) == (0, (answer.results[0].id,))
    assert a.store.light_facts().in_flight == 1
    a.sound()


def test_a_digest_that_is_null_is_neither_green_nor_a_difference(computer: Make) -> None:
    central = Central(limit=1)
    a, b = computer("A"), computer("B")
    b.type((X, "1"))
    b.type((X, "2"), key=OTHER)
    settle(central, b)
    a.store.book(central.answer(a))
    facts = a.store.light_facts()
    assert (facts.theirs, facts.agreed_at, facts.unequal_rests) == (None, None, 0)
    a.store.book(central.answer(a))
    facts = a.store.light_facts()
    assert facts.theirs == facts.ours
    assert facts.agreed_at == facts.last_contact_at


def test_digests_of_bases_agree_while_a_cell_waits_and_the_waiting_cell_is_counted(
    computer: Make, central: Central
) -> None:
    a = computer("A")
    a.type((X, "1"))
    settle(central, a)
    a.type((X, "2"))
    a.store.book(central.answer(a))
    facts = a.store.light_facts()
    assert facts.ours == facts.theirs
    assert facts.waiting == 1


def test_a_refusal_uses_up_its_number_and_stops_nothing_else(computer: Make, central: Central) -> None:
    a = computer("A")
    central.refuse[("A", 1)] = "central.failed"
    a.type((X, "1"))
    a.type((X, "5"), key=OTHER)
    booked = exchange(a, central)
    assert (booked.refused, booked.applied) == (1, 1)
    entry = a.store.refused()[0]
    assert (entry.code, entry.cells) == ("central.failed", (CellEdit(X, None, "1"),))
    assert a.value(X) == "1"
    assert (central.head().cells, central.head(OTHER).cells) == ({}, {X: "5"})
    a.sound()


def test_a_row_typed_anew_where_its_removal_was_refused_shows_what_the_other_computer_put_into_it(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    a.type((ROW, "V;;"), (IN_ROW, "1"))
    settle(central, a, b)
    central.refuse[("A", 2)] = "person.left"
    a.remove_row("main/k1")
    settle(central, a)
    b.type((IN_ROW_2, "9"))
    settle(central, b, a)
    assert a.mine() == {}
    a.type((ROW, "V;;"), (IN_ROW, "5"))
    assert a.mine() == {ROW: "V;;", IN_ROW: "5", IN_ROW_2: "9"}
    a.sound()
    settle(central, a, b)
    assert a.mine() == b.mine() == central.head().cells == {ROW: "V;;", IN_ROW: "5", IN_ROW_2: "9"}
    assert a.store.refused() == []
    a.sound()


def test_two_successive_unequal_rests_are_counted_and_an_equal_one_forgets_them(
    computer: Make, central: Central
) -> None:
    a = computer("A")
    a.type((X, "1"))
    settle(central, a)
    wrong = replace(central.digest(), count=9)
    for expected in (1, 2):
        a.store.book(replace(central.answer(a), digest=wrong))
        assert a.store.light_facts().unequal_rests == expected
    a.store.book(central.answer(a))
    assert a.store.light_facts().unequal_rests == 0


def test_a_report_that_left_the_scope_leaves_the_digest_and_stays_read_only(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"), key=MERGED)
    a.type((X, "2"), key=OTHER)
    settle(central, a)
    head = central.head(OTHER)
    pair = Pair(report=OTHER, view=View.INNER, rev=head.rev, content=head.content)
    assert a.store.compare((pair,)) == ()
    report = a.store.report(MERGED)
    assert report is not None
    assert report.read_only
    assert a.store.light_facts().ours.count == 1
    with pytest.raises(StateError, match=r"report\.read_only"):
        a.type((X, "3"), key=MERGED)
    assert a.value(X, MERGED) == "1"
    a.sound()


def test_what_left_the_scope_was_the_whole_difference_so_both_agree_since_central_was_heard_last(
    computer: Make, central: Central
) -> None:
    a = computer("A")
    a.type((X, "1"), key=MERGED)
    a.type((X, "2"), key=OTHER)
    settle(central, a)
    head = central.head(OTHER)
    pair = Pair(report=OTHER, view=View.INNER, rev=head.rev, content=head.content)
    del central.heads[MERGED]
    a.clock.advance(300)
    a.store.book(replace(central.answer(a), scope="without it"))
    assert a.store.light_facts().unequal_rests == 1
    a.store.compare((pair,))
    facts = a.store.light_facts()
    assert (facts.ours, facts.unequal_rests, facts.agreed_at) == (facts.theirs, 0, START + 300)


def test_a_report_of_this_office_that_a_restored_central_lost_whole_begins_anew_with_its_values_in_the_tray(
    computer: Make, central: Central
) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.type((X, "2"), key=OTHER)
    settle(central, a)
    head = central.head(OTHER)
    pair = Pair(report=OTHER, view=View.INNER, rev=head.rev, content=head.content)
    assert a.store.compare((pair,)) == ()
    report = a.store.report(REPORT)
    assert report is not None
    assert (report.base_rev, report.read_only, dict(report.mine)) == (0, False, {})
    assert [(entry.code, entry.cells) for entry in a.store.refused()] == [
        ("central.restored", (CellEdit(X, None, "1"),))
    ]
    assert a.store.light_facts().ours.count == 1
    a.store.settle_refused(a.store.refused()[0].id, again=True, author=a.person, reason="đã đối chiếu sổ")
    assert (a.value(X), a.store.light_facts().waiting) == ("1", 1)
    a.sound()


def test_a_row_that_is_given_again_does_not_hide_that_a_restored_central_lost_another_computers_cell_of_it(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "1"))
    settle(central, a, b)
    old = central.backup()
    a.type((ROW, "V;;"), (IN_ROW, "2"))
    settle(central, a, b)
    b.type((IN_ROW_2, "3"))
    settle(central, b, a)
    assert a.mine() == {X: "1", ROW: "V;;", IN_ROW: "2", IN_ROW_2: "3"}
    restored = old.restored("c2")
    settle(restored, a)
    assert a.mine() == a.base() == {X: "1", ROW: "V;;", IN_ROW: "2"}
    assert [(entry.code, entry.cells) for entry in a.store.refused()] == [
        ("central.restored", (CellEdit(IN_ROW_2, None, "3"),))
    ]
    settle(restored, b, a)
    assert a.mine() == {X: "1", ROW: "V;;", IN_ROW: "2", IN_ROW_2: "3"}
    assert a.store.refused() == []
    a.sound()


def test_pairs_name_what_differs_and_what_is_older_here_until_it_is_fetched(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "1"))
    a.type((X, "2"), key=OTHER)
    settle(central, a)
    b.type((Y, "3"))
    exchange(b, central)
    pairs = tuple(
        Pair(report=key, view=View.INNER, rev=head.rev, content=head.content) for key, head in central.heads.items()
    )
    assert a.store.compare(pairs) == (REPORT,)
    assert a.store.light_facts().differing == (REPORT,)
    exchange(a, central)
    assert a.store.light_facts().differing == ()


def test_an_older_revision_never_replaces_a_newer_one(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    b.type((X, "1"))
    exchange(b, central)
    stale = central.answer(a)
    b.type((X, "2"))
    exchange(b, central)
    exchange(a, central)
    a.store.book(stale)
    assert a.value(X) == "2"
    report = a.store.report(REPORT)
    assert report is not None
    assert report.base_rev == 2


def test_an_echo_moves_the_revision_and_not_the_cells(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    settle(central, a)
    a.type((X, "2"))
    answer = send(a, central)
    assert answer.changes == (ReportEcho(report=REPORT, rev=2),)
    a.store.book(answer)
    report = a.store.report(REPORT)
    assert report is not None
    assert (report.base_rev, dict(report.base)) == (2, {X: "2"})
    facts = a.store.light_facts()
    assert facts.ours == facts.theirs
