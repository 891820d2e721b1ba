"""Try the built Linux program where nothing else is installed: `python3 dev.py linux --test`.

The archive, in an empty home with a bare environment, on this system's libraries: it tests itself, is updated from a
feed to a newer version with an unsent draft in it, and refuses one that lacks a part. And, with debootstrap and the
right to change root: the .deb goes into a fresh Debian with the libraries it asks for, an ordinary user runs its
self-test, and it is removed again.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from build_linux import BUILD, archive_path, package_path
from newer import NUMBER, UNFIT, TrialFeed, freeze_newer, runs, without
from openpyxl import load_workbook
from tools import DIST, ROOT, StepError, demand, main_of, say
from trial_central import COMMUNE, FORM, PERIOD, central_in
from wine import virtual_screen

DEBIAN = "bookworm"
USER = "an"
FRESH = BUILD / "debian"
OUT = DIST / "linux" / "trial.json"
BARE = {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8"}
FILE_KEYS = ("--secrets", "file")
"""There is no desktop that keeps keys."""
BRING = ("update", "--apply", "--from")
DRAFT, DRAFT_COLUMN, DRAFT_FIGURE = f"{COMMUNE}|{FORM}|{PERIOD}|", "4", "37"
"""A report as the program names it; and what is put in."""
VIRTUAL = ("dev", "proc", "sys")
SELF_TEST = (*FILE_KEYS, "--self-test", "report.json")


def attempt() -> None:
    """All of it; what was found is written to trial.json."""
    if not package_path().exists():
        raise StepError("build it first: python3 dev.py linux")
    say(f"Freezing version {NUMBER}")
    newer = freeze_newer("linux")
    with virtual_screen() as display:
        found = [in_empty_home(display, newer)]
        if os.geteuid() == 0 and shutil.which("debootstrap"):
            found.append(in_fresh_debian(display))
        else:
            say("No debootstrap, or no right to change root: the .deb is left out")
    told = json.dumps(found, ensure_ascii=False, indent=1)
    OUT.write_text(told + "\n", encoding="utf-8")
    print(told)


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
        before = named_ours(FRESH)
        shutil.copy(package_path(), FRESH / "tmp")
        inside("apt-get", "-q", "update")
        apt = ("apt-get", "-q", "install", "-y", "--reinstall", "--no-install-recommends")
        inside(*apt, f"/tmp/{package_path().name}")
        say("Self-test, as an ordinary user")
        home = FRESH / "home" / USER
        (home / "report.json").unlink(missing_ok=True)
        command = ("chroot", f"--userspec={USER}:{USER}", FRESH, "/bin/sh", "-c", f"cd; sobaocao {' '.join(SELF_TEST)}")
        run(*command, HOME=f"/home/{USER}", DISPLAY=display)
        passed = passed_checks(home / "report.json", left_out={"exchange", "keyring"})
        say("Removal")
        inside("apt-get", "-q", "purge", "-y", "sobaocao")
        (FRESH / "tmp" / package_path().name).unlink()
        if left := sorted(named_ours(FRESH) - before):
            raise StepError(f"removal left {left}")
    finally:
        demand("umount", proc)
    return {"where": f"the .deb in a fresh Debian {DEBIAN}", "self_test": passed, "left_after_removal": left}


def named_ours(root: Path) -> set[str]:
    """Whatever in a system has this program's name in its path: files, folders, links; also the people's."""
    inside_it = (path for top in root.iterdir() if top.name not in VIRTUAL for path in (top, *top.rglob("*")))
    names = {path.relative_to(root).as_posix() for path in inside_it}
    return {name for name in names if "sobaocao" in name.lower()}


def in_empty_home(display: str, newer: Path) -> dict[str, Any]:
    """Unpack the archive beside an empty home; test and update it with nothing of this session's environment."""
    say("The archive in an empty home")
    place = BUILD / "trial"
    shutil.rmtree(place, ignore_errors=True)
    home = place / "home"
    home.mkdir(parents=True)
    with tarfile.open(archive_path()) as archive:
        archive.extractall(place, filter="data")
    program = next(place.glob("*/bin/sobaocao"))
    environment = {"HOME": str(home), "DISPLAY": display}
    central = central_in(place / "central")
    try:
        central.begin()
        server = ("--server", central.url, "--code")
        run(program, *SELF_TEST, *server, central.invitation("Máy thử"), cwd=home, **environment)
        passed = passed_checks(home / "report.json", left_out={"keyring"})
        say("A draft that central does not have")
        demand_run(program, "enrol", *server, central.invitation("Nông Thị Bích"), **environment)
        demand_run(program, "sync", "--once", **environment)
        central.stop()
        fill_draft(program, place / "draft.xlsx", environment)
        say("An update from a feed")
        with closing(TrialFeed("linux-x86_64")) as feed:
            feed.believed_by(program.resolve().parent, newer)
            updated = update(program, feed, newer, environment)
        central.start()
        demand_run(program, "sync", "--once", **environment)
        if left := kept(program, environment)["unsent"]:
            raise StepError(f"{left} were not sent after the update")
    finally:
        central.stop()
    return {"where": "the archive in an empty home", "self_test": passed, "update": updated}


