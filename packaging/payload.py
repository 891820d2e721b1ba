"""What a build must be before it is shipped: the gates, the licences, the list of files with their hashes."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pefile
from parts import Part
from tools import EPOCH, StepError

LIST = "files.json"
"""The list of a payload's files, in the payload itself: by it a copy knows whether it is whole."""

AMD64 = 0x8664
WINE_MARKS = (b"Wine builtin DLL", b"Wine placeholder DLL")
DEVELOPMENT = re.compile(r"(^|/)(pytest|_pytest|hypothesis|mypy|ruff|django|tests|PyInstaller|pip|setuptools)(/|-|$)")


def check_windows(folder: Path) -> list[str]:
    """The DLLs the payload expects of Windows. Raises StepError where a gate is not passed."""
    binaries = [path for path in files_of(folder) if path.suffix.lower() in (".dll", ".pyd", ".exe")]
    present = {path.name.lower() for path in binaries}
    expected: set[str] = set()
    for path in binaries:
        if any(mark in path.read_bytes()[:0x100] for mark in WINE_MARKS):
            raise StepError(f"{path.name} was built by Wine")
        image = pefile.PE(str(path), fast_load=True)
        if image.FILE_HEADER.Machine != AMD64:
            raise StepError(f"{path.name} is not for x64")
        image.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_IMPORT"]])
        expected |= {entry.dll.decode().lower() for entry in getattr(image, "DIRECTORY_ENTRY_IMPORT", [])}
        image.close()
    check_common(folder)
    return sorted(name for name in expected - present if not name.startswith("api-ms-win-"))


def check_common(folder: Path) -> None:
    """Raises StepError where something of development is in the payload, or its licences are missing."""
    for path in files_of(folder):
        place = path.relative_to(folder).as_posix()
        if DEVELOPMENT.search(place):
            raise StepError(f"{place} is of development only")
    if not (folder / "LICENSES.txt").exists():
        raise StepError("LICENSES.txt is missing")


def write_licences(folder: Path, parts: Sequence[Part]) -> None:
    """Write LICENSES.txt: of each part its licence, and the texts of it that came along."""
    rule = "=" * 100
    said = [
        "\n\n".join([f"{rule}\n{part.name} {part.version}".rstrip() + f"\n{part.licence}", *part.texts])
        for part in parts
    ]
    (folder / "LICENSES.txt").write_text("\n\n".join(said) + "\n", encoding="utf-8")


def write_list(folder: Path) -> str:
    """Write the payload's list of files into it, as JSON; the hash over all of it.

    A file has size and SHA-256, a link (on Linux) what it points to.
    """
    rows = [
        {"path": path.relative_to(folder).as_posix(), **_facts(path)}
        for path in files_of(folder)
        if path != folder / LIST
    ]
    text = json.dumps(rows, indent=1) + "\n"
    (folder / LIST).write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def _facts(path: Path) -> dict[str, str | int]:
    if path.is_symlink():
        return {"link": os.readlink(path)}
    return {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def differences(ours: Path, theirs: Path) -> list[str]:
    """What two lists of files do not agree on: each path, and how; empty where the payloads are the same."""
    mine, other = (
        {row["path"]: row for row in json.loads(path.read_text(encoding="utf-8"))} for path in (ours, theirs)
    )
    return [
        *(f"{path}: only in the first" for path in sorted(mine.keys() - other.keys())),
        *(f"{path}: only in the second" for path in sorted(other.keys() - mine.keys())),
        *(f"{path}: other bytes" for path in sorted(mine.keys() & other.keys()) if mine[path] != other[path]),
    ]


def set_times(folder: Path) -> None:
    """Give everything in a folder the one time stamp of a build."""
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (EPOCH, EPOCH), follow_symlinks=False)


def files_of(folder: Path) -> Iterator[Path]:
    """The files of a folder, in a fixed order."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file())
