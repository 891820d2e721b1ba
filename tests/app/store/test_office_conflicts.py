"""What waits on the office's other computers: shown while it waits, in the cells' history once it is decided."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.domain.conflicts import CellAnswer, ClashedCell, Conflict
from app.domain.exchange import Change, DeviceChange, ObligationChange
from app.domain.operations import Kind, OperationId
from app.errors import StateError
from app.store.records import Origin
from tests.app.store.office import FORM, OTHER, REPORT, Central, Computer, Make, settle

X, Y = "main/r1/c1", "main/r1/c2"
DEVICE = DeviceChange(device="B", unit="xa-1", name="Máy văn thư", person="Bình", public_key="0b" * 32, revoked=False)
DECIDED = CellAnswer("Bình", 90, "đối chiếu sổ gốc", "7")


def cell(address: str = X, mine: str = "1", answer: CellAnswer | None = None) -> ClashedCell:
    return ClashedCell(address=address, base="5", mine=mine, theirs="7", their_author="An", their_at=40, answer=answer)


def conflict(*cells: ClashedCell, device: str = "B", seq: int = 3) -> Conflict:
    operation = OperationId(device, "e", seq)
    return Conflict(
        report=REPORT, operation=operation, device=device, author="Bình", at=50, since=60, cells=cells or (cell(),)
    )


def hears(a: Computer, central: Central, *changes: Change) -> None:
    a.store.book(replace(central.answer(a), changes=changes, cursor=a.store.position().cursor))


@pytest.fixture
def a(computer: Make, central: Central) -> Computer:
    """An's 7 is there."""
    a = computer("A", "An")
    a.type((X, "7"))
    settle(central, a)
    return a


def waits(a: Computer) -> list[tuple[str, str, str, str | None]]:
    """Device's name, owner, address and mine of what waits elsewhere."""
    return [(row.device_name, row.author, row.address, row.mine) for row in a.store.conflicts_elsewhere()]


def test_what_waits_is_shown_with_its_computer_and_its_owner(a: Computer, central: Central) -> None:
    hears(a, central, DEVICE, conflict(cell(), cell(Y, "2")))
    assert waits(a) == [("Máy văn thư", "Bình", X, "1"), ("Máy văn thư", "Bình", Y, "2")]
    (first, _) = a.store.conflicts_elsewhere(REPORT)
    assert (first.base, first.theirs, first.their_author, first.at, first.since) == ("5", "7", "An", 50, 60)
    assert a.store.conflicts_elsewhere(OTHER) == []


def test_what_waits_elsewhere_takes_nothing_from_the_light(a: Computer, central: Central) -> None:
    before = a.store.light_facts()
    hears(a, central, DEVICE, conflict())
    assert a.store.light_facts() == before


def test_what_is_answered_is_shown_no_more(a: Computer, central: Central) -> None:
    hears(a, central, DEVICE, conflict(cell(), cell(Y, "2")))
    hears(a, central, conflict(cell(answer=DECIDED), cell(Y, "2")))
    assert waits(a) == [("Máy văn thư", "Bình", Y, "2")]


def test_both_values_and_who_chose_are_in_the_cells_history_once(a: Computer, central: Central) -> None:
    for _ in range(2):
        hears(a, central, conflict(cell(answer=DECIDED)))
    told = [(line.old, line.new, line.author, line.origin, line.reason) for line in a.store.history(REPORT, X)]
    assert told == [
        (None, "7", "An", Origin.TYPED, ""),
        ("5", "1", "Bình", Origin.CLASHED, ""),
        ("1", "7", "Bình", Origin.CLASHED, "đối chiếu sổ gốc"),
    ]
    a.sound()


def test_a_decision_for_the_value_that_came_second_sets_the_other_aside(a: Computer, central: Central) -> None:
    hears(a, central, conflict(cell(answer=DECIDED._replace(value="1"))))
    assert [(line.old, line.new) for line in a.store.history(REPORT, X)][1:] == [("5", "1"), ("7", "1")]


def test_what_ended_without_a_decision_leaves_no_line(a: Computer, central: Central) -> None:
    hears(a, central, conflict(cell(answer=CellAnswer("", 90, "", None))))
    assert waits(a) == []
    assert len(a.store.history(REPORT, X)) == 1


def test_what_was_decided_before_the_report_came_is_told_when_it_is_there(computer: Make, central: Central) -> None:
    a, c = computer("A", "An"), computer("C", "Chi")
    a.type((X, "7"))
    settle(central, a)
    hears(c, central, conflict(cell(answer=DECIDED)))
    assert c.store.history(REPORT) == []
    settle(central, c)
    assert [line.new for line in c.store.history(REPORT, X)] == ["1", "7"]


GONE = {
    "this computer's own": (conflict(device="A"),),
    "this computer's own, enrolled anew": (conflict(), replace(conflict(), device="A")),
    "of a computer that was revoked": (conflict(), replace(DEVICE, revoked=True)),
    "of a report that is not here": (replace(conflict(), report=OTHER),),
    "of a report that is owed no more": (
        conflict(),
        ObligationChange(
            report=REPORT,
            form=FORM,
            receiver="tinh-1",
            window_start="",
            window_end="",
            deadline="2026-09-18",
            withdrawn=True,
        ),
    ),
}


@pytest.mark.parametrize("changes", GONE.values(), ids=GONE)
def test_what_nobody_waits_for_is_not_shown(a: Computer, central: Central, changes: tuple[Change, ...]) -> None:
    hears(a, central, DEVICE, *changes)
    assert waits(a) == []


def test_a_central_that_was_restored_tells_what_it_knows_anew(a: Computer, central: Central) -> None:
    hears(a, central, DEVICE, conflict(), conflict(cell(Y, "2", DECIDED), seq=4))
    restored = replace(central.answer(a), central_epoch="c2", changes=())
    a.store.book(restored)
    assert waits(a) == []
    a.store.book(replace(restored, changes=(conflict(), conflict(cell(Y, "2"), seq=4))))
    assert waits(a) == [("Máy văn thư", "Bình", X, "1")]


def test_a_report_with_a_conflict_elsewhere_is_sealed_by_who_says_why(a: Computer, central: Central) -> None:
    hears(a, central, DEVICE, conflict())
    with pytest.raises(StateError, match=r"report\.conflicts_elsewhere") as raised:
        a.act(Kind.SEAL)
    assert raised.value.params["count"] == 1
    a.act(Kind.SEAL, reason="đến hạn, máy kia hỏng")
    (seal,) = a.store.freeze()
    assert seal.body.reason == "đến hạn, máy kia hỏng"
    assert a.store.history(REPORT)[-1].reason == "đến hạn, máy kia hỏng"
