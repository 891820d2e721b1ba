"""A computer enrolled anew, over lost answers too: what it was before is known, and nothing is made twice."""

from __future__ import annotations

import shutil

import pytest

from app.domain.exchange import ReceiptKind
from app.domain.operations import Kind
from app.domain.signing import public_key
from app.domain.workflow import State
from app.errors import SyncError
from app.services.enrolment import enrol
from app.store.keys import DEVICE_KEY, FORMER_DEVICE_KEY, NEXT_DEVICE_KEY
from central.databases import database
from central.registry.enrolment import invite, revoke
from tests.central.office import ROW
from tests.sync.conftest import COMMUNE
from tests.sync.line import URL, Computer, Line
from tests.sync.test_bundles import at_central, exported, taken_in
from tests.sync.test_files import DATA, attach
from tests.sync.test_files import at_central as files_at_central


def a_code(line: Line) -> str:
    """A one-time code for somebody of the office."""
    made = invite(line.db, COMMUNE, "Nông Thị Lan", "clerk", now=line.central.now(), chance=line.chance)
    return made.code


def enrolled_anew(line: Line, computer: Computer, code: str = "") -> None:
    """The computer becomes another device."""
    enrol(computer.store, URL, code or a_code(line), "PC", computer.secrets, line.road(computer.adapter, ""))
    computer.reopened()


def makers(line: Line) -> list[str]:
    """The devices of all operations that central applied."""
    rows = line.db.rows("SELECT device FROM intake_operation WHERE code = 'applied' ORDER BY received_at, seq")
    return [device for (device,) in rows]


def test_what_was_sent_before_the_answer_was_lost_is_not_sent_again(line: Line, a: Computer, b: Computer) -> None:
    former = a.store.position().device
    a.type(ROW)
    a.adapter.faults = ["drop_reply"]
    a.sync()
    a.type({"main/a/c1": "6", "main/a/c3": "4"})
    enrolled_anew(line, a)
    for computer in (a, b):
        assert computer.sync().error is None
    assert makers(line) == [former, a.store.position().device]
    assert a.mine() == b.mine() == ROW | {"main/a/c1": "6", "main/a/c3": "4"}
    assert (a.store.conflicts(), a.is_level(), b.is_level()) == ([], True, True)


def test_a_seal_whose_answer_was_lost_is_not_made_again(line: Line, a: Computer) -> None:
    a.type(ROW)
    a.act(Kind.SEAL)
    a.adapter.faults = ["drop_reply"]
    a.sync()
    enrolled_anew(line, a)
    assert a.sync().error is None
    assert a.store.refused() == []
    assert a.store.report(a.report()).base_state is State.SEALED
    assert a.is_level()


@pytest.mark.logs_warnings
def test_a_revoked_computer_enrolled_anew_asks_what_was_taken_before(line: Line, a: Computer) -> None:
    former = a.store.position().device
    a.type(ROW)
    a.adapter.faults = ["drop_reply"]
    a.sync()
    revoke(line.db, former, line.central.now())
    assert a.sync().error.code == "device.revoked"
    enrolled_anew(line, a)
    assert a.sync().error is None
    assert makers(line) == [former]
    assert a.is_level()


def test_a_file_that_was_on_its_way_arrives_under_the_new_name(line: Line, a: Computer, b: Computer) -> None:
    a.sync()
    attach(a)
    a.adapter.faults = ["", "", "", "drop_reply"]
    a.sync()
    enrolled_anew(line, a)
    assert a.sync().error is None
    assert a.is_level()
    assert files_at_central(line) == DATA


def test_an_answer_to_enrolling_that_was_lost_is_had_again_by_the_same_code(line: Line, a: Computer) -> None:
    code, before = a_code(line), a.secrets.get(DEVICE_KEY)
    a.adapter.faults = ["drop_reply"]
    with pytest.raises(SyncError):
        enrolled_anew(line, a, code)
    assert a.secrets.get(DEVICE_KEY) == before
    enrolled_anew(line, a, code)
    assert a.secrets.get(NEXT_DEVICE_KEY) is None
    assert line.db.row("SELECT COUNT(*) FROM registry_device") == (2,)
    a.type(ROW)
    assert a.sync().error is None


