from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import StoreError
from app.store import backup
from app.store.doctor import mend_from_backup
from app.store.migrations import NEWEST
from app.store.store import Store
from tests.app.store.office import FORM, KEY, REPORT, START, Computer, FakeChance, FakeClock

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
X = "main/r1/c1"


def ago(**back: float) -> datetime:
    return NOW - timedelta(**back)


def test_a_day_of_hours_a_fortnight_of_days_and_eight_weeks_are_kept() -> None:
    taken = [NOW - timedelta(minutes=30 * number) for number in range(2 * 24 * 120)]
    kept = backup.to_keep(taken, NOW)
    assert {moment for moment in kept if NOW - moment <= timedelta(hours=24)} == {
        NOW,
        *(datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in range(11)),
        *(datetime(2026, 11, 22, hour, tzinfo=UTC) for hour in range(11, 24)),
        datetime(2026, 11, 22, 10, 30, tzinfo=UTC),
    }
    older = sorted(moment for moment in kept if NOW - moment > timedelta(hours=24))
    assert len([moment for moment in older if NOW - moment <= timedelta(days=14)]) == 14
    assert len([moment for moment in older if NOW - moment > timedelta(days=14)]) == 7
    assert min(kept) >= NOW - timedelta(weeks=8)


@pytest.mark.parametrize(
    ("taken", "kept"),
    [
        ([], []),
        ([ago(days=400)], [ago(days=400)]),
        ([ago(days=400), ago(minutes=1)], [ago(minutes=1)]),
        ([ago(minutes=20), ago(minutes=10)], [ago(minutes=20), ago(minutes=10)]),
        ([ago(minutes=29), ago(minutes=20), ago(minutes=10)], [ago(minutes=29), ago(minutes=10)]),
        ([NOW + timedelta(days=3), ago(minutes=1)], [NOW + timedelta(days=3), ago(minutes=1)]),
    ],
    ids=[
        "none",
        "the newest always",
        "too old beside a new one",
        "first of the hour and newest",
        "between",
        "clock set back",
    ],
)
def test_which_backups_are_kept(taken: list[datetime], kept: list[datetime]) -> None:
    assert backup.to_keep(taken, NOW) == set(kept)


def test_a_backup_is_encrypted_proven_and_opens_as_the_store_it_was(tmp_path: Path) -> None:
    computer = Computer(tmp_path, "A")
    computer.type((X, "12345678"))
    path = computer.store.back_up()
    assert path.name == f"{datetime.fromtimestamp(START, UTC):%Y%m%dT%H%M%SZ}-v{NEWEST}-hourly.sbcbak"
    assert b"12345678" not in path.read_bytes()
    computer.type((X, "2"))
    computer.store.close()
    copy = Store.open(path, KEY, clock=FakeClock(), chance=FakeChance())
    report = copy.report(REPORT)
    assert report is not None
    assert report.mine == {X: "12345678"}
    copy.close()


def test_backups_are_due_each_hour_and_old_ones_go(tmp_path: Path) -> None:
    computer = Computer(tmp_path, "A")
    assert computer.store.backup_due()
    computer.store.back_up()
    assert not computer.store.backup_due()
    for _ in range(100):
        computer.clock.advance(3600)
        assert computer.store.backup_due()
        computer.store.back_up()
    copies = backup.backups(computer.path)
    assert 28 <= len(copies) <= 31
    assert copies[0].taken_at == computer.clock.now()
    computer.store.close()


def test_a_damaged_copy_is_never_called_a_backup(tmp_path: Path) -> None:
    computer = Computer(tmp_path, "A")
    path = computer.store.back_up()
    data = bytearray(path.read_bytes())
    data[5000] ^= 1
    path.write_bytes(data)
    with pytest.raises(StoreError, match=r"store\.damaged"):
        backup.verify(path, KEY)
    computer.store.close()


def test_the_newest_sound_backup_takes_a_damaged_stores_place_and_the_damaged_file_stays(tmp_path: Path) -> None:
    computer = Computer(tmp_path, "A")
    computer.type((X, "1"))
    computer.store.back_up()
    computer.clock.advance(3600)
    computer.type((X, "2"))
    broken = computer.store.back_up()
    broken.write_bytes(b"\0" * 5000)
    computer.store.close()
    computer.path.write_bytes(b"\0" * 5000)
    aside = mend_from_backup(computer.path, KEY, NOW)
    assert aside.read_bytes() == b"\0" * 5000
    computer.store = Store.open(computer.path, KEY, clock=computer.clock, chance=FakeChance())
    assert computer.mine() == {X: "1"}
    computer.sound()
    computer.store.close()


def test_without_a_sound_backup_nothing_is_moved(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(b"broken")
    with pytest.raises(StoreError, match=r"store\.no_backup"):
        mend_from_backup(path, KEY, NOW)
    assert path.read_bytes() == b"broken"


def test_diagnostics_hold_counts_and_no_figure_name_or_secret(tmp_path: Path) -> None:
    import zipfile

    computer = Computer(tmp_path, "A", person="Nguyễn Văn A")
    computer.type((X, "12345678"))
    computer.store.save_edits(REPORT, FORM, [], author="x")
    target = tmp_path / "d.zip"
    computer.store.write_diagnostics(target, NOW, {"program": "0.1.0"})
    with zipfile.ZipFile(target) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert '"program": "0.1.0"' in text
    assert '"journal": 1' in text
    for secret in ("12345678", "Nguyễn", "06a", "xa-1", KEY.hex(), "127.0.0.1"):
        assert secret not in text
    computer.store.close()
