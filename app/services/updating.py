"""A newer program: looked for, fetched piece by piece, laid beside the installed one, tested, and put in line to run.

Nothing here touches the program that runs. What is not whole lies under versions/coming and versions/parts; a version
gets its own name only when each of its files has the hash that the signed release says.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING

from app.clock import Chance
from app.domain.updates import (
    LIST_BYTES,
    Offer,
    Part,
    ProgramFile,
    Release,
    armed,
    bytes_to_fetch,
    chosen_offer,
    failed,
    part_to_fetch,
    read_release,
)
from app.errors import InputError, PermanentError, TransientError
from app.services.installed import COMMANDS, Installation, this_platform, writing
from app.services.launching import clean_environment
from app.services.whole_file import put_whole

if TYPE_CHECKING:
    from sync.update_feed import Feed
    from sync.update_roads import Road

log = logging.getLogger(__name__)

SELF_TEST = ("--secrets", "file", "self-test", "--without", "window")
"""What the new program is asked before it may run; the report's path follows. Every later version understands it."""
SELF_TEST_SECONDS = 900
LOOKS_A_SECOND = 4
"""So often is it asked whether a self-test may go on."""
SPARE_BYTES = 200 << 20
"""What has to stay free on the disk besides the new program."""

GoesOn = Callable[[int], bool]
"""Told the bytes that just came; whether more may come now."""


class Stopped(Exception):  # noqa: N818  no error: what came is kept
    """It goes no further for now."""


@dataclass(slots=True, kw_only=True)
class Fetching:
    """How far a release has come."""

    done: int = 0
    """Bytes of `total`."""
    total: int = 0
    here: dict[str, Path] = field(default_factory=dict)
    """SHA-256 -> a file that has it."""


