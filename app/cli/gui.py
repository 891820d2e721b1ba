"""`sobaocao gui`, and `sobaocao` alone: the window."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `gui`."""
    parser = subparsers.add_parser("gui", help="open the window (what the program does without a command)")
    # Without a value where a desktop starts the program by itself and by a file with one and the same line.
    parser.add_argument("--bundle", nargs="?", type=Path, metavar="FILE", help="open this bundle (.sbc)")
    parser.set_defaults(run=_gui)


def _gui(arguments: argparse.Namespace) -> int:
    # What a start makes, stays: looking through it for garbage only takes time. The window has a collector of its own.
    gc.disable()
    from app.bootstrap import office_at

    office = office_at(arguments.data, arguments.secrets)
    return office.run_window([sys.argv[0], *_without_bundle(sys.argv[1:])], bundle=arguments.bundle)


def _without_bundle(arguments: Sequence[str]) -> list[str]:
    """The line of another start: the bundle of this one is opened already."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--bundle", nargs="?")
    return parser.parse_known_args(arguments)[1]
