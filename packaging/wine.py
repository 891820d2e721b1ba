"""A Windows to build and try on: a Wine prefix with what Windows 10 has and this Wine lacks."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tools import HERE, StepError, demand, need

SHIMS = ("icuuc", "bcryptprimitives")
"""In every Windows 10 since 1703; never part of what we ship."""
CC = "x86_64-w64-mingw32-gcc"


def windows_path(path: Path) -> str:
    """How a file of this machine is called inside Wine."""
    return "Z:" + str(path).replace("/", "\\")


class Wine:
    """One prefix, made on first use."""

    def __init__(self, prefix: Path) -> None:
        os.environ["PATH"] += os.pathsep + "/usr/lib/wine"
        need("wine64", "wineserver64", CC)
        self.prefix = prefix
        self._environment = {
            "WINEPREFIX": str(prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # Without its list of networks, which this Wine counts without end when Qt asks what kind they are.
            # And without what writes its menus into the desktop of this machine.
            "WINEDLLOVERRIDES": "mscoree,mshtml,netprofm,winemenubuilder.exe=",
            "LC_ALL": "C.UTF-8",
        }
        if not (prefix / "ready").exists():
            shutil.rmtree(prefix, ignore_errors=True)
            prefix.mkdir(parents=True)
            self._make()

    def _make(self) -> None:
        self.run("wineboot", "-i")
        self.run("winecfg", "-v", "win10")
        system = self.prefix / "drive_c" / "windows" / "system32"
        for name in SHIMS:
            if (system / f"{name}.dll").exists():
                continue
            source = HERE / "testonly" / f"{name}_shim.c"
            flags = ("-shared", "-nostdlib", "-O2", "-s", "-e", "DllMain")
            demand(CC, *flags, "-o", system / f"{name}.dll", source, "-ladvapi32")
        (self.prefix / "ready").touch()

    @property
    def drive(self) -> Path:
        """Drive C: of the prefix."""
        return self.prefix / "drive_c"

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """The variables a program in this prefix runs with."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QT_"))}
        return kept | self._environment | dict(extra or {})

    def run(self, *command: str | Path, timeout_s: float = 300, **extra: str) -> tuple[int, str]:
        """Run a program to its end: its exit code and what it said.

        Its streams are pipes, never files: a Windows Python under Wine does not start on others.
        """
        done = subprocess.run(
            ["wine64", *(str(part) for part in command)],
            env=self.environment(extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=timeout_s,
            check=False,
        )
        return done.returncode, done.stdout

    def demand(self, *command: str | Path, timeout_s: float = 300, **extra: str) -> str:
        """Run a program; what it said. Raises StepError where it failed."""
        code, said = self.run(*command, timeout_s=timeout_s, **extra)
        if code:
            raise StepError(f"{' '.join(map(str, command))} → {code}\n{said[-4000:]}")
        return said

    def start(self, *command: str | Path, **extra: str) -> subprocess.Popen[bytes]:
        """Start a program and go on."""
        return subprocess.Popen(
            ["wine64", *(str(part) for part in command)],
            env=self.environment(extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        """End every program of this prefix."""
        subprocess.run(["wineserver64", "-k"], env=self.environment(), check=False, capture_output=True)


@contextmanager
def virtual_screen(width: int = 1366, height: int = 768, *, manager: str = "") -> Iterator[str]:
    """A screen that nobody sees; its DISPLAY, set while it lasts. `manager` is a program that manages its windows."""
    need("Xvfb", *([manager] if manager else []))
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
        pass_fds=(writer,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    before = os.environ.get("DISPLAY")
    try:
        with os.fdopen(reader) as told:
            number = told.readline().strip()
        if not number:
            raise StepError("Xvfb did not start")
        os.environ["DISPLAY"] = f":{number}"
        managing = subprocess.Popen([manager], stderr=subprocess.DEVNULL) if manager else None
        try:
            yield os.environ["DISPLAY"]
        finally:
            if managing is not None:
                managing.terminate()
                managing.wait()
    finally:
        server.terminate()
        server.wait()
        os.environ.pop("DISPLAY", None)
        if before:
            os.environ["DISPLAY"] = before
