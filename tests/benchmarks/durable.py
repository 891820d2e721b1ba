"""A cell edit, journalled and durable, beside the bare commit of the same encrypted database.

Both files lie in one folder and have the store's pragmas; edits and bare commits take turns.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from app.domain.operations import CellEdit, ReportKey
from app.store.database import Database
from tests.benchmarks import slow_disk
from tests.benchmarks.big_form import big_form, figures
from tests.benchmarks.figures import Figure, Sizes, percentile
from tests.benchmarks.offices import KEY, PERSON, UNIT, agreed_report, book, new_office, type_in

BARE_ROWS = 1000
BARE_BYTES = 4000
WARM_UP = 20
RATIO_AT_MOST = 3.0


class BareCommit:
    """UPDATE of one row of 4 kB and COMMIT, in an encrypted file with the store's pragmas."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path, KEY)
        self._chance = random.Random(7)
        self._database.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")
        with self._database.write():
            self._database.executemany(
                "INSERT INTO plain (id, body) VALUES (?, ?)",
                [(number, self._chance.randbytes(BARE_BYTES)) for number in range(1, BARE_ROWS + 1)],
            )

    def seconds(self) -> float:
        """How long one takes."""
        row, body = self._chance.randint(1, BARE_ROWS), self._chance.randbytes(BARE_BYTES)
        execute = self._database.connection.execute
        began = time.perf_counter()
        execute("BEGIN IMMEDIATE")
        execute("UPDATE plain SET body = ? WHERE id = ?", (body, row))
        execute("COMMIT")
        return time.perf_counter() - began


def measure(sizes: Sizes, _office: Path) -> list[Figure]:
    """Saves into a report typed here, and into one agreed with central."""
    slow_ms = slow_disk.prove()
    big = big_form(sizes["rows"])
    cells = figures(big)
    with tempfile.TemporaryDirectory(prefix="durable-") as folder:
        store = new_office(Path(folder) / "office.db")
        bare = BareCommit(Path(folder) / "bare.db")
        typed, agreed = (ReportKey(UNIT, big.form.code, period) for period in ("2026-Q3", "2026-Q4"))
        type_in(store, typed, big.form, cells)
        book(store, (agreed_report(agreed, big.form, cells),))
        held = {typed: dict(cells), agreed: dict(cells)}
        addresses = sorted(cells)
        chance = random.Random(11)

        def save(key: ReportKey) -> float:
            address = chance.choice(addresses)
            old = held[key][address]
            new = str(chance.randint(1000, 9999))
            edit = CellEdit(address, old, new)
            began = time.perf_counter()
            outcome = store.save_edits(key, big.form.hash, [edit], author=PERSON)
            took = time.perf_counter() - began
            assert outcome.saved == (address,), "the store says what it saved"
            held[key][address] = new
            return took

        for _ in range(min(WARM_UP, sizes["saves"])):
            bare.seconds()
            save(typed)
            save(agreed)
        # A slow disk takes its time for each: fewer tell as much.
        rounds = min(sizes["saves"], 60) if slow_ms else sizes["saves"]
        took = [(save(typed), bare.seconds(), save(agreed), bare.seconds()) for _ in range(rounds)]
        for key, kept in held.items():
            report = store.report(key)
            assert report is not None, "the report is there"
            assert report.mine == kept, "every edit is in the store"
        store.close()
    floor = [second for one in took for second in (one[1], one[3])]
    tail = f", {slow_ms:.0f} ms injected into every fsync" if slow_ms else ""
    name = "save.slow" if slow_ms else "save"
    found = []
    for case, what, column in (
        ("typed", f"one cell saved, journalled and queued, in a report of {len(cells)} cells typed here", 0),
        ("agreed", f"one cell saved, journalled and queued, in a report of {len(cells)} cells agreed with central", 2),
    ):
        ours = [one[column] for one in took]
        for share, label in ((0.5, "p50"), (0.99, "p99")):
            found.append(
                Figure(
                    name=f"{name}.{case}.{label}",
                    what=f"{what}, {label}{tail}",
                    ours=percentile(ours, share) * 1000,
                    floor=percentile(floor, share) * 1000,
                    floor_name="the bare SQLCipher commit of a 4 kB row in the same folder, pragmas alike",
                    unit="ms",
                    ratio_at_most=RATIO_AT_MOST if label == "p50" else None,
                )
            )
    return found
