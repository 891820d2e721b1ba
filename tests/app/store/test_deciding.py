"""Decisions about what was edited in two places, and about what central refused: what goes, what stays told."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from app.domain.exchange import ObligationChange, PersonChange
from app.domain.operations import CellEdit, EditBody, Kind
from app.domain.workflow import State
from app.errors import StateError
from app.store.records import ACT_ADDRESS, Decision, Keep, Origin
from tests.app.store.office import FORM, OTHER, REPORT, Central, Computer, Make, exchange, settle

X, Y, Z = "main/r1/c1", "main/r1/c2", "main/r2/c1"
ROW, IN_ROW, IN_ROW_2 = "main/k1/@row", "main/k1/c3", "main/k1/c4"
Told = list[tuple[str | None, str | None, str, Origin, str]]


def clashing(computer: Make, central: Central) -> Computer:
    """B has typed 7, 8 and 9 where A, who had not seen it, types 1, 2 and 3; all over 5."""
    a, b = computer("A", "An"), computer("B", "Bình")
    a.type((X, "5"), (Y, "5"), (Z, "5"))
    settle(central, a, b)
    b.type((X, "7"), (Y, "8"), (Z, "9"))
    exchange(b, central)
    a.type((X, "1"), (Y, "2"), (Z, "3"))
    settle(central, a)
    assert [(c.address, c.mine, c.theirs) for c in a.store.conflicts()] == [(X, "1", "7"), (Y, "2", "8"), (Z, "3", "9")]
    return a


def decisions(a: Computer, *chosen: tuple[Keep, str | None, str | None]) -> list[Decision]:
    """(keep, shown, own value) for the open conflicts, in order."""
    return [
        Decision(conflict=row.id, keep=keep, shown=shown, value=value)
        for row, (keep, shown, value) in zip(a.store.conflicts(), chosen, strict=False)
    ]


def told(a: Computer, address: str) -> Told:
    """What the journal tells of a cell since its conflict."""
    lines = a.store.history(REPORT, address)
    return [(line.old, line.new, line.author, line.origin, line.reason) for line in lines]


def sent(a: Computer) -> list[tuple[str, str, tuple[CellEdit, ...]]]:
    """(reason, answers, cells) of every edit on its way."""
    bodies = [operation.body for operation in a.store.freeze()]
    return [(body.reason, body.answers, body.cells) for body in bodies if isinstance(body, EditBody)]


def test_a_mixed_decision_is_one_edit_with_its_reason_naming_what_it_answers(computer: Make, central: Central) -> None:
    a = clashing(computer, central)
    mixed = decisions(a, (Keep.MINE, "7", None), (Keep.THEIRS, "8", None), (Keep.OWN, "9", "4"))
    a.store.decide_all(mixed, author="An", reason="đối chiếu sổ gốc")
    assert a.mine() == {X: "1", Y: "8", Z: "4"}
    answered = f"A/{a.store.position().epoch}/2"
    cells = (CellEdit(X, "7", "1"), CellEdit(Y, "8", "8"), CellEdit(Z, "9", "4"))
    assert sent(a) == [("đối chiếu sổ gốc", answered, cells)]
    settle(central, a)
    assert central.head().cells == {X: "1", Y: "8", Z: "4"}
    assert a.store.conflicts() == []
    a.sound()


@pytest.mark.parametrize(
    ("keep", "own", "last"),
    [
        (Keep.MINE, None, ("7", "1", "An", Origin.DECIDED, "sổ gốc")),
        (Keep.THEIRS, None, ("1", "7", "An", Origin.DECIDED, "sổ gốc")),
        (Keep.OWN, "4", ("1", "4", "An", Origin.DECIDED, "sổ gốc")),
    ],
)
def test_both_values_and_the_reason_stay_in_the_cells_history(
    computer: Make, central: Central, keep: Keep, own: str | None, last: tuple[str, str, str, Origin, str]
) -> None:
    a = clashing(computer, central)
    a.store.decide_all(decisions(a, (keep, "7", own)), author="An", reason="sổ gốc")
    assert told(a, X) == [
        (None, "5", "An", Origin.TYPED, ""),
        ("5", "1", "An", Origin.TYPED, ""),
        ("5", "7", "Bình", Origin.CLASHED, ""),
        last,
    ]
    a.sound()


def test_one_value_that_moved_keeps_the_whole_decision_back(computer: Make, central: Central) -> None:
    a = clashing(computer, central)
    stale = decisions(a, (Keep.MINE, "7", None), (Keep.MINE, "6", None))
    with pytest.raises(StateError, match=r"conflict\.moved") as raised:
        a.store.decide_all(stale, author="An", reason="sổ gốc")
    assert raised.value.params["address"] == Y
    assert len(a.store.conflicts()) == 3
    assert sent(a) == []
    a.sound()


def test_what_is_left_out_of_a_decision_waits_on(computer: Make, central: Central) -> None:
    a = clashing(computer, central)
    a.store.decide_all(decisions(a, (Keep.OWN, "7", None)), author="An", reason="để trống")
    assert [row.address for row in a.store.conflicts()] == [Y, Z]
    settle(central, a)
    assert central.head().cells == {Y: "8", Z: "9"}
    assert a.mine() == {Y: "2", Z: "3"}
    a.sound()


def test_a_value_typed_unseen_is_decided_against_the_one_that_stands_in_the_cell(
    computer: Make, central: Central
) -> None:
    a = computer("A", "An")
    a.type((X, "7"))
    a.store.save_edits(REPORT, FORM, [CellEdit(X, "5", "1")], author="An")
    conflict = a.store.conflicts()[0]
    assert (conflict.origin, conflict.mine, conflict.theirs) == ("typed", "1", "7")
    theirs = [Decision(conflict=conflict.id, keep=Keep.THEIRS, shown="7")]
    a.store.decide_all(theirs, author="An", reason="số sau đúng")
    assert told(a, X) == [
        (None, "7", "An", Origin.TYPED, ""),
        ("5", "1", "An", Origin.CLASHED, ""),
        ("1", "7", "An", Origin.DECIDED, "số sau đúng"),
    ]
    settle(central, a)
    assert central.head().cells == {X: "7"}
    a.sound()


def test_a_value_typed_unseen_that_the_others_come_to_as_well_is_no_question(computer: Make, central: Central) -> None:
    a, b = computer("A", "An"), computer("B", "Bình")
    a.type((X, "7"))
    settle(central, a, b)
    a.store.save_edits(REPORT, FORM, [CellEdit(X, "5", "1"), CellEdit(Y, None, "3")], author="An")
    assert [row.mine for row in a.store.conflicts()] == ["1"]
    b.type((X, "2"))
    settle(central, b, a)
    assert [(row.mine, row.theirs) for row in a.store.conflicts()] == [("1", "2")]
    b.type((X, "1"))
    settle(central, b, a)
    assert (a.mine(), a.store.conflicts(), a.store.light_facts().conflicts) == ({X: "1", Y: "3"}, [], 0)
    assert ("5", "1", "An", Origin.CLASHED, "") in told(a, X)
    a.act(Kind.SEAL)
    a.sound()


def test_a_decision_for_a_value_answers_whoever_else_typed_it_unseen(computer: Make, central: Central) -> None:
    a = computer("A", "An")
    a.type((X, "7"))
    for author in ("An", "Hoa", "Cúc"):
        typed = [CellEdit(X, "5", "2" if author == "Cúc" else "1")]
        a.store.save_edits(REPORT, FORM, typed, author=author)
    (asked,) = a.store.conflicts()
    a.store.decide_all([Decision(conflict=asked.id, keep=Keep.OWN, shown="7", value="1")], author="An", reason="sổ gốc")
    assert (a.mine(), a.store.conflicts(), a.store.light_facts().conflicts) == ({X: "1"}, [], 0)
    settle(central, a)
    assert central.head().cells == {X: "1"}
    a.sound()


def test_a_row_that_came_again_and_is_in_question_is_no_flaw(computer: Make, central: Central) -> None:
    a, b = computer("A", "An"), computer("B", "Bình")
    for value in ("1", "2"):
        a.type((ROW, "V;;"), (IN_ROW, value))
        settle(central, a, b)
        if value == "1":
            a.remove_row("main/k1")
            settle(central, a, b)
    b.type((IN_ROW, "3"))
    a.remove_row("main/k1")
    settle(central, a, b)
    assert [conflict.address for conflict in b.store.conflicts()] == [ROW]
    b.sound()


def test_a_row_is_kept_or_left_out_and_takes_no_third_value(computer: Make, central: Central) -> None:
    a, b = computer("A", "An"), computer("B", "Bình")
    a.type((ROW, "V;;"), (IN_ROW, "1"))
    settle(central, a, b)
    a.remove_row("main/k1")
    b.type((IN_ROW_2, "9"))
    exchange(b, central)
    exchange(a, central)
    third = decisions(a, (Keep.OWN, "V;;", "V;;"))
    with pytest.raises(StateError, match=r"conflict\.row"):
        a.store.decide_all(third, author="An", reason="")
    a.store.decide_all(decisions(a, (Keep.THEIRS, "V;;", None)), author="An", reason="còn hồ sơ")
    assert a.mine() == {ROW: "V;;", IN_ROW: "1", IN_ROW_2: "9"}
    assert told(a, ROW)[-1] == (None, "V;;", "An", Origin.DECIDED, "còn hồ sơ")
    assert told(a, IN_ROW_2)[-1] == (None, "9", "An", Origin.DECIDED, "còn hồ sơ")
    a.sound()


def a_cell_and_then_its_row(computer: Make, central: Central) -> Computer:
    """A and B have made the same row; A's 1 clashed with B's 2, and then B removed the row."""
    a, b = computer("A", "An"), computer("B", "Bình")
    b.type((ROW, "V;;"), (IN_ROW, "2"))
    exchange(b, central)
    a.type((ROW, "V;;"), (IN_ROW, "1"))
    settle(central, a)
    b.remove_row("main/k1")
    exchange(b, central)
    settle(central, a)
    return a


def test_a_decision_whose_value_has_to_wait_with_its_row_is_told_all_the_same(computer: Make, central: Central) -> None:
    a, b = computer("A", "An"), computer("B", "Bình")
    b.type((ROW, "V;;"), (IN_ROW, "2"))
    exchange(b, central)
    a.type((ROW, "V;;"), (IN_ROW, "1"))
    settle(central, a)
    central.refuse[("A", 2)] = "report.sealed"
    a.remove_row("main/k1")
    settle(central, a)
    assert [(row.address, row.mine, row.theirs) for row in a.store.conflicts()] == [(IN_ROW, None, "2")]
    a.store.decide_all(decisions(a, (Keep.MINE, "2", None)), author="An", reason="bỏ dòng")
    ((_, answers, cells),) = sent(a)
    assert (answers, cells) == (f"A/{a.store.position().epoch}/1", (CellEdit(IN_ROW, "2", "2"),))
    (entry,) = a.store.refused()
    assert [cell.address for cell in entry.cells] == [ROW, IN_ROW]
    a.sound()


@pytest.mark.parametrize(("keep", "stands"), [(Keep.MINE, {ROW: "V;;", IN_ROW: "1"}), (Keep.THEIRS, {})])
def test_a_row_is_decided_with_the_cells_that_were_asked_about_before_and_answers_for_them(
    computer: Make, central: Central, keep: Keep, stands: dict[str, str]
) -> None:
    a = a_cell_and_then_its_row(computer, central)
    assert [(row.address, row.mine, row.theirs) for row in a.store.conflicts()] == [(ROW, "V;;", None)]
    a.store.decide_all(decisions(a, (keep, None, None)), author="An", reason="còn hồ sơ")
    answered = f"A/{a.store.position().epoch}/1"
    assert [(answers, [cell.address for cell in cells]) for _, answers, cells in sent(a)][1] == (answered, [IN_ROW])
    assert a.store.light_facts().conflicts == 0
    settle(central, a)
    assert central.head().cells == a.mine() == stands
    assert a.store.conflicts() == []
    a.sound()


def test_a_row_that_comes_into_question_while_a_decision_within_it_is_on_its_way_ends_the_earlier_question(
    computer: Make, central: Central
) -> None:
    a, b = computer("A", "An"), computer("B", "Bình")
    b.type((ROW, "V;;"), (IN_ROW, "2"))
    exchange(b, central)
    a.type((ROW, "V;;"), (IN_ROW, "1"))
    settle(central, a)
    assert [(row.address, row.mine, row.theirs) for row in a.store.conflicts()] == [(IN_ROW, "1", "2")]
    a.remove_row("main/k1")
    a.store.decide_all(decisions(a, (Keep.MINE, "2", None)), author="An", reason="bỏ dòng")
    exchange(a, central)
    assert [row.address for row in a.store.conflicts()] == [ROW]
    # The decision was superseded with the removal: central is told that the figure alone is asked about no more.
    assert sent(a) == [("", f"A/{a.store.position().epoch}/1", (CellEdit(IN_ROW, "2", "2"),))]
    settle(central, a, b)
    assert [row.address for row in a.store.conflicts()] == [ROW]
    a.sound()


def test_a_cell_whose_row_came_into_question_meanwhile_is_asked_again(computer: Make, central: Central) -> None:
    a, b = computer("A", "An"), computer("B", "Bình")
    b.type((ROW, "V;;"), (IN_ROW, "2"))
    exchange(b, central)
    a.type((ROW, "V;;"), (IN_ROW, "1"))
    settle(central, a)
    shown = decisions(a, (Keep.MINE, "2", None))
    b.remove_row("main/k1")
    exchange(b, central)
    settle(central, a)
    with pytest.raises(StateError, match=r"conflict\.moved"):
        a.store.decide_all(shown, author="An", reason="sổ gốc")
    assert sent(a) == []
    a.sound()


def test_what_the_feed_brought_over_another_cell_is_no_part_of_what_an_edit_met(
    computer: Make, central: Central
) -> None:
    a, b = computer("A", "An"), computer("B", "Bình")
    b.type((X, "7"), (Y, "8"))
    exchange(b, central)
    a.type((X, "1"))
    a.store.freeze()
    a.type((Y, "2"))
    settle(central, a)
    assert [row.address for row in a.store.conflicts()] == [X, Y]
    a.store.decide_all(decisions(a, (Keep.MINE, "7", None), (Keep.MINE, "8", None)), author="An", reason="sổ gốc")
    assert [(answers, [cell.address for cell in cells]) for _, answers, cells in sent(a)] == [
        (f"A/{a.store.position().epoch}/1", [X]),
        ("", [Y]),
    ]
    a.sound()


def test_conflicts_of_several_reports_are_decided_at_once(computer: Make, central: Central) -> None:
    a = computer("A", "An")
    for key in (REPORT, OTHER):
        a.type((X, "7"), key=key)
        a.store.save_edits(key, FORM, [CellEdit(X, "5", "1")], author="An")
    a.store.decide_all(decisions(a, (Keep.MINE, "7", None), (Keep.MINE, "7", None)), author="An", reason="sổ")
    assert (a.mine(), a.mine(OTHER), a.store.conflicts()) == ({X: "1"}, {X: "1"}, [])
    a.sound()


def test_a_closed_report_takes_no_decision_but_for_what_it_holds(computer: Make, central: Central) -> None:
    a = clashing(computer, central)
    b = computer("C", "Chi")
    settle(central, b)
    b.act(Kind.SEAL)
    settle(central, b, a)
    with pytest.raises(StateError, match=r"report\.sealed"):
        a.store.decide_all(decisions(a, (Keep.MINE, "7", None)), author="An", reason="sổ")
    theirs = decisions(a, (Keep.THEIRS, "7", None), (Keep.THEIRS, "8", None), (Keep.THEIRS, "9", None))
    a.store.decide_all(theirs, author="An", reason="đã chốt rồi")
    assert (a.mine(), a.store.conflicts()) == ({X: "7", Y: "8", Z: "9"}, [])
    kept = (CellEdit(X, "7", "7"), CellEdit(Y, "8", "8"), CellEdit(Z, "9", "9"))
    assert sent(a) == [("đã chốt rồi", f"A/{a.store.position().epoch}/2", kept)]
    rev = central.head().rev
    settle(central, a)
    assert (a.state(), central.head().state, central.head().rev) == (State.SEALED, State.SEALED, rev)
    assert a.store.refused() == []
    a.sound()


def one_clash(computer: Make, central: Central) -> tuple[Computer, Computer]:
    """A typed 1 where B's 7 stands by now, both over 5."""
    a, b = computer("A", "An"), computer("B", "Bình")
    a.type((X, "5"))
    settle(central, a, b)
    b.type((X, "7"))
    exchange(b, central)
    a.type((X, "1"))
    settle(central, a)
    return a, b


