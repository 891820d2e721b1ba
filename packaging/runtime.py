"""A Windows Python on a machine that is not Windows: assembled from signed parts, or taken from an official zip."""

from __future__ import annotations

import hashlib
import platform
import re
import shutil
import sysconfig
import zipfile
from pathlib import Path

from tools import HERE, StepError, demand, find, output_of

VERSION = "3.11.7"
"""Of the interpreter's DLLs in the wheel, hence of the standard library that fits them."""
WHEEL = "panda3d==1.10.14"
WHEEL_SHA256 = "1ddf01040b9c5497fb8659e3c5ef793a26c869cfdfb1b75e6d04d6fba0c03b73"
"""A wheel that carries the Python Software Foundation's own Windows binaries; nothing else of it is used."""
SIGNED = (
    *("python311.dll", "libcrypto-3.dll", "libssl-3.dll", "libffi-8.dll", "sqlite3.dll"),
    *("_ctypes.pyd", "_hashlib.pyd", "_socket.pyd", "_sqlite3.pyd", "_ssl.pyd", "_multiprocessing.pyd"),
)
ABSENT = ("__pycache__", "site-packages", "lib-dynload", "test", "idlelib", "turtledemo", "tkinter", "ensurepip")
CC = "x86_64-w64-mingw32-gcc"


def assemble(source: str, place: Path, uv: Path) -> Path:
    """The Windows python.exe in `place`; `source` is "wheel", or "zip:PATH:SHA256" of an official embeddable zip."""
    if (place / "python.exe").exists() and (place / "made-from").read_text() == source:
        return place / "python.exe"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    if source == "wheel":
        _from_wheel(place, uv)
    else:
        _from_zip(place, *_zip_named(source))
    (place / "made-from").write_text(source)
    return place / "python.exe"


def _zip_named(source: str) -> tuple[Path, str]:
    match = re.fullmatch(r"zip:(.+):([0-9a-f]{64})", source)
    if not match:
        raise StepError(f"--runtime {source}: neither “wheel” nor “zip:PATH:SHA256”")
    return Path(match[1]), match[2]


def _from_zip(place: Path, archive: Path, sha256: str) -> None:
    if hashlib.sha256(archive.read_bytes()).hexdigest() != sha256:
        raise StepError(f"{archive.name} is not the file with the hash given")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(place)
    # The embeddable zip looks for nothing beside itself unless told to.
    for pth in place.glob("python3*._pth"):
        pth.write_text(pth.read_text().replace("#import site", "import site") + "Lib\\site-packages\n")
    (place / "Lib" / "site-packages").mkdir(parents=True)


def _from_wheel(place: Path, uv: Path) -> None:
    if platform.python_version() != VERSION:
        raise StepError(f"this Python is {platform.python_version()}; its library must be {VERSION}, to fit the DLLs")
    wheel = place.parent / "runtime-wheel"
    shutil.rmtree(wheel, ignore_errors=True)
    wanted = place.parent / "runtime.txt"
    wanted.write_text(f"{WHEEL} --hash=sha256:{WHEEL_SHA256}\n")
    demand(uv, "pip", "install", "-q", "--no-deps", *for_windows(), "--require-hashes", "-r", wanted, "--target", wheel)
    parts = wheel / "deploy_libs"
    for name in SIGNED:
        said = output_of("osslsigncode", "verify", "-ignore-crl", "-in", parts / name)
        if "CN=Python Software Foundation" not in said or "Succeeded" not in said:
            raise StepError(f"{name} does not carry the Python Software Foundation's signature")
    (place / "DLLs").mkdir()
    (place / "Lib" / "site-packages").mkdir(parents=True)
    shutil.copy(parts / "python311.dll", place)
    for part in [*parts.glob("*.pyd"), *(parts / name for name in SIGNED[1:5])]:
        shutil.copy(part, place / "DLLs")
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
    demand(CC, "-shared", "-nostdlib", "-s", "-e", "DllMain", "-o", place / "python3.dll", code, definition)


def install_wheels(place: Path, lock: Path, uv: Path) -> None:
    """Put the locked wheels for Windows into the runtime, by hash."""
    target = place / "Lib" / "site-packages"
    demand(uv, "pip", "install", "-q", *for_windows(), "--require-hashes", "-r", lock, "--target", target)
    # One C++ runtime for all: the newest, which Qt's wheel brings, beside python.exe.
    for name in ("vcruntime140.dll", "vcruntime140_1.dll", "msvcp140.dll"):
        shutil.copy(find(target / "PySide6", name), place / name)


def for_windows() -> tuple[str, ...]:
    """What tells uv to resolve and install for Windows, wheels only."""
    return ("--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.11", "--only-binary", ":all:")
