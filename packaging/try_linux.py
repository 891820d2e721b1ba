"""Try the built Linux program where nothing else is installed: `python3 dev.py linux --test`.

With debootstrap and the right to change root: the .deb goes into a fresh Debian with the libraries it asks for, an
ordinary user runs its self-test, and it is removed again. Elsewhere: the archive, in an empty home with a bare
environment, on this system's libraries.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

from build_linux import BUILD, archive_path, package_path
from tools import DIST, ROOT, StepError, demand, main_of, say
from wine import virtual_screen

DEBIAN = "bookworm"
USER = "an"
FRESH = BUILD / "debian"
OUT = DIST / "linux" / "trial.json"
BARE = {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8"}
LEFT_OUT = {"exchange", "keyring"}
"""What a system without a desktop and without a central cannot try."""
SELF_TEST = ("--secrets", "file", "--self-test", "report.json")


def attempt() -> None:
    """All of it; what was found is written to trial.json."""
    if not package_path().exists():
        raise StepError("build it first: python3 dev.py linux")
    with virtual_screen() as display:
        if os.geteuid() == 0 and shutil.which("debootstrap"):
            found = in_fresh_debian(display)
        else:
            say("No debootstrap, or no right to change root: the archive in an empty home instead")
            found = in_empty_home(display)
    OUT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    say(f"{OUT.relative_to(ROOT)}: {found['where']}, passed: {', '.join(found['self_test'])}")


def in_fresh_debian(display: str) -> dict[str, Any]:
    """Install the package in a Debian of its own, test it, remove it."""
    if not (FRESH / "ready").exists():
        say(f"A fresh Debian ({DEBIAN})")
        shutil.rmtree(FRESH, ignore_errors=True)
        demand("debootstrap", "--variant=minbase", DEBIAN, FRESH)
        inside("useradd", "--create-home", USER)
        (FRESH / "ready").touch()
    proc = FRESH / "proc"
    demand("mount", "-t", "proc", "proc", proc)
    try:
        say("Installing the package with what it depends on")
        shutil.copy(package_path(), FRESH / "tmp")
        inside("apt-get", "-q", "update")
        apt = ("apt-get", "-q", "install", "-y", "--reinstall", "--no-install-recommends")
        inside(*apt, f"/tmp/{package_path().name}")
        say("Self-test, as an ordinary user")
        home = FRESH / "home" / USER
        (home / "report.json").unlink(missing_ok=True)
        command = ("chroot", f"--userspec={USER}:{USER}", FRESH, "/bin/sh", "-c", f"cd; sobaocao {' '.join(SELF_TEST)}")
        run(*command, HOME=f"/home/{USER}", DISPLAY=display)
        passed = passed_checks(home / "report.json")
        say("Removal")
        inside("apt-get", "-q", "purge", "-y", "sobaocao")
        left = [str(path.relative_to(FRESH)) for path in FRESH.glob("usr/**/*sobaocao*")]
        if left:
            raise StepError(f"removal left {left}")
    finally:
        demand("umount", proc)
    return {"where": f"the .deb in a fresh Debian {DEBIAN}", "self_test": passed, "left_after_removal": left}


def in_empty_home(display: str) -> dict[str, Any]:
    """Unpack the archive beside an empty home and test it with nothing of this session's environment."""
    place = BUILD / "trial"
    shutil.rmtree(place, ignore_errors=True)
    home = place / "home"
    home.mkdir(parents=True)
    with tarfile.open(archive_path()) as archive:
        archive.extractall(place, filter="data")
    program = next(place.glob("*/bin/sobaocao"))
    run(program, *SELF_TEST, cwd=home, HOME=str(home), DISPLAY=display)
    passed = passed_checks(home / "report.json")
    return {"where": "the archive in an empty home, on this system's libraries", "self_test": passed}


def inside(*command: str) -> None:
    """Run a command in the fresh Debian. Raises StepError where it fails."""
    demand("chroot", FRESH, *command, DEBIAN_FRONTEND="noninteractive", **BARE)


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> None:
    """Run a command with a bare environment; its exit code is judged by the report it leaves."""
    subprocess.run([str(part) for part in command], cwd=cwd, env=BARE | environment, timeout=600, check=False)


def passed_checks(report: Path) -> list[str]:
    """The names of the checks passed. Raises StepError where one failed, or one was left out that can be run here."""
    if not report.exists():
        raise StepError("the self-test left no report")
    found = json.loads(report.read_text(encoding="utf-8"))
    if not found["passed"] or not found["frozen"] or set(found["left_out"]) - LEFT_OUT:
        raise StepError(json.dumps(found, ensure_ascii=False, indent=1)[-3000:])
    return [check["check"] for check in found["checks"]]


if __name__ == "__main__":
    main_of(attempt)
