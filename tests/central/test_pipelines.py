"""What goes to PostgreSQL goes at once, comes back as it went, and leaves a connection that works."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import psycopg
import pytest

from app.domain.operations import Kind
from central.databases import database
from central.pipelines import Array, Pipeline, Statement, prepared
from tests.central.office import ROW, World

WHOLE_TABLE = re.compile(r"Seq Scan on intake_(?!feed_seq)")
"""The sequence is one row."""


pytestmark = pytest.mark.parametrize("world_apart", ["postgresql"], indirect=True)


@pytest.fixture
def connection(world_apart: World) -> Iterator[psycopg.Connection]:
    """A connection of its own to a central whose schema the test may spoil."""
    with psycopg.connect(world_apart.address[1], autocommit=True) as made:
        yield made


def asked(sql: str, *values: str | int | bool | bytes | Array | None) -> Statement:
    return Statement(sql.encode(), values, asks=True)


def told(connection: psycopg.Connection, *statements: Statement) -> list[object]:
    Pipeline(connection).run(statements)
    return [statement.answer for statement in statements]


def test_values_of_every_type_come_back_as_they_went(connection: psycopg.Connection) -> None:
    sql = "SELECT $1::text, $2::bigint, $3::boolean, $4::bytea, $5::text"
    assert told(connection, asked(sql, "Nậm Pồ", -(2**62), True, b"\0\\x", None)) == [
        [("Nậm Pồ", -(2**62), True, b"\0\\x", None)]
    ]


COLUMNS = [
    ("texts, a blank, a member of an enumeration", "text", ["a", None, Kind.SEAL, "ệ" * 300, ""]),
    ("whole numbers", "bigint", [0, -1, 2**62, None]),
    ("bytes", "bytea", [b"", b"\0\xff", None, b"x" * 70_000]),
    ("truths", "boolean", [True, None, False]),
    ("nothing but blanks", "text", [None, None]),
]


@pytest.mark.parametrize(("name", "column"), [each[1:] for each in COLUMNS], ids=[each[0] for each in COLUMNS])
def test_a_column_is_read_as_an_array(connection: psycopg.Connection, name: str, column: list[str | None]) -> None:
    array = Array(column)
    assert array.name == name
    assert told(connection, asked(f"SELECT * FROM unnest($1::{name}[])", array)) == [[(value,) for value in column]]


def test_several_are_answered_in_one_go_each_what_it_asked(connection: psycopg.Connection) -> None:
    assert told(
        connection,
        asked("SELECT $1::bigint", 1),
        Statement(b"CREATE TEMPORARY TABLE t (n bigint)", (), asks=False),
        Statement(b"INSERT INTO t VALUES ($1)", (7,), asks=False),
        asked("SELECT n FROM t"),
        asked("SELECT $1::bigint", 2),
    ) == [[(1,)], None, None, [(7,)], [(2,)]]


def test_what_is_larger_than_any_buffer_goes_both_ways_at_once(connection: psycopg.Connection) -> None:
    large = b"x" * 3_000_000
    answers = told(connection, *(asked("SELECT $1::bytea, $2::bigint", large, place) for place in range(6)))
    assert answers == [[(large, place)] for place in range(6)]


def test_the_first_error_is_told_and_the_connection_goes_on(connection: psycopg.Connection) -> None:
    pipeline = Pipeline(connection)
    with pytest.raises(psycopg.errors.DivisionByZero):
        pipeline.run([asked("SELECT 1"), asked("SELECT 1 / $1::bigint", 0), asked("SELECT 2 FROM nowhere")])
    assert told(connection, asked("SELECT 1 / $1::bigint", 1), asked("SELECT 1")) == [[(1,)], [(1,)]]


def test_what_could_not_be_prepared_is_prepared_once_it_can_be(connection: psycopg.Connection) -> None:
    later = asked("SELECT n FROM later")
    with pytest.raises(psycopg.errors.UndefinedTable):
        Pipeline(connection).run([later])
    connection.execute("CREATE TABLE later (n bigint)")
    assert told(connection, later) == [[]]


def test_each_statement_is_prepared_once(connection: psycopg.Connection) -> None:
    for number in range(5):
        assert told(connection, asked("SELECT $1::bigint AS once", number)) == [[(number,)]]
    assert told(connection, asked("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%AS once'")) == [
        [(1,)]
    ]


def test_a_lost_connection_is_an_error_of_the_world(connection: psycopg.Connection, world_apart: World) -> None:
    with psycopg.connect(world_apart.address[1], autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        Pipeline(connection).run([asked("SELECT 1")])


def test_an_answer_that_cannot_be_read_leaves_nothing_behind_for_the_next(connection: psycopg.Connection) -> None:
    with pytest.raises(psycopg.DataError):
        Pipeline(connection).run([asked("SELECT '10000-01-01'::date"), asked("SELECT 2")])
    assert connection.closed


def test_an_exchange_takes_six_round_trips(world_apart: World, monkeypatch: pytest.MonkeyPatch) -> None:
    a = world_apart.computer("01273")
    a.edit(ROW)
    a.exchange()
    a.act(Kind.SEAL, ROW)
    taken: list[int] = []
    run = Pipeline.run

    def counting(self: Pipeline, statements: Sequence[Statement]) -> None:
        taken.append(len(statements))
        run(self, statements)

    monkeypatch.setattr(Pipeline, "run", counting)
    a.exchange()
    assert taken == [1, 9, 8, 7, 1, 1], "who asks, what is there, what is written, the picture, what changed, its end"


def test_an_exchange_reads_no_table_from_end_to_end(world_apart: World) -> None:
    a = world_apart.computer("01273")
    a.edit(ROW)
    a.exchange()
    a.edit({"main/a/c1": "6"}, ROW)
    a.exchange()
    connection = database()._connection  # type: ignore[attr-defined]
    plans = {
        sql: "\n".join(line for (line,) in connection.execute(b"EXPLAIN (GENERIC_PLAN) " + sql).fetchall())
        for sql in prepared(connection)
        if sql.startswith((b"SELECT", b"INSERT"))
    }
    assert len(plans) > 10
    assert [plan for plan in plans.values() if WHOLE_TABLE.search(plan)] == []
    results = next(plan for sql, plan in plans.items() if b"FROM intake_operation" in sql and b"seq >" in sql)
    assert "Index Scan using intake_operation_pkey" in results, "not by report: that would read a whole province"
