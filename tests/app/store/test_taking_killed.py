"""A process that takes in files is killed at any instant: no half file is anybody's, and the store is whole."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

from app.clock import SystemChance, SystemClock
from app.store.store import Store
from tests.app.store.office import KEY

ROOT = Path(__file__).resolve().parents[3]
KILLS = 12
TAKER = """
import sys
from hashlib import blake2b
from pathlib import Path
from app.clock import SystemChance, SystemClock
from app.store.store import Store
from tests.app.store.office import KEY

store = Store.open(Path(sys.argv[1]), KEY, clock=SystemClock(), chance=SystemChance())
seed = sys.argv[2].encode()
for count in range(10_000):
    data = blake2b(seed + str(count).encode()).digest() * 12_000
    number = store.attachments.begin(len(data))
    for start in range(0, len(data), 200_000):
        store.attachments.take(number, start, data[start : start + 200_000])
    hash_ = blake2b(data, digest_size=32).hexdigest()
    store.attachments.finish(number, hash_)
    print(hash_, flush=True)
"""


def test_every_file_said_to_be_there_is_whole_after_any_kill(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    chance = random.Random(20261126)
    said: list[str] = []
    for kill in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", TAKER, str(path), str(kill)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        first = process.stdout.readline()
        timer = threading.Timer(chance.random() * 0.2, process.send_signal, [signal.SIGKILL])
        timer.start()
        rest, errors = process.communicate(timeout=60)
        timer.join()
        assert process.returncode == -signal.SIGKILL, errors
        whole = (first + rest)[: (first + rest).rfind("\n") + 1]
        said += whole.split()
    store = Store.open(path, KEY, clock=SystemClock(), chance=SystemChance())
    found = store.attachments.files(said)
    assert len(said) > KILLS
    assert all(found[hash_].is_here for hash_ in said)
    assert all(store.attachments.arrived_here(hash_) for hash_ in said)
    unfinished = store._database.number("SELECT count(*) FROM attachment WHERE hash IS NULL")
    assert 0 < unfinished <= KILLS
    assert store.check() == []
    store.close()
