"""Restores: a database put back from a copy is found out, and what computers bring again is taken again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.domain import signing
from app.domain.exchange import (
    Evidence,
    Proof,
    ReportChange,
    ReportEcho,
    Result,
    ResultCode,
    Revision,
    results_statement,
)
from app.domain.operations import CellEdit
from app.domain.workflow import State
from app.errors import AppError, InputError
from central.bootstrap import configure, open_central
from central.databases import database
from central.intake.recovering import read_recovered
from central.marks import HighWaterMark, Mark, signing_key
from tests.central.conftest import Servers
from tests.central.office import ROW, FakeChance, FakeClock, World, codes


def reopened(world: World) -> World:
    """The same central, opened again as a new process would."""
    here = open_central(*world.address, clock=world.clock, chance=world.central.chance)
    return World(central=here, db=database(), clock=world.clock, form=world.form, address=world.address)


def test_central_opened_again_is_the_same_central(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.exchange()
    again = reopened(world)
    assert again.central.epoch == world.central.epoch
    assert again.central.key == world.central.key


def test_a_database_behind_its_high_water_mark_gets_a_new_epoch_and_everything_again(tmp_path: Path) -> None:
    from django.db import connections

    from tests.central.office import furnish

    data = tmp_path / "central"
    clock, chance = FakeClock(), FakeChance()
    here = open_central(data, clock=clock, chance=chance)
    world = World(central=here, db=database(), clock=clock, form=furnish(database(), here), address=(data, ""))
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    a.exchange()
    b.exchange()
    world.db.run("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = tmp_path / "copy.sqlite3"
    shutil.copy(data / "central.sqlite3", copy)
    a.edit({"main/a/c4": "1.5"})
    a.exchange()
    b.exchange()
    connections.close_all()
    for path in data.glob("central.sqlite3*"):
        path.unlink()
    shutil.copy(copy, data / "central.sqlite3")

    world = reopened(world)
    a.world = b.world = world
    assert world.central.epoch != a.central_epoch
    # The answer names the new epoch, where it stands, and starts its feed again; no revision is taken for an old one.
    answer = a.ask(a.request())
    assert answer.central_epoch == world.central.epoch
    assert (answer.have.seq, answer.have.hash) == (1, a.hashes[0])
    assert answer.results == ()
    a.known, a.cursor, a.central_epoch = 1, "", world.central.epoch
    assert codes(a.exchange(first=2)) == ["applied"]
    b.cursor, b.central_epoch = "", world.central.epoch
    assert b.exchange().digest == a.exchange().digest
    assert next(iter(b.copies.values())).cells == ROW | {"main/a/c4": "1.5"}


def test_a_database_from_before_the_epoch_changed_gets_another_one(world: World) -> None:
    first = world.central.epoch
    world.db.run("UPDATE intake_meta SET value = 'feedfeedfeedfeed' WHERE name = 'epoch'")
    again = reopened(world)
    assert again.central.epoch not in (first, "feedfeedfeedfeed")


def test_whoever_put_the_database_back_says_so(world: World) -> None:
    first = world.central.epoch
    here = open_central(*world.address, clock=world.clock, chance=world.central.chance, restored=True)
    assert here.epoch != first
    assert reopened(world).central.epoch == here.epoch


def test_a_copy_from_before_an_exchange_that_moved_no_row_of_the_feed_is_found_to_be_behind(world: World) -> None:
    a = world.computer("01273")
    a.exchange()
    before = world.db.newest_place()
    a.exchange(commitments=[a.commitment(ROW, 1)])
    assert world.db.newest_place() == before + 1
    assert world.central.mark.read() == Mark(epoch=world.central.epoch, position=before + 1)


def test_rows_of_a_server_that_was_left_are_not_hidden_by_their_old_numbers(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.exchange()
    world.db.run("UPDATE intake_feed SET xid = 1000000000000")
    a.world = reopened(world)
    hidden = a.ask(a.request())
    assert (hidden.digest, hidden.changes) == (None, ())
    world.central.mark.raise_to(Mark(epoch=world.central.epoch, position=10**6))
    world = reopened(world)
    a.world, a.cursor, a.central_epoch = world, "", world.central.epoch
    assert a.exchange().digest is not None


def test_a_number_that_central_lost_is_taken_again(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.edit({"main/a/c4": "1.5"})
    a.exchange()
    world.db.run("DELETE FROM intake_operation")
    world.db.run("DELETE FROM intake_chain")
    world.db.run("DELETE FROM intake_history")
    world.db.run("DELETE FROM intake_head")
    world.db.run("DELETE FROM intake_digest")
    assert a.ask(a.request()).have.seq == 0
    assert codes(a.exchange(first=1)) == []
    a.known = 0
    assert codes(a.exchange(first=1)) == ["applied", "applied"]


def test_a_mark_only_rises_and_survives_its_process(tmp_path: Path) -> None:
    mark = HighWaterMark(tmp_path)
    assert mark.read() is None
    mark.raise_to(Mark(epoch="e1", position=5))
    mark.raise_to(Mark(epoch="e1", position=3))
    assert HighWaterMark(tmp_path).read() == Mark(epoch="e1", position=5)
    mark.raise_to(Mark(epoch="e2", position=1))
    assert HighWaterMark(tmp_path).read() == Mark(epoch="e2", position=1)
    (tmp_path / "high-water").write_bytes(b"\xff\xff")
    assert HighWaterMark(tmp_path).read() is None


def test_the_signing_key_is_made_once_and_a_damaged_one_is_never_replaced(tmp_path: Path) -> None:
    key = signing_key(tmp_path)
    assert signing_key(tmp_path) == key
    for damage in (b"not a key", b"\xff\xfe", b""):
        (tmp_path / "signing.key").write_bytes(damage)
        with pytest.raises(InputError, match=r"central\.key"):
            signing_key(tmp_path)
        assert (tmp_path / "signing.key").read_bytes() == damage


def test_a_postgresql_database_without_the_schema_is_not_opened(servers: Servers) -> None:
    data, url = servers.fresh("postgresql", furnished=False)
    configure(data, url)
    database().run("DELETE FROM django_migrations WHERE app = 'intake'")
    with pytest.raises(AppError, match=r"central\.not_migrated"):
        open_central(data, url)


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://[", "nonsense"])
def test_another_kind_of_database_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(InputError, match=r"central\.database"):
        configure(tmp_path, url)


def signed_before(world: World, *results: Result) -> Proof:
    """Results as central signed them in an epoch that it has lost."""
    statement = results_statement("00ddba11", results)
    signature = signing.sign(world.central.key.private, statement)
    return Proof(central_epoch="00ddba11", results=results, signature=signature)


def test_a_restored_central_takes_back_what_it_signed_and_says_the_same_again(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    a.exchange()
    here = open_central(*world.address, clock=world.clock, chance=world.central.chance, restored=True)
    world.central, world.db = here, database()
    lost = a.edit({"main/a/c1": "7"}, {"main/a/c1": "6"})
    refused = a.edit({"main/a/c1": "x"}, {"main/a/c1": "7"})
    newest = Result(id=lost.id, hash=lost.hash(), code=ResultCode.APPLIED, rev=3)
    turned_down = Result(id=refused.id, hash=refused.hash(), code=ResultCode.REFUSED, error="value.type", rev=3)
    cells = ROW | {"main/a/c1": "7"}
    evidence = Evidence(
        proofs=(signed_before(world, newest, turned_down),),
        revisions=(Revision(operation=lost, form=world.form.hash, state=State.DRAFT, cells=cells),),
    )
    answer = a.ask(replace(a.request([a.chain(2)]), evidence=evidence))
    assert (answer.results, answer.have.seq) == ((), 1), "shown first, and only then given again"
    a.cursor, a.central_epoch = "", here.epoch
    answer = a.exchange()
    assert codes(answer) == ["applied", "refused value.type"]
    assert [result.rev for result in answer.results] == [3, 3]
    digest = b.exchange().digest
    assert next(iter(b.copies.values())).cells == cells
    assert digest == a.exchange().digest
    (listed,) = read_recovered(world.db)
    assert (listed.report, listed.stood_at, listed.rev, listed.device) == (a.report(), 1, 3, a.id)
    assert listed.cells == (CellEdit("main/a/c1", "5", "7"),)
    assert a.edit({"main/a/c4": "1"}).seq == 4
    assert [result.rev for result in a.exchange().results] == [4]


def test_what_is_made_of_a_revision_that_was_taken_back_is_no_echo(world: World) -> None:
    a, c = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    here = open_central(*world.address, clock=world.clock, chance=world.central.chance, restored=True)
    world.central, world.db = here, database()
    lost = a.edit(ROW)
    newest = Result(id=lost.id, hash=lost.hash(), code=ResultCode.APPLIED, rev=1)
    revision = Revision(operation=lost, form=world.form.hash, state=State.DRAFT, cells=ROW)
    a.ask(replace(a.request(), evidence=Evidence(proofs=(signed_before(world, newest),), revisions=(revision,))))
    c.edit({"main/a/c1": "6"}, ROW)
    told = [change for change in c.exchange().changes if isinstance(change, ReportChange | ReportEcho)]
    assert [(type(change), change.rev) for change in told] == [(ReportChange, 2)]
