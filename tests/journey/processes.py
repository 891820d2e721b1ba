"""The demo's processes: central, and the computers of the offices, each with a folder of its own."""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

BIN = Path(sys.executable).parent


class JourneyError(Exception):
    """A check of the demo did not hold."""


def command(name: str, *arguments: str | Path, timeout_s: float = 120) -> str:
    """Run one of our two programs to its end; what it printed. Raises JourneyError when it fails."""
    done = subprocess.run(
        [str(BIN / name), *(str(argument) for argument in arguments)],
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
    if done.returncode:
        raise JourneyError(f"{name} {' '.join(map(str, arguments))} → {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Central:
    """The central system as a process of its own; stopping it is what "unreachable" means here."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        self.port = port or free_port()
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where the offices reach it."""
        return f"http://127.0.0.1:{self.port}"

    def manage(self, verb: str, *arguments: str) -> str:
        """Run one of its administration commands; what it printed."""
        return command("sobaocao-central", verb, "--data", self.folder, *arguments)

    def start(self, timeout_s: float = 60) -> None:
        """Start it and wait until it listens."""
        log = (self.folder / "central.log").open("a")
        self._process = subprocess.Popen(
            [str(BIN / "sobaocao-central"), "serve", "--data", str(self.folder), "--port", str(self.port)],
            stdout=log,
            stderr=log,
            text=True,
            start_new_session=True,
        )
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise JourneyError("central did not start:\n" + (self.folder / "central.log").read_text()[-2000:])

    def stop(self) -> None:
        """Stop it, whole process group, and wait until it is gone."""
        if self._process is None:
            return
        for patience_s, kind in ((10, signal.SIGTERM), (5, signal.SIGKILL)):
            try:
                os.killpg(self._process.pid, kind)
                self._process.wait(patience_s)
                break
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self._process = None


class Computer:
    """An office's computer: the real program in a process of its own.

    It is told what its user does and answers what it shows then.
    """

    def __init__(self, name: str, folder: Path, shots: Path, *, headless: bool) -> None:
        self.name, self.folder = name, folder
        self._shots, self._headless = shots, headless
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str | None] = queue.Queue()

    def program(self, *arguments: str) -> str:
        """Run the program's command line on this computer's folder; what it printed."""
        return command("sobaocao", "--data", self.folder, "--secrets", "file", *arguments)

    def run_window(self) -> int:
        """Run the program until its user closes it; the exit code."""
        line = [BIN / "sobaocao", "--data", self.folder, "--secrets", "file"]
        return subprocess.run([str(part) for part in line], check=False).returncode

    def open_window(self) -> None:
        """Start the program with its window."""
        environment = dict(os.environ)
        if self._headless:
            environment["QT_QPA_PLATFORM"] = "offscreen"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journey.computer", str(self.folder), str(self._shots)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(self.folder / "window.log").open("a"),
            text=True,
            env=environment,
        )
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._answers.put(line)
        self._answers.put(None)

    def ask(self, act: str, *, timeout_s: float = 60, **arguments: Any) -> dict[str, Any]:
        """Have the user do something; what the window shows then. Raises JourneyError when it cannot be done."""
        assert self._process is not None, "the window is not open"
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"act": act, **arguments}) + "\n")
            self._process.stdin.flush()
            line = self._answers.get(timeout=timeout_s)
        except (BrokenPipeError, queue.Empty):
            line = None
        if line is None:
            raise JourneyError(f"{self.name}: no answer to {act}\n" + (self.folder / "window.log").read_text()[-3000:])
        answer: dict[str, Any] = json.loads(line)
        if "failed" in answer:
            raise JourneyError(f"{self.name}: {act}: {answer['failed']}")
        return answer

    def close_window(self) -> None:
        """Close the program as its user would."""
        if self._process is None:
            return
        try:
            self.ask("quit", timeout_s=15)
            self._process.wait(15)
        except (JourneyError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        self._process = None

    def wait(self) -> int:
        """Wait until its user closes the window; the exit code."""
        assert self._process is not None
        return self._process.wait()


def checked(condition: object, sentence: str) -> None:
    """Raise JourneyError with `sentence` unless the condition holds."""
    if not condition:
        raise JourneyError(sentence)


def as_json(text: str) -> Any:
    """The JSON value a command printed. Raises JourneyError when it is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as exc:
        raise JourneyError(f"not JSON: {text[:500]}") from exc
