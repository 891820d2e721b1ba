"""The packed half of an update feed: a program's files by their hash, each whole and as differences to earlier ones."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from payload import files_of
from tools import StepError

from app.domain.updates import Part, ProgramFile, Release
from sync.update_packing import pack, unpack

DIFFERENCE_FROM_BYTES = 16_384
"""Below that a file goes whole."""
WORTH = 0.7
"""A difference above that share of the whole file is not kept."""


def lay_in(feed: Path, folder: Path, *, version: str, platform: str, earlier: Iterable[Release]) -> Release:
    """Put a program's files into content/, and what makes them out of the `earlier` releases; the release.

    Raises StepError for a link that leads out of the folder.
    """
    earlier = list(earlier)
    known = {file.sha256: file for release in earlier for file in release.files}
    by_path: dict[str, list[ProgramFile]] = {}
    for release in earlier:
        for file in release.files:
            by_path.setdefault(file.path, []).append(file)
    made: dict[str, ProgramFile] = {}
    files = []
    for path in files_of(folder):
        place = path.relative_to(folder).as_posix()
        if path.is_symlink():
            files.append(ProgramFile(path=place, link=_link_of(path, folder)))
            continue
        data = path.read_bytes()
        hash_ = sha256(data).hexdigest()
        runs = os.access(path, os.X_OK) or path.suffix == ".exe"
        if hash_ in made or hash_ in known:
            parts = (made.get(hash_) or known[hash_]).parts
        else:
            bases = [*by_path.get(place, ()), *_fellows(path, folder, made)]
            parts = _parts(feed, data, bases)
        file = ProgramFile(path=place, sha256=hash_, bytes=len(data), runs=runs, parts=parts)
        made.setdefault(hash_, file)
        files.append(file)
    return Release(version=version, platform=platform, files=tuple(files))


def _link_of(path: Path, folder: Path) -> str:
    target = path.resolve()
    if not target.is_relative_to(folder.resolve()):
        raise StepError(f"{path} leads out of the program")
    return Path(os.path.relpath(target, path.parent.resolve())).as_posix()


def _fellows(path: Path, folder: Path, made: dict[str, ProgramFile]) -> list[ProgramFile]:
    """The other program in the same folder: both carry the same modules, and one makes the other almost for nothing."""
    if path.parent != folder or path.suffix != ".exe":
        return []
    return [file for file in made.values() if "/" not in file.path and file.path.endswith(".exe")]


def _parts(feed: Path, data: bytes, bases: list[ProgramFile]) -> tuple[Part, ...]:
    whole = pack(data)
    parts = [_kept(feed, whole, "")]
    if len(data) >= DIFFERENCE_FROM_BYTES:
        for base in {file.sha256: file for file in bases if file.sha256}.values():
            difference = pack(data, unpacked(feed, base))
            if len(difference) < len(whole) * WORTH:
                parts.append(_kept(feed, difference, base.sha256))
    return tuple(parts)


def unpacked(feed: Path, file: ProgramFile) -> bytes:
    """A file of a release, out of content/."""
    whole = next(part for part in file.parts if not part.base)
    return unpack(content_path(feed, whole.sha256).read_bytes(), file.bytes, file.sha256)


def _kept(feed: Path, packed: bytes, base: str) -> Part:
    part = Part(sha256=sha256(packed).hexdigest(), bytes=len(packed), base=base)
    place = content_path(feed, part.sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        place.write_bytes(packed)
    return part


def content_path(feed: Path, hash_: str) -> Path:
    """Where a packed file lies."""
    return feed / "content" / hash_


def drop_unnamed(feed: Path, releases: Iterable[Release]) -> int:
    """Remove packed files that no release names; how many."""
    named = {part.sha256 for release in releases for file in release.files for part in file.parts}
    unnamed = [path for path in (feed / "content").iterdir() if path.name not in named]
    for path in unnamed:
        path.unlink()
    return len(unnamed)
