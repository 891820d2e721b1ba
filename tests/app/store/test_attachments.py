"""Bytes of attached files in the encrypted store: durable, once, and no larger in memory than a piece."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import pytest

from app.domain.attachments import Attachment, Transfer, link_cells
from app.domain.exchange import ReportChange, View
from app.domain.operations import CellEdit
from app.domain.workflow import State
from app.errors import StoreError
from app.store import backup
from app.store.attachments import KEPT_UNUSED_S, PART_MAX, TAKING_S, Attachments
from app.store.store import Store
from tests.app.store.office import FORM, KEY, OTHER, REPORT, Computer

DATA = bytes(range(256)) * 10_000
"""2,560,000 bytes: three pieces, the last one short."""
HASH = blake2b(DATA, digest_size=32).hexdigest()


@pytest.fixture
def pc(tmp_path: Path) -> Iterator[Computer]:
    made = Computer(tmp_path, "máy-1", "an")
    yield made
    made.store.close()


def taken_in(store: Store, data: bytes = DATA, *, step: int = PART_MAX) -> str:
    """Takes in a file as the window does; its hash."""
    files = store.attachments
    number = files.begin(len(data))
    for start in range(0, len(data), step):
        files.take(number, start, data[start : start + step])
    hash_ = blake2b(data, digest_size=32).hexdigest()
    files.finish(number, hash_)
    return hash_


def linked(store: Store, hash_: str = HASH, name: str = "phụ lục.pdf", size: int = len(DATA), key=REPORT) -> None:
    cells = link_cells(Attachment(hash=hash_, name=name, size=size))
    edits = [CellEdit(address, None, value) for address, value in sorted(cells.items())]
    store.save_edits(key, FORM, edits, author="an")


def unlinked(store: Store, hash_: str = HASH, name: str = "phụ lục.pdf", size: int = len(DATA)) -> None:
    cells = link_cells(Attachment(hash=hash_, name=name, size=size))
    store.save_edits(REPORT, FORM, [CellEdit(a, value, None) for a, value in sorted(cells.items())], author="an")


def whole(store: Store, hash_: str = HASH) -> bytes:
    held = store.attachments.files([hash_])[hash_].held
    return b"".join(store.attachments.piece(hash_, start, PART_MAX) for start in range(0, held, PART_MAX))


def count(store: Store, table: str) -> int:
    return store._database.number(f"SELECT count(*) FROM {table}")


@pytest.mark.parametrize("step", [PART_MAX, 100_000, 262_144])
def test_a_file_comes_out_as_it_went_in_whatever_the_pieces(pc: Computer, step: int) -> None:
    assert taken_in(pc.store, step=step) == HASH
    pc.reopen()
    assert whole(pc.store) == DATA
    assert pc.store.attachments.piece(HASH, 1_000_000, 300) == DATA[1_000_000:1_000_300]
    assert pc.store.attachments.piece(HASH, len(DATA) - 5, 300) == DATA[-5:]
    assert pc.store.attachments.piece(HASH, len(DATA), 300) == b""


def test_no_byte_of_a_file_lies_readable_on_the_disk(pc: Computer) -> None:
    secret = b"danh sach ho ngheo " * 5_000
    taken_in(pc.store, secret)
    pc.store.close()
    for path in pc.path.parent.iterdir():
        assert b"danh sach ho ngheo" not in path.read_bytes()
    pc.reopen()


def test_the_same_file_twice_is_kept_once(pc: Computer) -> None:
    taken_in(pc.store)
    taken_in(pc.store)
    assert (count(pc.store, "attachment"), count(pc.store, "attachment_part")) == (1, 3)


def test_a_file_that_is_half_fetched_is_made_whole_by_the_file_itself(pc: Computer) -> None:
    linked(pc.store)
    pc.store.attachments.want(HASH, len(DATA))
    pc.store.attachments.fetched(HASH, 0, DATA[:500], len(DATA))
    taken_in(pc.store)
    assert pc.store.attachments.files([HASH])[HASH].is_here
    assert whole(pc.store) == DATA
    assert pc.store.attachments.to_fetch() == []


def test_a_file_that_is_not_whole_has_no_hash_and_is_nobody_s(pc: Computer) -> None:
    files = pc.store.attachments
    number = files.begin(len(DATA))
    files.take(number, 0, DATA[:PART_MAX])
    assert files.files([HASH]) == {}
    with pytest.raises(StoreError) as caught:
        files.finish(number, HASH)
    assert caught.value.code == "file.changed"
    files.drop(number)
    assert (count(pc.store, "attachment"), count(pc.store, "attachment_part")) == (0, 0)


def test_a_piece_is_taken_once_and_in_order(pc: Computer) -> None:
    files = pc.store.attachments
    number = files.begin(20)
    files.take(number, 0, b"0123456789")
    for start in (0, 5, 15):
        with pytest.raises(StoreError) as caught:
            files.take(number, start, b"abcde")
        assert caught.value.code == "file.changed"
    files.take(number, 10, b"0123456789")


def test_what_a_crash_left_half_taken_in_is_swept_a_day_later(pc: Computer) -> None:
    files = pc.store.attachments
    files.take(files.begin(len(DATA)), 0, DATA[:10])
    pc.reopen()
    pc.clock.advance(TAKING_S)
    pc.store.tidy()
    assert count(pc.store, "attachment") == 1
    pc.clock.advance(1)
    pc.store.tidy()
    assert (count(pc.store, "attachment"), count(pc.store, "attachment_part")) == (0, 0)


def test_a_file_without_room_on_the_disk_is_refused_before_it_is_begun(pc: Computer) -> None:
    files = Attachments(pc.store._database, pc.store._contents, lambda: 0, free=lambda folder: 68_000_000)
    files.begin(400_000)
    with pytest.raises(StoreError) as caught:
        files.begin(500_000)
    assert (caught.value.code, caught.value.params) == ("file.no_room", {"needed": 64, "free": 64})


def test_a_disk_that_fills_up_meanwhile_is_said_and_what_was_there_stays(pc: Computer) -> None:
    linked(pc.store, "ab" * 32, "b.pdf", 5)
    files = pc.store.attachments
    number = files.begin(len(DATA))
    files.take(number, 0, DATA[:PART_MAX])
    pages = pc.store._database.number("PRAGMA page_count")
    pc.store._database.execute(f"PRAGMA max_page_count = {pages + 10}")
    with pytest.raises(StoreError) as caught:
        files.take(number, PART_MAX, DATA[PART_MAX : 2 * PART_MAX])
    assert caught.value.code == "store.full"
    pc.store._database.execute("PRAGMA max_page_count = 1000000")
    files.take(number, PART_MAX, DATA[PART_MAX : 2 * PART_MAX])
    assert pc.store.report(REPORT).mine == {f"@file/{'ab' * 32}/name": "b.pdf", f"@file/{'ab' * 32}/size": "5"}
    assert pc.store.check() == []


# ---- what waits to be sent ---------------------------------------------------------------------------------------


def uploading(store: Store) -> int:
    return store.light_facts().uploading


def test_a_file_waits_from_its_link_until_central_has_all_of_it(pc: Computer) -> None:
    taken_in(pc.store)
    assert (uploading(pc.store), list(pc.store.attachments.to_send())) == (0, [])
    linked(pc.store)
    waits = Transfer(hash=HASH, name="phụ lục.pdf", size=len(DATA), done=0, report=REPORT)
    assert (uploading(pc.store), list(pc.store.attachments.to_send())) == (1, [waits])
    book(pc)
    pc.store.attachments.sent(HASH, 1_000)
    pc.reopen()
    assert pc.store.attachments.to_send()[0].done == 1_000
    pc.store.attachments.arrived_there(HASH)
    assert (uploading(pc.store), list(pc.store.attachments.to_send())) == (0, [])
    assert pc.store.attachments.files([HASH])[HASH].is_there


def test_a_file_that_two_reports_have_is_sent_once(pc: Computer) -> None:
    taken_in(pc.store)
    linked(pc.store)
    linked(pc.store, key=OTHER)
    assert uploading(pc.store) == len(pc.store.attachments.to_send()) == 1


def test_a_file_that_was_taken_away_waits_no_more_and_comes_back_with_undo(pc: Computer) -> None:
    taken_in(pc.store)
    linked(pc.store)
    unlinked(pc.store)
    assert uploading(pc.store) == 0
    linked(pc.store)
    assert uploading(pc.store) == 1


def test_a_link_whose_bytes_are_on_another_computer_is_nothing_to_send(pc: Computer) -> None:
    linked(pc.store)
    assert uploading(pc.store) == 0
    assert pc.store.attachments.files([HASH]) == {}


def test_after_central_was_restored_every_file_is_offered_again(pc: Computer) -> None:
    taken_in(pc.store)
    linked(pc.store)
    book(pc)
    pc.store.attachments.arrived_there(HASH)
    book(pc, central_epoch="ce2")
    assert uploading(pc.store) == 1
    assert not pc.store.attachments.files([HASH])[HASH].is_there


def test_the_feed_brings_links_and_takes_them_away(pc: Computer) -> None:
    taken_in(pc.store)
    cells = link_cells(Attachment(hash=HASH, name="a.pdf", size=len(DATA)))
    book(pc, change(cells, 1))
    assert uploading(pc.store) == 1
    book(pc, change({"main/r1/c1": "5"}, 2))
    assert uploading(pc.store) == 0


def test_files_of_received_reports_are_not_ours_to_send(pc: Computer) -> None:
    taken_in(pc.store)
    book(pc, change(link_cells(Attachment(hash=HASH, name="a.pdf", size=len(DATA))), 1, View.UPWARD))
    assert uploading(pc.store) == 0


def test_what_central_does_not_take_is_said_until_it_does(pc: Computer) -> None:
    taken_in(pc.store)
    linked(pc.store)
    pc.store.attachments.turned_down(HASH, "sync.file_unnamed")
    assert pc.store.attachments.files([HASH])[HASH].problem == "sync.file_unnamed"
    assert uploading(pc.store) == 1
    pc.store.attachments.sent(HASH, 10)
    assert pc.store.attachments.files([HASH])[HASH].problem == ""


# ---- what is fetched ---------------------------------------------------------------------------------------------


def test_a_wanted_file_is_fetched_piece_by_piece_and_proven(pc: Computer) -> None:
    linked(pc.store)
    files = pc.store.attachments
    files.want(HASH, 0)
    assert list(files.to_fetch()) == [Transfer(hash=HASH, name="phụ lục.pdf", size=0, done=0, report=REPORT)]
    files.fetched(HASH, 0, DATA[:PART_MAX], len(DATA))
    pc.reopen()
    files = pc.store.attachments
    assert list(files.to_fetch()) == [
        Transfer(hash=HASH, name="phụ lục.pdf", size=len(DATA), done=PART_MAX, report=REPORT)
    ]
    files.fetched(HASH, PART_MAX, DATA[PART_MAX : 2 * PART_MAX], len(DATA))
    files.fetched(HASH, 2 * PART_MAX, DATA[2 * PART_MAX :], len(DATA))
    assert (files.files([HASH])[HASH].is_here, uploading(pc.store)) == (False, 0)
    assert files.arrived_here(HASH) is True
    assert (files.files([HASH])[HASH].is_here, list(files.to_fetch())) == (True, [])
    assert whole(pc.store) == DATA


def test_what_is_not_the_file_its_hash_names_is_not_kept(pc: Computer) -> None:
    linked(pc.store)
    files = pc.store.attachments
    files.want(HASH, 10)
    files.fetched(HASH, 0, b"0123456789", 10)
    assert files.arrived_here(HASH) is False
    assert (files.files([HASH])[HASH].held, count(pc.store, "attachment_part")) == (0, 0)


def test_a_file_that_is_here_is_not_wanted_again(pc: Computer) -> None:
    taken_in(pc.store)
    linked(pc.store)
    pc.store.attachments.want(HASH, len(DATA))
    assert (list(pc.store.attachments.to_fetch()), uploading(pc.store)) == ([], 1)


# ---- care --------------------------------------------------------------------------------------------------------


def test_bytes_that_no_report_has_are_kept_30_days_from_when_that_was_first_seen(pc: Computer) -> None:
    taken_in(pc.store)
    linked(pc.store)
    pc.clock.advance(KEPT_UNUSED_S * 2)
    pc.store.tidy()
    unlinked(pc.store)
    pc.store.tidy()
    pc.clock.advance(KEPT_UNUSED_S)
    pc.store.tidy()
    assert whole(pc.store) == DATA
    pc.clock.advance(1)
    pc.store.tidy()
    assert (count(pc.store, "attachment"), count(pc.store, "attachment_part")) == (0, 0)


def test_bytes_that_a_report_has_again_are_kept_for_good(pc: Computer) -> None:
    taken_in(pc.store)
    pc.store.tidy()
    pc.clock.advance(KEPT_UNUSED_S)
    linked(pc.store)
    pc.store.tidy()
    pc.clock.advance(KEPT_UNUSED_S * 3)
    pc.store.tidy()
    assert whole(pc.store) == DATA


def test_a_backup_holds_the_bytes_that_central_lacks_and_no_others(pc: Computer) -> None:
    other = b"x" * 600_000
    taken_in(pc.store)
    linked(pc.store)
    there = taken_in(pc.store, other)
    linked(pc.store, there, "b.pdf", len(other))
    book(pc)
    pc.store.attachments.arrived_there(there)
    copy = pc.store.back_up()
    assert len(DATA) < copy.stat().st_size < len(DATA) + 400_000
    backup.verify(copy, KEY)
    pc.put_back(copy.read_bytes())
    assert whole(pc.store) == DATA
    assert pc.store.attachments.files([there])[there].held == 0
    assert pc.store.attachments.piece(there, 0, 100) == b""
    pc.store.attachments.want(there, len(other))
    assert [wanted.hash for wanted in pc.store.attachments.to_fetch()] == [there]


def book(pc: Computer, *changes: ReportChange, central_epoch: str = "ce1") -> None:
    """Books an answer of a central in this epoch."""
    from app.domain.exchange import Answer, Have

    position = pc.store.position()
    pc.store.book(
        Answer(
            central_epoch=central_epoch,
            have=Have(epoch=position.epoch, seq=position.numbered, hash=position.head),
            scope="s",
            results=(),
            results_signature="",
            receipts=(),
            changes=changes,
            cursor="1",
            more=False,
            digest=None,
            server_time=0,
        )
    )


def change(cells: dict[str, str], rev: int, view: View = View.INNER) -> ReportChange:
    return ReportChange(
        report=REPORT, view=view, form=FORM, state=State.DRAFT, rev=rev, cells=cells, author="binh", at=0
    )


def test_what_waits_of_a_report_counts_files_apart_from_cells(pc: Computer) -> None:
    linked(pc.store)
    pc.store.save_edits(REPORT, FORM, [CellEdit("main/r1/c1", None, "5")], author="an")
    (pending,) = pc.store.pending()
    assert (pending.cells, pending.files) == ({"main/r1/c1"}, 1)


def test_a_file_whose_bytes_are_not_all_there_is_found_by_the_doctor(pc: Computer) -> None:
    taken_in(pc.store)
    linked(pc.store)
    assert pc.store.check() == []
    pc.store._database.execute("DELETE FROM attachment_part WHERE start = 0")
    assert [flaw.code for flaw in pc.store.check()] == ["doctor.file"]
    pc.store._database.execute("DELETE FROM attachment_use")
    assert [flaw.code for flaw in pc.store.check()] == ["doctor.files", "doctor.file"]
