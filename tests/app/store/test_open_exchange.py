"""What an exchange asks the store: the few things that are open, among all that years have settled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count

import pytest
from msgspec.structs import replace

from app.domain.exchange import EMPTY_DIGEST
from app.domain.operations import Kind, ReportKey
from app.store.store import Store
from tests.app.store.office import REPORT, Central, Computer, Make, exchange


def reports(number: int) -> list[ReportKey]:
    return [REPORT._replace(period=f"{2000 + each // 12}-M{each % 12 + 1:02}") for each in range(number)]


def settled(computer: Make, central: Central, number: int) -> Computer:
    """A computer with so many reports that were typed, sealed, received and answered, one after the other."""
    a = computer(f"A{number}")
    for key in reports(number):
        a.type(("main/r1/c1", "1"), key=key)
        a.act(Kind.SEAL, key)
        exchange(a, central)
    assert a.store.light_facts().ours != EMPTY_DIGEST
    assert len(a.store.receipts()) == number
    assert a.store.commitments() == ()
    return a


def steps(store: Store, work: Callable[[], object]) -> int:
    """Steps that SQLite takes for some work."""
    counted = count()
    store._database.connection.set_progress_handler(lambda: next(counted) < 0, 1)
    work()
    store._database.connection.set_progress_handler(None, 1)
    return next(counted)


ASKED: dict[str, Callable[[Store], object]] = {
    "what was sealed and did not arrive": lambda store: store.sealed_contents(),
    "what waits to be numbered, or flies": lambda store: store.freeze(),
    "whether something urgent waits": lambda store: store.has_acts(),
    "where the store stands": lambda store: store.position(),
    "what the light is decided by": lambda store: store.light_facts(),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED.keys())
def test_what_is_open_is_found_without_passing_what_was_settled(computer: Make, ask: Callable[[Store], object]) -> None:
    few, many = settled(computer, Central(), 2).store, settled(computer, Central(), 24).store
    assert steps(many, lambda: ask(many)) == steps(few, lambda: ask(few))


def test_booking_an_answer_of_nothing_takes_the_same_whatever_was_settled(computer: Make) -> None:
    counted = []
    for number in (2, 24):
        central = Central()
        a = settled(computer, central, number)
        nothing = replace(central.answer(a), receipts=())
        assert not nothing.results
        assert not nothing.changes
        counted.append(steps(a.store, partial(a.store.book, nothing)))
    assert counted[0] == counted[1]


def test_what_flies_of_one_report_is_found_without_passing_what_flies_of_others(computer: Make) -> None:
    a = computer("A")
    for key in reports(24):
        a.type(("main/r1/c1", "1"), key=key)
    a.store.freeze()
    desk, epoch = a.store._desk, a.store.position().epoch
    assert [len(desk.flying(report, epoch)) for report in (1, 24)] == [1, 1]
    assert steps(a.store, lambda: desk.flying(1, epoch)) < 60


def test_each_settled_seal_takes_one_look_for_its_receipt(computer: Make) -> None:
    stores = [settled(computer, Central(), number).store for number in (2, 12, 22)]
    counted = [steps(store, store.commitments) for store in stores]
    assert counted[2] - counted[1] == counted[1] - counted[0] <= 500
