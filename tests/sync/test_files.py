"""Attached files on the whole line: real stores, real engines, the real central, and a wire that can break."""

from __future__ import annotations

import shutil
from hashlib import blake2b

import pytest

from app.domain.attachments import Attachment, link_cells
from app.domain.exchange import View
from app.domain.exchange_state import CycleOutcome
from app.domain.operations import Kind
from app.services.light import light_of
from app.store.attachments import PART_MAX
from central.bootstrap import open_central
from sync.events import FileMoved
from sync.transfers import BROKEN_MOST, Piece
from tests.central.office import ROW

COMMUNE, PROVINCE = "01273", "04"
DATA = bytes(range(256)) * 1_200
"""307,200 bytes: five pieces of 64 kB, the last one short."""
HASH = blake2b(DATA, digest_size=32).hexdigest()
CELLS = link_cells(Attachment(hash=HASH, name="phụ lục.pdf", size=len(DATA)))


@pytest.fixture
def a(line):
    made = line.computer(COMMUNE)
    made.sync()
    return made


@pytest.fixture
def b(line):
    made = line.computer(COMMUNE, "Hoàng Văn Bình", "leader")
    made.sync()
    return made


@pytest.fixture
def above(line):
    made = line.computer(PROVINCE, "Lý Thị Hoa", "consolidator")
    made.sync()
    return made


def attach(computer, data=DATA):
    """As the window does: the bytes first, then the link."""
    files = computer.store.attachments
    number = files.begin(len(data))
    for start in range(0, len(data), PART_MAX):
        files.take(number, start, data[start : start + PART_MAX])
    hash_ = blake2b(data, digest_size=32).hexdigest()
    files.finish(number, hash_)
    computer.type(link_cells(Attachment(hash=hash_, name="phụ lục.pdf", size=len(data))))
    keep_small(computer)


def keep_small(computer):
    """Pieces stay at 64 kB however quick the wire is."""
    computer.engine._files._piece = _Steady()


class _Steady(Piece):
    def went(self, seconds):
        return self

    def failed(self):
        return self


def held(computer):
    """The bytes of the file here, as far as they are."""
    found = computer.store.attachments.files([HASH]).get(HASH)
    held = found.held if found else 0
    return b"".join(computer.store.attachments.piece(HASH, start, PART_MAX) for start in range(0, held, PART_MAX))


def at_central(line):
    path = line.central.data / "files" / HASH[:2] / HASH
    return path.read_bytes() if path.exists() else b""


def asked(computer):
    """Methods and bytes of the requests for files so far."""
    return [line for line in computer.adapter.lines if "/files/" in line[1]]


def methods(computer):
    return [method for method, _, _ in asked(computer)]


def carried(computer):
    """Bytes of files that went out."""
    return sum(size for method, _, size in asked(computer) if method == "PATCH")


def moved(computer):
    return [(event.done, event.code) for event in computer.told(FileMoved)]


def test_a_file_goes_behind_its_report_and_the_light_is_green_only_when_it_is_there(line, a):
    attach(a)
    assert a.store.light_facts().uploading == 1
    cycle = a.sync()
    assert (cycle.error, cycle.unfinished) == (None, False)
    assert at_central(line) == DATA
    assert methods(a) == ["HEAD", "POST", *["PATCH"] * 5]
    assert [line[1] for line in a.adapter.lines][-8] == "/sync/v1/exchange"
    assert moved(a) == [(65_536 * count, "") for count in range(1, 5)] + [(len(DATA), "")]
    assert a.is_level()


def test_until_the_file_is_there_the_light_is_not_green(line, a):
    attach(a)
    a.adapter.faults = ["", "", "", "refused"]
    assert a.sync().record.outcome is CycleOutcome.DONE
    facts = a.store.light_facts()
    assert (facts.ours, facts.waiting, facts.in_flight, facts.uploading) == (facts.theirs, 0, 0, 1)
    assert light_of(facts, int(line.clock.now().timestamp())).code == "light.going"
    a.sync()
    assert light_of(a.store.light_facts(), int(line.clock.now().timestamp())).code == "light.agreed"


