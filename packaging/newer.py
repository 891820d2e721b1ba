"""A newer version of this program, and a feed that offers it: what trials upgrade and update to."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

import payload
from feed_keys import NAMES, make_key
from feed_metadata import FeedMetadata
from reproducible import copy_sources
from tools import ROOT, demand
from update_feed import Feed

from app.services.installed import SWITCH, VERSIONS

NUMBER, UNFIT = "99.0.0", "99.0.1"
"""Of the program frozen once more; and of the same without one of its parts."""
KEY_FILE = "resources/updates/root.json"


def freeze_newer(system: str) -> Path:
    """Freeze this program once more, from a copy of its sources that says NUMBER; the folder it is in then."""
    place = ROOT / "build" / "newer"
    copy_sources(place)
    said = place / "app" / "__init__.py"
    said.write_text(re.sub(r'__version__ = "[^"]+"', f'__version__ = "{NUMBER}"', said.read_text(encoding="utf-8")))
    python = Path("build", system, "python")
    if system == "windows":  # assembled once; on Linux it is made anew in a moment
        shutil.copytree(ROOT / python, place / python, copy_function=os.link)
    demand(sys.executable, place / "packaging" / f"build_{system}.py", "--payload", cwd=place)
    return place / "dist" / system / "SoBaoCao"


class TrialFeed:
    """A feed with keys made here, as a publisher has it; it is gone, keys and all, when it is closed."""

    def __init__(self, platform: str) -> None:
        self._platform = platform
        self._place = Path(mkdtemp(prefix="feed-"))  # outside of the repository, where no key belongs
        for name in NAMES:
            make_key(self._keys, name)
        FeedMetadata.begin(self._folder, self._keys, password=None, now=datetime.now(UTC))

    def close(self) -> None:
        """Remove it."""
        shutil.rmtree(self._place)

    def believed_by(self, *folders: Path) -> None:
        """Give programs' folders the key file, as if they had been built with it."""
        for folder in folders:
            place = folder / "_internal" / KEY_FILE
            place.parent.mkdir(exist_ok=True)
            shutil.copyfile(self._metadata().root_file, place)

    def offer(self, folder: Path, number: str) -> Path:
        """Offer a program to everybody, as version `number`; the file that carries the feed to an office."""
        feed = Feed(self._folder, self._metadata())
        news = {"vi": f"Bản thử {number}.", "en": f"Trial version {number}."}
        feed.add(folder, version=number, platform=self._platform, percent=100, news=news)
        carried = self._place / f"cap-nhat-{number}.zip"
        feed.carry(carried)
        return carried

    @property
    def _folder(self) -> Path:
        return self._place / "feed"

    @property
    def _keys(self) -> Path:
        return self._place / "keys"

    def _metadata(self) -> FeedMetadata:
        return FeedMetadata(self._folder, self._keys, password=None, now=datetime.now(UTC))


def without(folder: Path, part: str) -> Path:
    """A copy of a program's folder that lacks one file, and whose list says so: it looks whole, and is not."""
    unfit = folder.with_name("unfit")
    shutil.rmtree(unfit, ignore_errors=True)
    shutil.copytree(folder, unfit, symlinks=True, copy_function=os.link)
    (unfit / part).unlink()
    (unfit / payload.LIST).unlink()  # a name of its own, not the original's bytes
    payload.write_list(unfit)
    return unfit


def runs(base: Path) -> str:
    """The version that runs of an installed program; empty for the one that was installed."""
    switch = base / VERSIONS / SWITCH
    return str(json.loads(switch.read_text(encoding="utf-8"))["current"]) if switch.exists() else ""
