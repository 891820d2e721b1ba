"""The start of an installed program: the version that is to run."""

from __future__ import annotations

import sys
from pathlib import Path

from app import __version__
from app.cli import main, wants_window
from app.clock import SystemClock
from app.services.installed import this_installation
from app.services.launching import run_chosen

FAILED = 70
"""The exit code of a program that broke, unlike one that refused something."""


def launched() -> int:
    """Run the command line in the version that is to run; the exit code."""
    installation, arguments = this_installation(__version__), sys.argv[1:]
    code = None
    if installation is not None:
        program, now = Path(sys.executable).name, int(SystemClock().now().timestamp())
        code = run_chosen(installation, program, arguments, window=wants_window(arguments), now=now)
    if code is not None:
        return code
    try:
        return main()
    except Exception:  # noqa: BLE001 - told as it would have been; only its exit code is ours
        sys.excepthook(*sys.exc_info())
        return FAILED