def test_the_other_computer_of_the_office_has_the_file_when_it_asks_for_it(line, a, b):
    attach(a)
    a.sync()
    b.sync()
    assert b.mine() == CELLS
    assert (held(b), methods(b), b.is_level()) == (b"", [], True)
    b.store.attachments.want(HASH, len(DATA))
    keep_small(b)
    b.sync()
    assert held(b) == DATA
    assert b.store.attachments.files([HASH])[HASH].is_here
    assert methods(b) == ["GET"] * 5
    assert b.is_level()
    b.sync()
    assert methods(b) == ["GET"] * 5


def test_a_file_that_is_not_there_yet_is_said_and_the_wish_ends(line, a, b):
    attach(a)
    a.adapter.faults = ["", "", "", "refused"]
    a.sync()
    b.sync()
    b.store.attachments.want(HASH, len(DATA))
    assert b.sync().error is None
    assert moved(b) == [(0, "sync.file_not_there")]
    found = b.store.attachments.files([HASH])[HASH]
    assert (found.wanted, found.problem) == (False, "sync.file_not_there")


def test_the_receiver_has_the_file_of_what_was_submitted(line, a, b, above):
    a.type(ROW)
    attach(a)
    a.sync()
    b.sync()
    b.act(Kind.SEAL)
    b.act(Kind.SUBMIT)
    b.sync()
    above.sync()
    key = a.report()
    assert above.mine(key, View.UPWARD) == ROW | CELLS
    above.store.attachments.want(HASH, len(DATA))
    above.sync()
    assert held(above) == DATA
    assert above.store.light_facts().uploading == 0


# ---- a wire that breaks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["drop_request", "drop_reply"])
@pytest.mark.parametrize("at", range(7))
def test_a_wire_that_breaks_once_anywhere_costs_one_piece_at_most(line, a, fault, at):
    attach(a)
    a.adapter.faults = ["", *[""] * at, fault]
    for _ in range(3):
        assert a.sync().error is None
        if a.is_level():
            break
    assert at_central(line) == DATA
    assert a.is_level()
    assert carried(a) <= len(DATA) + 65_536


def test_a_wire_that_breaks_at_every_other_piece_still_carries_the_file_in_one_turn(line, a):
    attach(a)
    a.adapter.faults = ["", "", "", *["drop_request", "", ""] * 5]
    assert (a.sync().unfinished, at_central(line)) == (False, DATA)
    assert methods(a).count("PATCH") == 10
    assert carried(a) <= 2 * len(DATA)


def test_a_wire_that_carries_nothing_is_left_alone_until_the_next_cycle(line, a):
    attach(a)
    a.adapter.faults = ["", "", "", *["drop_request", ""] * 20]
    cycle = a.sync()
    assert (cycle.error, cycle.unfinished, methods(a).count("PATCH")) == (None, False, BROKEN_MOST)
    assert a.store.attachments.files([HASH])[HASH].problem == "sync.no_progress"
    a.adapter.faults = []
    a.sync()
    assert at_central(line) == DATA


def test_a_wire_that_broke_after_some_pieces_is_tried_again_soon(line, a):
    attach(a)
    a.adapter.faults = ["", "", "", "", "", "refused"]
    cycle = a.sync()
    assert (cycle.error, cycle.unfinished) == (None, True)
    assert moved(a)[-1][1] == "sync.unreachable"


