"""The real program is killed at any moment, and reopens on the same cell with everything typed."""

from __future__ import annotations

import copy
import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import office_at
from app.domain.exchange import FormChange
from app.domain.forms.catalogue import pack_form, unpack_form
from app.domain.forms.loading import load_form
from app.domain.operations import ReportKey
from tests.app.services.test_workspace import answer, owed
from tests.app.store.office import identity
from tests.journey.typist import FAULTS

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("SOBAOCAO_KILLS", "20"))
ROWS, COLUMNS = 6, 4
FORM = unpack_form(
    pack_form(
        load_form(
            """
code: GO/1
edition: "2026"
title: Biểu để gõ
legal_basis: Mẫu thử
senders: [commune]
receivers: {commune: Tỉnh}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
tables:
  main:
    rows: ["""
            + ", ".join(f"{{code: '{number}', title: Dòng {number}}}" for number in range(1, ROWS + 1))
            + """]
    columns:
      - {number: A, title: Lĩnh vực, type: label}
"""
            + "".join(f"      - {{number: {number}, title: Cột {number}}}\n" for number in range(1, COLUMNS + 1)),
            "go.yaml",
        )
    )
)


@dataclass
class Sheet:
    """What the window must show, told by the keys alone."""

    row: int = 0
    column: int = 1
    text: str | None = None
    cells: dict[tuple[int, int], str] = field(default_factory=dict)

    def shown(self) -> dict[str, Any]:
        rows = [[self.cells.get((row, column), "") for column in range(1, COLUMNS + 1)] for row in range(ROWS)]
        return {"place": [self.row, self.column], "text": self.text, "cells": rows}

    def press(self, key: str) -> list[dict[str, Any]]:
        """The states that a key leads through, the last one to stay."""
        here, through = (self.row, self.column), []
        match key:
            case "Return" | "Up" | "Down":
                if self.text is not None:
                    self.cells[here], self.text = self.text, None
                    through = [self.shown()]
                self.row = min(max(self.row + (-1 if key == "Up" else 1), 0), ROWS - 1)
            case "Left" | "Right":
                self.column = min(self.column + (-1 if key == "Left" else 1), COLUMNS)
            case "Escape":
                self.text = None
            case "Backspace":
                self.text = (self.text or "")[:-1]
            case "F2":
                self.text = self.cells.get(here, "")
            case letter:
                self.text = (self.text or "") + letter
        return [*through, self.shown()]

    def next_key(self, chance: random.Random) -> str:
        """A key that a typist may press now."""
        if self.text is None:
            aside = "Left" if self.column > 1 else "Right"  # to the left of the figures is what the form prints
            return chance.choice([aside, "Right", "Up", "Down", "F2", *"123456789"])
        if not self.text:
            return chance.choice([*"123456789", "Escape", "Return"])
        if len(self.text) >= 3:
            return chance.choice(["Return", "Return", "Down", "Up", "Backspace", "Escape"])
        return chance.choice([*"0123456789", "x", "Return", "Down", "Backspace"])


class Killed:
    """The program, started over and over on one folder."""

    def __init__(self, folder: Path, compiled: Path, *, seed: int, fault: str = "") -> None:
        """`compiled` keeps Python's compiled modules from one start to the next, as an installation has them."""
        self.folder, self.fault = folder, fault
        self.environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(compiled)}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.chance = random.Random(seed)
        self.sheet = Sheet()
        self.may_show = [self.sheet.shown()]
        """The last state that was acknowledged, and every later one."""
        self.texts_kept = 0

    def kill(self, times: int) -> None:
        """Kill it so often, look once more, and see that kills met open editors whose text was acknowledged."""
        for _ in range(times + 1):
            self._kill_once()
        assert self.texts_kept >= max(1, times // 4)

    def _kill_once(self) -> None:
        """Start, compare with what was typed before, type on, and be killed."""
        with subprocess.Popen(
            [sys.executable, "-m", "tests.journey.typist", str(self.folder), self.fault],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            late = threading.Timer(60, process.kill)
            late.start()
            try:
                self._watch(process)
            finally:
                late.cancel()
                process.kill()

    def _watch(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        words = json.loads(process.stdout.readline() or "{}")
        assert "at" in words, process.communicate(timeout=10)[1]
        self._compare(words["at"])
        states = list(self._type(process))
        killer = threading.Timer(self.chance.uniform(0.0, 0.2), process.kill)
        killer.start()
        said, errors = process.communicate(timeout=60)
        killer.join()
        assert process.returncode == -signal.SIGKILL, errors
        self._read(said, states)

    def _compare(self, shown: dict[str, Any]) -> None:
        assert shown in self.may_show, f"{shown} is none of {json.dumps(self.may_show, ensure_ascii=False)}"
        # It goes on from what it shows, whichever of the states it was killed in.
        self.sheet = Sheet(*shown["place"], shown["text"])
        for row, line in enumerate(shown["cells"]):
            self.sheet.cells |= {(row, column): text for column, text in enumerate(line, start=1) if text}
        self.may_show = [self.sheet.shown()]

    def _type(self, process: subprocess.Popen[str]) -> Iterator[list[dict[str, Any]]]:
        assert process.stdin is not None
        for _ in range(self.chance.randint(6, 16)):
            key, wait_ms = self.sheet.next_key(self.chance), self.chance.choice([0, 0, 1, 5, 15, 40])
            yield copy.deepcopy(self.sheet.press(key))
            process.stdin.write(f"{key} {wait_ms}\n")
        process.stdin.flush()

    def _read(self, said: str, states: list[list[dict[str, Any]]]) -> None:
        kept = 0
        for line in said[: said.rfind("\n") + 1].splitlines():
            kept = json.loads(line).get("kept", kept)
        if kept:
            self.may_show = [states[kept - 1][-1]]
            self.texts_kept += states[kept - 1][-1]["text"] is not None
        self.may_show += [state for later in states[kept:] for state in later]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office that owes one report."""
    store = office_at(tmp_path, "file").open_store()
    store.enrol(identity("A", "p1"))
    key = ReportKey("xa-1", FORM.code, "2026-Q4")
    store.book(
        answer(
            FormChange(hash=FORM.hash, package=pack_form(FORM)),
            owed(key, FORM.hash, "2026-09-15", "2026-12-14", "2026-12-15"),
        )
    )
    store.close()
    return tmp_path


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compiled")


def test_every_start_shows_what_was_typed_before_the_kill(folder: Path, compiled: Path) -> None:
    Killed(folder, compiled, seed=20261126).kill(KILLS)


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_planted_fault_is_noticed(folder: Path, compiled: Path, fault: str) -> None:
    program = Killed(folder, compiled, seed=5, fault=fault)
    with pytest.raises(AssertionError):
        program.kill(2)
