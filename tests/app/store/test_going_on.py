"""A store that goes on under another name: enrolled anew, or put back from a copy, while a twin of it may live on."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from app.domain.exchange import View
from app.domain.operations import CellEdit, Kind, NoteBody
from app.domain.recalling import Recall
from app.domain.workflow import State
from tests.app.store.office import FORM, REPORT, Central, Computer, Make, exchange, identity, send, settle

X, Y, Z = "main/r1/c1", "main/r1/c2", "main/r2/c1"


def enrolled_anew(computer: Computer, device: str) -> None:
    """The same person enrols the computer as another device."""
    computer.store.enrol(identity(device, computer.person))


def twin_of(computer: Computer, folder: Path) -> Computer:
    """The whole disk, copied to a second computer."""
    image = computer.image()
    folder.mkdir()
    twin = Computer(folder, computer.device, computer.person)
    twin.put_back(image)
    return twin


def values_sent(central: Central, address: str) -> list[tuple[str, str | None]]:
    """Device and value of every operation that central applied to a cell."""
    return [
        (operation.device, cell.new)
        for operation in central.history
        if central.holds(operation) and operation.kind is Kind.EDIT
        for cell in operation.body.cells
        if cell.address == address
    ]


def test_what_central_had_before_an_answer_was_lost_is_not_made_anew(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    send(a, central)
    enrolled_anew(a, "A2")
    settle(central, a)
    assert values_sent(central, X) == [("A", "1")]
    assert (a.mine(), central.head().rev) == ({X: "1"}, 1)
    a.sound()


def test_what_was_typed_over_it_meanwhile_goes_on_from_it_and_clashes_with_nothing(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "1"))
    send(a, central)
    a.type((X, "2"), (Y, "3"))
    enrolled_anew(a, "A2")
    settle(central, a, b)
    assert values_sent(central, X) == [("A", "1"), ("A2", "2")]
    assert a.mine() == b.mine() == {X: "2", Y: "3"}
    assert a.store.conflicts() == []


def test_what_was_taken_back_again_and_folded_to_nothing_is_taken_back_at_central(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "1"), (Y, "5"))
    send(a, central)
    a.type((X, None))
    enrolled_anew(a, "A2")
    settle(central, a, b)
    assert a.mine() == b.mine() == {Y: "5"}
    a.sound()


def test_a_value_typed_long_ago_is_not_taken_for_the_one_a_twin_typed_now(
    computer: Make, central: Central, tmp_path: Path
) -> None:
    a = computer("A")
    for value in ("5", "7"):
        a.type((X, value))
        settle(central, a)
    twin = twin_of(a, tmp_path / "twin")
    twin.clock.advance(60)
    twin.type((X, "5"))
    settle(central, twin)
    a.type((X, "9"))
    enrolled_anew(a, "A2")
    settle(central, a)
    assert [(row.mine, row.theirs) for row in a.store.conflicts()] == [("9", "5")]


def test_a_twin_s_fold_is_recognised_cell_by_cell(computer: Make, central: Central, tmp_path: Path) -> None:
    a = computer("A")
    a.type((X, "1"))
    twin = twin_of(a, tmp_path / "twin")
    twin.clock.advance(60)
    twin.type((Z, "8"))
    settle(central, twin)
    a.clock.advance(30)
    a.type((Y, "2"))
    enrolled_anew(a, "A2")
    settle(central, a)
    assert values_sent(central, X) == [("A", "1")]
    assert a.mine() == {X: "1", Y: "2", Z: "8"}
    assert a.store.conflicts() == []


def test_what_twins_typed_apart_over_one_value_is_asked_about(computer: Make, central: Central, tmp_path: Path) -> None:
    a = computer("A")
    a.type((X, "1"))
    twin = twin_of(a, tmp_path / "twin")
    twin.type((X, "2"))
    settle(central, twin)
    a.type((X, "3"))
    enrolled_anew(a, "A2")
    settle(central, a)
    assert [(row.mine, row.theirs) for row in a.store.conflicts()] == [("3", "2")]


@pytest.mark.parametrize("sealed_by", ["lost answer", "twin"])
def test_an_act_that_central_had_is_not_done_again(
    computer: Make, central: Central, tmp_path: Path, sealed_by: str
) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.act(Kind.SEAL)
    if sealed_by == "twin":
        settle(central, twin_of(a, tmp_path / "twin"))
    else:
        send(a, central)
    enrolled_anew(a, "A2")
    settle(central, a)
    assert (a.state(), a.store.refused()) == (State.SEALED, [])
    assert [operation.device for operation in central.history] == ["A", "A"]


def test_a_note_that_central_had_is_not_written_again(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.store.write_note(REPORT, FORM, NoteBody(address=X, text="Theo sổ."), author=a.person, view=View.INNER)
    send(a, central)
    enrolled_anew(a, "A2")
    settle(central, a)
    assert [operation.device for operation in central.history] == ["A", "A"]
    a.sound()


def test_nothing_is_numbered_before_central_has_told_what_it_has(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    send(a, central)
    enrolled_anew(a, "A2")
    a.type((Y, "2"))
    a.act(Kind.SEAL)
    assert a.store.freeze() == a.store.open_run() == ()
    settle(central, a)
    assert (a.state(), central.head().cells) == (State.SEALED, {X: "1", Y: "2"})
    a.sound()


def test_every_name_of_before_is_asked_about_in_one_go(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    send(a, central)
    first = a.store.position().epoch
    enrolled_anew(a, "A2")
    exchange(a, central)
    exchange(a, central)
    a.type((Y, "2"))
    send(a, central)
    second = a.store.position().epoch
    enrolled_anew(a, "A3")
    enrolled_anew(a, "A4")
    assert set(a.store.position().recall) == {
        Recall("A", first, 1),
        Recall("A2", second, 0),
        Recall("A3", a.store._database.one("SELECT epoch FROM former WHERE device = 'A3'")[0], 0),
    }
    settle(central, a)
    assert (values_sent(central, X), values_sent(central, Y)) == ([("A", "1")], [("A2", "2")])
    assert a.store.position().recall == ()
    a.sound()


def test_a_long_history_is_told_in_pages(computer: Make, central: Central) -> None:
    a = computer("A")
    for value in ("1", "2", "3", "4", "5"):
        a.type((X, value))
        a.store.freeze()
    central.receive(a.store.freeze())
    for value in ("6", "7"):
        a.type((X, value))
    enrolled_anew(a, "A2")
    told = central.told(a.store.position().recall)
    for page in (told[:2], told[2:4], told[4:]):
        a.store.recognise(a.store.position().recall, page)
        assert len(a.store.position().recall) == 1
        assert a.store.freeze() == ()
    a.store.recognise(a.store.position().recall, ())
    assert a.store.position().recall == ()
    settle(central, a)
    assert [operation.body.cells for operation in central.history[5:]] == [(CellEdit(X, "5", "7"),)]
    assert a.store.conflicts() == []
    a.sound()


def test_another_central_is_asked_nothing_and_gets_all_that_waits(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    send(a, Central())
    a.store.enrol(msgspec.structs.replace(identity("A2", a.person), central_key="11" * 32))
    assert a.store.position().recall == ()
    settle(central, a)
    assert values_sent(central, X) == [("A2", "1")]


def test_the_first_row_after_enrolling_anew_asks_nothing_about_what_others_changed(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "1"))
    settle(central, a, b)
    b.type((X, "2"))
    settle(central, b)
    enrolled_anew(a, "A2")
    settle(central, a)
    assert (a.mine(), a.store.conflicts(), a.store.refused()) == ({X: "2"}, [], [])
    assert a.store.light_facts().ours == a.store.light_facts().theirs
