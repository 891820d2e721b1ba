"""Two computers of one office while central is away: what one has is seen on the other, carried by it, and answered."""

from __future__ import annotations

import pytest

from app.domain.envelopes import read_bundle
from app.domain.operations import Kind
from app.domain.workflow import State
from app.errors import InputError
from app.services.bundles import OfficeBundles
from app.store.keys import DEVICE_KEY
from central.intake.bundles import take_bundle
from central.registry.enrolment import revoke
from sync.meeting import Heard, Meeting
from tests.central.office import ROW
from tests.sync.line import Computer, make_template, opened_line

COMMUNE, OTHER = "01273", "01279"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def line(tmp_path, template):
    with opened_line(tmp_path, template) as opened:
        yield opened


@pytest.fixture
def office(line):
    """Three computers of one office that know of each other."""
    computers = [line.computer(COMMUNE), line.computer(COMMUNE, "Hoàng Văn Bình"), line.computer(COMMUNE, "Mạc Thị Hà")]
    for computer in computers:
        computer.sync()
    return computers


def meeting(computer: Computer) -> Meeting:
    return Meeting(
        computer.store,
        private_key=computer.secrets.get(DEVICE_KEY),
        central_key=computer.store.identity().central_key,
        clock=computer.line.clock,
    )


def met(caller: Computer, called: Computer) -> tuple[Heard, Heard]:
    """One meeting; what the caller heard, and the called."""
    one, other = meeting(caller), meeting(called)
    peer, key = one.greeted(other.hello())
    heard = other.heard(one.told(peer, key))
    return one.heard(other.told(heard.peer, heard.reply_to), peer), heard


def seen(computer: Computer) -> dict[str, str | None]:
    """What is laid over the report on a computer."""
    return {cell.address: cell.value for cell in computer.store.peers.cells(computer.report())}


def refused(act) -> str:
    with pytest.raises(InputError) as caught:
        act()
    return caught.value.code


def test_each_computer_of_an_office_learns_the_others_keys_from_central(office):
    a, b, c = office
    assert {each.device for each in a.store.peers.devices()} == {
        b.store.position().device,
        c.store.position().device,
    }


def test_what_one_typed_is_laid_over_on_the_other_and_is_no_part_of_what_stands_there(office):
    a, b, _ = office
    a.type(ROW)
    _, heard = met(a, b)
    assert (heard.reports, seen(b)) == ((a.report(),), ROW)
    assert (b.store.reports_nearby(), a.store.reports_nearby()) == ({a.report()}, frozenset())
    assert (b.mine(), b.store.report(b.report())) == ({}, None)
    (first, *_) = b.store.peers.cells()
    assert (first.device, first.author, first.at) == ("PC", a.person, 1_797_217_200)
    assert b.store.light_facts().in_flight == 0


def test_a_meeting_goes_both_ways_and_meeting_again_changes_nothing(office):
    a, b, _ = office
    a.type(ROW)
    b.type({"summary": "Đủ"}, shown={})
    met(a, b)
    assert (seen(a), seen(b)) == ({"summary": "Đủ"}, ROW)
    again = met(b, a)
    assert [heard.reports for heard in again] == [(), ()]


def test_of_several_edits_of_one_cell_the_last_is_seen(office):
    a, b, _ = office
    a.type(ROW)
    met(a, b)
    a.type({"main/a/c1": "6"})
    met(a, b)
    assert seen(b)["main/a/c1"] == "6"


def test_whoever_reaches_central_takes_the_others_along_and_passes_the_result_back(office, line):
    a, b, _ = office
    a.type(ROW)
    a.act(Kind.SEAL)
    met(a, b)
    assert b.sync().error is None
    assert (seen(b), b.mine()) == ({}, ROW)
    met(b, a)
    facts = a.store.light_facts()
    assert (facts.waiting, facts.in_flight) == (0, 0)
    assert a.store.report(a.report()).state is State.SEALED
    assert [receipt.kind.value for receipt in a.store.receipts(a.report())] == ["seal"]
    met(a, b)
    assert b.store.peers.answers(a.store.position().device) == []
    a.sync()
    assert a.is_level()
    assert line.db.row("SELECT COUNT(*) FROM intake_operation") == (2,)


