"""Try the built installers in a fresh Windows (Wine): `python3 dev.py windows --test`.

Installs silently, has the installed program test itself, drives its real window by keys to fill and submit a report and
to type into another, starts it twice, updates it from a feed, upgrades it while it is open, takes parts away one at a
time, removes it and lists what is left; then the same installing and removing with the MSI. Central runs here.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import payload
from build_windows import BUILD, make_installer, released
from leftovers import KEYS, State, ours, state_of
from missing_parts import PARTS, failures, unnoticed
from msi import make_msi
from newer import NUMBER, UNFIT, TrialFeed, freeze_newer, runs, without
from screen import Screen
from signing import Signer, signed_by
from testonly.identity import PASSWORD, identity
from tools import DIST, StepError, main_of, need, say
from trial_central import FORM, PERIOD, TrialCentral, central_in
from wine import Wine, virtual_screen, windows_path

from app.cli.self_checks import FIGURES

OUT = DIST / "windows" / "trial"
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\SoBaoCao"
OLDER_REFUSED = 7
"""How an installer ends over a newer program: see installer.nsi."""
DRAFT_PERIOD, DRAFT_FIGURE = "2026-Q4", "37"


class Trial:
    """One installed copy and the central it talks to."""

    def __init__(self, wine: Wine, central: TrialCentral, screen: Screen, newer: Path) -> None:
        """`newer` is the folder of the program's next version."""
        self.wine, self.central, self.screen, self.newer = wine, central, screen, newer
        self.user = next(path for path in (wine.drive / "users").iterdir() if path.name != "Public")
        self.local = self.user / "AppData" / "Local"
        self.folder = self.local / "Programs" / "SoBaoCao"
        self.found: dict[str, Any] = {}

    @property
    def cli(self) -> Path:
        """The program's console launcher."""
        return self.folder / "sobaocao-cli.exe"

    @property
    def kept(self) -> tuple[str, str]:
        """How what a removal keeps begins: the person's data, and the keys to it."""
        return (self.local / "SoBaoCao").relative_to(self.wine.drive).as_posix() + "/", KEYS

    def program(self, *arguments: str) -> Any:
        """Run a command of the installed program; the JSON it printed."""
        said = self.wine.demand(self.cli, *arguments)
        return json.loads(said[min(said.index(each) for each in "[{" if each in said) :])

    def reports(self) -> list[dict[str, Any]]:
        """What the installed program holds."""
        told: list[dict[str, Any]] = self.program("reports", "--json")
        return told

    def report(self, period: str = PERIOD) -> dict[str, Any]:
        """The one of a period."""
        (found,) = (each for each in self.reports() if each["report"].split("|")[1:3] == [FORM, period])
        return found

    def unsent(self) -> int:
        """How much is written here and not confirmed by central."""
        status = self.program("status", "--json")
        return int(status["waiting"]) + int(status["in_flight"])

    def server(self, person: str = "Máy thử") -> tuple[str, ...]:
        """The options that say where central is, with a code for one more computer."""
        return ("--server", self.central.url, "--code", self.central.invitation(person))

    def open(self) -> None:
        """Start the program; its window stands and has the keyboard."""
        self.wine.start(self.folder / "SoBaoCao.exe")
        self.await_window()

    def await_window(self) -> None:
        """Wait for the window to have the keyboard, and what it opens with."""
        screen = self.screen
        screen.until(lambda: screen.front() in screen.windows() and screen.front(), "the window")
        time.sleep(6)

    def close(self) -> None:
        """Close the window."""
        self.screen.press("alt+F4")
        self.screen.until(lambda: not self.screen.windows(), "the window to close")

    def run_installer(self, installer: Path) -> int:
        """Run an installer silently; its exit code."""
        # Without pipes: the program that it may start at its end would keep them open.
        return self.wine.start(installer, "/S").wait(300)

    def install(self, installer: Path) -> None:
        """Run an installer silently. Raises StepError unless the files are there."""
        code = self.run_installer(installer)
        if code or not self.cli.exists():
            raise StepError(f"{installer.name} /S → {code}")

    def msiexec(self, *arguments: str) -> None:
        """Run Windows' installer service silently. Raises StepError where it fails."""
        code, said = self.wine.run("msiexec", *arguments, "/qn", timeout_s=600)
        if code:
            raise StepError(f"msiexec {' '.join(arguments)} → {code} {said[-500:]}")

    def self_test(
        self, program: Path, name: str, *arguments: str, secrets: str = "keyring"
    ) -> tuple[dict[str, Any] | None, str]:
        """The report of a program's self-test, None where it did not even begin; and what was said."""
        report = OUT / f"{name}.json"
        report.unlink(missing_ok=True)
        command = ("--secrets", secrets, "--self-test", windows_path(report), *arguments)
        _, said = self.wine.run(program, *command, timeout_s=600)
        return (json.loads(report.read_text(encoding="utf-8")) if report.exists() else None), said

    def demand_self_test(self, program: Path, name: str, *arguments: str) -> dict[str, Any]:
        """What each check compared. Raises StepError unless all passed and none but the exchange was left out."""
        report, said = self.self_test(program, name, *arguments)
        if report is None or not report["passed"] or set(report["left_out"]) - {"exchange"}:
            raise StepError(f"{name}: {json.dumps(report, ensure_ascii=False, indent=1)[-3000:]}\n{said[-2000:]}")
        return {check["check"]: check["compared"] for check in report["checks"]}


