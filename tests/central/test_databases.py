"""The few verbs of the exchange's hot path mean the same on both databases."""

from __future__ import annotations

import threading

import pytest

from app.domain.operations import Kind
from central.databases import close_lent, database, lent
from central.on_postgres import PostgresDatabase
from tests.central.office import World

KEEP = (
    "INSERT INTO intake_content (province, report, content, form, cells, device, received_at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)


def rows(count: int) -> list[tuple[str, str, str, str, bytes, str, int]]:
    return [
        ("04", f"u{place % 3}", f"{place:03}", "f", bytes([place, 0, 92, 34]), "d", place) for place in range(count)
    ]


def test_many_rows_are_written_and_each_is_asked_for_in_its_place(world: World) -> None:
    with world.db.writing():
        world.db.many(KEEP, rows(100))
        world.db.many(KEEP, rows(100))
    assert world.count("intake_content") == 100
    told = world.db.each(
        "SELECT content, cells, received_at FROM intake_content WHERE province = %s AND report = %s"
        " AND received_at > %s ORDER BY received_at LIMIT %s",
        [("04", "u1", 90, 5), ("04", "nobody", 0, 5), ("04", "u2", -1, 2)],
    )
    assert told == [
        [("091", bytes([91, 0, 92, 34]), 91), ("094", bytes([94, 0, 92, 34]), 94), ("097", bytes([97, 0, 92, 34]), 97)],
        [],
        [("002", bytes([2, 0, 92, 34]), 2), ("005", bytes([5, 0, 92, 34]), 5)],
    ]


def test_nothing_is_asked_and_written_for_no_rows(world: World) -> None:
    world.db.many(KEEP, [])
    assert world.db.each("SELECT 1 FROM intake_content WHERE report = %s", []) == []
    assert world.db.later("SELECT 1 FROM intake_content WHERE report = %s", [])() == []


def test_blanks_numbers_of_any_size_and_members_of_enumerations_go_in_and_come_out(world: World) -> None:
    operation = (
        "INSERT INTO intake_operation (province, device, epoch, seq, hash, report, kind, author, at, received_at, body,"
        " code, rev, error, answer) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    )
    made = [
        ("04", "d", "e", seq, "h", "r", Kind.SEAL, "p", 2**40, 1, b"{}", code, 0, "", b"")
        for seq, code in ((1, None), (2**50, "applied"))
    ]
    with world.db.writing():
        world.db.many(operation, made)
    assert world.db.rows("SELECT seq, kind, at, code FROM intake_operation ORDER BY seq") == [
        (1, "report.seal", 2**40, None),
        (2**50, "report.seal", 2**40, "applied"),
    ]


def test_an_answer_for_later_is_of_the_transaction_it_was_asked_in(world: World) -> None:
    with world.db.writing():
        world.db.many(KEEP, rows(2))
        count = world.db.later("SELECT COUNT(*) FROM intake_content WHERE report <> %s", [("x",)])
        world.db.many(KEEP, rows(5))
    assert count() == [[(2,)]]
    assert world.count("intake_content") == 5


def test_what_is_asked_for_later_costs_no_round_trip_of_its_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    if world.db.vendor != "postgresql":
        pytest.skip("nothing travels")
    settled: list[int] = []
    settle = PostgresDatabase._settle

    def counting(self: PostgresDatabase) -> None:
        settled.append(len(self._waiting))
        settle(self)

    monkeypatch.setattr(PostgresDatabase, "_settle", counting)
    with world.db.reading():
        sql = "SELECT content FROM intake_content WHERE report = %s"
        answers = [world.db.later(sql, [(f"u{place}",)]) for place in range(4)]
        assert [answer() for answer in answers] == [[[]]] * 4
    assert settled == [5, 1], "the beginning and four questions; the end"


def test_a_shared_connection_is_used_again_and_an_own_one_where_there_is_one(world: World) -> None:
    used: list[object] = []

    def work() -> None:
        with lent() as db:
            used.append(db._connection)  # type: ignore[attr-defined]

    for _ in range(3):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    close_lent()
    assert len(set(map(id, used))) == 1
    with lent() as db:
        assert db._connection is database()._connection  # type: ignore[attr-defined]


def test_a_shared_connection_that_something_went_wrong_over_is_not_used_again(world: World) -> None:
    used: list[object] = []

    def work(fails: bool) -> None:
        try:
            with lent() as db:
                used.append(db._connection)  # type: ignore[attr-defined]
                if fails:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            return

    for fails in (True, False):
        thread = threading.Thread(target=work, args=(fails,))
        thread.start()
        thread.join()
    close_lent()
    assert used[0] is not used[1]
