"""Try the built installers in a fresh Windows (Wine): `python3 dev.py windows --test`.

Installs silently, has the installed program test itself, drives its real window by keys to fill and submit a report,
starts it twice, upgrades it while it is open, takes parts away one at a time, removes it and lists what is left; then
the same installing and removing with the MSI. Central runs here.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import payload
from build_windows import BUILD, FOLDER, make_installer, released
from leftovers import KEYS, State, ours, state_of
from msi import make_msi
from screen import Screen
from signing import Signer, signed_by
from testonly.identity import PASSWORD, identity
from tools import DIST, ROOT, StepError, main_of, need, say
from wine import Wine, virtual_screen, windows_path

sys.path.insert(0, str(ROOT))
from app.cli.self_checks import FIGURES
from tests.journey.processes import Central

OUT = DIST / "windows" / "trial"
FORM, PROVINCE, COMMUNE = "01/TCD", "04", "01273"
NEXT = "99.0.0"
"""Version of the second installers, made of the same files: what an upgrade goes to."""
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\SoBaoCao"
NOT_BEGUN = "did not begin"
PARTS = {
    "_internal/python311.dll": {NOT_BEGUN},
    "_internal/base_library.zip": {NOT_BEGUN},
    "_internal/python3.dll": {"parts", "window", "paper"},
    "_internal/PySide6/Qt6Core.dll": {"parts", "window", "paper"},
    "_internal/PySide6/Qt6Gui.dll": {"parts", "window", "paper"},
    "_internal/PySide6/Qt6Widgets.dll": {"parts", "window", "paper"},
    "_internal/PySide6/Qt6PrintSupport.dll": {"parts"},
    "_internal/PySide6/Qt6Network.dll": {"parts"},
    "_internal/PySide6/pyside6.abi3.dll": {"parts", "window", "paper"},
    "_internal/PySide6/plugins/platforms/qwindows.dll": {"window"},
    "_internal/PySide6/plugins/platforms/qoffscreen.dll": {"paper"},
    "_internal/shiboken6/shiboken6.abi3.dll": {"parts", "window", "paper"},
    "_internal/sqlcipher3/_sqlite3.cp311-win_amd64.pyd": {"parts", "store"},
    "_internal/cryptography/hazmat/bindings/_rust.pyd": {"parts"},
    "_internal/msgspec/_core.cp311-win_amd64.pyd": {NOT_BEGUN},
    "_internal/backports/zstd/_zstd.cp311-win_amd64.pyd": {"parts"},
    "_internal/yaml/_yaml.cp311-win_amd64.pyd": set(),
    "_internal/libssl-3.dll": {"parts"},
    "_internal/libcrypto-3.dll": {"parts"},
    "_internal/libffi-8.dll": {"parts"},
    "_internal/resources/forms/01_tcd_2024.yaml": {"rules", "paper"},
    "_internal/fontpkg_be_vietnam_pro/files/BeVietnamPro-Regular.ttf": set(),
}
"""Each taken away by itself, and the checks that must fail then, besides the comparison of files, which names it."""


class Trial:
    """One installed copy and the central it talks to."""

    def __init__(self, wine: Wine, central: Central, screen: Screen) -> None:
        self.wine, self.central, self.screen = wine, central, screen
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

    def invitation(self, person: str) -> str:
        """A one-time code for the commune."""
        return str(json.loads(self.central.manage("enrol", "--unit", COMMUNE, "--person", person, "--json"))["code"])

    def install(self, installer: Path) -> None:
        """Run an installer silently. Raises StepError unless the files are there."""
        code, said = self.wine.run(installer, "/S")
        if code or not self.cli.exists():
            raise StepError(f"{installer.name} /S → {code} {said[-500:]}")

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
    server = ("--server", trial.central.url, "--code", trial.invitation("Máy thử"))
    found = trial.demand_self_test(trial.cli, "self-test", *server)
    if "exchange" not in found:
        raise StepError("the exchange was left out")
    trial.found["self_test"] = found


def try_window(trial: Trial) -> None:
    """A clerk fills and submits a report in the real window, by keys alone."""
    trial.program("enrol", "--server", trial.central.url, "--code", trial.invitation("Nông Thị Bích"), "--json")
    trial.program("sync", "--once", "--json")
    trial.wine.start(trial.folder / "SoBaoCao.exe")
    screen = trial.screen
    screen.until(lambda: screen.front() in screen.windows() and screen.front(), "the window")
    time.sleep(6)
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
    for name in ("4-seal", "5-submit"):
        screen.press("shift+F9")
        time.sleep(2)
        screen.picture(name)
        screen.press("Return")
        time.sleep(2)
    screen.until(lambda: trial.program("status", "--json")["light"] == "green", "the light to turn green")
    screen.picture("6-sent")
    (report,) = (each for each in trial.reports() if each["report"].split("|")[1] == FORM)
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


def try_upgrade(trial: Trial) -> None:
    """A newer version, signed by a maker made up here, is installed over the open one; every draft is there after."""
    before = trial.reports()
    newer, made = OUT / f"SoBaoCao-{NEXT}-x64.exe", identity(OUT, "Trial")
    os.environ["TRIAL_PASSWORD"] = PASSWORD
    signer = Signer(certificate=str(made.container), password_env="TRIAL_PASSWORD")
    make_installer(FOLDER, newer, NEXT, signer)
    signer.sign(newer)
    trial.install(newer)
    signed = {path.name: signed_by(path, made.certificate) for path in (newer, trial.folder / "uninstall.exe")}
    if set(signed.values()) != {"/CN=Trial"}:
        raise StepError(f"signed by {signed}")
    newer.unlink()
    _, told = trial.wine.run("reg", "query", UNINSTALL)
    if NEXT not in told:
        raise StepError(f"the version installed is not {NEXT}: {told[-500:]}")
    beside = [path.name for path in trial.folder.parent.iterdir() if path != trial.folder]
    if beside:
        raise StepError(f"the upgrade left {beside}")
    after = trial.reports()
    if after != before:
        raise StepError("the reports differ after the upgrade")
    trial.found["upgrade"] = {"to": NEXT, "while_open": True, "reports": len(after), "signed": sorted(signed)}


def try_without_parts(trial: Trial) -> None:
    """Each part is taken away by itself; the self-test fails, names it, and fails where the part is used."""
    noticed: dict[str, list[str]] = {}
    for place, expected in PARTS.items():
        part = trial.folder / place
        aside = part.with_name(part.name + ".aside")
        part.rename(aside)
        report, said = trial.self_test(trial.cli, "without-" + part.name, secrets="file")
        aside.rename(part)
        failed = {NOT_BEGUN: said} if report is None else _failures(report)
        named = any(part.name.partition(".")[0] in error for error in failed.values())
        if not named or not expected <= failed.keys():
            raise StepError(f"without {place}: {expected} expected, {failed}")
        noticed[place] = sorted(failed)
    report, _ = trial.self_test(trial.cli, "whole-again", secrets="file")
    if report is None or not report["passed"]:
        raise StepError("the self-test fails although every part is back")
    trial.found["without"] = noticed


def _failures(report: dict[str, Any]) -> dict[str, str]:
    return {check["check"]: check["error"] for check in report["checks"] if not check["passed"]}


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
    newer = OUT / f"SoBaoCao-{NEXT}-x64.msi"
    make_msi(FOLDER, newer, NEXT)
    trial.msiexec("/i", windows_path(newer))
    _, told = trial.wine.run("reg", "query", UNINSTALL.rpartition("\\")[0].replace("HKCU", "HKLM"), "/s")
    if told.count("SoBaoCao") > 1 or NEXT not in told or not (folder / payload.LIST).exists():
        raise StepError(f"after the upgrade: {told[-1500:]}")
    trial.msiexec("/x", windows_path(newer))
    newer.unlink()
    left = state_of(trial.wine).since(before)
    if remains := ours(left, *trial.kept):
        raise StepError("removal of the MSI left\n" + "\n".join(remains))
    trial.found["msi"] = {"self_test": sorted(found), "upgraded_to": NEXT, "left": left}


def attempt() -> None:
    """All of it; the findings are written to trial.json."""
    need("xdotool", "import", "openbox")
    installer = released("installer")
    shutil.rmtree(OUT, ignore_errors=True)
    (OUT / "central").mkdir(parents=True)
    shutil.rmtree(BUILD / "trial-prefix", ignore_errors=True)
    wine, central = Wine(BUILD / "trial-prefix"), Central(OUT / "central")
    try:
        for verb in (("load-units", "--province", PROVINCE), ("load-forms",)):
            central.manage(*verb, "--json")
        central.manage("oblige", "--form", FORM, "--period", "2026-A1", "--province", PROVINCE, "--json")
        central.start()
        with virtual_screen(manager="openbox"):
            trial = Trial(wine, central, Screen(OUT))
            before = state_of(wine)
            for said, step in (
                ("Installing silently", lambda: trial.install(installer)),
                ("Self-test, with an exchange", lambda: try_self_test(trial)),
                ("The real window, by keys", lambda: try_window(trial)),
                ("A second start", lambda: try_second_start(trial)),
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