def try_self_test(trial: Trial) -> None:
    """The installed program tests itself, exchange included."""
    found = trial.demand_self_test(trial.cli, "self-test", *trial.server())
    if "exchange" not in found:
        raise StepError("the exchange was left out")
    bill = json.loads(released("bill_of_materials").read_text(encoding="utf-8"))
    billed = {each["name"]: each.get("version", "") for each in bill["components"]}
    if found["parts"]["sqlcipher"].split()[0] != billed["SQLCipher"]:
        raise StepError(f"the bill of materials says SQLCipher {billed['SQLCipher']}, the program {found['parts']}")
    trial.found["self_test"] = found


def try_window(trial: Trial) -> None:
    """A clerk fills and submits a report in the real window, by keys alone."""
    trial.program("enrol", *trial.server("Nông Thị Bích"), "--json")
    trial.program("sync", "--once", "--json")
    trial.open()
    screen = trial.screen
    screen.picture("1-work")
    screen.press("Return")
    time.sleep(4)
    for figure in FIGURES.values():
        screen.type(figure)
        screen.press("Tab")
    screen.picture("2-typed")
    screen.press("F9")
    time.sleep(1)
    screen.picture("3-checked")
    for name, state in (("4-seal", "sealed"), ("5-submit", "submitted")):
        screen.press("shift+F9")
        screen.until(lambda: len(screen.windows()) == 2, "the question")
        time.sleep(1)
        screen.picture(name)
        screen.press("Return")
        screen.until(lambda wanted=state: trial.report()["state"] == wanted, f"the report to be {state}")
    screen.until(lambda: trial.program("status", "--json")["light"] == "green", "the light to turn green")
    screen.picture("6-sent")
    report = trial.report()
    kept = {address.rpartition("/")[2]: figure for address, figure in report["cells"].items()}
    typed = {column: kept.get(column) for column in FIGURES}
    if typed != FIGURES or "submission" not in report["receipts"]:
        raise StepError(f"typed {FIGURES}\nkept  {typed}\n{report['state']} {report['receipts']}")
    trial.found["window"] = {"typed": typed, "state": report["state"], "receipts": report["receipts"]}


def try_second_start(trial: Trial) -> None:
    """The program is started again while its window is small: that window comes up, and no second one."""
    screen = trial.screen
    (first,) = screen.windows()
    screen.minimise(first)
    screen.until(lambda: not screen.windows(), "the window to be small")
    code, said = trial.wine.run(trial.folder / "SoBaoCao.exe", timeout_s=90)
    if code:
        raise StepError(f"the second start → {code} {said[-500:]}")
    screen.until(lambda: screen.windows() == [first] and screen.front() == first, "the first window to come up")
    screen.picture("7-again")
    trial.found["second_start"] = {"exit_code": code, "windows": 1, "first_in_front": True}


def try_draft(trial: Trial) -> None:
    """A figure is typed into another report while central is away: from here on it stands in a draft, unsent."""
    trial.close()
    trial.central.oblige(DRAFT_PERIOD)
    trial.program("sync", "--once", "--json")
    trial.central.stop()
    trial.open()
    screen = trial.screen
    screen.press("ctrl+1")  # it opens where it was left, with the report that was submitted
    time.sleep(3)
    screen.press("Return")
    time.sleep(4)
    screen.type(DRAFT_FIGURE)
    screen.press("Tab")
    screen.until(
        lambda: any(DRAFT_FIGURE in each["cells"].values() for each in trial.reports()), "the figure to be kept"
    )
    screen.picture("8-draft")
    draft = trial.report(DRAFT_PERIOD)
    if draft["state"] != "draft" or not trial.unsent():
        raise StepError(f"no draft with something unsent: {draft['state']}, {trial.unsent()} unsent")
    trial.found["draft"] = {"state": draft["state"], "cells": draft["cells"], "unsent": trial.unsent()}


