"""An old hard disk: every fsync takes longer, by a library loaded before the C library's own."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

SOURCE = Path(__file__).with_name("slow_fsync.c")
VARIABLE = "SLOW_FSYNC_MS"


class NoSlowDiskError(Exception):
    """The slow disk cannot be had on this machine; the message says why."""


def build(folder: Path) -> Path:
    """Compile the library into a folder. Raises NoSlowDiskError without a C compiler, or one that fails."""
    compiler = next((found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)
    if compiler is None:
        raise NoSlowDiskError("no C compiler (cc, gcc, clang) on this machine; on Debian: apt-get install gcc")
    library = folder / "slow_fsync.so"
    done = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE), "-ldl"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoSlowDiskError(f"{compiler} could not compile {SOURCE.name}: {done.stderr.strip()[-300:]}")
    return library


def environment(library: Path, milliseconds: int) -> dict[str, str]:
    """What a child process must be given so that each of its fsyncs takes so much longer."""
    return {"LD_PRELOAD": str(library), VARIABLE: str(milliseconds)}


def prove() -> float:
    """Milliseconds that are injected here, 0 for none. Raises NoSlowDiskError where an fsync is not that slow."""
    wanted = float(os.environ.get(VARIABLE, 0))
    with tempfile.TemporaryFile() as file:
        file.write(b"x")
        file.flush()
        began = time.perf_counter()
        ctypes.CDLL(None).fsync(file.fileno())
        took = (time.perf_counter() - began) * 1000
    if took < wanted:
        raise NoSlowDiskError(f"an fsync took {took:.1f} ms, with {wanted:.0f} ms injected")
    return wanted
