"""One small real store per released schema: it opens, is brought up to date, and equals a fresh one in shape."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.domain.operations import CellEdit, EditBody, ReportKey
from app.store import backup, migrations
from app.store.database import Database
from app.store.store import Store
from tests.app.store.office import FakeChance, FakeClock

KEY = bytes(range(32))
STORES = sorted((Path(__file__).parent / "stores").glob("schema-*.db"))
REPORT = ReportKey("xa-1", "F", "2026-Q3")
X, Y = "main/r1/c1", "main/r1/c2"


def opened(path: Path) -> Store:
    return Store.open(path, KEY, clock=FakeClock(), chance=FakeChance())


def shape(path: Path) -> dict[str, object]:
    database = Database(path, KEY)
    shown: dict[str, object] = {
        str(name): " ".join(str(sql).split())
        for name, sql in database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    }
    shown["user_version"] = database.version()
    database.close()
    return shown


def test_there_is_a_file_of_the_first_schema() -> None:
    assert [path.name for path in STORES][:1] == ["schema-1.db"]


@pytest.mark.parametrize("released", STORES, ids=[path.stem for path in STORES])
def test_a_migrated_store_has_the_shape_of_a_fresh_one(released: Path, tmp_path: Path) -> None:
    old, fresh = tmp_path / "old.db", tmp_path / "fresh.db"
    shutil.copy(released, old)
    opened(old).close()
    opened(fresh).close()
    assert shape(old) == shape(fresh)


@pytest.mark.parametrize("released", STORES, ids=[path.stem for path in STORES])
def test_a_migrated_store_keeps_what_was_typed_and_goes_on(released: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    shutil.copy(released, path)
    store = opened(path)
    report = store.report(REPORT)
    assert report is not None
    assert report.mine == {X: "5"}
    assert [line.new for line in store.history(REPORT, X)] == ["5"]
    assert store.check() == []
    store.save_edits(REPORT, "f" * 64, [CellEdit(Y, None, "6")], author="p1")
    first = store.freeze()[0]
    assert isinstance(first.body, EditBody)
    assert first.body.cells == (CellEdit(X, None, "5"), CellEdit(Y, None, "6"))
    assert store.check() == []
    store.close()


def test_what_an_older_program_numbered_and_had_no_answer_to_goes_on_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    shutil.copy(Path(__file__).parent / "stores" / "numbered-13.db", path)
    store = opened(path)
    assert store.check() == []
    edits = [operation.body.cells for operation in store.freeze() if isinstance(operation.body, EditBody)]
    assert edits == [(CellEdit(X, None, "5"),), (CellEdit(Y, None, "6"),)]
    assert store.check() == []
    store.close()


@pytest.mark.parametrize("released", STORES, ids=[path.stem for path in STORES])
def test_an_older_store_is_copied_and_the_copy_proven_before_it_is_changed(released: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    shutil.copy(released, path)
    before = shape(path)
    opened(path).close()
    copies = backup.backups(path)
    assert [(copy.why, copy.schema) for copy in copies] == [("migration", before["user_version"])]
    assert shape(copies[0].path) == before


def test_a_store_of_today_is_opened_without_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    opened(path).close()
    opened(path).close()
    assert backup.backups(path) == []


def test_a_step_that_fails_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.db"
    shutil.copy(STORES[0], path)
    before = shape(path)

    def half_done(database: Database) -> None:
        database.execute("CREATE TABLE half (a TEXT)")
        raise RuntimeError("planted")

    monkeypatch.setattr(migrations, "MIGRATIONS", (migrations.m0001_core, half_done))
    with pytest.raises(RuntimeError, match="planted"):
        opened(path)
    assert shape(path) == before


def test_every_step_is_numbered_in_order() -> None:
    assert [step.__name__[:5] for step in migrations.MIGRATIONS] == [
        f"m{number:04}" for number in range(1, migrations.NEWEST + 1)
    ]