def _demand_kept(trial: Trial, before: tuple[list[dict[str, Any]], int], after_what: str) -> dict[str, int]:
    """How many drafts there are and how much is unsent: as before. Raises StepError for any other figure or number."""
    now = (trial.reports(), trial.unsent())
    if now != before:
        raise StepError(f"after {after_what}: {json.dumps(now, ensure_ascii=False)}\nbefore: {before}")
    return {"reports": len(now[0]), "drafts": sum(each["state"] == "draft" for each in now[0]), "unsent": now[1]}


def try_update(trial: Trial, feed: TrialFeed) -> None:
    """A newer version comes from a feed on a stick and runs from the next start; one that is not whole does not."""
    screen, before = trial.screen, (trial.reports(), trial.unsent())
    feed.believed_by(trial.folder, trial.newer)
    trial.close()
    carried = feed.offer(trial.newer, NUMBER)
    told = trial.program("update", "--from", windows_path(carried), "--apply", "--json")
    if (told["state"], told["version"]) != ("ready", NUMBER):
        raise StepError(f"the update: {told}")
    trial.wine.start(trial.folder / "SoBaoCao.exe")
    screen.until(lambda: runs(trial.folder) == NUMBER, "the new version to run")
    screen.picture("9-updated")
    kept = _demand_kept(trial, before, "the update")
    carried = feed.offer(without(trial.newer, "_internal/PySide6/Qt6PrintSupport.dll"), UNFIT)
    code, said = trial.wine.run(trial.cli, "update", "--from", windows_path(carried), "--apply", timeout_s=600)
    if code != 1 or "update.self_test" not in said or runs(trial.folder) != NUMBER:
        raise StepError(f"a version without one of its parts: {code} {said[-1500:]}")
    trial.found["update"] = {"to": NUMBER, **kept, "refused": UNFIT}


def try_upgrade(trial: Trial) -> None:
    """A newer version, signed by a maker made up here, is installed over the open one: it opens again, with each draft.

    The open one is what the feed brought: an installer supersedes that. An older installer changes nothing after.
    """
    before = (trial.reports(), trial.unsent())
    newer, made = OUT / f"SoBaoCao-{NUMBER}-x64.exe", identity(OUT, "Trial")
    os.environ["TRIAL_PASSWORD"] = PASSWORD
    signer = Signer(certificate=str(made.container), password_env="TRIAL_PASSWORD")
    make_installer(trial.newer, newer, NUMBER, signer)
    signer.sign(newer)
    trial.install(newer)
    signed = {path.name: signed_by(path, made.certificate) for path in (newer, trial.folder / "uninstall.exe")}
    if set(signed.values()) != {"/CN=Trial"}:
        raise StepError(f"signed by {signed}")
    newer.unlink()
    trial.await_window()
    trial.screen.picture("10-upgraded")
    _demand_installed(trial)
    beside = [path.name for path in trial.folder.parent.iterdir() if path != trial.folder]
    if beside:
        raise StepError(f"the upgrade left {beside}")
    kept = _demand_kept(trial, before, "the upgrade")
    refused = trial.run_installer(released("installer"))
    if refused != OLDER_REFUSED:
        raise StepError(f"an older installer → {refused}")
    _demand_installed(trial)
    trial.central.start()
    trial.screen.until(lambda: not trial.unsent(), "what was unsent to go")
    trial.close()
    trial.found["upgrade"] = {
        "to": NUMBER,
        "while_open": True,
        "opens_again": True,
        **kept,
        "sent_after": kept["unsent"],
        "older_installer": refused,
        "signed": sorted(signed),
    }


def _demand_installed(trial: Trial) -> None:
    _, told = trial.wine.run("reg", "query", UNINSTALL)
    if NUMBER not in told or runs(trial.folder):
        raise StepError(f"the version installed is not {NUMBER}: {told[-500:]}")


def try_without_parts(trial: Trial) -> None:
    """Each part is taken away by itself; what uses it says so, and the comparison of files names it."""
    noticed: dict[str, list[str]] = {}
    for pattern, expected in PARTS.items():
        (part,) = trial.folder.glob(pattern)
        place = part.relative_to(trial.folder).as_posix()
        aside = part.with_name(part.name + ".aside")
        part.rename(aside)
        server = trial.server() if "exchange" in expected else ()
        secrets = "keyring" if {"exchange", "keyring"} & expected.keys() else "file"
        report, said = trial.self_test(trial.cli, "without-" + part.name, *server, secrets=secrets)
        aside.rename(part)
        failed = failures(report, said)
        if quiet := unnoticed(place, expected, failed):
            raise StepError(f"without {place}: {quiet}\n{failed}")
        noticed[place] = sorted(failed)
    trial.demand_self_test(trial.cli, "whole-again")
    trial.found["without"] = noticed


