"""Starting the version that is to run, which the installed program does before anything else.

It is the one that can go back: it waits while a new program is tried, and one that does not come up is not started
again: the one before it runs at once, with what the person asked for. Until a newer version is there, a start costs
one look for a file.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from app.domain.updates import Switch, ended_well, failed, started
from app.errors import AppError, InputError
from app.services.installed import SWITCH, WINDOW, Installation

NOT_STARTED = -1
REFUSED = 1
"""The exit code of a program that said why it does not open: that may pass, and was told already."""


def run_chosen(
    installation: Installation, program: str, arguments: Sequence[str], *, window: bool, now: int
) -> int | None:
    """Start the version that is to run; its exit code, or None where that is the installed one itself.

    `program` is the name of the program in its folder, `window` whether the window is asked for.
    """
    if not installation.is_base or not (installation.versions / SWITCH).exists():
        return None
    while True:
        version = _begun(installation, now, window=window)
        place = installation.folder(version) / program
        if version == installation.switch().current:
            return _handed_over(place, arguments) if version else None
        code = _run(place, arguments)
        if version != installation.switch().next or code == REFUSED:
            return code
        after = ended_well if code == 0 else partial(failed, version=version, code="update.first_start")
        if not _changed(installation, after) or code == 0:
            return code


def _begun(installation: Installation, now: int, *, window: bool) -> str:
    """The version to start, once it is remembered that it is tried; what cannot be remembered is not tried."""
    version = ""

    def begin(switch: Switch) -> Switch:
        nonlocal version
        version, after = started(switch, now, window=window)
        return after

    return version if _changed(installation, begin) else installation.switch().current


def _changed(installation: Installation, act: Callable[[Switch], Switch]) -> bool:
    with suppress(AppError):
        installation.change(act)
        return True
    return False


def start_anew(installation: Installation, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """The installed program, started to outlive this one. Raises InputError `update.not_started`."""
    try:
        return subprocess.Popen(
            [installation.base / WINDOW, *arguments],
            env=clean_environment(os.environ),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    except OSError as error:
        raise InputError("update.not_started") from error


def _handed_over(program: Path, arguments: Sequence[str]) -> int | None:
    """A proven program's exit code; None where it cannot be started. Elsewhere than on Windows it takes our place."""
    if os.name == "nt":
        # Why to wait: the installed program is then in use as long as the window is open, and installers look at that.
        code = _run(program, arguments)
        return None if code == NOT_STARTED else code
    with suppress(OSError):
        os.execve(program, [str(program), *arguments], clean_environment(os.environ))
    return None


def _run(program: Path, arguments: Sequence[str]) -> int:
    """A program's exit code, once it ends; NOT_STARTED where it cannot be started."""
    try:
        process = subprocess.Popen([program, *arguments], env=clean_environment(os.environ))
    except OSError:
        return NOT_STARTED
    with process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the console tells both, and the other one decides


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for another program of ours: without what a frozen one says to its own children."""
    left = {name: value for name, value in environment.items() if not name.startswith("_PYI_")}
    if len(left) == len(environment):
        return left
    # Each program has its own libraries: the other one's must not be found first, nor at all.
    before = left.pop("LD_LIBRARY_PATH_ORIG", "")
    left.pop("LD_LIBRARY_PATH", None)
    return {**left, "PYINSTALLER_RESET_ENVIRONMENT": "1", **({"LD_LIBRARY_PATH": before} if before else {})}