def test_what_a_computer_sent_itself_ends_on_the_others_when_they_meet_or_sync(office):
    a, b, c = office
    a.type(ROW)
    met(a, b)
    met(a, c)
    a.sync()
    met(a, b)
    c.sync()
    assert (seen(b), seen(c)) == ({}, {})
    assert (b.store.peers.chains(), c.store.peers.chains()) == ((), ())


def test_an_edit_built_on_what_was_laid_over_travels_behind_it(office):
    a, b, _ = office
    a.type(ROW)
    met(a, b)
    b.type({"main/a/c1": "9"}, shown={})
    b.sync()
    conflicts = [(one.address, one.mine, one.theirs) for one in b.store.conflicts()]
    assert conflicts == [("main/a/c1", "9", "5")]
    assert b.mine()["main/a/c2"] == "2"


def test_a_bundle_takes_what_was_met_along(office, line):
    a, b, _ = office
    a.type(ROW)
    met(a, b)
    b.type({"summary": "Đủ"}, shown={})
    bundles = OfficeBundles(b.store, lambda: b.secrets.get(DEVICE_KEY), line.clock, line.chance)
    (taken,) = take_bundle(line.central, line.db, bundles.make().data)
    assert (taken.operations, taken.new) == (2, 2)
    bundles.take(taken.answer)
    met(b, a)
    assert (a.store.light_facts().in_flight, b.store.light_facts().in_flight) == (0, 0)
    assert seen(b) == {}


def test_a_computer_of_another_office_is_a_stranger(office, line):
    a, _, _ = office
    stranger = line.computer(OTHER, "Lò Văn Páo")
    stranger.sync()
    assert refused(lambda: meeting(a).greeted(meeting(stranger).hello())) == "lan.stranger"
    assert refused(lambda: meeting(stranger).greeted(meeting(a).hello())) == "lan.stranger"


def test_a_revoked_computer_is_a_stranger_once_that_is_known(office, line):
    a, b, _ = office
    revoke(line.db, b.store.position().device, line.central.now())
    a.sync()
    assert refused(lambda: meeting(a).greeted(meeting(b).hello())) == "lan.stranger"


def test_nobody_speaks_in_anothers_name(office):
    a, b, c = office
    forged = Meeting(
        b.store,
        private_key=c.secrets.get(DEVICE_KEY),
        central_key=b.store.identity().central_key,
        clock=b.line.clock,
    )
    assert refused(lambda: meeting(a).greeted(forged.hello())) == "lan.stranger"
    called = meeting(a)
    peer, key = meeting(b).greeted(called.hello())
    assert refused(lambda: called.heard(forged.told(peer, key))) == "lan.stranger"


def test_a_letter_is_good_for_its_own_meeting_alone(office):
    a, b, _ = office
    a.type(ROW)
    first, second = meeting(b), meeting(b)
    letter = meeting(a).told(*meeting(a).greeted(first.hello()))
    assert refused(lambda: second.heard(letter)) == "lan.stranger"
    assert seen(b) == {}
    first.heard(letter)
    assert seen(b) == ROW


def test_what_is_said_cannot_be_read_on_the_wire(office):
    a, b, _ = office
    a.type({**ROW, "main/a/cA": "Mật khẩu của kho bạc"})
    letter = meeting(a).told(*meeting(a).greeted(meeting(b).hello()))
    (envelope,) = read_bundle(letter)
    assert (envelope.header.office, envelope.header.reports) == ("", 0)
    assert "kho bạc".encode() not in letter


def test_a_damaged_letter_changes_nothing(office):
    a, b, _ = office
    a.type(ROW)
    called = meeting(b)
    letter = meeting(a).told(*meeting(a).greeted(called.hello()))
    assert refused(lambda: called.heard(letter[:-1])) == "bundle.truncated"
    flipped = bytes([letter[-40] ^ 1])
    assert refused(lambda: called.heard(letter[:-40] + flipped + letter[-39:])) == "bundle.altered"
    assert seen(b) == {}


def test_two_stores_that_speak_as_one_computer_are_not_mixed(office, line):
    a, b, _ = office
    a.type(ROW)
    met(a, b)
    a.store._database.execute("UPDATE operation SET hash = 'x'")
    chain = b.store.peers.chains()[0]
    assert b.store.peers.take_in(chain.device, chain.epoch, 0, chain, ["0" * 64]) == ()
    assert seen(b) == ROW