def try_removal(trial: Trial, before: State) -> None:
    """It is removed; what the person typed stays, and nothing else of ours."""
    trial.wine.run(trial.folder / "uninstall.exe", "/S", timeout_s=120)
    trial.screen.until(lambda: not trial.folder.exists(), "the program's folder to go")
    if "sobaocao.db" not in [path.name for path in (trial.local / "SoBaoCao").iterdir()]:
        raise StepError("removal took the person's figures")
    left = state_of(trial.wine).since(before)
    if found := ours(left, *trial.kept):
        raise StepError("removal left\n" + "\n".join(found))
    kept = [each for each in left if each.startswith(trial.kept)]
    told = [each for each in kept if "=" not in each]
    trial.found["removal"] = {"kept": told, "left": [each for each in left if each not in kept]}


def try_removal_with_data(trial: Trial, installer: Path, before: State) -> None:
    """It is installed once more and removed with what the person typed: nothing of ours is left at all."""
    trial.install(installer)
    trial.wine.run(trial.folder / "uninstall.exe", "/S", "/DATA", timeout_s=120)
    trial.screen.until(lambda: not trial.folder.exists(), "the program's folder to go")
    trial.screen.until(lambda: not (trial.local / "SoBaoCao").exists(), "the data to go")
    time.sleep(2)
    if found := ours(state_of(trial.wine).since(before)):
        raise StepError("removal with the data left\n" + "\n".join(found))
    trial.found["removal_with_data"] = {"left_of_ours": found}


def try_msi(trial: Trial) -> None:
    """The MSI is installed for the whole computer, tested, upgraded, and removed; nothing of it is left."""
    before = state_of(trial.wine)
    trial.msiexec("/i", windows_path(released("msi")), "ADDLOCAL=Program,AtStart")
    folder = trial.wine.drive / "Program Files" / "SoBaoCao"
    found = trial.demand_self_test(folder / "sobaocao-cli.exe", "self-test-msi")
    newer = OUT / f"SoBaoCao-{NUMBER}-x64.msi"
    make_msi(trial.newer, newer, NUMBER)
    trial.msiexec("/i", windows_path(newer))
    _, told = trial.wine.run("reg", "query", UNINSTALL.rpartition("\\")[0].replace("HKCU", "HKLM"), "/s")
    if told.count("SoBaoCao") > 1 or NUMBER not in told or not (folder / payload.LIST).exists():
        raise StepError(f"after the upgrade: {told[-1500:]}")
    trial.msiexec("/x", windows_path(newer))
    newer.unlink()
    left = state_of(trial.wine).since(before)
    if remains := ours(left, *trial.kept):
        raise StepError("removal of the MSI left\n" + "\n".join(remains))
    trial.found["msi"] = {"self_test": sorted(found), "upgraded_to": NUMBER, "left": left}


def attempt() -> None:
    """All of it; the findings are written to trial.json."""
    need("xdotool", "import", "openbox")
    installer = released("installer")
    shutil.rmtree(OUT, ignore_errors=True)
    central = central_in(OUT / "central")
    shutil.rmtree(BUILD / "trial-prefix", ignore_errors=True)
    say(f"Freezing version {NUMBER}")
    newer = freeze_newer("windows")
    wine = Wine(BUILD / "trial-prefix")
    try:
        central.begin()
        with virtual_screen(manager="openbox"), closing(TrialFeed("windows-x86_64")) as feed:
            trial = Trial(wine, central, Screen(OUT), newer)
            before = state_of(wine)
            for said, step in (
                ("Installing silently", lambda: trial.install(installer)),
                ("Self-test, with an exchange", lambda: try_self_test(trial)),
                ("The real window, by keys", lambda: try_window(trial)),
                ("A second start", lambda: try_second_start(trial)),
                ("A draft that central does not have", lambda: try_draft(trial)),
                ("An update from a feed", lambda: try_update(trial, feed)),
                ("Upgrade while it is open", lambda: try_upgrade(trial)),
                ("Without each part", lambda: try_without_parts(trial)),
                ("Removal", lambda: try_removal(trial, before)),
                ("Removal with the data", lambda: try_removal_with_data(trial, installer, before)),
                ("The MSI", lambda: try_msi(trial)),
            ):
                say(said)
                step()
            told = json.dumps(trial.found, ensure_ascii=False, indent=1)
            (OUT / "trial.json").write_text(told + "\n", encoding="utf-8")
            print(told)
    finally:
        wine.stop()
        central.stop()


if __name__ == "__main__":
    main_of(attempt)