def test_a_decision_for_a_value_that_moves_before_it_is_sent_is_asked_again(computer: Make, central: Central) -> None:
    a, b = one_clash(computer, central)
    a.store.decide_all(decisions(a, (Keep.THEIRS, "7", None)), author="An", reason="sổ")
    settle(central, b)
    b.type((X, "9"))
    settle(central, b)
    a.store.book(central.answer(a))
    (again,) = a.store.conflicts()
    assert (again.base, again.mine, again.theirs, again.mine_author) == ("7", "1", "9", "An")
    assert (a.mine(), sent(a)) == ({X: "1"}, [])
    a.sound()


def test_a_decision_for_a_value_that_moved_meanwhile_is_asked_again(computer: Make, central: Central) -> None:
    a, b = one_clash(computer, central)
    a.store.decide_all(decisions(a, (Keep.THEIRS, "7", None)), author="An", reason="sổ")
    b.type((X, "9"))
    settle(central, b)
    settle(central, a)
    (again,) = a.store.conflicts()
    assert (again.base, again.mine, again.theirs, again.mine_author) == ("7", "1", "9", "An")
    a.store.decide_all(decisions(a, (Keep.THEIRS, "9", None)), author="An", reason="sổ")
    assert sent(a) == [("sổ", f"A/{a.store.position().epoch}/3", (CellEdit(X, "9", "9"),))]
    settle(central, a)
    assert (a.mine(), a.store.conflicts()) == ({X: "9"}, [])
    a.sound()