@pytest.mark.parametrize("fault", ["html", "407", "redirect", "wrong_type", "garbage", "busy", "500", "tls"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_whoever_else_answers_is_not_believed_and_no_cycle_fails_by_it(line, a, fault, at):
    attach(a)
    a.adapter.faults = ["", *[""] * at, fault]
    assert a.sync().record.outcome is CycleOutcome.DONE
    assert a.store.light_facts().uploading == 1
    a.sync()
    assert (at_central(line), a.is_level()) == (DATA, True)


def test_a_file_is_fetched_over_a_wire_that_cuts_answers_short(line, a, b):
    attach(a)
    a.sync()
    b.sync()
    b.store.attachments.want(HASH, len(DATA))
    keep_small(b)
    b.adapter.faults = ["", *["truncated", ""] * 5]
    b.sync()
    assert held(b) == DATA
    assert len(methods(b)) == 10


def test_a_file_that_central_fails_at_does_not_keep_the_next_one(line, a):
    other = b"other" * 100
    attach(a)
    attach(a, other)
    a.adapter.faults = ["", "500"]
    assert a.sync().error is None
    assert [file.hash for file in a.store.attachments.to_send()] == [HASH]
    assert a.store.attachments.files([HASH])[HASH].problem == "sync.central_failed"
    a.sync()
    assert a.is_level()


# ---- whoever is killed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", range(1, 6))
def test_a_computer_killed_after_any_piece_goes_on_from_there(line, a, after):
    attach(a)
    stop_after(a, after, "PATCH")
    assert a.store.attachments.files([HASH])[HASH].sent == min(65_536 * after, len(DATA))
    a.reopened()
    keep_small(a)
    a.sync()
    assert (at_central(line), carried(a), a.is_level()) == (DATA, len(DATA), True)


def test_a_computer_killed_before_it_heard_of_a_piece_asks_for_the_place(line, a):
    attach(a)
    stop_after(a, 2, "PATCH")
    a.store.attachments.sent(HASH, 0)
    a.reopened()
    keep_small(a)
    a.sync()
    assert (at_central(line), carried(a)) == (DATA, len(DATA))


def stop_after(computer, pieces, method):
    """The program ends after so many pieces."""
    computer.engine.run_cycle(lambda: methods(computer).count(method) >= pieces)


def test_central_started_again_in_between_goes_on_too(line, a):
    attach(a)
    stop_after(a, 2, "PATCH")
    line.central = open_central(line.central.data, clock=line.clock, chance=line.chance)
    a.sync()
    assert (at_central(line), carried(a)) == (DATA, len(DATA))


@pytest.mark.parametrize("after", range(1, 5))
def test_a_computer_killed_while_fetching_goes_on_from_there(line, a, b, after):
    attach(a)
    a.sync()
    b.sync()
    b.store.attachments.want(HASH, len(DATA))
    keep_small(b)
    stop_after(b, after, "GET")
    b.reopened()
    assert len(held(b)) == 65_536 * after
    keep_small(b)
    b.sync()
    assert (held(b), len(methods(b))) == (DATA, 5)


# ---- beside the reports --------------------------------------------------------------------------------------------


def test_what_is_typed_meanwhile_goes_before_the_next_piece(line, a):
    attach(a)

    def typing():
        if methods(a).count("PATCH") == 2 and "main/a/@row" not in a.mine():
            a.type(ROW)
        return False

    cycle = a.engine.run_cycle(typing)
    assert (cycle.unfinished, methods(a).count("PATCH")) == (True, 2)
    a.sync()
    order = ["report" if "/exchange" in path else "file" for _, path, _ in a.adapter.lines[-6:]]
    assert order == ["file", "report", "file", "file", "file", "file"]
    assert (at_central(line), a.is_level()) == (DATA, True)


def test_files_that_are_held_stay_and_the_reports_go(line, a):
    attach(a)
    a.type(ROW)
    cycle = a.engine.run_cycle(holds_files=lambda: True)
    assert (cycle.error, cycle.unfinished, methods(a)) == (None, False, [])
    assert a.store.light_facts().uploading == 1
    a.sync()
    assert (at_central(line), a.is_level()) == (DATA, True)


def test_files_that_are_held_from_now_on_end_after_their_piece(line, a):
    attach(a)
    cycle = a.engine.run_cycle(holds_files=lambda: methods(a).count("PATCH") >= 2)
    assert (cycle.error, cycle.unfinished, methods(a).count("PATCH")) == (None, False, 2)
    a.sync()
    assert (at_central(line), carried(a)) == (DATA, len(DATA))


def test_a_long_file_lets_an_exchange_pass_each_minute(line, a):
    attach(a)
    slow(a, 20.0)
    cycle = a.sync()
    assert cycle.unfinished
    assert methods(a).count("PATCH") == 3
    a.sync()
    assert methods(a).count("PATCH") == 5


def slow(computer, seconds):
    """Every request for a file takes so long."""
    send = computer.adapter.send

    def slowly(request, **kwargs):
        if "/files/" in request.path_url:
            computer.line.clock.advance(seconds)
        return send(request, **kwargs)

    computer.adapter.send = slowly


def test_a_file_that_was_taken_away_before_it_went_does_not_go(line, a):
    attach(a)
    a.type(dict.fromkeys(CELLS))
    a.sync()
    assert (methods(a), a.is_level()) == ([], True)


def test_a_file_that_another_computer_brought_is_not_carried_again(line, a, b):
    attach(a)
    a.sync()
    b.sync()
    attach(b)
    b.sync()
    assert (methods(b), carried(b), b.is_level()) == (["HEAD"], 0, True)


def test_a_link_that_central_did_not_take_keeps_the_file_here_and_the_cycle_whole(line, a, b):
    a.type(ROW)
    a.sync()
    b.sync()
    b.act(Kind.SEAL)
    b.sync()
    attach(a)
    cycle = a.sync()
    assert cycle.error is None
    assert a.store.attachments.files([HASH])[HASH].problem == "sync.file_unnamed"
    facts = a.store.light_facts()
    assert (facts.refused, facts.uploading) == (1, 1)


@pytest.mark.logs_warnings
def test_after_central_was_restored_the_file_is_offered_again_and_found_there(line, a):
    attach(a)
    saved = line.back_up_central()
    a.sync()
    line.restore_central(saved)
    for _ in range(3):
        a.sync()
    assert a.is_level()
    assert (carried(a), methods(a)[-1]) == (len(DATA), "HEAD")


@pytest.mark.logs_warnings
def test_a_central_that_lost_its_files_gets_them_again_after_a_restore(line, a):
    attach(a)
    saved = line.back_up_central()
    a.sync()
    line.restore_central(saved)
    shutil.rmtree(line.central.data / "files")
    for _ in range(3):
        a.sync()
    assert (at_central(line), a.is_level()) == (DATA, True)


def test_bytes_that_central_keeps_damaged_are_not_taken_for_the_file(line, a, b):
    attach(a)
    a.sync()
    (line.central.data / "files" / HASH[:2] / HASH).write_bytes(bytes(len(DATA)))
    b.sync()
    b.store.attachments.want(HASH, len(DATA))
    assert b.sync().error is None
    found = b.store.attachments.files([HASH])[HASH]
    assert (found.held, found.wanted, found.problem) == (0, False, "sync.file_hash")


def test_bytes_damaged_here_are_never_taken_for_the_file(line, a):
    attach(a)
    a.store._database.execute("UPDATE attachment_part SET bytes = zeroblob(length(bytes))")
    assert a.sync().error is None
    assert at_central(line) == b""
    assert a.store.attachments.files([HASH])[HASH].problem == "sync.file_hash"
    assert methods(a).count("POST") == 2


def test_a_disk_that_is_full_ends_the_wish_and_no_cycle(line, a, b):
    attach(a)
    a.sync()
    b.sync()
    b.store.attachments._free = lambda folder: 1_000_000
    b.store.attachments.want(HASH, len(DATA))
    assert b.sync().record.outcome is CycleOutcome.DONE
    found = b.store.attachments.files([HASH])[HASH]
    assert (found.wanted, found.problem) == (False, "file.no_room")
    assert b.is_level()
