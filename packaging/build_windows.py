"""Build the Windows program and its installers on Debian: `python3 dev.py windows [--runtime SOURCE]`."""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

import payload
from runtime import assemble, install_wheels
from tools import HERE, ROOT, StepError, demand, main_of, need, say
from version import version, write_resource
from wine import Wine, virtual_screen, windows_path

BUILD = ROOT / "build" / "windows"
DIST = ROOT / "dist"
LOCK = HERE / "locks" / "requirements-windows.txt"
TOOLS_LOCK = HERE / "locks" / "requirements-windows-tools.txt"
FOLDER = DIST / "windows" / "SoBaoCao"
INSTALLER_BYTES_MAX = 60_000_000
EPOCH = "1767225600"
"""2026-01-01: every time stamp a build writes, so that the same inputs give the same bytes."""


def installer_path() -> Path:
    """Where the installer is put."""
    return DIST / f"SoBaoCao-{version()}-x64.exe"


def build() -> None:
    """All of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runtime", default="wheel", metavar="SOURCE")
    arguments = parser.parse_args()
    need("makensis", "osslsigncode", "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-objdump")
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    uv = ROOT / ".venv" / "bin" / "uv"
    BUILD.mkdir(parents=True, exist_ok=True)
    say("Windows Python: signed parts, checked")
    python = assemble(arguments.runtime, BUILD / "python", uv)
    say("Wheels for Windows, by hash")
    install_wheels(python.parent, LOCK, uv)
    install_wheels(python.parent, TOOLS_LOCK, uv)
    say("Freezing under Wine")
    freeze(python)
    say("Licences, gates, list of files")
    names = set(payload.locked_names(LOCK))
    payload.write_licences(FOLDER, python.parent / "Lib" / "site-packages", names)
    from_windows = payload.check_windows(FOLDER)
    digest = payload.write_list(FOLDER, DIST / "windows" / "files.json")
    say(f"Payload {digest[:16]}, expects of Windows: {', '.join(from_windows)}")
    say("Installer")
    make_installer(FOLDER, installer_path(), version())
    size = installer_path().stat().st_size
    if size > INSTALLER_BYTES_MAX:
        raise StepError(f"the installer has {size / 1e6:.1f} MB, more than {INSTALLER_BYTES_MAX / 1e6:.0f}")
    say(f"{installer_path().relative_to(ROOT)}: {size / 1e6:.1f} MB")


def freeze(python: Path) -> None:
    """Run PyInstaller in Wine; the program is in FOLDER then."""
    shutil.rmtree(FOLDER.parent, ignore_errors=True)
    write_resource(ROOT / "build" / "version.txt")
    wine = Wine(BUILD / "prefix")
    try:
        with virtual_screen():
            said = wine.demand(
                *(python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
                *("--distpath", windows_path(FOLDER.parent), "--workpath", windows_path(BUILD / "work")),
                windows_path(HERE / "app.spec"),
                timeout_s=1_200,
                PYTHONHASHSEED="1",
            )
    finally:
        wine.stop()
    if not (FOLDER / "SoBaoCao.exe").exists():
        raise StepError(f"PyInstaller made no program\n{said[-4000:]}")


def make_installer(folder: Path, target: Path, number: str) -> None:
    """Pack `folder` into the installer `target` of version `number`."""
    icon = ROOT / "resources" / "icons" / "sobaocao.ico"
    defined = (f"-DSOURCE={folder}", f"-DVERSION={number}", f"-DOUTPUT={target}", f"-DICON={icon}")
    demand("makensis", "-V2", *defined, HERE / "installer.nsi")


if __name__ == "__main__":
    main_of(build)
