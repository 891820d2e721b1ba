"""What a build must be before it is shipped: the gates, the licences, the list of files with their hashes."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pefile
from part import Part
from tools import EPOCH, HERE, StepError
from wheels import locked

LIST = "files.json"
"""The list of a payload's files, in the payload itself: by it a copy knows whether it is whole."""

AMD64 = 0x8664
WINE_MARKS = (b"Wine builtin DLL", b"Wine placeholder DLL")
COMMON_LICENCES = Path("/usr/share/common-licenses")
COMMON = re.compile(r"/usr/share/common-licenses/([\w.+-]+)")
RULE = "=" * 100
LOCKS = HERE / "locks"


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
    development = of_development()
    for path in files_of(folder):
        place = path.relative_to(folder)
        # A folder is called like its package, or like that with a version.
        if any(part.partition("-")[0].lower() in development for part in place.parts):
            raise StepError(f"{place.as_posix()} is of development only")
    if not (folder / "LICENSES.txt").exists():
        raise StepError("LICENSES.txt is missing")


@cache
def of_development() -> frozenset[str]:
    """What folders are called that belong to development or to central alone, however it is spelled.

    That is all that is locked and not for a client, and what is called by hand.
    """
    every, *clients = (locked(LOCKS / f"requirements{of}.txt").keys() for of in ("", "-windows", "-linux"))
    names = every - clients[0] - clients[1]
    spelled = {name.replace("-", joint) for name in names for joint in ("_", "")}
    return frozenset(spelled | {"tests", "_pytest", "pip", "setuptools", "pyinstaller", "mutmut", "schemathesis"})


def write_licences(folder: Path, parts: Sequence[Part]) -> None:
    """Write LICENSES.txt: of each part its licence in full. Raises StepError naming those that have no text.

    A text stands once; so do those that Debian's files refer to.
    """
    if bare := [part.key for part in parts if not part.texts]:
        raise StepError(f"no licence text of {', '.join(bare)}")
    stands: dict[str, str] = {}
    said = []
    for part in parts:
        said.append(f"{RULE}\n{part.name} {part.version}".rstrip() + f"\n{part.licence}")
        if part.inside:
            said.append(f"Compiled into {part.inside}.")
        for text in part.texts:
            where = stands.setdefault(text, part.key)
            said.append(text if where == part.key else f"The same text as of {where} (“{_first_line(text)}”).")
    for path in _referred_to(stands):
        said += [f"{RULE}\n{path}", path.read_text(encoding="utf-8").strip("\n")]
    (folder / "LICENSES.txt").write_text("\n\n".join(said) + "\n", encoding="utf-8")


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0].strip()


def _referred_to(texts: Iterable[str]) -> list[Path]:
    """The licences of this system that texts refer to instead of repeating them."""
    named = {match[1].rstrip(".") for text in texts for match in COMMON.finditer(text)}
    return sorted(COMMON_LICENCES / name for name in named if (COMMON_LICENCES / name).is_file())


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
