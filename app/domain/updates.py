"""What a feed offers, what of it an installation takes, and when a new program may be started. Pure.

A release lists its files. Each is known by its SHA-256 and lies in the feed packed whole, and as a difference to
files that an earlier program has: what is here already is not fetched again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TypeVar

import msgspec

from app.clock import VIETNAM
from app.errors import InputError

BEFORE_DEADLINE = timedelta(hours=48)
OLD_KEPT = timedelta(days=1)
"""How long a program stays that another has taken the place of: a window of it may still be open."""
TRIES_MOST = 3
"""First starts of a new program that may end in nothing (power cut, killed) before it counts as failed."""
FILES_MOST = 20_000
BYTES_MOST = 1 << 30
"""Of a whole program, unpacked."""
WORDS_MOST = 20_000
LIST_BYTES = 8 << 20
"""The most that a release unfolds to."""

T = TypeVar("T")

# Compiled when first asked for, as `re` keeps them: a start has no use for them.
_VERSION = r"\d{1,6}\.\d{1,6}\.\d{1,6}\Z"
_HASH = r"[0-9a-f]{64}\Z"
_NAME = r"[^\x00-\x1f<>:\"|?*\\/]+(?<![. ])\Z"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One packed form of a file, as it lies in the feed."""

    sha256: str
    """Of the packed bytes; its name in the feed."""
    bytes: int
    """Packed."""
    base: str = ""
    """SHA-256 of the file that it is a difference to; empty where it is whole."""


class ProgramFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a program."""

    path: str
    """From the program's folder, with slashes."""
    link: str = ""
    """Where a symbolic link points, from its own folder; empty for a file."""
    sha256: str = ""
    bytes: int = 0
    runs: bool = False
    """Whether it may be started."""
    parts: tuple[Part, ...] = ()


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """One version of the program for one platform."""

    version: str
    platform: str
    news: dict[str, str] = {}
    """Language -> what is new, a line each."""
    files: tuple[ProgramFile, ...]


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A release that a feed names."""

    version: str
    percent: int
    """Of all installations, how many may take it: 0 to 100."""
    target: str
    """Its place among the feed's targets."""


class FormOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A form package that a feed names."""

    code: str
    edition: str
    hash: str
    """Of the package."""
    target: str


class Hold(msgspec.Struct, frozen=True, array_like=True):
    """A time in which no new program is started for the first time."""

    start: int
    """Unix seconds; the first."""
    end: int
    """Unix seconds; the first after it."""


class Switch(msgspec.Struct, frozen=True, kw_only=True):
    """Which program of an installation runs. What the next start does follows from this and the time alone."""

    current: str = ""
    """The version that has run and runs; empty for the one that was installed."""
    since: int = 0
    """Unix seconds; when `current` had come up for the first time."""
    next: str = ""
    """The version that is whole, tested and not yet proven; empty for none."""
    tries: int = 0
    """First starts of `next` that have begun and not ended well."""
    holds: tuple[Hold, ...] = ()
    """Before deadlines."""
    deferred_until: int = 0
    """Unix seconds; the person wants no new program before."""
    failed: dict[str, str] = {}
    """Version -> the code of what was wrong with it."""


def read_release(data: bytes) -> Release:
    """The release in an unfolded target. Raises InputError `update.release` for one that cannot be laid out safely."""
    release = _decoded(data, Release)
    _demand(is_version(release.version), "version")
    _demand(0 < len(release.files) <= FILES_MOST, "files")
    _demand(sum(file.bytes for file in release.files) <= BYTES_MOST, "bytes")
    _demand(sum(map(len, release.news.values())) <= WORDS_MOST, "news")
    paths = {file.path.casefold() for file in release.files}
    _demand(len(paths) == len(release.files), "path twice")
    for file in release.files:
        _check_file(file)
        # A folder that is a file, or a link, elsewhere in the list would lead out of the program's own folder.
        above = {str(each).casefold() for each in PurePosixPath(file.path).parents}
        _demand(not above & paths, file.path)
    return release


def _check_file(file: ProgramFile) -> None:
    _demand(all(re.match(_NAME, name) and name != ".." for name in file.path.split("/")), file.path)
    if file.link:
        steps = [*file.path.split("/")[:-1], *file.link.split("/")]
        depth = 0
        for step in steps:
            _demand(step == ".." or bool(re.match(_NAME, step)), file.path)
            depth += -1 if step == ".." else 1
            _demand(depth >= 0, file.path)
        return
    _demand(bool(re.match(_HASH, file.sha256)) and file.bytes >= 0, file.path)
    _demand(any(not part.base for part in file.parts), file.path)
    _demand(all(re.match(_HASH, part.sha256) and 0 < part.bytes <= BYTES_MOST for part in file.parts), file.path)


def read_offers(data: bytes) -> list[Offer]:
    """The releases that a platform's index names. Raises InputError `update.release`."""
    offers = _decoded(data, list[Offer])
    for offer in offers:
        _demand(is_version(offer.version) and 0 <= offer.percent <= 100, "offer")
    return offers


