"""`sobaocao --self-test REPORT`: does this installed copy work on this computer? Every part is used for real.

Each check runs in a process of its own, so that one that crashes is a failed check and takes nothing with it. The
report is one JSON object: what was compared, and with what; `passed` only where every check did.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import sys
import tempfile
import time
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__
from app.cli.self_checks import CHECKS, Trial

if TYPE_CHECKING:
    from argparse import _SubParsersAction

CHECK_SECONDS = 120


def add_parser(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `self-test`."""
    said = "try every part of this installed copy and write a report"
    parser = subparsers.add_parser("self-test", help=said, description=said)
    parser.add_argument("report", type=Path, metavar="REPORT", help="the JSON file to write")
    parser.add_argument("--server", default="", metavar="URL", help="also exchange with the central system there")
    parser.add_argument("--code", default="", help="the one-time code for it")
    said = "leave a check out; may be repeated (window: somebody is working here, and must not lose the keyboard to it)"
    parser.add_argument("--without", action="append", default=[], metavar="CHECK", help=said)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="sobaocao-", ignore_cleanup_errors=True) as folder:
        trial = Trial(
            folder=Path(folder),
            server=arguments.server,
            code=arguments.code,
            keyring=arguments.secrets == "keyring",
        )
        left_out = _left_out(trial) | set(arguments.without)
        checks = [_checked(name, trial) for name in CHECKS if name not in left_out]
    passed = all(check["passed"] for check in checks)
    report = {
        "program": __version__,
        "system": platform.platform(),
        "frozen": _is_frozen(),
        "passed": passed,
        "left_out": sorted(left_out),
        "checks": checks,
    }
    arguments.report.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if passed else 1


def _left_out(trial: Trial) -> set[str]:
    screen = sys.platform == "win32" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    wanted = {"files": _is_frozen(), "keyring": trial.keyring, "window": screen, "exchange": bool(trial.server)}
    return {name for name, is_wanted in wanted.items() if not is_wanted}


def _is_frozen() -> bool:
    return bool(getattr(sys, "frozen", False))


def _checked(name: str, trial: Trial) -> dict[str, object]:
    """One check's outcome, from a process of its own."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(name, trial, sender))
    began = time.perf_counter()
    process.start()
    sender.close()
    try:
        found: dict[str, object] = {"passed": False, "error": f"no answer within {CHECK_SECONDS} s"}
        if receiver.poll(CHECK_SECONDS):
            found = receiver.recv()
    except EOFError:
        process.join()
        found = {"passed": False, "error": f"crashed with exit code {process.exitcode}"}
    finally:
        receiver.close()
        process.kill()
        process.join()
    return {"check": name, "seconds": round(time.perf_counter() - began, 2), **found}


def _answer(name: str, trial: Trial, sender: Connection) -> None:
    try:
        place = trial.folder / name
        place.mkdir()
        facts = CHECKS[name](trial, place)
        sender.send({"passed": True, "compared": dict(facts)})
    except BaseException as error:  # noqa: BLE001  whatever breaks is what the report is for
        told = "".join(traceback.format_exception_only(error)).strip()
        sender.send({"passed": False, "error": told, "where": traceback.format_exc(limit=-3)})