@pytest.mark.logs_warnings
def test_a_program_that_ended_before_it_knew_its_new_name_proves_the_former_one_all_the_same(
    line: Line, a: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    a.type(ROW)
    late, former = exported(a), a.store.position().device
    with monkeypatch.context() as patched:
        patched.setattr(type(a.store), "enrol", _ended)
        with pytest.raises(KeyboardInterrupt):
            enrolled_anew(line, a)
    assert a.store.position().device == former
    enrolled_anew(line, a)
    assert a.secrets.get(FORMER_DEVICE_KEY) is None
    assert a.sync().error is None
    assert [each.code for each in at_central(line, late)[0]] == ["bundle.revoked"]


def _ended(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_repeat_of_enrolling_that_was_late_takes_nobody_s_token(line: Line, a: Computer) -> None:
    code = a_code(line)
    enrolled_anew(line, a, code)
    a.sync()
    with pytest.raises(SyncError) as caught:
        line.road(a.adapter, "").enrol(code, public_key(a.secrets.get(DEVICE_KEY)), "PC")
    assert caught.value.code == "enrol.code_used"
    assert a.sync().error is None


@pytest.mark.logs_warnings
def test_a_bundle_made_under_the_former_name_changes_nothing_once_it_was_left(line: Line, a: Computer) -> None:
    a.type(ROW)
    late = exported(a)
    enrolled_anew(line, a)
    assert a.sync().error is None
    a.type({"main/a/c4": "1"})
    assert a.sync().error is None
    assert [each.code for each in at_central(line, late)[0]] == ["bundle.revoked"]
    assert set(makers(line)) == {a.store.position().device}


@pytest.mark.logs_warnings
def test_two_copies_of_one_store_that_are_both_enrolled_anew_make_nothing_twice(
    line: Line, a: Computer, b: Computer, tmp_path
) -> None:
    a.type(ROW)
    a.store.close()
    shutil.copytree(a.path.parent, tmp_path / "twin")
    secrets = dict(a.secrets._kept)
    a.reopened()
    enrolled_anew(line, a)
    a.sync()
    b.sync()
    b.type(dict.fromkeys(ROW))
    b.sync()
    # The twin knows of none of this.
    a.store.close()
    shutil.rmtree(a.path.parent)
    shutil.copytree(tmp_path / "twin", a.path.parent)
    a.secrets._kept = secrets
    a.reopened()
    assert a.sync().error.code == "device.revoked"
    enrolled_anew(line, a)
    for computer in (a, b):
        assert computer.sync().error is None
    assert a.mine() == b.mine() == {}
    assert (a.store.conflicts(), b.store.conflicts()) == ([], [])


@pytest.mark.logs_warnings
def test_a_restored_store_that_asks_by_hand_is_told_by_hand(line: Line, a: Computer, tmp_path) -> None:
    former = a.store.position().device
    a.type(ROW)
    a.adapter.faults = ["drop_reply"]
    a.sync()
    enrolled_anew(line, a)
    _, back = at_central(line, exported(a))
    assert taken_in(a, back) == ["bundle.landed"]
    assert a.store.position().recall == ()
    assert (makers(line), a.mine(), a.store.light_facts().waiting) == ([former], ROW, 0)


@pytest.mark.logs_warnings
def test_a_restored_central_that_never_heard_of_the_computer_takes_back_what_it_had_signed_for_it(
    line: Line, a: Computer
) -> None:
    a.type(ROW)
    a.sync()
    copy = line.back_up_central()
    line.db = database()
    enrolled_anew(line, a)
    a.type({"main/a/c1": "6", "main/a/c3": "4"})
    a.sync()
    line.restore_central(copy)
    assert a.sync().error.code == "device.unknown"
    enrolled_anew(line, a)
    assert a.sync().error is None
    assert (a.mine(), a.store.refused()) == (ROW | {"main/a/c1": "6", "main/a/c3": "4"}, [])
    assert a.is_level()


@pytest.mark.parametrize(
    "faults",
    [["drop_reply"], ["", "drop_request"]],
    ids=["seal unanswered", "content unsent"],
)
def test_what_was_announced_in_time_is_redeemed_in_time_under_the_new_name(
    line: Line, a: Computer, b: Computer, faults: list[str]
) -> None:
    a.type(ROW)
    a.sync()
    b.sync()
    b.type({"main/a/c4": "1.5"})
    a.act(Kind.SEAL)
    b.sync()
    a.adapter.faults = faults
    a.sync()
    line.clock.advance(5 * 86_400)
    enrolled_anew(line, a)
    for _ in range(2):
        assert a.sync().error is None
    redeemed = [receipt for receipt in a.store.receipts() if receipt.kind is ReceiptKind.REDEMPTION]
    assert [receipt.late for receipt in redeemed] == [False]
    assert a.store.sealed_contents() == ()