def read_form_offers(data: bytes) -> list[FormOffer]:
    """The form packages that the index of forms names. Raises InputError `update.release`."""
    return _decoded(data, list[FormOffer])


def _decoded(data: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("update.release", detail=str(error)[:80]) from error


def _demand(holds: bool, detail: str) -> None:
    if not holds:
        raise InputError("update.release", detail=detail[:80])


def is_here(switch: Switch, version: str) -> bool:
    """Whether a version, or one above it, runs or waits already."""
    return any(each and version_key(each) >= version_key(version) for each in (switch.current, switch.next))


def is_version(text: str) -> bool:
    """Whether it is three numbers with points."""
    return bool(re.match(_VERSION, text))


def version_key(version: str) -> tuple[int, ...]:
    """What versions are ordered by."""
    return tuple(map(int, version.split(".")))


def is_in_rollout(seat: str, version: str, percent: int) -> bool:
    """Whether the installation `seat` is among the first `percent` in a hundred for a version.

    Another order for each version, so that it is not always the same ones who are first.
    """
    return int.from_bytes(sha256(f"{seat} {version}".encode()).digest()[:8], "big") % 100 < percent


def chosen_offer(
    offers: Iterable[Offer], *, installed: str, seat: str | None, failed: Collection[str] = ()
) -> Offer | None:
    """The newest offer above what is installed that is for this seat and has not failed here; None for none.

    Without a seat it is for whoever asks, as long as it is given out at all.
    """
    fit = [
        offer
        for offer in offers
        if version_key(offer.version) > version_key(installed)
        and offer.version not in failed
        and (offer.percent > 0 if seat is None else is_in_rollout(seat, offer.version, offer.percent))
    ]
    return max(fit, key=lambda offer: version_key(offer.version), default=None)


def part_to_fetch(file: ProgramFile, here: Collection[str]) -> Part | None:
    """The smallest part that makes a file out of the files `here` (their SHA-256); None where it is here itself."""
    if file.link or file.sha256 in here:
        return None
    usable = [part for part in file.parts if not part.base or part.base in here]
    return min(usable, key=lambda part: part.bytes)


def bytes_to_fetch(release: Release, here: Collection[str]) -> int:
    """How much has to come; a file of the release may be made out of one that stands before it."""
    known, total = set(here), 0
    for file in release.files:
        part = part_to_fetch(file, known)
        total += part.bytes if part and file.sha256 not in known else 0
        known.add(file.sha256)
    return total


# ------------------------------------------------------------------------------------------------------- when it starts


def deadline_holds(deadlines: Iterable[date]) -> tuple[Hold, ...]:
    """For each day that a report is due, the 48 hours before its end by official time."""
    found = []
    for day in sorted(set(deadlines)):
        end = datetime.combine(day + timedelta(days=1), time(), VIETNAM)
        found.append(Hold(int((end - BEFORE_DEADLINE).timestamp()), int(end.timestamp())))
    return tuple(found)


def held_until(switch: Switch, now: int) -> int | None:
    """When a new program may be started, where it may not at `now` (Unix seconds); None where it may."""
    until = max(now, switch.deferred_until)
    for hold in sorted(switch.holds, key=lambda hold: hold.start):
        if hold.start <= until < hold.end:
            until = hold.end
    return None if until == now else until


def started(switch: Switch, now: int, *, window: bool) -> tuple[str, Switch]:
    """The version to start, empty for the installed one, and what holds from then on.

    A new one is tried by the window alone, outside every hold, and not once more after it failed to come up.
    """
    if not switch.next or not window or held_until(switch, now) is not None:
        return switch.current, switch
    if switch.tries >= TRIES_MOST:
        return switch.current, failed(switch, switch.next, "update.first_start")
    return switch.next, msgspec.structs.replace(switch, tries=switch.tries + 1)


def ended_well(switch: Switch) -> Switch:
    """After a first start that was ended by the person before the program had proven itself."""
    return msgspec.structs.replace(switch, tries=max(switch.tries - 1, 0))


def proven(switch: Switch, version: str, now: int) -> Switch:
    """After `version` came up, at `now`: it is the one that runs."""
    if version != switch.next:
        return switch
    return msgspec.structs.replace(switch, current=version, since=now, next="", tries=0)


def failed(switch: Switch, version: str, code: str) -> Switch:
    """After `version` did not do what it must: it is not started again, and not fetched again by itself."""
    waiting = "" if switch.next == version else switch.next
    return msgspec.structs.replace(switch, next=waiting, tries=0, failed={**switch.failed, version: code})


def deferred(switch: Switch, until: int) -> Switch:
    """The person wants no new program before `until` (Unix seconds)."""
    return msgspec.structs.replace(switch, deferred_until=until)


def held_by(switch: Switch, holds: tuple[Hold, ...]) -> Switch:
    """These are the times before deadlines."""
    return msgspec.structs.replace(switch, holds=holds)


def armed(switch: Switch, version: str) -> Switch:
    """`version` is whole and tested: the next start outside the holds tries it."""
    left = {each: code for each, code in switch.failed.items() if each != version}
    return msgspec.structs.replace(switch, next=version, tries=0, failed=left)
