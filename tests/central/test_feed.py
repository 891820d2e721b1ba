"""The feed: pages, cursors, echoes, digests, scopes; and concurrent writers that end out of order."""

from __future__ import annotations

import threading

import psycopg
import pytest

from app.domain import signing
from app.domain.exchange import EMPTY_DIGEST as EMPTY
from app.domain.exchange import (
    DeviceChange,
    FormChange,
    ObligationChange,
    PersonChange,
    ReportChange,
    ReportEcho,
    UnitChange,
    View,
    add_to_digest,
    digest_term,
)
from app.domain.operations import Kind, parse_report_key
from central.intake import telling
from central.intake.feed import START, Cursor, Reading, parse_reading
from central.registry.enrolment import revoke
from central.registry.known import raise_version
from tests.central.office import DEADLINE, ROW, World, codes


def test_an_offices_computers_are_told_of_each_other_and_of_a_revocation(world: World) -> None:
    one, other, stranger = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình"), world.computer("01279")
    one.exchange()
    revoke(world.db, other.id, world.central.now())
    told = [each for each in one.exchange().changes if isinstance(each, DeviceChange) and each.device == other.id]
    assert told == [
        DeviceChange(
            device=other.id,
            unit="u1",
            name="PC",
            person=other.person,
            public_key=signing.public_key(other.private),
            revoked=True,
        )
    ]
    known = {change.device for change in stranger.exchange().changes if isinstance(change, DeviceChange)}
    assert known == {stranger.id}


def test_a_new_computer_is_told_forms_units_people_computers_and_obligations(world: World) -> None:
    answer = world.computer("01273").exchange()
    told = {type(change) for change in answer.changes}
    assert told == {FormChange, UnitChange, PersonChange, DeviceChange, ObligationChange}
    units = {change.unit: change for change in answer.changes if isinstance(change, UnitChange)}
    assert {unit: (change.name, change.level, change.parent) for unit, change in units.items()} == {
        "u1": ("Phường Thục Phán", "commune", "04"),
        "04": ("Tỉnh Cao Bằng", "province", ""),
    }
    (owed,) = [change for change in answer.changes if isinstance(change, ObligationChange)]
    assert owed == ObligationChange(
        report=parse_report_key("u1|T.01|2026-Q4|"),
        form=world.form.hash,
        receiver="04",
        window_start="2026-09-15",
        window_end="2026-12-14",
        deadline=DEADLINE,
        withdrawn=False,
    )
    (person,) = [change for change in answer.changes if isinstance(change, PersonChange)]
    assert (person.name, person.unit, person.role, person.active) == ("Nông Thị Lan", "u1", "clerk", True)


def test_the_receiving_office_is_told_of_every_unit_below_and_what_each_owes(world: World) -> None:
    answer = world.computer("04").exchange()
    assert {change.unit for change in answer.changes if isinstance(change, UnitChange)} == {"04", "u1", "u2"}
    owed = [change.report.unit for change in answer.changes if isinstance(change, ObligationChange)]
    assert sorted(owed) == ["u1", "u2"]


def test_nothing_new_is_an_empty_page_at_the_same_cursor_with_the_digest(world: World) -> None:
    a = world.computer("01273")
    first = a.exchange()
    again = a.exchange()
    assert (again.changes, again.cursor, again.more) == ((), first.cursor, False)
    assert again.digest == EMPTY
    assert again.results == ()
    assert again.results_signature == ""


