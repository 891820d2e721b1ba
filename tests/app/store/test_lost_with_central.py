"""What becomes of what stands here when a restored central lacks it, and of rows that were left out of merging."""

from __future__ import annotations

from msgspec.structs import replace

from app.domain.exchange import Pair, ReportEcho, View
from tests.app.store.office import REPORT, Central, Make, exchange, identity, send, settle

X, Y, Z = "main/r1/c1", "main/r1/c2", "main/r2/c1"
HEAD, CELL, OTHER = "main/k1/@row", "main/k1/c1", "main/k1/c2"


def emptied(epoch: str = "c2") -> Central:
    """A central put back from a copy of the first day."""
    central = Central()
    central.epoch = epoch
    return central


def test_an_edit_over_a_value_that_a_restored_central_lacks_is_asked_about_and_not_sent_for_ever(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    b.type((X, "1"))
    settle(central, b, a)
    a.type((X, "2"))
    settle(emptied(), a, rounds=1)
    assert [(row.mine, row.theirs) for row in a.store.conflicts()] == [("2", None)]
    assert a.store.freeze() == ()
    a.sound()


def test_an_echo_says_nothing_of_what_was_agreed_with_a_central_of_before(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    b.type((X, "1"))
    settle(central, b, a)
    a.type((Z, "3"))
    again = emptied()
    answer = send(a, again)
    a.store.book(replace(answer, changes=(ReportEcho(report=REPORT, rev=1),)))
    facts = a.store.light_facts()
    assert facts.ours != facts.theirs
    a.store.book(replace(again.answer(a), changes=answer.changes))
    assert a.mine() == {Z: "3"}
    assert [[tuple(cell) for cell in row.cells] for row in a.store.refused()] == [[(X, None, "1")]]


def test_a_lower_revision_of_a_restored_central_is_fetched_where_an_echo_alone_told_of_it(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    for value in ("1", "2"):
        b.type((X, value))
        settle(central, b, a)
    a.type((Z, "3"))
    answer = send(a, emptied())
    a.store.book(replace(answer, changes=(ReportEcho(report=REPORT, rev=1),)))
    assert a.store.compare([Pair(report=REPORT, view=View.INNER, rev=1, content="c" * 64)]) == (REPORT,)


def test_a_row_that_went_while_an_edit_in_it_was_refused_is_gone_here_too(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    a.type((HEAD, "V;;"), (CELL, "1"))
    settle(central, a, b)
    a.type((OTHER, "2"))
    central.refuse[("A", 2)] = "cell.type"
    a.store.freeze()
    b.remove_row("main/k1")
    settle(central, b)
    exchange(a, central)
    assert a.mine() == {OTHER: "2"}
    assert [row.code for row in a.store.refused()] == ["cell.type"]
    a.sound()


def test_what_central_took_is_asked_about_where_it_was_restored_before_its_feed_was_heard(
    computer: Make, central: Central
) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.store.book(replace(send(a, central), changes=(), more=True))
    a.store.enrol(identity("A2", a.person))
    settle(emptied(), a)
    assert [(row.code, *map(tuple, row.cells)) for row in a.store.refused()] == [("central.restored", (X, None, "1"))]
    assert (a.mine(), a.base()) == ({}, {})
    a.sound()


def test_what_waits_for_a_revision_that_a_restored_central_lacks_waits_no_more(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    b.type((X, "1"))
    settle(central, b)
    a.type((X, "2"))
    a.store.book(replace(send(a, central), changes=(), more=True))
    a.store.enrol(identity("A2", a.person))
    again = emptied()
    settle(again, a)
    assert again.head().cells == {X: "2"}
    assert a.store.light_facts().waiting == 0
    a.sound()