def test_a_decision_for_what_was_given_up_meanwhile_by_the_others_is_no_question(
    computer: Make, central: Central
) -> None:
    a, b = one_clash(computer, central)
    a.store.decide_all(decisions(a, (Keep.THEIRS, "7", None)), author="An", reason="sổ")
    b.type((X, "1"))
    settle(central, b, a)
    assert (a.mine(), a.store.conflicts(), a.store.freeze()) == ({X: "1"}, [], ())
    a.sound()


def test_a_decision_answers_the_edit_that_met_the_clash_whatever_the_clock_says(
    computer: Make, central: Central
) -> None:
    a, b = one_clash(computer, central)
    a.clock.advance(-3_600)
    b.type((Y, "8"))
    exchange(b, central)
    a.type((Y, "2"))
    settle(central, a)
    asked = a.store.conflicts()[-1]
    decision = Decision(conflict=asked.id, keep=Keep.MINE, shown="8")
    a.store.decide_all([decision], author="An", reason="sổ")
    assert sent(a) == [("sổ", f"A/{a.store.position().epoch}/3", (CellEdit(Y, "8", "2"),))]
    a.sound()


def test_a_decision_of_a_value_that_the_others_typed_too_is_told_all_the_same(computer: Make, central: Central) -> None:
    a, b = one_clash(computer, central)
    a.store.decide_all(decisions(a, (Keep.MINE, "7", None)), author="An", reason="sổ")
    b.type((X, "1"))
    settle(central, b)
    a.store.book(central.answer(a))
    assert sent(a) == [("sổ", f"A/{a.store.position().epoch}/2", (CellEdit(X, "1", "1"),))]
    a.sound()


