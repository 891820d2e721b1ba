"""Publish updates: `python packaging/update_feed.py VERB FEED --keys KEYS …` (see docs/UPDATES.md).

FEED is the folder that central gives out (its data folder's `updates`), KEYS a folder outside the repository.
"""

from __future__ import annotations

import argparse
import os
import shutil
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from feed_content import drop_unnamed, lay_in
from feed_keys import NAMES, make_key, retire_key
from feed_metadata import FeedMetadata
from tools import ROOT, StepError, main_of, say

from app.domain.forms.catalogue import find_form, pack_form
from app.domain.updates import (
    LIST_BYTES,
    FormOffer,
    Offer,
    Release,
    is_version,
    read_form_offers,
    read_offers,
    read_release,
)
from app.domain.updates import version_key as by_number
from sync.update_feed import FORMS_INDEX, program_index
from sync.update_packing import pack, unfold

ROOT_FILE = ROOT / "resources" / "updates" / "root.json"
"""What programs are built with. It holds public keys alone, and belongs into the repository once it is made."""
FIRST_PERCENT = 5
DIFFERENCES_FROM = 3
"""Earlier versions that a new one is made out of by differences."""


class Feed:
    """A feed on this disk, with the keys at hand."""

    def __init__(self, folder: Path, metadata: FeedMetadata) -> None:
        self.folder = folder
        self.metadata = metadata

    def offers(self, platform: str) -> list[Offer]:
        """The releases for a platform."""
        data = self.metadata.target(program_index(platform))
        return [] if data is None else read_offers(data)

    def release(self, offer: Offer) -> Release:
        """A release that is offered."""
        data = self.metadata.target(offer.target)
        assert data is not None
        return read_release(unfold(data, LIST_BYTES))

    def add(self, payload: Path, *, version: str, platform: str, percent: int, news: dict[str, str]) -> Release:
        """Lay a built program in, for `percent` of all installations. Raises StepError."""
        offers = self.offers(platform)
        if not is_version(version) or any(by_number(offer.version) >= by_number(version) for offer in offers):
            raise StepError(f"{version} is not above {', '.join(offer.version for offer in offers) or '…'}")
        newest = sorted(offers, key=lambda offer: by_number(offer.version))[-DIFFERENCES_FROM:]
        earlier = [self.release(offer) for offer in newest]
        made = lay_in(self.folder, payload, version=version, platform=platform, earlier=earlier)
        release = msgspec.structs.replace(made, news=news)
        data = msgspec.json.encode(release)
        read_release(data)
        offer = Offer(version=version, percent=percent, target=f"program/{platform}/{version}.json.zst")
        self.metadata.put({offer.target: pack(data), program_index(platform): msgspec.json.encode([*offers, offer])})
        return release

    def promote(self, *, version: str, platform: str, percent: int) -> None:
        """Give a version to more installations, or with 0 to no further one. Raises StepError."""
        offers = {offer.version: offer for offer in self.offers(platform)}
        if version not in offers or not 0 <= percent <= 100:
            raise StepError(f"there is no {version} for {platform}, or {percent} is no percentage")
        offers[version] = msgspec.structs.replace(offers[version], percent=percent)
        self.metadata.put({program_index(platform): msgspec.json.encode(list(offers.values()))})

    def drop(self, *, version: str, platform: str) -> int:
        """Offer a version no more and remove what only it needs; how many packed files that were."""
        offers = [offer for offer in self.offers(platform) if offer.version != version]
        self.metadata.put({program_index(platform): msgspec.json.encode(offers)})
        kept = [self.release(offer) for each in platforms_of(self.folder) for offer in self.offers(each)]
        return drop_unnamed(self.folder, kept)

    def add_forms(self, names: Sequence[str]) -> list[FormOffer]:
        """Lay form packages in, by code or file; those that were not there. Raises FormError for a faulty one."""
        data = self.metadata.target(FORMS_INDEX)
        offers = [] if data is None else read_form_offers(data)
        there, new, changes = {offer.hash for offer in offers}, [], {}
        for form in map(find_form, names):
            if form.hash not in there:
                offer = FormOffer(
                    code=form.code, edition=form.edition, hash=form.hash, target=f"forms/{form.hash}.json"
                )
                new.append(offer)
                changes[offer.target] = pack_form(form)
        if new:
            self.metadata.put({**changes, FORMS_INDEX: msgspec.json.encode([*offers, *new])})
        return new

    def carry(self, target: Path) -> None:
        """Write the whole feed as one file, for a USB stick."""
        part = target.with_name(target.name + ".part")
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            for path in sorted(self.folder.rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(self.folder).as_posix())
        part.replace(target)


def platforms_of(folder: Path) -> list[str]:
    """The platforms that a feed has releases for."""
    return sorted(path.name for path in (folder / "targets" / "program").glob("*") if path.is_dir())


# ------------------------------------------------------------------------------------------------------- the commands


def _begin(options: argparse.Namespace) -> None:
    for name in NAMES:
        make_key(options.keys, name, options.password)
    feed = _opened(options, FeedMetadata.begin)
    target = options.root_file
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(feed.metadata.root_file, target)
    say(f"keys in {options.keys}; {target} goes into the next build")