def test_pages_follow_one_another_and_the_digest_waits_for_the_last(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    for quarter in range(1, 5):
        a.edit(ROW, report=a.report(f"2025-Q{quarter}"))
    a.exchange()
    told = []
    while True:
        answer = b.exchange(limit=2)
        told += answer.changes
        assert len(answer.changes) <= 2
        assert (answer.digest is None) is answer.more
        if not answer.more:
            break
    assert len(b.copies) == 4
    assert len([change for change in told if isinstance(change, FormChange)]) == 1
    assert answer.digest == a.exchange().digest


def test_a_page_of_large_reports_is_cut_by_size_and_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    for year in range(2010, 2020):
        a.edit({"@text/summary/body": "x" * 1000}, report=a.report(f"{year}-Q1"))
    a.exchange()
    monkeypatch.setattr(telling, "PAGE_BYTES", 3500)
    sizes = []
    while True:
        answer = b.exchange()
        sizes.append(len([change for change in answer.changes if isinstance(change, ReportChange)]))
        if not answer.more:
            break
    # Fewer than eight are never weighed.
    assert sizes == [3, 7]
    assert answer.digest == a.exchange().digest


def test_the_digest_is_the_sum_over_the_copies_an_office_holds(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    a.edit(ROW, report=a.report("2025-Q1"))
    a.edit({"main/a/c4": "1.5"})
    a.exchange()
    answer = b.exchange()
    from app.domain.canonical import content_hash

    digest = EMPTY
    for (key, _), change in b.copies.items():
        digest = add_to_digest(
            digest, added=digest_term(key, change.rev, content_hash(change.form, change.cells)), count=1
        )
    assert answer.digest == digest


def test_what_the_askers_own_results_made_of_what_it_had_comes_back_as_an_echo(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    answer = a.exchange()
    assert [change for change in answer.changes if isinstance(change, ReportEcho)] == [
        ReportEcho(report=a.report(), rev=1)
    ]
    a.edit({"main/a/c4": "1.5"})
    a.act(Kind.SEAL, ROW | {"main/a/c4": "1.5"})
    assert a.exchange().changes == (ReportEcho(report=a.report(), rev=3),)


def test_what_the_receiving_office_does_comes_back_whole_for_it_has_no_draft_of_its_own(world: World) -> None:
    a, p = world.computer("01273"), world.computer("04", "Lý Thị Hoa", "consolidator")
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    a.act(Kind.SUBMIT, ROW)
    a.exchange()
    p.exchange()
    p.act(Kind.RECEIVE, ROW, report=a.report())
    (change,) = p.exchange().changes
    assert isinstance(change, ReportChange)
    assert (change.view, change.rev) == (View.UPWARD, 4)


def test_another_computers_part_in_the_newest_revision_brings_the_whole_report(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    a.exchange()
    b.exchange()
    b.edit({"main/a/c4": "1.5"})
    b.exchange()
    a.edit({"main/a/c2": "1"}, ROW)
    (change,) = a.exchange().changes
    assert isinstance(change, ReportChange)
    assert change.cells == ROW | {"main/a/c4": "1.5", "main/a/c2": "1"}


def test_a_report_that_moved_on_between_two_pages_brings_what_others_wrote_in_it_before(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    a.exchange()
    b.edit(ROW, report=b.report("2026-Q3"))
    b.edit({"main/a/c4": "1.5"})
    answers = [b.exchange(limit=1)]
    while answers[-1].more:
        answers.append(b.exchange(limit=1))
    (change,) = answers[-1].changes
    assert isinstance(change, ReportChange)
    assert change.cells == ROW | {"main/a/c4": "1.5"}


def test_after_a_lost_reply_what_only_known_results_made_is_still_an_echo_and_else_whole(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.ask(a.request([a.chain()]))
    again = a.ask(a.request())
    assert ReportEcho(report=a.report(), rev=1) in again.changes
    # Results booked, page lost, and everything pulled anew from the start: the copy may be another one.
    a.known, a.central_epoch = 1, world.central.epoch
    told = [change for change in a.ask(a.request()).changes if isinstance(change, ReportChange | ReportEcho)]
    assert [type(change) for change in told] == [ReportChange]


def test_a_computer_that_begins_a_new_epoch_gets_its_own_old_work_whole(world: World) -> None:
    a = world.computer("01273")
    a.exchange()
    before = a.cursor
    a.edit(ROW)
    a.exchange()
    # The store is put back to before the edit: it knows neither the number nor the report.
    a.epoch, a.follows, a.known, a.cursor = "00000000000000e2", (a.epoch, 1), 0, before
    a.sent.clear()
    a.hashes.clear()
    told = [change for change in a.exchange().changes if isinstance(change, ReportChange | ReportEcho)]
    assert [type(change) for change in told] == [ReportChange]


def test_a_cursor_of_another_central_epoch_or_of_nobody_starts_again(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    whole = len(a.exchange().changes)
    a.central_epoch = "another"
    answer = a.ask(a.request())
    assert len(answer.changes) == whole
    assert [type(change) for change in answer.changes if isinstance(change, ReportChange | ReportEcho)] == [
        ReportChange
    ]
    a.central_epoch, a.cursor = world.central.epoch, "nonsense"
    assert len(a.ask(a.request()).changes) == whole


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("", Reading(START, START)),
        ("0.5", Reading(Cursor(0, 5), Cursor(0, 5))),
        ("17.3", Reading(Cursor(17, 3), Cursor(17, 3))),
        ("17.3~16.2~0", Reading(Cursor(17, 3), Cursor(16, 2))),
        ("17.3~~5", Reading(Cursor(17, 3), START, 5)),
        ("17.3~16.2", None),
        ("17.3~16~0", None),
        ("17.3~16.2~x", None),
        ("17.3~16.2~0~0", None),
        ("-1.3", None),
        ("1", None),
        ("1.2.3", None),
        ("a.b", None),
        ("1." + "9" * 19, None),
        ("٣.٤", None),
    ],
)
def test_cursors_are_read_strictly_and_written_as_they_are_read(text: str, reading: Reading | None) -> None:
    assert parse_reading(text) == reading
    assert reading is None or str(reading) == text


def test_fetched_reports_come_whole_whatever_the_cursor_and_only_from_the_scope(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01279")
    a.edit(ROW)
    a.exchange()
    b.edit(ROW)
    b.exchange()
    answer = a.exchange(fetch=[a.report(), b.report()])
    (change,) = answer.changes
    assert isinstance(change, ReportChange)
    assert (change.report, change.rev) == (a.report(), 1)


def test_pairs_name_everything_in_scope(world: World) -> None:
    a, p = world.computer("01273"), world.computer("04")
    a.edit(ROW)
    a.edit(ROW, report=a.report("2025-Q1"))
    a.act(Kind.SEAL, ROW)
    a.act(Kind.SUBMIT, ROW)
    a.exchange()
    assert a.exchange().pairs is None
    pairs = a.exchange(pairs=True).pairs
    assert pairs is not None
    assert [(pair.report.period, pair.view, pair.rev) for pair in pairs] == [
        ("2025-Q1", View.INNER, 1),
        ("2026-Q4", View.INNER, 3),
    ]
    pairs = p.exchange(pairs=True).pairs
    assert pairs is not None
    assert [(pair.report.period, pair.view, pair.rev) for pair in pairs] == [("2026-Q4", View.UPWARD, 3)]


def test_a_scope_that_grew_brings_the_pairs_and_the_reports_older_than_the_cursor(world: World) -> None:
    b, a = world.computer("01279"), world.computer("01273")
    b.edit(ROW)
    b.exchange()
    a.edit(ROW)
    before = a.exchange()
    world.db.run(
        'INSERT INTO registry_lineage (old_id, new_id, kind, "on", is_split, is_main) VALUES (%s, %s, %s, %s, %s, %s)',
        "u2",
        "u1",
        "merge",
        "2026-11-01",
        False,
        True,
    )
    raise_version(world.db)
    answer = a.exchange()
    assert answer.scope != before.scope
    assert answer.changes == ()
    assert answer.pairs is not None
    assert [pair.report for pair in answer.pairs] == [a.report(), b.report()]
    (change,) = a.exchange(fetch=[b.report()]).changes
    assert isinstance(change, ReportChange)
    assert change.cells == ROW
    assert a.exchange().pairs is None


def held_open(url: str, ready: threading.Event, go: threading.Event) -> None:
    """An older transaction that publishes a row and stays open until it is told to end."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO intake_feed (province, scope, kind, item, home, xid, position)"
            " VALUES ('04', 'reg:u1', 'unit', 'u2', '04', pg_current_xact_id()::text::bigint,"
            " nextval('intake_feed_seq'))"
        )
        ready.set()
        assert go.wait(30)


def test_a_row_that_commits_late_is_never_skipped(world: World) -> None:
    if world.db.vendor != "postgresql":
        pytest.skip("one writer at a time: nothing commits late")
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    b.exchange()
    resting = b.exchange()
    ready, go = threading.Event(), threading.Event()
    other = threading.Thread(target=held_open, args=(world.address[1], ready, go))
    other.start()
    try:
        assert ready.wait(30)
        a.edit(ROW)
        answer = a.exchange()
        # The result is there at once; the row waits for the older transaction, and so does the digest.
        assert codes(answer) == ["applied"]
        assert answer.digest is None
        assert not answer.more
        assert [change for change in answer.changes if isinstance(change, ReportEcho)] == []
        during = b.exchange()
        assert (during.changes, during.cursor, during.digest) == ((), resting.cursor, None)
    finally:
        go.set()
        other.join(30)
    after = b.exchange()
    assert {type(change) for change in after.changes} == {ReportChange, UnitChange}
    assert after.digest is not None
    assert a.exchange().digest == after.digest


def test_writers_of_many_offices_at_once_lose_nothing_and_every_reader_sees_all(world: World) -> None:
    from django.db import connections

    if world.db.vendor != "postgresql":
        pytest.skip("one writer at a time")
    computers = [world.computer(code, name) for code in ("01273", "01279") for name in ("Lan", "Bình")]
    failures: list[Exception] = []

    def work(number: int) -> None:
        from central.databases import database

        computer = computers[number]
        computer.world = World(
            central=world.central, db=database(), clock=world.clock, form=world.form, address=world.address
        )
        try:
            for turn in range(15):
                computer.edit({f"main/k{number}x{turn}/@row": "V;;"})
                assert codes(computer.exchange()) == ["applied"]
        except Exception as exc:  # noqa: BLE001 # a thread's failure is the test's
            failures.append(exc)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    for computer in computers:
        computer.world = world
    for first, second in ((0, 1), (2, 3)):
        answers = [computers[first].exchange(), computers[second].exchange()]
        assert answers[0].digest == answers[1].digest
        assert answers[0].digest is not None
        reader = world.computer("01273" if first == 0 else "01279", "Người đọc")
        reader.exchange()
        (copy,) = reader.copies.values()
        assert len(copy.cells) == 30
        assert copy.rev == 30
