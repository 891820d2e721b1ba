"""Try the built installer in a fresh Windows (Wine): `python3 dev.py windows --test`.

Installs it silently, has the installed program test itself, drives its real window by keys to fill and submit a report,
upgrades it while it is open, takes parts away one at a time, removes it, and lists what is left. Central runs here.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from build_windows import BUILD, DIST, FOLDER, installer_path, make_installer
from tools import ROOT, StepError, main_of, need, say
from wine import Wine, virtual_screen, windows_path

sys.path.insert(0, str(ROOT))
from tests.journey.processes import Central

OUT = DIST / "windows" / "trial"
FORM, PROVINCE, COMMUNE = "01/TCD", "04", "01273"
NEXT = "99.0.0"
"""Version of the second installer, made of the same files: what an upgrade goes to."""
FIGURES = [
    "10",
    "12",
    "5",
    "4",
    "2",
    "8",
    "1",
    "1",
    "3",
    "4",
    "5",
    "2",
    "1",
    "2",
    "4",
    "2",
    "0",
    "1",
    "2",
    "3",
    "3",
    "6",
    "1",
    "2",
    "-",
    "1",
]
"""Typed into the columns that are entered, from left to right."""
PARTS = (
    *("python311.dll", "Qt6Core.dll", "Qt6Gui.dll", "Qt6Widgets.dll", "Qt6PrintSupport.dll", "qwindows.dll"),
    *("_rust.pyd", "_sqlite3.cp311-win_amd64.pyd", "libssl-3.dll", "_msgspec", "_zstd", "01_tcd_2024.yaml"),
)
"""Each taken away by itself: the self-test must notice."""


class Trial:
    """One installed copy and the central it talks to."""

    def __init__(self, wine: Wine, central: Central) -> None:
        self.wine, self.central = wine, central
        user = next(path for path in (wine.drive / "users").iterdir() if path.name != "Public")
        self.local = user / "AppData" / "Local"
        self.folder = self.local / "Programs" / "SoBaoCao"
        self.found: dict[str, Any] = {}

    @property
    def cli(self) -> Path:
        """The program's console launcher."""
        return self.folder / "sobaocao-cli.exe"

    def program(self, *arguments: str) -> dict[str, Any]:
        """Run a command of the installed program; the JSON it printed."""
        said = self.wine.demand(self.cli, *arguments)
        told: dict[str, Any] = json.loads(said[said.index("{") :])
        return told

    def invitation(self, person: str) -> str:
        """A one-time code for the commune."""
        return str(json.loads(self.central.manage("enrol", "--unit", COMMUNE, "--person", person, "--json"))["code"])

    def install(self, installer: Path) -> None:
        """Run an installer silently. Raises StepError unless the files are there."""
        code, said = self.wine.run(installer, "/S")
        if code or not self.cli.exists():
            raise StepError(f"{installer.name} /S → {code} {said[-500:]}")

    def self_test(self, name: str, *arguments: str) -> dict[str, Any] | None:
        """The report of the program's self-test; None where it did not even begin."""
        report = OUT / f"{name}.json"
        report.unlink(missing_ok=True)
        command = (*arguments, "self-test", windows_path(report))
        self.wine.run(self.cli, *command, timeout_s=600)
        if not report.exists():
            return None
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return found


def keys(*names: str) -> None:
    """Press keys, as a keyboard does."""
    subprocess.run(["xdotool", "key", "--delay", "60", *names], check=True)


def picture(name: str) -> None:
    """A picture of the screen."""
    subprocess.run(["import", "-window", "root", str(OUT / f"{name}.png")], check=True)


def until(condition: Callable[[], object], what: str, timeout_s: float = 90) -> None:
    """Wait for something. Raises StepError where it never comes."""
    end = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > end:
            picture("stuck")
            raise StepError(f"waited {timeout_s:.0f} s for {what}; see stuck.png")
        time.sleep(0.5)


def window_shown() -> bool:
    """Whether a window of the program is on the screen."""
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "Sổ Báo Cáo"], capture_output=True, text=True, check=False
    )
    return bool(found.stdout.strip())


def try_self_test(trial: Trial) -> None:
    """The installed program tests itself, exchange included."""
    code = trial.invitation("Máy thử")
    report = OUT / "self-test.json"
    command = ("self-test", windows_path(report), "--server", trial.central.url, "--code", code)
    exit_code, said = trial.wine.run(trial.cli, *command, timeout_s=600)
    found = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
    if exit_code or not found.get("passed") or found.get("left_out"):
        raise StepError(f"self-test → {exit_code}: {json.dumps(found, ensure_ascii=False, indent=1)[-3000:]}\n{said}")
    trial.found["self_test"] = {check["check"]: check["compared"] for check in found["checks"]}


def try_window(trial: Trial) -> None:
    """A clerk fills and submits a report in the real window, by keys alone."""
    trial.program("enrol", "--server", trial.central.url, "--code", trial.invitation("Nông Thị Bích"), "--json")
    trial.program("sync", "--once", "--json")
    trial.wine.start(trial.folder / "SoBaoCao.exe")
    until(window_shown, "the window")
    time.sleep(6)
    picture("1-work")
    keys("Return")
    time.sleep(4)
    for figure in FIGURES:
        subprocess.run(["xdotool", "type", "--delay", "60", figure], check=True)
        keys("Tab")
    picture("2-typed")
    keys("F9")
    time.sleep(1)
    picture("3-checked")
    for name in ("4-seal", "5-submit"):
        keys("shift+F9")
        time.sleep(2)
        picture(name)
        keys("Return")
        time.sleep(2)
    until(lambda: trial.program("status", "--json")["light"] == "green", "the light to turn green")
    picture("6-sent")
    (report,) = (each for each in reports(trial) if each["report"].split("|")[1] == FORM)
    typed = [report["cells"].get(address) for address in entered(report["cells"])]
    if typed != FIGURES or "submission" not in report["receipts"]:
        raise StepError(f"typed {FIGURES}\nkept  {typed}\n{report['state']} {report['receipts']}")
    trial.found["window"] = {"typed": len(typed), "state": report["state"], "receipts": report["receipts"]}


