"""What a feed offers, what is taken of it, and when a new program is started."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from app.domain.updates import (
    Hold,
    Offer,
    Part,
    ProgramFile,
    Release,
    Switch,
    armed,
    bytes_to_fetch,
    chosen_offer,
    deadline_holds,
    ended_well,
    failed,
    held_until,
    is_here,
    is_in_rollout,
    part_to_fetch,
    proven,
    read_offers,
    read_release,
    started,
)
from app.errors import InputError

A, B, C = "a" * 64, "b" * 64, "c" * 64
WHOLE = Part(sha256=A, bytes=100)


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def release(*files: ProgramFile, version: str = "0.2.0") -> bytes:
    return msgspec.json.encode(Release(version=version, platform="linux-x86_64", files=files))


def file(path: str, **changes: object) -> ProgramFile:
    return msgspec.structs.replace(ProgramFile(path=path, sha256=B, bytes=10, parts=(WHOLE,)), **changes)


# ------------------------------------------------------------------------------------------------------------ releases


def test_a_release_is_read_as_it_was_written() -> None:
    read = read_release(release(file("sobaocao", runs=True), file("lib/q.so.6", link="../sobaocao", parts=())))
    assert [(each.path, each.link, each.runs) for each in read.files] == [
        ("sobaocao", "", True),
        ("lib/q.so.6", "../sobaocao", False),
    ]


HARMFUL = [
    ("a path that leads out", [file("../evil")]),
    ("a path from the root", [file("/etc/passwd")]),
    ("a drive", [file("C:/Windows/x.dll")]),
    ("a backslash", [file("a\\b")]),
    ("a name that Windows shortens", [file("evil.dll.")]),
    ("no name", [file("")]),
    ("a link that leads out", [file("lib/x", link="../../x")]),
    ("a link to the root", [file("x", link="/etc/passwd")]),
    ("one place twice", [file("a.dll"), file("A.DLL")]),
    ("a file below a link", [file("lib", link="other"), file("lib/x")]),
    ("a file below a file", [file("lib"), file("LIB/x")]),
    ("nothing to make a file of", [file("a", parts=())]),
    ("only a difference", [file("a", parts=(Part(sha256=A, bytes=1, base=B),))]),
    ("a hash that is a path", [file("a", parts=(Part(sha256="../x", bytes=1),))]),
    ("a hash that is none", [file("a", sha256="B" * 64)]),
    ("more than a program can be", [file("a", bytes=1 << 31)]),
    ("less than nothing", [file("a", bytes=-1)]),
    ("no files", []),
]


@pytest.mark.parametrize("files", [case[1] for case in HARMFUL], ids=[case[0] for case in HARMFUL])
def test_a_release_that_could_not_be_laid_out_safely_is_refused(files: list[ProgramFile]) -> None:
    with pytest.raises(InputError) as caught:
        read_release(release(*files))
    assert caught.value.code == "update.release"


@pytest.mark.parametrize("data", [b"", b"[]", b'{"version":"1.0.0"}', b"\xff", b"[" * 100_000])
def test_what_is_no_release_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_release(data)
    assert caught.value.code == "update.release"


@pytest.mark.parametrize("version", ["1.0", "1.0.0-rc1", "..", "1.0.0/../..", "1.0.0\n"])
def test_a_version_is_three_numbers(version: str) -> None:
    with pytest.raises(InputError):
        read_release(release(file("a"), version=version))
    with pytest.raises(InputError):
        read_offers(msgspec.json.encode([Offer(version=version, percent=1, target="x")]))


# ------------------------------------------------------------------------------------------------------------- choosing


def offers(*versions: tuple[str, int]) -> list[Offer]:
    return [Offer(version=version, percent=percent, target=version) for version, percent in versions]


CHOICES = [
    ("nothing newer", [("0.1.0", 100)], (), None),
    ("older", [("0.0.9", 100)], (), None),
    ("newer", [("0.2.0", 100)], (), "0.2.0"),
    ("the newest, by number and not by letter", [("0.9.0", 100), ("0.10.0", 100)], (), "0.10.0"),
    ("not yet given out", [("0.2.0", 0)], (), None),
    ("the newest that is given out", [("0.3.0", 0), ("0.2.0", 100)], (), "0.2.0"),
    ("not what failed here", [("0.2.0", 100)], ("0.2.0",), None),
    ("what follows a failure", [("0.2.0", 100), ("0.2.1", 100)], ("0.2.0",), "0.2.1"),
]


@pytest.mark.parametrize(("given", "bad", "expected"), [c[1:] for c in CHOICES], ids=[c[0] for c in CHOICES])
def test_what_is_taken(given: list[tuple[str, int]], bad: tuple[str, ...], expected: str | None) -> None:
    chosen = chosen_offer(offers(*given), installed="0.1.0", seat="s", failed=bad)
    assert (chosen and chosen.version) == expected


def test_what_was_carried_here_is_for_whoever_it_was_carried_to_unless_it_was_stopped() -> None:
    given = offers(("0.2.0", 1), ("0.3.0", 0))
    chosen = chosen_offer(given, installed="0.1.0", seat=None)
    assert chosen is not None
    assert chosen.version == "0.2.0"


def test_a_percentage_reaches_so_many_installations_and_they_stay_in_when_it_grows() -> None:
    seats = [f"seat {number}" for number in range(2_000)]
    tenth = {seat for seat in seats if is_in_rollout(seat, "0.2.0", 10)}
    half = {seat for seat in seats if is_in_rollout(seat, "0.2.0", 50)}
    assert 150 < len(tenth) < 250
    assert tenth < half
    assert tenth != {seat for seat in seats if is_in_rollout(seat, "0.3.0", 10)}
    assert all(is_in_rollout(seat, "0.2.0", 100) for seat in seats)


def test_what_is_here_is_not_fetched_and_a_difference_is_taken_only_to_what_is_here() -> None:
    small = Part(sha256=C, bytes=7, base=A)
    both = file("x", parts=(WHOLE, small))
    assert part_to_fetch(both, {B}) is None
    assert part_to_fetch(both, {A}) == small
    assert part_to_fetch(both, set()) == WHOLE
    assert part_to_fetch(file("x", link="y"), set()) is None


def test_a_file_can_be_made_of_one_that_stands_before_it_and_the_same_comes_once() -> None:
    first = file("SoBaoCao.exe", sha256=B, parts=(Part(sha256=A, bytes=500),))
    second = file("sobaocao-cli.exe", sha256=C, parts=(Part(sha256=A, bytes=500), Part(sha256=C, bytes=9, base=B)))
    again = file("copy.exe", sha256=B, parts=(Part(sha256=A, bytes=500),))
    whole = msgspec.json.decode(release(first, second, again), type=Release)
    assert bytes_to_fetch(whole, set()) == 509


# ------------------------------------------------------------------------------------------------------------ deadlines


def test_the_48_hours_before_a_deadline_are_kept_free_by_official_time() -> None:
    assert deadline_holds([date(2026, 12, 15)]) == (
        Hold(seconds("2026-12-13T17:00:00"), seconds("2026-12-15T17:00:00")),
    )


HOLD = deadline_holds([date(2026, 12, 15)])
MOMENTS = [
    ("just before", "2026-12-13T16:59:59", None),
    ("its first second", "2026-12-13T17:00:00", "2026-12-15T17:00:00"),
    ("its last second", "2026-12-15T16:59:59", "2026-12-15T17:00:00"),
    ("just after", "2026-12-15T17:00:00", None),
]


@pytest.mark.parametrize(("now", "until"), [case[1:] for case in MOMENTS], ids=[case[0] for case in MOMENTS])
def test_when_a_new_program_may_start(now: str, until: str | None) -> None:
    assert held_until(Switch(holds=HOLD), seconds(now)) == (until and seconds(until))


def test_deadlines_that_follow_each_other_are_one_hold() -> None:
    switch = Switch(holds=deadline_holds([date(2026, 12, 17), date(2026, 12, 15), date(2026, 12, 16)]))
    assert held_until(switch, seconds("2026-12-14T00:00:00")) == seconds("2026-12-17T17:00:00")


def test_what_the_person_put_off_waits_and_a_deadline_after_it_too() -> None:
    switch = Switch(deferred_until=seconds("2026-12-14T00:00:00"))
    assert held_until(switch, seconds("2026-12-10T00:00:00")) == seconds("2026-12-14T00:00:00")
    both = Switch(deferred_until=seconds("2026-12-14T00:00:00"), holds=HOLD)
    assert held_until(both, seconds("2026-12-10T00:00:00")) == seconds("2026-12-15T17:00:00")


# ---------------------------------------------------------------------------------------------------------- switching

NOW = seconds("2026-12-01T01:00:00")
WAITS = Switch(current="0.2.0", next="0.3.0")


def test_a_new_program_is_tried_by_the_window_alone() -> None:
    assert started(WAITS, NOW, window=True) == ("0.3.0", Switch(current="0.2.0", next="0.3.0", tries=1))
    assert started(WAITS, NOW, window=False) == ("0.2.0", WAITS)


def test_within_a_hold_the_one_that_runs_is_started() -> None:
    switch = msgspec.structs.replace(WAITS, holds=(Hold(NOW - 1, NOW + 1),))
    assert started(switch, NOW, window=True) == ("0.2.0", switch)
    assert started(switch, NOW + 1, window=True)[0] == "0.3.0"


def test_a_program_that_came_up_is_the_one_that_runs() -> None:
    tried = started(WAITS, NOW, window=True)[1]
    assert proven(tried, "0.3.0", NOW) == Switch(current="0.3.0", since=NOW)
    assert proven(tried, "0.2.0", NOW) == tried


@pytest.mark.parametrize(
    ("version", "expected"), [("0.1.0", True), ("0.2.0", True), ("0.3.0", True), ("0.3.1", False), ("0.10.0", False)]
)
def test_what_runs_or_waits_is_not_brought_again(version: str, expected: bool) -> None:
    assert is_here(WAITS, version) is expected
    assert not is_here(Switch(), version)


def test_first_starts_that_come_to_nothing_are_counted_and_those_that_end_well_are_not() -> None:
    switch = WAITS
    for _ in range(10):
        version, switch = started(switch, NOW, window=True)
        assert version == "0.3.0"
        switch = ended_well(switch)
    for _ in range(3):
        version, switch = started(switch, NOW, window=True)
        assert version == "0.3.0"
    version, switch = started(switch, NOW, window=True)
    assert version == "0.2.0"
    assert switch == Switch(current="0.2.0", failed={"0.3.0": "update.first_start"})


def test_a_failure_of_another_version_leaves_the_waiting_one() -> None:
    assert failed(WAITS, "0.4.0", "update.self_test").next == "0.3.0"


def test_a_version_that_is_wanted_once_more_counts_as_new() -> None:
    switch = Switch(failed={"0.2.0": "update.self_test", "0.1.9": "update.self_test"})
    assert armed(switch, "0.2.0") == Switch(next="0.2.0", failed={"0.1.9": "update.self_test"})