def test_a_conflict_that_ends_by_itself_is_told_to_be_over(computer: Make, central: Central) -> None:
    a, b = one_clash(computer, central)
    b.type((X, "1"))
    settle(central, b)
    exchange(a, central)
    assert a.store.conflicts() == []
    assert sent(a) == [("", f"A/{a.store.position().epoch}/2", (CellEdit(X, "1", "1"),))]
    settle(central, a)
    assert (a.mine(), central.head().cells) == ({X: "1"}, {X: "1"})
    a.sound()


def test_a_decision_for_what_stands_leaves_a_returned_report_returned(computer: Make, central: Central) -> None:
    a, b = one_clash(computer, central)
    for kind in (Kind.SEAL, Kind.SUBMIT):
        b.act(kind)
    settle(central, b)
    returned = replace(central.head(), state=State.RETURNED, rev=central.head().rev + 1)
    central.sequence += 1
    central.heads[REPORT], central.feed[REPORT] = returned, central.sequence
    central.makers[REPORT].append((returned.rev, central.sequence, "P"))
    settle(central, a)
    a.store.decide_all(decisions(a, (Keep.THEIRS, "7", None)), author="An", reason="sổ")
    assert a.state() is State.RETURNED
    settle(central, a)
    assert (a.state(), central.head().state) == (State.RETURNED, State.RETURNED)
    a.sound()