def reports(trial: Trial) -> list[dict[str, Any]]:
    """What the installed program holds."""
    said = trial.wine.demand(trial.cli, "reports", "--json")
    told: list[dict[str, Any]] = json.loads(said[said.index("[") :])
    return told


def entered(cells: dict[str, str]) -> list[str]:
    """The addresses of typed figures, by column."""
    figures = [address for address in cells if address.rpartition("/c")[2].isdigit()]
    return sorted(figures, key=lambda address: int(address.rpartition("/c")[2]))


def try_upgrade(trial: Trial) -> None:
    """A newer version is installed over the open one; every draft is there afterwards."""
    before = reports(trial)
    newer = OUT / f"SoBaoCao-{NEXT}-x64.exe"
    make_installer(FOLDER, newer, NEXT)
    trial.install(newer)
    newer.unlink()
    _, told = trial.wine.run("reg", "query", r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\SoBaoCao")
    if NEXT not in told:
        raise StepError(f"the version installed is not {NEXT}: {told[-500:]}")
    if (trial.folder.parent / "SoBaoCao.old").exists() or (trial.folder.parent / "SoBaoCao.new").exists():
        raise StepError("the upgrade left a folder behind")
    after = reports(trial)
    if after != before:
        raise StepError("the reports differ after the upgrade")
    trial.found["upgrade"] = {"to": NEXT, "while_open": True, "reports": len(after)}


def try_without_parts(trial: Trial) -> None:
    """Each part is taken away by itself; the self-test notices."""
    noticed = {}
    for name in PARTS:
        part = next(path for path in sorted(trial.folder.rglob("*")) if path.name.startswith(name) and path.is_file())
        aside = part.with_name(part.name + ".aside")
        part.rename(aside)
        report = trial.self_test("without-" + name, "--secrets", "file")
        aside.rename(part)
        if report is not None and report["passed"]:
            raise StepError(f"the self-test passes without {part.name}")
        noticed[part.name] = (
            "did not begin" if report is None else [check["check"] for check in report["checks"] if not check["passed"]]
        )
    whole = trial.self_test("whole-again", "--secrets", "file")
    if whole is None or not whole["passed"]:
        raise StepError("the self-test fails although every part is back")
    trial.found["without"] = noticed


def try_removal(trial: Trial) -> None:
    """It is removed; what the person typed stays."""
    trial.wine.run(trial.folder / "uninstall.exe", "/S", f"_?={'C:' + windows_inside(trial)}", timeout_s=120)
    left = [path for path in trial.folder.rglob("*") if path.is_file() and path.name != "uninstall.exe"]
    if left:
        raise StepError(f"removal left {[path.name for path in left[:10]]}")
    data = [path.name for path in (trial.local / "SoBaoCao").iterdir()]
    if "sobaocao.db" not in data:
        raise StepError("removal took the person's figures")
    _, told = trial.wine.run("reg", "query", r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\SoBaoCao")
    trial.found["removal"] = {"kept": sorted(data), "entry_gone": "DisplayName" not in told}
    if "DisplayName" in told:
        raise StepError("removal left its entry")


def windows_inside(trial: Trial) -> str:
    """The program's folder as Windows names it, without the drive."""
    return "\\" + str(trial.folder.relative_to(trial.wine.drive)).replace("/", "\\")


def attempt() -> None:
    """All of it; the findings are written to trial.json."""
    need("xdotool", "import")
    if not installer_path().exists():
        raise StepError("build it first: python3 dev.py windows")
    shutil.rmtree(OUT, ignore_errors=True)
    (OUT / "central").mkdir(parents=True)
    shutil.rmtree(BUILD / "trial-prefix", ignore_errors=True)
    wine, central = Wine(BUILD / "trial-prefix"), Central(OUT / "central")
    try:
        for verb in (("load-units", "--province", PROVINCE), ("load-forms",)):
            central.manage(*verb, "--json")
        central.manage("oblige", "--form", FORM, "--period", "2026-A1", "--province", PROVINCE, "--json")
        central.start()
        with virtual_screen():
            trial = Trial(wine, central)
            for said, step in (
                ("Installing silently", lambda: trial.install(installer_path())),
                ("Self-test, with an exchange", lambda: try_self_test(trial)),
                ("The real window, by keys", lambda: try_window(trial)),
                ("Upgrade while it is open", lambda: try_upgrade(trial)),
                ("Without each part", lambda: try_without_parts(trial)),
                ("Removal", lambda: try_removal(trial)),
            ):
                say(said)
                step()
            (OUT / "trial.json").write_text(json.dumps(trial.found, ensure_ascii=False, indent=1) + "\n")
            print(json.dumps(trial.found, ensure_ascii=False, indent=1))
    finally:
        wine.stop()
        central.stop()


if __name__ == "__main__":
    main_of(attempt)
