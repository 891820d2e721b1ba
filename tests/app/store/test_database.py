from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
import sqlcipher3

from app.errors import StoreError
from app.store import folders
from app.store.database import Database
from app.store.migrations import NEWEST
from app.store.store import Store
from tests.app.store.office import KEY, REPORT, Computer, FakeChance, FakeClock

X = "main/r1/c1"
OTHER_KEY = bytes(32)


def opened(path: Path, key: bytes = KEY) -> Store:
    return Store.open(path, key, clock=FakeClock(), chance=FakeChance())


def code_of(path: Path, key: bytes = KEY) -> str:
    with pytest.raises(StoreError) as caught:
        opened(path, key)
    return caught.value.code


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with one typed value."""
    computer = Computer(tmp_path, "A")
    computer.type((X, "12345678"))
    computer.store.close()
    return computer.path


def test_the_file_is_encrypted_and_says_nothing(path: Path) -> None:
    data = path.read_bytes()
    assert data[:16] != b"SQLite format 3\0"
    assert b"12345678" not in data
    assert b"journal" not in data
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("SELECT count(*) FROM sqlite_master")


def test_a_wrong_key_is_told_from_a_damaged_file(path: Path) -> None:
    assert code_of(path, OTHER_KEY) == "store.wrong_key"
    data = bytearray(path.read_bytes())
    data[200:260] = bytes(60)
    path.write_bytes(data)
    assert code_of(path) == "store.damaged"


def test_a_file_cut_to_nothing_is_damaged_and_not_taken_for_a_new_one(path: Path) -> None:
    path.write_bytes(b"")
    assert code_of(path) == "store.damaged"


def test_damage_inside_is_found_by_the_doctor(path: Path) -> None:
    data = bytearray(path.read_bytes())
    pages = len(data) // 4096
    data[(pages - 1) * 4096 + 100] ^= 255
    path.write_bytes(data)
    store = opened(path)
    assert [flaw.code for flaw in store.check()][:1] == ["doctor.pages"]
    store.close()


def test_a_store_of_a_newer_program_is_refused_and_left_as_it_was(path: Path) -> None:
    database = Database(path, KEY)
    database.execute(f"PRAGMA user_version = {NEWEST + 1}")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        opened(path)
    assert (caught.value.code, caught.value.params) == ("store.newer", {"file": NEWEST + 1, "program": NEWEST})
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("folder", "named"),
    [
        ("/home/a/Documents/sobaocao", None),
        ("C:\\Users\\a\\AppData\\Local\\SoBaoCao", None),
        ("C:\\Users\\a\\OneDrive\\Báo cáo", "OneDrive"),
        ("C:\\Users\\a\\OneDrive - UBND xã Minh Khai\\x", "OneDrive - UBND xã Minh Khai"),
        ("/Users/a/Library/Mobile Documents/com~apple~CloudDocs/x", "com~apple~CloudDocs"),
        ("D:\\Dropbox\\x", "Dropbox"),
        ("D:\\Dropboxes\\x", None),
        ("D:\\Google Drive\\x", "Google Drive"),
    ],
)
def test_folders_that_a_cloud_service_copies_are_known_by_name(folder: str, named: str | None) -> None:
    assert folders.synced_folder(folder) == named


MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/office /mnt/office nfs4 rw 0 0
//server/share /media/my\\040share cifs rw 0 0
/dev/sdb1 /mnt/office/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/a/x", None),
        ("/mnt/office/a", "nfs4"),
        ("/mnt/officer/a", None),
        ("/mnt/office/local/a", None),
        ("/media/my share/a", "cifs"),
    ],
)
def test_network_mounts_are_known_by_the_longest_mount_point(path: str, kind: str | None) -> None:
    assert folders.network_mount(path, MOUNTS) == kind


def test_a_store_in_a_synced_folder_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    with pytest.raises(StoreError) as caught:
        opened(folder / "s.db")
    assert (caught.value.code, caught.value.params) == ("store.folder", {"folder": "OneDrive"})
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there_is_named_unwritable(tmp_path: Path) -> None:
    assert code_of(tmp_path / "no" / "s.db") == "store.unwritable"


def test_the_pragmas_are_those_of_a_store_that_loses_nothing(path: Path) -> None:
    database = Database(path, KEY)
    names = ("synchronous", "foreign_keys", "busy_timeout", "recursive_triggers")
    found = {name: database.number(f"PRAGMA {name}") for name in names}
    assert found == {"synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000, "recursive_triggers": 1}
    assert database.one("PRAGMA journal_mode") == ("wal",)
    database.close()


def test_a_full_disk_is_named_and_what_was_saved_stays(tmp_path: Path) -> None:
    computer = Computer(tmp_path, "A")
    computer.type((X, "1"))
    database = computer.store._database
    database.execute(f"PRAGMA max_page_count = {database.number('PRAGMA page_count')}")
    with pytest.raises(StoreError, match=r"store\.full"):
        computer.type(*((f"main/r{row}/c1", "9" * 200) for row in range(500)))
    assert computer.mine() == {X: "1"}
    computer.sound()
    database.execute("PRAGMA max_page_count = 100000")
    computer.type(("main/r2/c1", "2"))
    assert computer.mine() == {X: "1", "main/r2/c1": "2"}
    computer.store.close()


def test_a_writer_waits_for_another_and_gives_up_by_name(tmp_path: Path) -> None:
    computer = Computer(tmp_path, "A")
    impatient = Database(computer.path, KEY, busy_ms=50)
    with computer.store._database.write(), pytest.raises(StoreError, match=r"store\.busy"), impatient.write():
        raise AssertionError("two writers at once")
    impatient.close()
    computer.store.close()


def test_a_store_belongs_to_the_thread_that_opened_it(tmp_path: Path) -> None:
    computer = Computer(tmp_path, "A")
    failures: list[str] = []

    def elsewhere() -> None:
        try:
            computer.store.report(REPORT)
        except sqlcipher3.ProgrammingError as error:
            failures.append(type(error).__name__)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert failures == ["ProgrammingError"]
    computer.store.close()


def test_the_journal_cannot_be_changed_or_shortened(tmp_path: Path) -> None:
    computer = Computer(tmp_path, "A")
    computer.type((X, "1"))
    database = computer.store._database
    changes = ("UPDATE journal SET new = '2'", "DELETE FROM journal", "REPLACE INTO journal SELECT * FROM journal")
    for statement in changes:
        with pytest.raises(StoreError), database.write():
            database.execute(statement)
    assert [line.new for line in computer.store.history(REPORT, X)] == ["1"]
    computer.store.close()


def test_a_journal_line_changed_behind_the_triggers_is_found(tmp_path: Path) -> None:
    computer = Computer(tmp_path, "A")
    for value in ("1", "2", "3"):
        computer.type((X, value))
    database = computer.store._database
    database.execute("DROP TRIGGER journal_keeps_lines")
    database.execute("UPDATE journal SET new = '7' WHERE seq = 2")
    assert [(flaw.code, flaw.where) for flaw in computer.store.check() if flaw.code == "doctor.journal"] == [
        ("doctor.journal", "2")
    ]
    computer.store.close()


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE cell SET value = '9'", "doctor.cell"),
        ("DELETE FROM outbox_cell", "doctor.outbox"),
        ("UPDATE cell SET report = 99 WHERE report = 1", "doctor.links"),
        ("INSERT INTO outbox_cell VALUES (99, 'main/r1/c1', NULL, '1')", "doctor.links"),
        ("UPDATE operation SET hash = 'x'", "doctor.chain"),
        ("DELETE FROM operation_long", "doctor.chain"),
        ("UPDATE position SET ours_count = 7", "doctor.digest"),
        ("UPDATE report SET refused = 3", "doctor.count"),
    ],
)
def test_the_doctor_finds_what_does_not_agree(tmp_path: Path, damage: str, code: str) -> None:
    computer = Computer(tmp_path, "A")
    computer.type((X, "1"))
    computer.store.freeze()
    computer.type(("main/r2/c1", "2"))
    computer.sound()
    computer.store._database.execute(damage)
    assert code in {flaw.code for flaw in computer.store.check()}
    computer.store.close()


def test_a_failed_write_leaves_cell_journal_and_outbox_untouched(tmp_path: Path) -> None:
    computer = Computer(tmp_path, "A")
    computer.type((X, "1"))
    computer.store._database.execute(
        "CREATE TRIGGER planted BEFORE INSERT ON outbox_cell BEGIN SELECT RAISE(ABORT, 'planted'); END"
    )
    with pytest.raises(StoreError):
        computer.type(("main/r2/c1", "2"))
    computer.store._database.execute("DROP TRIGGER planted")
    assert computer.mine() == {X: "1"}
    assert [line.new for line in computer.store.history(REPORT)] == ["1"]
    computer.sound()
    computer.store.close()