def test_a_decision_for_what_stands_goes_though_the_report_is_owed_no_more(computer: Make, central: Central) -> None:
    a, _ = one_clash(computer, central)
    a.store.decide_all(decisions(a, (Keep.THEIRS, "7", None)), author="An", reason="sổ")
    withdrawn = ObligationChange(
        report=REPORT,
        form=FORM,
        receiver="tinh-1",
        window_start="2026-06-15",
        window_end="2026-09-14",
        deadline="2026-09-18",
        withdrawn=True,
    )
    a.store.book(msgspec.structs.replace(central.answer(a), changes=(withdrawn,)))
    assert sent(a) == [("sổ", f"A/{a.store.position().epoch}/2", (CellEdit(X, "7", "7"),))]
    assert a.store.refused() == []


def test_who_may_type_no_figures_decides_nothing(computer: Make, central: Central) -> None:
    a, _ = one_clash(computer, central)
    admin = PersonChange(person="Quản", name="Quản", unit="xa-1", role="administrator", active=True)
    a.store.book(msgspec.structs.replace(central.answer(a), changes=(admin,)))
    with pytest.raises(StateError, match=r"role\.not_allowed"):
        a.store.decide_all(decisions(a, (Keep.THEIRS, "7", None)), author="Quản", reason="sổ")
    assert (len(a.store.conflicts()), sent(a)) == (1, [])


