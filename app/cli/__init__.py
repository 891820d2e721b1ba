"""`sobaocao`: the program's commands. Each lives in a module of its own, imported only when it is asked for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Protocol, TextIO

from app.errors import AppError
from app.messages import LANGUAGES, explain, unsaid

COMMANDS = (
    ("gui", "app.cli.gui"),
    ("forms", "app.cli.forms"),
    ("wire", "app.cli.wire"),
    ("bundle", "app.cli.bundle"),
    ("enrol", "app.cli.office"),
    ("sync", "app.cli.office"),
    ("status", "app.cli.office"),
    ("reports", "app.cli.office"),
    ("doctor", "app.cli.office"),
    ("recover", "app.cli.office"),
    ("update", "app.cli.update"),
    ("self-test", "app.cli.self_test"),
)
"""Name and module; a module offers `add_parser(subparsers)`, whose parser sets `run`."""

ALSO = {"--self-test": "self-test"}
"""How a command may be spelled besides."""


VALUED = frozenset({"--lang", "--data", "--secrets"})
"""What stands behind one of these is no command, whatever it is called."""


class Run(Protocol):
    """What a command's parser sets as `run`."""

    def __call__(self, arguments: argparse.Namespace) -> int:
        """Do the command; the exit code."""
        ...


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line (without the program's name) and return its exit code: 0 done, 1 refused, 2 misused."""
    # Without a console, as the launcher of the window on Windows is, there are none: what is said is said to nobody.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        # Why: a Windows console's own code page knows no Vietnamese.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = [ALSO.get(word, word) for word in (sys.argv[1:] if argv is None else argv)]
    if wants_window(given) and _wanted(given) is None:
        given.append("gui")
    parser = argparse.ArgumentParser(prog="sobaocao", description="Sổ Báo Cáo")
    parser.add_argument("--lang", choices=LANGUAGES, default="vi", help="language of messages (vi)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the office's data folder")
    parser.add_argument(
        "--secrets", choices=("keyring", "file"), default="keyring", help="where keys are kept (file: trials only)"
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND")
    wanted = _wanted(given)
    for name, module in COMMANDS:
        if wanted in (name, None):
            import_module(module).add_parser(subparsers)
    arguments = parser.parse_args(given)
    run: Run = arguments.run
    try:
        return run(arguments)
    except AppError as error:
        left = ", ".join(f"{name}={value}" for name, value in sorted(unsaid(error.code, error.params).items()))
        said = f"{error.code}: {explain(error, language=arguments.lang)}"
        sys.stderr.write(f"{said} ({left})\n" if left else f"{said}\n")
        return 1
    except BrokenPipeError:
        # Whoever read our output (`| head`) has seen enough; nothing is left to flush into.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def wants_window(argv: Sequence[str]) -> bool:
    """Whether a command line, without the program's name, asks for the window."""
    return not {"-h", "--help"} & set(argv) and _wanted(argv) in (None, "gui")


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")


def _wanted(argv: Sequence[str]) -> str | None:
    """The command named on the line, so that only its module is imported; None to import all (help)."""
    names = {name for name, _ in COMMANDS} | ALSO.keys()
    before = ("", *argv)
    words = (word for word, left in zip(argv, before, strict=False) if left not in VALUED and word in names)
    return next((ALSO.get(word, word) for word in words), None)