def _add(options: argparse.Namespace) -> None:
    news = {
        language: file.read_text(encoding="utf-8").strip()
        for language, file in (("vi", options.news_vi), ("en", options.news_en))
        if file is not None
    }
    feed = _opened(options)
    release = feed.add(
        options.payload, version=options.version, platform=options.platform, percent=options.percent, news=news
    )
    whole = sum(min(part.bytes for part in file.parts if not part.base) for file in release.files if file.parts)
    say(f"{release.version}: {len(release.files)} files, whole {whole / 1e6:.1f} MB, for {options.percent} %")


def _promote(options: argparse.Namespace) -> None:
    _opened(options).promote(version=options.version, platform=options.platform, percent=options.percent)
    say(f"{options.version} is for {options.percent} % now")


def _drop(options: argparse.Namespace) -> None:
    gone = _opened(options).drop(version=options.version, platform=options.platform)
    say(f"{options.version} is not offered any more; {gone} packed files removed")


def _forms(options: argparse.Namespace) -> None:
    new = _opened(options).add_forms(options.forms)
    say(f"new form packages: {', '.join(f'{offer.code}@{offer.edition}' for offer in new) or 'none'}")


def _renew(options: argparse.Namespace) -> None:
    _opened(options).metadata.renew()
    _show(options)


def _rotate(options: argparse.Namespace) -> None:
    coming = options.keys / "coming"
    new = make_key(coming, options.key, options.password)
    feed = _opened(options)
    feed.metadata.rotate(options.key, new)
    retire_key(options.keys, options.key, f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    (coming / f"{options.key}.pem").rename(options.keys / f"{options.key}.pem")
    coming.rmdir()
    if options.key in ("root", "targets", "online"):
        shutil.copyfile(feed.metadata.root_file, options.root_file)
    say(f"another key stands for {options.key}; programs that are out there learn of it from the feed")


def _carry(options: argparse.Namespace) -> None:
    _opened(options).carry(options.file)
    say(f"{options.file}: {options.file.stat().st_size / 1e6:.1f} MB")


def _show(options: argparse.Namespace) -> None:
    feed = _opened(options)
    for name, until in feed.metadata.expiries().items():
        say(f"{name:<10} until {until:%d/%m/%Y}")
    for platform in platforms_of(options.feed):
        for offer in feed.offers(platform):
            say(f"{platform}  {offer.version}  {offer.percent} %")


def _opened(options: argparse.Namespace, opened: Callable[..., FeedMetadata] = FeedMetadata) -> Feed:
    metadata = opened(options.feed, options.keys, password=options.password, now=datetime.now(UTC))
    return Feed(options.feed, metadata)


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("feed", type=Path, metavar="FEED")
    common.add_argument("--keys", type=Path, required=True, help="their folder, outside the repository")
    common.add_argument("--password-env", default="", metavar="NAME", help="environment variable with the password")
    common.add_argument("--root-file", type=Path, default=ROOT_FILE, help="the key file that programs are built with")
    parser = argparse.ArgumentParser(prog="update_feed", description=(__doc__ or "").splitlines()[0])
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def verb(name: str, run: Callable[[argparse.Namespace], None], said: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, parents=[common], help=said, description=said)
        made.set_defaults(run=run)
        return made

    def of_version(name: str, run: Callable[[argparse.Namespace], None], said: str) -> argparse.ArgumentParser:
        made = verb(name, run, said)
        made.add_argument("--platform", required=True, help="windows-x86_64, linux-x86_64")
        made.add_argument("--version", required=True)
        return made

    verb("begin", _begin, "make keys and an empty feed")
    add = of_version("add", _add, "lay a built program in")
    add.add_argument("--payload", type=Path, required=True, metavar="FOLDER", help="dist/windows/SoBaoCao …")
    add.add_argument("--percent", type=int, default=FIRST_PERCENT, help="of all installations, at first")
    add.add_argument("--news-vi", type=Path, metavar="FILE", help="what is new, a line each")
    add.add_argument("--news-en", type=Path, metavar="FILE")
    promote = of_version("promote", _promote, "give a version to more installations; 0 stops it")
    promote.add_argument("--percent", type=int, required=True)
    of_version("drop", _drop, "offer a version no more and free its place")
    verb("forms", _forms, "lay form packages in").add_argument("forms", nargs="+", metavar="CODE|FILE")
    verb("renew", _renew, "promise anew that this is the newest: each day, or at least each week")
    verb("rotate", _rotate, "let a new key stand in the place of one").add_argument("key", choices=NAMES)
    verb("carry", _carry, "write the feed as one file, for a USB stick").add_argument("file", type=Path)
    verb("show", _show, "what is offered, and until when each promise holds")
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Do a verb. Raises StepError."""
    options = _parser().parse_args(arguments)
    options.password = os.environ[options.password_env].encode() if options.password_env else None
    options.run(options)


if __name__ == "__main__":
    main_of(main)