def fill_draft(program: Path, workbook: Path, environment: dict[str, str]) -> None:
    """Put a figure into a report, by the workbook that the program gives out and takes back."""
    demand_run(program, "reports", "export", DRAFT, workbook, "--fill", **environment)
    book = load_workbook(workbook)
    (head,) = (cell for row in book.worksheets[0] for cell in row if cell.value == f"({DRAFT_COLUMN})")
    head.offset(row=1).value = int(DRAFT_FIGURE)
    book.save(workbook)
    demand_run(program, "reports", "import", DRAFT, workbook, "--accept", **environment)
    (found,) = kept(program, environment)["reports"]
    figures = {address.rpartition("/")[2]: figure for address, figure in found["cells"].items()}
    if (found["state"], figures.get(f"c{DRAFT_COLUMN}")) != ("draft", DRAFT_FIGURE):
        raise StepError(f"no draft with {DRAFT_FIGURE}: {found}")


def kept(program: Path, environment: dict[str, str]) -> dict[str, Any]:
    """The reports that the program holds, and how much is written there and not confirmed by central."""
    reports, status = (json.loads(demand_run(program, verb, "--json", **environment)) for verb in ("reports", "status"))
    return {"reports": reports, "unsent": status["waiting"] + status["in_flight"]}


def update(program: Path, feed: TrialFeed, newer: Path, environment: dict[str, str]) -> dict[str, Any]:
    """A newer version comes from a feed on a stick and runs from the next start; one that is not whole does not.

    The draft and what is unsent are there after.
    """
    base, before = program.resolve().parent, kept(program, environment)
    if not before["unsent"]:
        raise StepError("nothing is unsent before the update")
    demand_run(program, *BRING, feed.offer(newer, NUMBER), **environment)
    window = subprocess.Popen([program, *FILE_KEYS], env=BARE | environment)
    try:
        end = time.monotonic() + 60
        while runs(base) != NUMBER:
            if time.monotonic() > end or window.poll() is not None:
                raise StepError(f"the new version does not run: {(base / 'versions' / 'switch.json').read_text()}")
            time.sleep(0.5)
    finally:
        window.terminate()
        window.wait()
    if (after := kept(program, environment)) != before:
        raise StepError(f"after the update: {after}\nbefore: {before}")
    unfit = without(newer, "_internal/PySide6/Qt/lib/libQt6PrintSupport.so.6")
    code, said = run(program, *FILE_KEYS, *BRING, feed.offer(unfit, UNFIT), **environment)
    if code != 1 or "update.self_test" not in said or runs(base) != NUMBER:
        raise StepError(f"a version without one of its parts → {code} {said[-1500:]}")
    return {"to": NUMBER, "refused": UNFIT, "drafts": len(before["reports"]), "unsent": before["unsent"]}


def inside(*command: str) -> None:
    """Run a command in the fresh Debian. Raises StepError where it fails."""
    demand("chroot", FRESH, *command, DEBIAN_FRONTEND="noninteractive", **BARE)


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> tuple[int, str]:
    """Run a command with a bare environment: its exit code, and what it said."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=BARE | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
    return done.returncode, done.stdout


def demand_run(program: Path, *arguments: str | Path, **environment: str) -> str:
    """Run a command of the program; what it said. Raises StepError where it fails."""
    code, said = run(program, *FILE_KEYS, *arguments, **environment)
    if code:
        raise StepError(f"{arguments[0]} → {code} {said[-1500:]}")
    return said


def passed_checks(report: Path, left_out: set[str]) -> list[str]:
    """The names of the checks passed. Raises StepError where one failed, or one was left out that can be run here."""
    if not report.exists():
        raise StepError("the self-test left no report")
    found = json.loads(report.read_text(encoding="utf-8"))
    if not found["passed"] or not found["frozen"] or set(found["left_out"]) - left_out:
        raise StepError(json.dumps(found, ensure_ascii=False, indent=1)[-3000:])
    return [check["check"] for check in found["checks"]]


if __name__ == "__main__":
    main_of(attempt)
