"""Build the Windows program and its installers on Debian: `python3 dev.py windows [--runtime SOURCE] [--certificate]`.

`--check-reproducible` builds it once more elsewhere, from nothing, and names each file that differs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from pathlib import Path

import parts
import payload
from bom import bill_of
from msi import make_msi
from reproducible import check_reproducible
from runtime import prepare, version_of
from signing import UNSIGNED, Signer, add_options, has_signature, signer_of
from tools import DIST, EPOCH, HERE, ROOT, StepError, demand, main_of, need, say
from version import version, write_resource
from wine import Wine, virtual_screen, windows_path

BUILD = ROOT / "build" / "windows"
LOCKS = (HERE / "locks" / "requirements-windows.txt", HERE / "locks" / "requirements-windows-tools.txt")
FOLDER = DIST / "windows" / "SoBaoCao"
RELEASE = DIST / "windows" / "release.json"
"""What the last build made: its version, the files' names, and who signed them."""
OURS = ("SoBaoCao.exe", "sobaocao-cli.exe", "_internal/python3.dll")
"""What is ours of what Windows loads; the rest bears its makers' signatures, or none.

An official Python brings the last of them, signed.
"""
INSTALLER_BYTES_MAX = 60_000_000


def build() -> None:
    """All of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--runtime", default="wheel", metavar="SOURCE", help="wheel, or zip:PATH:SHA256 of an official one"
    )
    parser.add_argument("--check-reproducible", action="store_true", help="build once more, and compare")
    parser.add_argument("--payload", action="store_true", help="the program alone, without installers")
    add_options(parser)
    arguments = parser.parse_args()
    signer = signer_of(arguments)
    if signer and arguments.check_reproducible:
        raise StepError("a signature is another each time: compare unsigned builds")
    need("makensis", "msibuild", "msiinfo", "osslsigncode", "wixl")
    need("x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-objdump")
    os.environ["SOURCE_DATE_EPOCH"] = str(EPOCH)
    BUILD.mkdir(parents=True, exist_ok=True)
    say("Windows Python with its wheels: signed parts and hashes, checked")
    python, wheels = prepare(arguments.runtime, BUILD / "python", *LOCKS)
    say("Freezing under Wine")
    freeze(python)
    found = parts.Parts(python.parent / "Lib" / "site-packages", wheels, python.parent, version_of(python))
    digest, bill = finish(found, signer)
    if arguments.payload:
        return
    say("Installers")
    made = make_installers(FOLDER, DIST, version(), signer) | {"bill_of_materials": bill}
    write_release(made, signer)
    say(f"Payload {digest}")
    if arguments.check_reproducible:
        check_reproducible("windows", [*made.values(), FOLDER / payload.LIST], ["--runtime", arguments.runtime])


def finish(found: parts.Parts, signer: Signer) -> tuple[str, Path]:
    """Make the frozen program a payload: signed, through its gates, with licences, list and bill of materials.

    The hash over its list of files, and the bill.
    """
    signer.sign(*(FOLDER / name for name in OURS if not has_signature(FOLDER / name)))
    say("Parts, licences, gates, list of files")
    made_of = found.of(BUILD / "work" / "app" / "sources.json", FOLDER)
    payload.write_licences(FOLDER, made_of)
    from_windows = payload.check_windows(FOLDER)
    digest = payload.write_list(FOLDER)
    say(f"{len(made_of)} parts; expects of Windows: {', '.join(from_windows)}")
    bill = DIST / f"SoBaoCao-{version()}-x64.cdx.json"
    bill.write_text(bill_of(made_of, FOLDER, version=version(), payload=digest), encoding="utf-8")
    return digest, bill


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


def make_installers(folder: Path, place: Path, number: str, signer: Signer) -> dict[str, Path]:
    """Pack `folder` into both installers of version `number`, by kind; one that nobody signed says so in its name."""
    name = f"SoBaoCao-{number}-x64" if signer else f"SoBaoCao-{number}-x64-{UNSIGNED}"
    made = {"installer": place / f"{name}.exe", "msi": place / f"{name}.msi"}
    payload.set_times(folder)
    make_installer(folder, made["installer"], number, signer)
    make_msi(folder, made["msi"], number)
    signer.sign(*made.values())
    for path in made.values():
        size = path.stat().st_size
        if size > INSTALLER_BYTES_MAX:
            raise StepError(f"{path.name} has {size / 1e6:.1f} MB, more than {INSTALLER_BYTES_MAX / 1e6:.0f}")
        say(f"{path.name}: {size / 1e6:.1f} MB")
    return made


def make_installer(folder: Path, target: Path, number: str, signer: Signer) -> None:
    """Pack `folder` into the installer `target` of version `number`, whose uninstaller is signed too."""
    icon, files = ROOT / "resources" / "icons" / "sobaocao.ico", BUILD / "files.nsh"
    files.write_text(file_lines(folder), encoding="utf-8")
    defined = [f"-DFILES={files}", f"-DVERSION={number}", f"-DOUTPUT={target}", f"-DICON={icon}"]
    if signer:
        defined.append(f"-DSIGN={signer.command()}")
    demand("makensis", "-V2", "-INPUTCHARSET", "UTF8", *defined, HERE / "installer.nsi")


def file_lines(folder: Path) -> str:
    """What the installer unpacks, in a fixed order: left to itself it takes the file system's.

    Folder by folder, the uppermost first: the two launchers, which are nearly the same, pack well side by side.
    """
    lines, place = [], None
    for path in sorted(payload.files_of(folder), key=lambda path: (path.parent, path.name)):
        if path.parent != place:
            place = path.parent
            inside = "".join(f"\\{name}" for name in place.relative_to(folder).parts)
            lines.append(f'SetOutPath "$INSTDIR.new{inside}"')
        lines.append(f'File "{path}"')
    return "\n".join(lines) + "\n"


def write_release(made: dict[str, Path], signer: Signer) -> None:
    """Write down what was made, for the trial and for whoever publishes it."""
    told = {"version": version(), "signed": bool(signer), **{kind: path.name for kind, path in made.items()}}
    RELEASE.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def released(kind: str) -> Path:
    """The file of that kind that the last build made. Raises StepError before the first."""
    if not RELEASE.exists():
        raise StepError("build it first: python3 dev.py windows")
    return DIST / str(json.loads(RELEASE.read_text(encoding="utf-8"))[kind])


if __name__ == "__main__":
    main_of(build)
