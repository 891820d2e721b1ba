"""A store that goes on under another name is told what central has from it; its former device speaks no more."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from app.domain import signing
from app.domain.recalling import Recall, succession_statement
from central.intake import succession
from tests.central.office import ROW, Computer, World

FIRST, SECOND = "00000000000000e1", "00000000000000e2"


def asked(heir: Computer, *recall: Recall) -> list[tuple[str, str, int]]:
    """Which operations an exchange of the heir's tells of."""
    told = heir.ask(msgspec.structs.replace(heir.request(), recall=recall)).history
    return [tuple(operation.id) for operation in told]


def signed(former: Computer, heir: Computer, private: str = "") -> str:
    """What a device signs last of all."""
    return signing.sign(private or former.private, succession_statement(former.id, heir.id))


def sent(computer: Computer, *values: str) -> Computer:
    """A computer that has sent a row, and then these values for one cell."""
    computer.edit(ROW)
    before = ROW["main/a/c2"]
    for value in values:
        computer.edit({"main/a/c4": value}, {"main/a/c4": before} if value != values[0] else {})
        before = value
    computer.exchange()
    return computer


def test_what_was_applied_above_the_number_is_told_in_order(world: World) -> None:
    former, heir = sent(world.computer("01273"), "1", "2"), world.computer("01273")
    assert asked(heir, Recall(former.id, FIRST, 1)) == [(former.id, FIRST, 2), (former.id, FIRST, 3)]
    assert asked(heir, Recall(former.id, FIRST, 3)) == []


def test_what_was_not_applied_is_not_told(world: World) -> None:
    former, heir = world.computer("01273"), world.computer("01273")
    former.edit(ROW)
    former.edit({"main/a/c2": "9"}, {"main/a/c2": "nobody saw this"})
    former.exchange()
    assert asked(heir, Recall(former.id, FIRST, 0)) == [(former.id, FIRST, 1)]


def test_a_device_of_another_office_is_not_spoken_of(world: World) -> None:
    former, stranger = sent(world.computer("01273")), world.computer("01279")
    assert asked(stranger, Recall(former.id, FIRST, 0, signed(former, stranger))) == []
    former.edit({"main/a/c4": "1"})
    assert former.exchange().results[-1].code == "applied"


def test_a_device_that_central_does_not_know_any_more_is_no_reason_to_stop(world: World) -> None:
    heir = world.computer("01273")
    assert asked(heir, Recall("ffffffffffffffff", FIRST, 0, "00" * 64)) == []


def test_a_long_history_is_told_in_parts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    former, heir = sent(world.computer("01273"), "1", "2", "3"), world.computer("01273")
    monkeypatch.setattr(succession, "HISTORY_MAX", 2)
    assert [seq for *_, seq in asked(heir, Recall(former.id, FIRST, 0))] == [1, 2]
    assert [seq for *_, seq in asked(heir, Recall(former.id, FIRST, 2))] == [3, 4]


def test_whoever_is_proven_to_go_on_as_another_device_speaks_as_the_former_no_more(world: World) -> None:
    former, heir = sent(world.computer("01273")), world.computer("01273")
    asked(heir, Recall(former.id, FIRST, 1, signed(former, heir)))
    late = former.edit({"main/a/c4": "7"})
    carried = heir.exchange(carried=(former.chain(first=2),))
    (result,) = [each for each in carried.results if each.id == late.id]
    assert (result.code, result.error) == ("refused", "device.revoked")


@pytest.mark.parametrize("key", ["the heir's", "none"])
def test_without_the_former_device_s_signature_it_goes_on_speaking(world: World, key: str) -> None:
    former, heir = sent(world.computer("01273")), world.computer("01273")
    proof = signed(former, heir, heir.private) if key == "the heir's" else ""
    assert asked(heir, Recall(former.id, FIRST, 0, proof)) == [(former.id, FIRST, 1)]
    former.edit({"main/a/c4": "7"})
    assert former.exchange().results[-1].code == "applied"


def test_enrolled_twice_before_anything_was_asked_both_names_are_proven_one_by_the_other(world: World) -> None:
    first, second, third = (world.computer("01273") for _ in range(3))
    sent(first)
    asked(
        third,
        Recall(second.id, SECOND, 0, signed(second, third)),
        Recall(first.id, FIRST, 0, signed(first, second)),
    )
    revoked = world.db.rows("SELECT id FROM registry_device WHERE revoked_at IS NOT NULL ORDER BY id")
    assert [id_ for (id_,) in revoked] == sorted([first.id, second.id])


def test_a_twin_is_told_what_the_other_sent_under_its_new_name(world: World) -> None:
    former, heir, twin = (world.computer("01273") for _ in range(3))
    asked(heir, Recall(former.id, FIRST, 0, signed(former, heir)))
    heir.edit(ROW)
    heir.exchange()
    assert asked(twin, Recall(former.id, FIRST, 0)) == [(heir.id, heir.epoch, 1)]
    assert asked(twin, Recall(former.id, FIRST, 0), Recall(heir.id, heir.epoch, 1)) == []


def test_a_restored_store_is_told_what_its_twin_sent_under_an_epoch_it_never_had(world: World) -> None:
    device = sent(world.computer("01273"))
    other = replace(device, epoch=SECOND, follows=(FIRST, 1), sent=[], hashes=[], known=0)
    other.edit({"main/a/c4": "1"})
    other.exchange()
    again = replace(device, epoch="00000000000000e3", follows=(FIRST, 1), sent=[], hashes=[], known=0)
    assert asked(again, Recall(device.id, FIRST, 1)) == [(device.id, SECOND, 1)]