def refused(computer: Make, central: Central) -> Computer:
    a = computer("A", "An")
    a.type((X, "1"), (Y, "1"))
    settle(central, a)
    central.refuse[("A", 2)] = "unit.not_yours"
    a.type((X, "2"), (Y, "3"))
    settle(central, a)
    return a


def test_a_refused_entry_names_the_cells_that_hold_their_value_still(computer: Make, central: Central) -> None:
    a = refused(computer, central)
    a.type((X, "6"))
    entry = a.store.refused()[0]
    assert entry.cells == (CellEdit(X, "1", "2"), CellEdit(Y, "1", "3"))
    assert entry.standing == frozenset({Y})
    a.sound()


def test_a_refused_value_given_up_stays_in_the_history_with_the_reason(computer: Make, central: Central) -> None:
    a = refused(computer, central)
    a.store.settle_refused(a.store.refused()[0].id, again=False, author="An", reason="gõ nhầm")
    assert told(a, X)[-2:] == [("1", "2", "An", Origin.TYPED, ""), ("2", "1", "An", Origin.DECIDED, "gõ nhầm")]
    a.sound()


def test_a_refused_value_that_goes_again_says_so_in_the_history(computer: Make, central: Central) -> None:
    a = refused(computer, central)
    entry = a.store.refused()[0]
    a.store.settle_refused(entry.id, again=True, author="An", reason="")
    assert sent(a) == [("", entry.operation, (CellEdit(X, "1", "2"), CellEdit(Y, "1", "3")))]
    assert told(a, X)[-1] == ("1", "2", "An", Origin.DECIDED, "")
    a.sound()


