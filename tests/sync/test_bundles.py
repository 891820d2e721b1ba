"""Bundles between real stores and the real central, carried by hand while the network is away."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from app.domain.canonical import fingerprint
from app.domain.carriage import read_note
from app.domain.envelopes import read_bundle, write_envelope
from app.domain.exchange import ReceiptKind, receipt_statement
from app.domain.operations import Kind
from app.domain.signing import verifies
from app.domain.workflow import State
from app.errors import InputError
from app.services.bundles import OfficeBundles, read_file, write_whole
from app.services.light import light_of
from app.store.keys import DEVICE_KEY
from central.intake.bundles import Taken, take_bundle
from central.registry.enrolment import revoke
from tests.central.office import ROW
from tests.sync.line import Computer, Line

COMMUNE, OTHER = "01273", "01279"


@pytest.fixture
def a(line):
    computer = line.computer(COMMUNE)
    computer.sync()
    return computer


@pytest.fixture
def b(line):
    computer = line.computer(COMMUNE, "Hoàng Văn Bình", "leader")
    computer.sync()
    return computer


@pytest.fixture
def carrier(line):
    computer = line.computer(OTHER, "Lò Văn Páo")
    computer.sync()
    return computer


def bundles(computer: Computer) -> OfficeBundles:
    return OfficeBundles(
        computer.store, lambda: computer.secrets.get(DEVICE_KEY), computer.line.clock, computer.line.chance
    )


def exported(computer: Computer, name: str = "away.sbc") -> Path:
    path = computer.path.parent / name
    made = bundles(computer).make()
    write_whole(path, made.data)
    bundles(computer).written(made)
    return path


def taken_in(computer: Computer, path: Path) -> list[str]:
    """What is said of each envelope of a file that is taken in."""
    return [each.code for each in bundles(computer).take(read_file(path)).arrived]


def at_central(line: Line, path: Path, name: str = "back.sbc") -> tuple[list[Taken], Path]:
    taken = take_bundle(line.central, line.db, read_file(path))
    back = path.parent / name
    back.write_bytes(b"".join(each.answer for each in taken))
    return taken, back


def there_and_back(computer: Computer) -> list[str]:
    """What was said of each envelope that came back."""
    _, back = at_central(computer.line, exported(computer))
    return taken_in(computer, back)


def base(computer: Computer) -> tuple[int, dict[str, str]]:
    stored = computer.store.report(computer.report())
    assert stored is not None
    return stored.base_rev, dict(stored.base)


def test_what_was_typed_goes_by_hand_and_the_result_comes_back_and_lands(a, b):
    a.type(ROW)
    assert there_and_back(a) == ["bundle.landed"]
    facts = a.store.light_facts()
    assert (base(a), facts.waiting, facts.in_flight) == ((1, ROW), 0, 0)
    b.sync()
    assert b.mine() == ROW


def test_a_seal_and_a_submission_by_hand_bring_receipts_that_verify(a):
    a.type(ROW)
    a.act(Kind.SEAL)
    a.act(Kind.SUBMIT)
    there_and_back(a)
    receipts = a.store.receipts(a.report())
    key = a.store.identity().central_key
    assert {each.kind for each in receipts} == {ReceiptKind.COMMITMENT, ReceiptKind.SEAL, ReceiptKind.SUBMISSION}
    assert all(verifies(key, receipt_statement(each), each.signature) for each in receipts)
    assert a.store.report(a.report()).state is State.SUBMITTED


def test_a_computer_that_was_never_on_the_network_learns_all_it_owes_by_hand(line):
    new = line.computer(COMMUNE)
    assert there_and_back(new) == ["bundle.landed"]
    assert [each.report for each in new.store.obligations(unit=new.unit)] == [new.report()]
    new.type(ROW)
    there_and_back(new)
    assert base(new) == (1, ROW)


def test_changes_of_the_other_computer_come_back_with_the_answer(a, b):
    b.type(ROW)
    b.sync()
    there_and_back(a)
    assert a.mine() == ROW


def test_a_clash_found_by_hand_waits_for_a_person_as_any_other(a, b):
    a.type(ROW)
    a.sync()
    b.sync()
    a.type({"main/a/c1": "6"})
    a.sync()
    b.type({"main/a/c1": "7"})
    there_and_back(b)
    conflict = b.store.conflicts()[0]
    assert (conflict.address, conflict.base, conflict.mine, conflict.theirs) == ("main/a/c1", "5", "7", "6")


def test_a_bundle_taken_twice_has_one_effect_and_the_same_results(line, a):
    a.type(ROW)
    away = exported(a)
    first, one = at_central(line, away, "one.sbc")
    second, two = at_central(line, away, "two.sbc")
    assert ([each.code for each in first], [each.code for each in second]) == (["bundle.taken"], ["bundle.replayed"])
    assert taken_in(a, two) == ["bundle.landed"]
    assert taken_in(a, one) == ["bundle.replayed"]
    assert taken_in(a, two) == ["bundle.replayed"]
    assert base(a) == (1, ROW)


def test_the_next_bundle_takes_every_earlier_unanswered_operation_along(line, a):
    a.type(ROW)
    exported(a, "lost.sbc")
    a.type({"main/a/c1": "6"})
    taken, back = at_central(line, exported(a))
    assert [(each.operations, each.new, each.header.number) for each in taken] == [(2, 2, 2)]
    taken_in(a, back)
    assert base(a)[1] == ROW | {"main/a/c1": "6"}


def test_an_answer_that_comes_after_the_network_did_changes_nothing(line, a, b):
    a.type(ROW)
    _, back = at_central(line, exported(a))
    b.sync()
    b.type({"main/a/c1": "6"})
    b.sync()
    a.sync()
    before = (a.store.position(), a.mine(), a.store.light_facts())
    taken_in(a, back)
    assert (a.store.position(), a.mine(), a.store.light_facts()) == before
    assert a.is_level()


def test_green_is_never_lit_by_what_was_carried(line, a):
    a.type(ROW)
    there_and_back(a)
    now = int(line.clock.now().timestamp())
    assert light_of(a.store.light_facts(), now).light.value == "amber"


def test_the_hours_on_the_way_are_not_taken_for_a_wrong_clock(line, a):
    a.type(ROW)
    _, back = at_central(line, exported(a))
    line.clock.advance(7_200)
    skew = a.store.clock_skew_s()
    taken_in(a, back)
    assert a.store.clock_skew_s() == skew


def test_an_old_bundle_does_not_make_its_computer_look_copied(line, a):
    a.type(ROW)
    away = exported(a)
    device = a.store.position().device
    line.db.run("UPDATE registry_device SET epoch = %s, returned = %s WHERE id = %s", "0123456789abcdef", True, device)
    taken, _ = at_central(line, away)
    assert [each.code for each in taken] == ["bundle.taken"]
    row = line.db.row("SELECT epoch FROM registry_device WHERE id = %s", device)
    assert row == ("0123456789abcdef",)


def test_a_carrier_takes_sealed_bundles_along_and_passes_the_answers_back(line, a, b, carrier):
    a.type(ROW)
    carrier.type({**ROW, "main/a/c1": "8", "main/a/c3": "6"})
    assert taken_in(carrier, exported(a)) == ["bundle.carried"]
    taken_in(carrier, exported(b))
    taken, back = at_central(line, exported(carrier))
    assert sorted((each.header.device, each.new) for each in taken) == sorted(
        [(carrier.store.position().device, 1), (a.store.position().device, 1), (b.store.position().device, 0)]
    )
    assert sorted(taken_in(carrier, back)) == [
        "bundle.carried_back",
        "bundle.carried_back",
        "bundle.landed",
    ]
    home = exported(carrier, "home.sbc")
    assert sorted(taken_in(a, home)) == [
        "bundle.carried",
        "bundle.carried_back",
        "bundle.landed",
    ]
    assert base(a) == (1, ROW)
    assert carrier.mine(a.report()) == {}


def test_carrying_twice_is_carrying_once(a, carrier):
    away = exported(a)
    taken_in(carrier, away)
    taken_in(carrier, away)
    assert len(carrier.store.bundles.carried()) == 1


def test_a_newer_bundle_of_a_computer_takes_the_place_of_the_one_carried(a, carrier):
    first = exported(a, "first.sbc")
    a.type(ROW)
    taken_in(carrier, exported(a, "second.sbc"))
    taken_in(carrier, first)
    (kept,) = carrier.store.bundles.carried()
    assert read_bundle(kept)[0].header.number == 2


def test_the_note_of_carriage_names_what_was_taken_and_says_what_it_is_not(a, carrier):
    away = exported(a)
    note = read_note(bundles(carrier).take(read_file(away)).note)
    (envelope,) = read_bundle(away.read_bytes())
    assert note.say == "note of carriage, not a receipt"
    assert (note.office, [line.mark for line in note.envelopes]) == ("Phường Nùng Trí Cao", [envelope.mark])


def test_an_altered_note_is_found_out(a, carrier):
    data = bundles(carrier).take(read_file(exported(a))).note
    with pytest.raises(InputError) as caught:
        read_note(data.replace("Phường Nùng Trí Cao".encode(), "Phường Thục Phán".encode()))
    assert caught.value.code == "bundle.note"


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda data: data[:-1], "bundle.truncated"),
        (lambda data: data[:15], "bundle.truncated"),
        (lambda data: data[:3], "bundle.truncated"),
        (lambda data: flipped(data, 40), "bundle.altered"),
        (lambda data: flipped(data, len(data) - 40), "bundle.altered"),
        (lambda data: flipped(data, len(data) - 1), "bundle.altered"),
        (lambda data: data + b"x", "bundle.altered"),
        (lambda data: b"PK\x03\x04" + data, "bundle.foreign_file"),
        (lambda data: b"", "bundle.foreign_file"),
        (lambda data: data[:8] + b"\x00\x02" + data[10:], "bundle.newer"),
    ],
    ids=["cut", "cut early", "cut at once", "header", "content", "mark", "more behind", "a zip", "empty", "future"],
)
def test_a_damaged_file_is_told_apart_and_changes_nothing_on_either_side(line, a, damage, code):
    a.type(ROW)
    away = exported(a)
    before = line.db.row("SELECT COUNT(*) FROM intake_operation")
    with pytest.raises(InputError) as at_office:
        take_bundle(line.central, line.db, damage(away.read_bytes()))
    assert at_office.value.code == code
    assert line.db.row("SELECT COUNT(*) FROM intake_operation") == before
    _, back = at_central(line, away)
    back.write_bytes(damage(back.read_bytes()))
    facts = a.store.light_facts()
    with pytest.raises(InputError) as caught:
        taken_in(a, back)
    assert (caught.value.code, a.store.light_facts()) == (code, facts)


@pytest.mark.logs_warnings
def test_a_header_that_was_rewritten_with_its_fingerprint_does_not_open(line, a):
    a.type(ROW)
    data = exported(a).read_bytes()
    forged = data[:-32].replace(b'"reports":1', b'"reports":7')
    (taken,) = take_bundle(line.central, line.db, forged + fingerprint(forged))
    assert taken.code == "bundle.altered"


@pytest.mark.logs_warnings
def test_a_revoked_computers_bundle_is_left_and_the_others_in_the_file_are_taken(line, a, carrier):
    a.type(ROW)
    taken_in(carrier, exported(a))
    revoke(line.db, a.store.position().device, line.central.now())
    taken, _ = at_central(line, exported(carrier))
    assert sorted(each.code for each in taken) == ["bundle.revoked", "bundle.taken"]
    assert line.db.row("SELECT COUNT(*) FROM intake_operation WHERE device = %s", a.store.position().device) == (0,)


@pytest.mark.logs_warnings
def test_a_bundle_for_another_central_is_foreign_to_this_one(line, a):
    away = exported(a)
    (envelope,) = read_bundle(away.read_bytes())
    header = msgspec.structs.replace(envelope.header, central="0" * 16)
    data = write_envelope(
        header, [], to=line.central.key.sealing, private_key=a.secrets.get(DEVICE_KEY), reply_to="0" * 64
    )
    assert [each.code for each in take_bundle(line.central, line.db, data)] == ["bundle.foreign"]
    assert [each.code for each in bundles(a)._bundler()[0].take(data)] == ["bundle.foreign"]


@pytest.mark.logs_warnings
def test_a_letter_of_another_computer_under_this_ones_name_is_altered(line, a, b):
    (envelope,) = read_bundle(exported(a).read_bytes())
    data = write_envelope(
        envelope.header, [], to=line.central.key.sealing, private_key=b.secrets.get(DEVICE_KEY), reply_to="0" * 64
    )
    assert [each.code for each in take_bundle(line.central, line.db, data)] == ["bundle.altered"]


def test_nobody_but_central_reads_what_is_inside(a):
    a.type({**ROW, "main/a/cA": "Mật khẩu của kho bạc"})
    data = exported(a).read_bytes()
    assert "kho bạc".encode() not in data
    assert a.report().form.encode() not in data
    assert b"sobaocao" not in data


def test_more_than_one_request_holds_goes_as_several_in_one_envelope(line, a, monkeypatch):
    monkeypatch.setattr("sync.bundle.RUN_BYTES", 1)
    a.type(ROW)
    a.sync()
    for value in ("6", "7", "8"):
        a.type({"main/a/c1": value})
        a.store.freeze()
    there_and_back(a)
    assert base(a) == (4, ROW | {"main/a/c1": "8"})


@pytest.mark.logs_warnings
def test_a_restored_central_is_named_and_nothing_lands(line, a):
    a.type(ROW)
    a.sync()
    copy = line.back_up_central()
    a.type({"main/a/c1": "6"})
    a.sync()
    line.restore_central(copy)
    a.type({"main/a/c1": "7"})
    assert there_and_back(a) == ["bundle.central_restored"]
    assert (a.mine()["main/a/c1"], a.store.light_facts().in_flight) == ("7", 1)
    a.sync()
    assert a.is_level()
