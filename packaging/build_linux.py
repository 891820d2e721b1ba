"""Build the Linux program, its .tar.xz and its .deb: `python3 dev.py linux`."""

from __future__ import annotations

import argparse
import lzma
import os
import platform
import re
import shutil
import sys
import tarfile
from pathlib import Path

import parts
import payload
import wheels
from bom import bill_of
from reproducible import check_reproducible
from tools import DIST, EPOCH, HERE, ROOT, UV, StepError, demand, main_of, need, say
from version import version

BUILD = ROOT / "build" / "linux"
LOCKS = (HERE / "locks" / "requirements-linux.txt", HERE / "locks" / "requirements-linux-tools.txt")
FOLDER = DIST / "linux" / "SoBaoCao"
ICONS = ROOT / "resources" / "icons"
SHARE = HERE / "linux"
PNG_SIZES = (32, 48, 128, 256)
GLIBC = re.compile(rb"GLIBC_2\.(\d+)\0")

LIBRARIES = (
    *("libdbus-1-3", "libegl1", "libfontconfig1", "libgl1", "libglib2.0-0t64 | libglib2.0-0", "libxkbcommon0"),
    *("libx11-xcb1", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1"),
    "libxkbcommon-x11-0",
)
"""Debian packages without which Qt opens no window; the desktop's keyring is recommended besides."""
CONTROL = """\
Package: sobaocao
Version: {version}
Architecture: amd64
Maintainer: Sổ Báo Cáo <sobaocao@localhost>
Installed-Size: {kilobytes}
Depends: libc6 (>= 2.{glibc}), {libraries}
Recommends: gnome-keyring | kwalletmanager, hicolor-icon-theme, shared-mime-info
Section: office
Priority: optional
Description: report book for periodic state reports
 Fills the periodic reports of an office without a network, checks them by the
 printed relations of their forms, and proves that they arrived.
"""


def archive_path() -> Path:
    """Where the archive is put."""
    return DIST / f"sobaocao-{version()}-linux-x86_64.tar.xz"


def package_path() -> Path:
    """Where the Debian package is put."""
    return DIST / f"sobaocao_{version()}_amd64.deb"


def bill_path() -> Path:
    """Where the bill of materials is put."""
    return DIST / f"sobaocao-{version()}-linux-x86_64.cdx.json"


def build() -> None:
    """All of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check-reproducible", action="store_true", help="build once more, and compare")
    parser.add_argument("--payload", action="store_true", help="the program alone, not packed")
    arguments = parser.parse_args()
    need("dpkg-deb", "strip", "objdump")
    os.environ["SOURCE_DATE_EPOCH"] = str(EPOCH)
    BUILD.mkdir(parents=True, exist_ok=True)
    say("Wheels, by hash")
    python, files = install_wheels()
    say("Freezing")
    freeze(python)
    say("Parts, licences, gates, list of files")
    packages = python.parent.parent / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    found = parts.Parts(packages, files, Path(sys.base_prefix), platform.python_version())
    made_of = found.of(BUILD / "work" / "app" / "sources.json", FOLDER)
    payload.write_licences(FOLDER, made_of)
    payload.check_common(FOLDER)
    digest = payload.write_list(FOLDER)
    glibc = newest_glibc(FOLDER)
    say(f"Payload {digest[:16]}, {len(made_of)} parts, needs glibc 2.{glibc}")
    if arguments.payload:
        return
    say("Archive and package")
    root = lay_out(BUILD / "root")
    write_archive(root / "usr", archive_path())
    write_package(root, package_path(), glibc)
    bill_path().write_text(bill_of(made_of, FOLDER, version=version(), payload=digest), encoding="utf-8")
    made = (archive_path(), package_path(), bill_path())
    for path in made:
        say(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.1f} MB")
    if arguments.check_reproducible:
        check_reproducible("linux", [*made, FOLDER / payload.LIST])


def install_wheels() -> tuple[Path, dict[str, Path]]:
    """The Python of an environment with the locked wheels alone, and each wheel's file by its distribution's name."""
    place, kept = BUILD / "python", BUILD / "wheels"
    python = place / "bin" / "python"
    demand(UV, "venv", "-q", "--clear", "--python", Path(sys.executable).resolve(), place)
    files: dict[str, Path] = {}
    for lock in LOCKS:
        files |= wheels.fetch(lock, kept)
        wheels.install(lock, kept, "--python", python)
    return python, files


def freeze(python: Path) -> None:
    """Run PyInstaller; the program is in FOLDER then."""
    shutil.rmtree(FOLDER.parent, ignore_errors=True)
    demand(
        *(python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
        *("--distpath", FOLDER.parent, "--workpath", BUILD / "work", HERE / "app.spec"),
        PYTHONHASHSEED="1",
    )
    if not (FOLDER / "sobaocao").exists():
        raise StepError("PyInstaller made no program")


def newest_glibc(folder: Path) -> int:
    """N of the newest GLIBC_2.N that a file of `folder` asks for."""
    found = {
        int(number)
        for path in payload.files_of(folder)
        if path.name == "sobaocao" or ".so" in path.name
        for number in GLIBC.findall(path.read_bytes())
    }
    return max(found)


def lay_out(root: Path) -> Path:
    """The files as they lie in a system: the program, its entry in menus, its icons, its type of file."""
    shutil.rmtree(root, ignore_errors=True)
    usr = root / "usr"
    shutil.copytree(FOLDER, usr / "lib" / "sobaocao", symlinks=True)
    (usr / "bin").mkdir()
    (usr / "bin" / "sobaocao").symlink_to("../lib/sobaocao/sobaocao")
    copies = {
        SHARE / "sobaocao.desktop": "applications/sobaocao.desktop",
        SHARE / "sobaocao.xml": "mime/packages/sobaocao.xml",
        ICONS / "sobaocao.svg": "icons/hicolor/scalable/apps/sobaocao.svg",
        FOLDER / "LICENSES.txt": "doc/sobaocao/copyright",
    }
    copies |= {ICONS / f"sobaocao-{size}.png": f"icons/hicolor/{size}x{size}/apps/sobaocao.png" for size in PNG_SIZES}
    for source, place in copies.items():
        target = usr / "share" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.name == "sobaocao" else 0o644)
            os.utime(path, (EPOCH, EPOCH))
    return root


def write_archive(folder: Path, target: Path) -> None:
    """Pack `folder` so that the same files give the same bytes: sorted, one owner, one time."""

    def dressed(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = EPOCH
        return entry

    name = target.name.removesuffix(".tar.xz")
    with lzma.open(target, "wb", preset=6) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.add(path, f"{name}/{path.relative_to(folder)}", recursive=False, filter=dressed)


def write_package(root: Path, target: Path, glibc: int) -> None:
    """Make the Debian package of the files laid out in `root`."""
    control = root / "DEBIAN" / "control"
    control.parent.mkdir()
    kilobytes = sum(path.stat().st_size for path in payload.files_of(root)) // 1024
    libraries = ", ".join(LIBRARIES)
    text = CONTROL.format(version=version(), kilobytes=kilobytes, glibc=glibc, libraries=libraries)
    control.write_text(text, encoding="utf-8")
    control.chmod(0o644)
    control.parent.chmod(0o755)
    demand("dpkg-deb", "--root-owner-group", "-Zxz", "--build", root, target)


if __name__ == "__main__":
    main_of(build)