def test_a_refused_act_given_up_leaves_a_line_with_the_reason(computer: Make, central: Central) -> None:
    a = computer("A", "An")
    a.type((X, "1"))
    central.refuse[("A", 2)] = "report.changed"
    a.act(Kind.SEAL)
    settle(central, a)
    entry = a.store.refused()[0]
    a.store.settle_refused(entry.id, again=False, author="An", reason="chốt lại sau")
    assert a.store.refused() == []
    assert told(a, ACT_ADDRESS)[-1] == (Kind.SEAL.value, None, "An", Origin.DECIDED, "chốt lại sau")
    a.sound()


def test_a_refused_figure_that_goes_again_brings_back_its_row_that_others_removed(
    computer: Make, central: Central
) -> None:
    a, b = computer("A", "An"), computer("B", "Bình")
    a.type((ROW, "V;;"), (IN_ROW, "1"))
    settle(central, a, b)
    b.remove_row("main/k1")
    settle(central, b)
    central.refuse["A", 2] = "person.left"
    a.type((IN_ROW_2, "7"))
    settle(central, a)
    assert [row.code for row in a.store.refused()] == ["person.left"]
    a.store.settle_refused(a.store.refused()[0].id, again=True, author="An", reason="")
    settle(central, a, b)
    for cells in (central.head().cells, a.mine(), b.mine()):
        assert cells == {ROW: "V;;", IN_ROW_2: "7"}
    a.sound()


def test_a_figure_kept_beside_a_row_that_is_gone_brings_the_row_back_once_it_is_chosen(
    computer: Make, central: Central
) -> None:
    a, b = computer("A", "An"), computer("B", "Bình")
    a.type((ROW, "V;;"), (IN_ROW, "1"))
    settle(central, a, b)
    b.remove_row("main/k1")
    settle(central, b, a)
    a.store.save_edits(REPORT, FORM, [CellEdit(IN_ROW_2, None, "7")], author="An", claims=["main/k1"])
    a.store.decide(a.store.conflicts()[0].id, "mine", None, author="An", reason="")
    settle(central, a, b)
    for cells in (central.head().cells, a.mine(), b.mine()):
        assert cells == {ROW: "V;;", IN_ROW_2: "7"}
    a.sound()


def test_a_refused_value_over_one_that_a_restored_central_lost_to_another_is_asked_about_as_one(
    computer: Make, central: Central
) -> None:
    a, b = computer("A", "An"), computer("B", "Bình")
    settle(central, a, b)
    copy = central.backup()
    a.type((X, "2"))
    settle(central, a)
    central.refuse["A", 2] = "value.type"
    a.type((X, "hai"))
    settle(central, a)
    restored = copy.restored("c2")
    b.type((X, "1"))
    settle(restored, b, a)
    assert [(row.cells, row.standing) for row in a.store.refused()] == [((CellEdit(X, None, "hai"),), frozenset({X}))]
    assert (a.mine(), a.store.conflicts(), a.store.freeze()) == ({X: "hai"}, [], ())
    a.store.settle_refused(a.store.refused()[0].id, again=True, author="An", reason="")
    assert [(row.address, row.mine, row.theirs) for row in a.store.conflicts()] == [(X, "hai", "1")]
    a.sound()