class Updating:
    """The updates of one installation. Belongs to one thread at a time."""

    def __init__(self, installation: Installation, root: bytes | None, *, chance: Chance, platform: str = "") -> None:
        """`root` is the key file of the feed; None where the program was built without one."""
        self.installation = installation
        self._root = root
        self._chance = chance
        self._platform = platform or this_platform()
        self._hashes: dict[Path, tuple[int, int, str]] = {}
        """What was read once need not be read again when a bad line makes it begin again: size, time, SHA-256."""

    @property
    def _place(self) -> Path:
        return self.installation.versions

    def open_feed(self, road: Road) -> Feed:
        """The feed at the end of a road, verified. Raises SyncError."""
        if self._root is None:
            raise PermanentError("update.no_key")
        from sync.update_feed import Feed  # with the client of signed feeds, that a start has no use for

        feed = Feed(road, self._place / "trust", self._root)
        feed.refresh()
        return feed

    def offer(self, feed: Feed, *, by_hand: bool = False, carried: bool = False) -> Offer | None:
        """What there is for this installation; None for nothing newer.

        What failed here once is for a person to ask for; what somebody carried here is for whoever it was carried to.
        Raises SyncError; InputError `update.release`, `update.write`.
        """
        bad = () if by_hand else self.installation.switch().failed
        seat = None if carried else self._seat()
        return chosen_offer(feed.offers(self._platform), installed=self.installation.version, seat=seat, failed=bad)

    def _seat(self) -> str:
        """This installation's number in a rollout; says nothing about anybody."""
        path = self._place / "seat"
        try:
            return path.read_text()
        except OSError:
            seat = self._chance.token(8).hex()
        with writing():
            put_whole(path, seat.encode())
        return seat

    def release(self, feed: Feed, offer: Offer) -> Release:
        """What an offer consists of. Raises SyncError; InputError `update.release`."""
        data = feed.target(offer.target)
        if data is None:
            raise PermanentError("update.mixed")
        from sync.update_packing import unfold

        release = read_release(unfold(data, LIST_BYTES))
        if (release.version, release.platform) != (offer.version, self._platform):
            raise PermanentError("update.mixed")
        return release

    # ---- fetching -------------------------------------------------------------------------------------------------

    def fetch(self, road: Road, release: Release, goes_on: GoesOn, fetching: Fetching) -> None:
        """Bring a release here whole, from where it broke off; it lies under its version then.

        Raises Stopped where `goes_on` ends it; SyncError; InputError `update.disk`, `update.write`.
        """
        target = self.installation.folder(release.version)
        coming = self._place / "coming" / release.version
        with writing():
            fetching.here.update(self._known(release, coming))
            fetching.total = bytes_to_fetch(release, fetching.here)
            self._demand_space(release, fetching)
            for file in release.files:
                self._lay(road, coming, file, goes_on, fetching)
            _remove_strangers(coming, release)
            shutil.rmtree(target, ignore_errors=True)
            coming.rename(target)
            for leftover in ("coming", "parts"):
                shutil.rmtree(self._place / leftover, ignore_errors=True)

    def _known(self, release: Release, coming: Path) -> Iterator[tuple[str, Path]]:
        """What is here of a release, or can be made into it: by what it is, not by what it is called."""
        running = self.installation.folder(self.installation.switch().current)
        for file in release.files:
            for folder in (running, self.installation.folder(release.version), coming):
                path = folder / file.path
                if not file.link and path.is_file():
                    yield self._hash(path), path

    def _hash(self, path: Path) -> str:
        about = path.stat()
        size, changed, hash_ = self._hashes.get(path, (0, 0, ""))
        if (size, changed) != (about.st_size, about.st_mtime_ns) or not hash_:
            hash_ = _hash(path)
            self._hashes[path] = (about.st_size, about.st_mtime_ns, hash_)
        return hash_

    def _demand_space(self, release: Release, fetching: Fetching) -> None:
        needed = sum(file.bytes for file in release.files) + fetching.total + SPARE_BYTES
        free = shutil.disk_usage(self._place).free
        if free < needed:
            raise InputError("update.disk", needed_mb=needed >> 20, free_mb=free >> 20)

    def _lay(self, road: Road, coming: Path, file: ProgramFile, goes_on: GoesOn, fetching: Fetching) -> None:
        place = coming / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        if file.link:
            place.unlink(missing_ok=True)
            place.symlink_to(file.link)
            return
        if fetching.here.get(file.sha256) != place:
            put_whole(place, self._bytes_of(road, file, goes_on, fetching))
            fetching.here[file.sha256] = place
        place.chmod(0o755 if file.runs else 0o644)
        if not goes_on(0):
            raise Stopped

    def _bytes_of(self, road: Road, file: ProgramFile, goes_on: GoesOn, fetching: Fetching) -> bytes:
        """A file of a release, out of what is here and what has to come. Raises PermanentError `update.damaged`."""
        from sync.update_packing import unpack

        part = part_to_fetch(file, fetching.here)
        if part is not None:
            packed = self._part(road, part, goes_on, fetching)
            base = fetching.here[part.base].read_bytes() if part.base else b""
            return unpack(packed, file.bytes, file.sha256, base)
        data = fetching.here[file.sha256].read_bytes()
        if sha256(data).hexdigest() != file.sha256:
            self._hashes.clear()
            raise PermanentError("update.damaged")
        return data

    def _part(self, road: Road, part: Part, goes_on: GoesOn, fetching: Fetching) -> bytes:
        """A packed file, from where it broke off. One that is not what its hash says is thrown away."""
        path = self._place / "parts" / part.sha256
        path.parent.mkdir(exist_ok=True)
        size = path.stat().st_size if path.exists() else 0
        if size > part.bytes:
            size = 0
        fetching.done += size
        with path.open("r+b" if size else "wb") as file:
            file.seek(size)
            while size < part.bytes:
                before = size
                try:
                    for piece in road.read(f"content/{part.sha256}", size):
                        file.write(piece)
                        size += len(piece)
                        fetching.done += len(piece)
                        if size > part.bytes:
                            break  # whoever sends more than was announced is not heard to the end
                        if not goes_on(len(piece)):
                            raise Stopped
                except TransientError:
                    if size == before:
                        raise
                if size == before:
                    raise PermanentError("update.damaged")
        if size > part.bytes or _hash(path) != part.sha256:
            path.unlink()
            raise PermanentError("update.too_long" if size > part.bytes else "update.damaged")
        return path.read_bytes()

    # ---- testing --------------------------------------------------------------------------------------------------

    def try_out(self, version: str, goes_on: GoesOn) -> None:
        """Let a version that is here whole test itself; if it passes, the next start runs it.

        Raises Stopped where `goes_on` ends it; PermanentError `update.self_test` where it does not do what it must: it
        is removed again.
        """
        folder = self.installation.folder(version)
        detail = self._self_test(folder, version, goes_on)
        if detail:
            self.installation.change(lambda switch: failed(switch, version, "update.self_test"))
            shutil.rmtree(folder, ignore_errors=True)
            raise PermanentError("update.self_test", version=version, check=detail)
        self.installation.change(lambda switch: armed(switch, version))

    def _self_test(self, folder: Path, version: str, goes_on: GoesOn) -> str:
        """What failed in a program's test of itself; empty for nothing."""
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as trial:
            report = Path(trial, "report.json")
            command: list[str | Path] = [folder / COMMANDS, *SELF_TEST, report]
            try:
                with subprocess.Popen(
                    command,
                    cwd=trial,
                    env=clean_environment(os.environ),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    creationflags=_QUIETLY,
                ) as process:
                    _await(process, goes_on)
                found = json.loads(report.read_text(encoding="utf-8"))
                if found["program"] != version:
                    return "version"
                failures = [str(check["check"]) for check in found["checks"] if not check["passed"]]
                return "" if found["passed"] and not failures else ", ".join(failures) or "report"
            except subprocess.TimeoutExpired:
                return "time"
            except (OSError, ValueError, KeyError, TypeError) as error:
                log.info("self-test of a new program left no report: %s", type(error).__name__)
                return "report"


def _await(process: subprocess.Popen[bytes], goes_on: GoesOn) -> None:
    """Wait for a self-test. Raises Stopped, TimeoutExpired; it has ended then too."""
    try:
        for left in reversed(range(SELF_TEST_SECONDS * LOOKS_A_SECOND)):
            try:
                process.wait(1 / LOOKS_A_SECOND)
                return
            except subprocess.TimeoutExpired:
                if not left:
                    raise
            if not goes_on(0):
                raise Stopped
    finally:
        process.kill()


_QUIETLY = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)


def _remove_strangers(folder: Path, release: Release) -> None:
    """Remove what a broken-off fetch left behind and the release does not list."""
    listed = {folder / file.path for file in release.files}
    for path in folder.rglob("*"):
        if path not in listed and (path.is_symlink() or not path.is_dir()):
            path.unlink()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
