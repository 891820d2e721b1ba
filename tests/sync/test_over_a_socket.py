"""The runner against a central that is its own process: it goes away, comes back, and is noticed."""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.clock import SystemChance, SystemClock
from app.domain import signing
from app.domain.exchange_state import CycleOutcome
from app.domain.operations import CellEdit
from app.services.enrolment import enrol, open_store
from app.store.keys import DEVICE_KEY, DEVICE_TOKEN
from sync.engine import Engine
from sync.events import CycleEnded, StateChanged
from sync.runner import Runner
from sync.state import SyncState
from sync.transport import HttpTransport
from tests.sync.fakes import MemorySecrets

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0

pytestmark = pytest.mark.enable_socket


class ServedCentral:
    """`sobaocao-central serve` in its own process."""

    def __init__(self, data: Path) -> None:
        self._data = data
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[str] | None = None

    def say(self, verb: str, *arguments: str) -> str:
        """Runs a verb to its end; what it printed."""
        command = [sys.executable, "-m", "central.cli", verb, "--data", str(self._data), *arguments]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120).stdout

    def start(self) -> None:
        """Serves, and returns when it answers."""
        command = [sys.executable, "-m", "central.cli", "serve", "--data", str(self._data), "--port", str(self._port)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("ready"):
                return
        raise AssertionError("central did not start")

    def stop(self) -> None:
        """Ends the process; the port is closed when this returns."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait(30)
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None


@pytest.fixture
def central(tmp_path):
    served = ServedCentral(tmp_path / "central")
    served.say("load-units", "--province", "04")
    served.say("load-forms")
    served.say("oblige", "--form", "II.06a/VPCP/KSTT", "--period", "2026-Q4", "--province", "04", "--unit", "01273")
    yield served
    served.stop()


def test_central_goes_away_and_comes_back_and_what_was_typed_meanwhile_arrives_by_itself(central, tmp_path):
    clock, chance, secrets = SystemClock(), SystemChance(), MemorySecrets()
    code = json.loads(central.say("enrol", "--json", "--unit", "01273", "--person", "Nông Thị Lan"))["code"]
    central.start()
    with open_store_closing(tmp_path / "office", secrets, clock, chance) as store:
        road = HttpTransport(central.url, "", clock=clock)
        me = enrol(store, central.url, code, "PC", secrets, road)
        road.close()

        @contextmanager
        def engine():
            own = open_store(tmp_path / "office", secrets, clock=clock, chance=chance)
            way = HttpTransport(central.url, secrets.get(DEVICE_TOKEN), clock=clock)
            try:
                yield Engine(
                    own,
                    way,
                    sign=lambda statement: signing.sign(secrets.get(DEVICE_KEY), statement),
                    central_key=own.identity().central_key,
                    clock=clock,
                    chance=chance,
                    listener=events.put,
                )
            finally:
                way.close()
                own.close()

        events: queue.Queue[object] = queue.Queue()
        runner = Runner(engine, clock=clock, chance=chance, listener=events.put)
        runner.start()
        try:
            first = until(events, lambda event: isinstance(event, CycleEnded))
            assert first.record.outcome is CycleOutcome.DONE
            owed = store.obligations(unit=me.unit)[0]

            runner.wake()
            nothing = until(events, lambda event: isinstance(event, CycleEnded)).record
            assert nothing.requests == 1
            assert nothing.bytes_up + nothing.bytes_down <= 600

            central.stop()
            edits = [CellEdit("main/dat_dai/@row", None, "V;A;"), CellEdit("main/dat_dai/c2", None, "Đất đai")]
            store.save_edits(owed.report, owed.form, edits, author=me.id)
            runner.wake()
            away = until(events, lambda event: isinstance(event, StateChanged) and event.state is SyncState.WAITING)
            assert away.code == "sync.unreachable"
            assert away.retry_in_s <= 2.0

            central.start()
            back = until(
                events, lambda event: isinstance(event, CycleEnded) and event.record.outcome is CycleOutcome.DONE
            )
            assert back.record.sent == 1
        finally:
            assert runner.stop(PATIENCE_S)
        facts = store.light_facts()
        assert (facts.theirs == facts.ours, facts.waiting, facts.in_flight) == (True, 0, 0)
        assert store.report(owed.report).base_rev == 1


def until(events: queue.Queue[object], wanted):
    """The next event that is wanted."""
    while True:
        event = events.get(timeout=PATIENCE_S)
        if wanted(event):
            return event


@contextmanager
def open_store_closing(folder: Path, secrets: MemorySecrets, clock, chance):
    """The office's store, closed at the end."""
    store = open_store(folder, secrets, clock=clock, chance=chance)
    try:
        yield store
    finally:
        store.close()