def lost(computer: Make, central: Central) -> tuple[Computer, Central]:
    """Central was restored from before the value 2 came; the computer that had it is another one, gone for good."""
    a, b = computer("A", "An"), computer("B", "Bình")
    b.type((X, "1"), (Y, "1"))
    settle(central, a, b)
    copy = central.backup()
    b.type((X, "2"), (Y, "2"))
    settle(central, b, a)
    restored = copy.restored("c2")
    exchange(a, restored)
    entry = a.store.refused()[0]
    assert (entry.code, entry.standing) == ("central.restored", frozenset())
    assert a.mine() == {X: "1", Y: "1"}
    return a, restored


def test_a_value_kept_beside_its_cell_comes_back_when_it_is_to_go_again(computer: Make, central: Central) -> None:
    a, restored = lost(computer, central)
    a.store.settle_refused(a.store.refused()[0].id, again=True, author="An", reason="")
    assert a.mine() == {X: "2", Y: "2"}
    settle(restored, a)
    assert restored.head().cells == {X: "2", Y: "2"}
    a.sound()


def test_it_does_not_come_back_into_a_cell_that_was_typed_in_since(computer: Make, central: Central) -> None:
    a, restored = lost(computer, central)
    a.type((X, "6"))
    a.store.settle_refused(a.store.refused()[0].id, again=True, author="An", reason="")
    settle(restored, a)
    assert restored.head().cells == {X: "6", Y: "2"}
    a.sound()


def test_it_is_asked_about_beside_a_cell_that_was_typed_in_since_and_whose_own_value_was_refused(
    computer: Make, central: Central
) -> None:
    a, restored = lost(computer, central)
    a.type((X, "6"))
    restored.refuse[("A", 1)] = "person.left"
    settle(restored, a)
    kept, refused = sorted(a.store.refused(), key=lambda row: row.code)
    a.store.settle_refused(kept.id, again=True, author="An", reason="")
    a.store.settle_refused(refused.id, again=False, author="An", reason="")
    conflict = a.store.conflicts()[0]
    assert (conflict.address, conflict.mine, conflict.theirs) == (X, "2", "1")
    a.store.decide(conflict.id, "mine", "1", author="An", reason="")
    settle(restored, a)
    assert restored.head().cells == {X: "2", Y: "2"}
    a.sound()


def test_it_becomes_a_conflict_where_central_has_moved_on(computer: Make, central: Central) -> None:
    a, restored = lost(computer, central)
    c = computer("C", "Chi")
    settle(restored, c)
    c.type((X, "9"))
    settle(restored, c, a)
    a.store.settle_refused(a.store.refused()[0].id, again=True, author="An", reason="")
    assert [(row.address, row.mine, row.theirs) for row in a.store.conflicts()] == [(X, "2", "9")]
    assert a.mine() == {X: "2", Y: "2"}
    settle(restored, a)
    assert restored.head().cells == {X: "9", Y: "2"}
    a.sound()


def test_a_value_kept_beside_its_cell_and_given_up_is_told_with_the_reason(computer: Make, central: Central) -> None:
    a, _ = lost(computer, central)
    a.store.settle_refused(a.store.refused()[0].id, again=False, author="An", reason="số cũ sai")
    assert told(a, X)[-1] == ("2", "1", "An", Origin.DECIDED, "số cũ sai")
    assert (a.mine(), a.store.refused(), sent(a)) == ({X: "1", Y: "1"}, [], [])
    a.sound()
