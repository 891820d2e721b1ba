"""What a build must be before it is shipped: the gates, the licences, the list of files with their hashes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pefile
from tools import StepError

AMD64 = 0x8664
WINE_MARKS = (b"Wine builtin DLL", b"Wine placeholder DLL")
DEVELOPMENT = re.compile(r"(^|/)(pytest|_pytest|hypothesis|mypy|ruff|django|tests|PyInstaller|pip|setuptools)(/|-|$)")
LICENCE_FILE = re.compile(r"(^|/)(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)


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


def write_licences(folder: Path, packages: Path, names: set[str]) -> None:
    """Write LICENSES.txt: for each of the named distributions in `packages`, its licence texts.

    Raises StepError for a name that is not installed.
    """
    found = {plain(each.name): each for each in distributions(path=[str(packages)])}
    parts = []
    for name in sorted(names):
        if name not in found:
            raise StepError(f"{name} is locked but not installed")
        parts.append(_licence_of(found[name]))
    (folder / "LICENSES.txt").write_text("\n\n".join(parts), encoding="utf-8")


def _licence_of(distribution: Distribution) -> str:
    data = distribution.metadata
    said = data.get("License-Expression") or (data.get("License") or "").partition("\n")[0]
    classes = [line.rpartition(" :: ")[2] for line in data.get_all("Classifier") or [] if line.startswith("License")]
    head = f"{distribution.name} {distribution.version}\n{said or ', '.join(classes) or 'see the project'}"
    texts = [
        Path(str(distribution.locate_file(file))).read_text(encoding="utf-8", errors="replace").strip()
        for file in distribution.files or ()
        if LICENCE_FILE.search(str(file)) and "dist-info" in str(file)
    ]
    return "\n\n".join([f"{'=' * 100}\n{head}", *texts])


def write_list(folder: Path, target: Path) -> str:
    """Write the payload's files with size and SHA-256 to `target` as JSON; the hash over all of it."""
    rows = [
        {
            "path": path.relative_to(folder).as_posix(),
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in files_of(folder)
    ]
    text = json.dumps(rows, indent=1) + "\n"
    target.write_text(text)
    return hashlib.sha256(text.encode()).hexdigest()


def locked_names(lock: Path) -> dict[str, str]:
    """Name (plain) and version of each distribution in a lock."""
    return {
        plain(match[1]): match[2]
        for match in re.finditer(r"^([A-Za-z0-9._-]+)==(\S+)", lock.read_text(), flags=re.MULTILINE)
    }


def plain(name: str) -> str:
    """A distribution's name as the index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def files_of(folder: Path) -> Iterator[Path]:
    """The files of a folder, in a fixed order."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file())
