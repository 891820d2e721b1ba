"""Feeds with self-made keys, and programs of two files that are started as a frozen one is."""

from __future__ import annotations

import importlib
import stat
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app.services.installed import Installation, this_platform
from app.services.updating import Updating
from sync.update_feed import Feed
from sync.update_roads import FolderRoad, Road
from tests.sync.fakes import FakeChance

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime.now(UTC)
"""The client asks the machine for the time: promises are made around it."""
PLATFORM = this_platform()
PYTHON = sys.executable

PROGRAM = """\
#!{python}
import json, sys, time
from pathlib import Path
sys.path[:0] = [{root!r}]
sys.frozen, sys.executable = True, __file__
from app.domain.updates import proven
from app.services.installed import this_installation
from app.services.launching import run_chosen
VERSION, MANNER = {version!r}, {manner!r}
here, words = this_installation(VERSION), sys.argv[1:]
if "self-test" in words:
    if MANNER == "slow":
        time.sleep(600)
    report = dict(program=VERSION, passed=MANNER != "unfit", checks=[dict(check="store", passed=MANNER != "unfit")])
    Path(words[-1]).write_text(json.dumps(report))
    sys.exit(0)
code = run_chosen(here, "sobaocao", words, window="sync" not in words, now={now})
if code is None:
    with (here.base / "ran.txt").open("a") as file:
        print(VERSION, *words, file=file)
    if MANNER == "dies":
        sys.exit(70)
    if MANNER == "refuses":
        sys.exit(1)
    if MANNER != "closed at once" and "sync" not in words:
        here.change(lambda switch: proven(switch, VERSION, {now}))
    code = 0
sys.exit(code)
"""


def made_program(folder: Path, version: str, manner: str = "good", *, library: bytes = b"") -> Path:
    """A program's folder: the program, a library of some size, and a link."""
    (folder / "_internal").mkdir(parents=True)
    program = folder / "sobaocao"
    now = int(NOW.timestamp())
    text = PROGRAM.format(python=PYTHON, root=str(ROOT), version=version, manner=manner, now=now)
    program.write_text(text)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    (folder / "_internal" / "libqt.so.6").write_bytes(library or b"library " * 40_000)
    (folder / "_internal" / "libqt.so").symlink_to("libqt.so.6")
    return folder


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """A publisher, with keys, and an installation of version 0.1.0."""

    place: Path
    tools: ModuleType
    metadata: ModuleType
    keys: ModuleType

    @property
    def folder(self) -> Path:
        """The feed."""
        return self.place / "feed"

    @property
    def key_folder(self) -> Path:
        """Where the keys lie."""
        return self.place / "keys"

    def begin(self, now: datetime = NOW) -> None:
        """Keys and an empty feed."""
        for name in self.keys.NAMES:
            self.keys.make_key(self.key_folder, name)
        self.metadata.FeedMetadata.begin(self.folder, self.key_folder, password=None, now=now)

    def feed(self, now: datetime = NOW, *, keys: Path | None = None) -> Any:
        """The feed on its publisher's disk, at a time."""
        opened = self.metadata.FeedMetadata(self.folder, keys or self.key_folder, password=None, now=now)
        return self.tools.Feed(self.folder, opened)

    def publish(self, version: str, manner: str = "good", *, percent: int = 100, library: bytes = b"") -> Any:
        """A version, laid in; the release."""
        payload = made_program(self.place / "payloads" / version, version, manner, library=library)
        news = {"vi": f"Bản {version} có điều mới."}
        return self.feed().add(payload, version=version, platform=PLATFORM, percent=percent, news=news)

    @property
    def root(self) -> bytes:
        """The key file that the installed program was built with: the first."""
        return (self.folder / "metadata" / "1.root.json").read_bytes()

    def installation(self, version: str = "0.1.0", *, is_base: bool = True) -> Installation:
        """The installed program."""
        base = self.place / "installed"
        if not base.exists():
            made_program(base, "0.1.0")
        return Installation(base=base, version=version, is_base=is_base)

    def updating(self, installation: Installation | None = None, *, root: bytes | None = None) -> Updating:
        """What keeps it up to date."""
        return Updating(installation or self.installation(), root or self.root, chance=FakeChance())

    def look(self, road: Road | None = None) -> Feed:
        """A look at the feed, as the installed program takes it."""
        return self.updating().open_feed(road or FolderRoad(self.folder))


def later(days: float) -> datetime:
    return NOW + timedelta(days=days)


def open_workshop(place: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A workshop with its first feed."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    tools, metadata, keys = (importlib.import_module(name) for name in ("update_feed", "feed_metadata", "feed_keys"))
    workshop = Workshop(place=place, tools=tools, metadata=metadata, keys=keys)
    workshop.begin()
    return workshop
