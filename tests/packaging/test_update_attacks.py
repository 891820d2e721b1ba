"""What is refused of a feed: each way to deceive an office, with the code it is told by."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError
from app.services.updating import Fetching
from sync.update_feed import LEAP
from sync.update_packing import pack, unfold
from sync.update_roads import FolderRoad
from tests.packaging.workshop import PLATFORM, ROOT, Workshop, later, open_workshop


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A feed that offers 0.2.0, seen once by the installed program."""
    workshop = open_workshop(tmp_path, monkeypatch)
    workshop.publish("0.2.0")
    assert [offer.version for offer in workshop.look().offers(PLATFORM)] == ["0.2.0"]
    return workshop


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(AppError) as caught:
        act()
    return caught.value.code


def fetched(workshop: Workshop) -> None:
    """What the installed program does with the feed as it is."""
    updating, road = workshop.updating(), FolderRoad(workshop.folder)
    feed = updating.open_feed(road)
    offer = updating.offer(feed)
    assert offer is not None
    updating.fetch(road, updating.release(feed, offer), lambda _: True, Fetching())


def newest(workshop: Workshop, name: str) -> Path:
    return max(workshop.folder.glob(f"metadata/*.{name}.json"), key=lambda path: int(path.name.split(".")[0]))


def resigned(workshop: Workshop, path: Path, change: Callable[[dict[str, Any]], object], key: str = "online") -> None:
    """Alter a signed list, and sign it with a key that was got hold of."""
    from tuf.api.metadata import Metadata

    data = json.loads(path.read_bytes())
    change(data["signed"])
    metadata = Metadata.from_dict(data)
    metadata.sign(workshop.keys.read_key(workshop.key_folder, key))
    path.write_bytes(metadata.to_bytes())


def test_what_is_as_it_was_published_is_taken(workshop: Workshop) -> None:
    fetched(workshop)
    assert (workshop.installation().folder("0.2.0") / "sobaocao").is_file()


def test_an_expired_feed_is_refused(workshop: Workshop) -> None:
    workshop.feed(later(-31)).metadata.renew()
    assert refusal(workshop.look) == "update.expired"


def test_a_feed_that_was_not_renewed_in_time_is_refused_also_by_who_never_saw_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "late").mkdir()
    late = open_workshop(tmp_path / "late", monkeypatch)
    late.feed(later(-30.1)).metadata.renew()
    assert refusal(late.look) == "update.expired"
    late.feed().metadata.renew()
    late.look()


def test_an_older_feed_than_was_seen_is_refused(workshop: Workshop) -> None:
    shutil.copytree(workshop.folder, workshop.place / "before")
    workshop.publish("0.3.0")
    workshop.look()
    assert refusal(lambda: workshop.look(FolderRoad(workshop.place / "before"))) == "update.older"


def test_an_older_list_under_a_newer_promise_is_refused(workshop: Workshop) -> None:
    """Whoever has the key in daily use can promise that something old is the newest: not to who saw better."""
    old = newest(workshop, "targets").read_bytes()
    version = json.loads(old)["signed"]["version"]
    workshop.publish("0.3.0")
    workshop.look()

    def go_back(snapshot: dict[str, Any]) -> None:
        snapshot["version"] += 1
        snapshot["meta"]["targets.json"] = {"version": version}

    path = newest(workshop, "snapshot")
    number = int(path.name.split(".")[0]) + 1
    following = path.with_name(f"{number}.snapshot.json")
    shutil.copy(path, following)
    resigned(workshop, following, go_back)

    def promise(timestamp: dict[str, Any]) -> None:
        timestamp["version"] += 1
        timestamp["meta"]["snapshot.json"] = {"version": number}

    resigned(workshop, workshop.folder / "metadata" / "timestamp.json", promise)
    assert refusal(workshop.look) == "update.older"


def test_parts_of_two_feeds_mixed_are_refused(workshop: Workshop) -> None:
    before = newest(workshop, "targets").read_bytes()
    workshop.publish("0.3.0")
    newest(workshop, "targets").write_bytes(before)
    assert refusal(workshop.look) == "update.mixed"


def test_a_snapshot_that_is_not_the_promised_one_is_refused(workshop: Workshop) -> None:
    before = newest(workshop, "snapshot").read_bytes()
    workshop.publish("0.3.0")
    newest(workshop, "snapshot").write_bytes(before)
    assert refusal(workshop.look) == "update.mixed"


def test_an_altered_promise_is_refused(workshop: Workshop) -> None:
    workshop.feed().metadata.renew()
    path = workshop.folder / "metadata" / "timestamp.json"
    data = json.loads(path.read_bytes())
    data["signed"]["expires"] = "2099-01-01T00:00:00Z"
    path.write_text(json.dumps(data))
    assert refusal(workshop.look) == "update.signature"


def test_a_feed_signed_with_other_keys_is_refused(workshop: Workshop, tmp_path: Path) -> None:
    other = Workshop(place=tmp_path / "other", tools=workshop.tools, metadata=workshop.metadata, keys=workshop.keys)
    other.begin()
    other.publish("0.9.0")
    assert refusal(lambda: workshop.look(FolderRoad(other.folder))) == "update.signature"


def test_who_may_sign_forms_may_not_sign_programs(workshop: Workshop) -> None:
    """Not even together with the key in daily use, which names what is newest."""
    targets, snapshot = newest(workshop, "targets"), newest(workshop, "snapshot")
    resigned(workshop, targets, lambda _: None, key="forms")
    resigned(workshop, snapshot, lambda signed: signed["meta"].update({"targets.json": described(targets)}))
    timestamp = workshop.folder / "metadata" / "timestamp.json"
    resigned(workshop, timestamp, lambda signed: signed["meta"].update({"snapshot.json": described(snapshot)}))
    shutil.rmtree(workshop.installation().versions)
    assert refusal(workshop.look) == "update.signature"


def described(path: Path) -> dict[str, object]:
    """A list as the one above it names it."""
    data = path.read_bytes()
    return {
        "version": int(path.name.split(".")[0]),
        "length": len(data),
        "hashes": {"sha256": hashlib.sha256(data).hexdigest()},
    }


def test_a_leap_of_the_numbers_is_refused_and_leaves_the_way_open(workshop: Workshop) -> None:
    """Fast-forward: with the key in daily use somebody would end all updating by one huge number."""
    path = workshop.folder / "metadata" / "timestamp.json"
    honest = path.read_bytes()

    def leap(timestamp: dict[str, Any]) -> None:
        timestamp["version"] += LEAP + 1

    resigned(workshop, path, leap)
    assert refusal(workshop.look) == "update.leaped"
    path.write_bytes(honest)
    workshop.look()


def test_after_a_smaller_leap_a_change_of_the_key_brings_the_feed_back(workshop: Workshop) -> None:
    path = workshop.folder / "metadata" / "timestamp.json"
    honest = path.read_bytes()

    def leap(timestamp: dict[str, Any]) -> None:
        timestamp["version"] += LEAP

    resigned(workshop, path, leap)
    workshop.look()
    path.write_bytes(honest)
    assert refusal(workshop.look) == "update.older"
    new = workshop.keys.make_key(workshop.place / "new keys", "online")
    workshop.feed().metadata.rotate("online", new)
    assert [offer.version for offer in workshop.look().offers(PLATFORM)] == ["0.2.0"]


@pytest.mark.parametrize("name", ["root", "targets", "online", "forms"])
def test_a_program_follows_a_change_of_any_key_and_the_old_one_counts_no_more(workshop: Workshop, name: str) -> None:
    workshop.feed().metadata.rotate(name, workshop.keys.make_key(workshop.place / "new keys", name))
    workshop.keys.retire_key(workshop.key_folder, name, "then")
    shutil.copy(workshop.place / "new keys" / f"{name}.pem", workshop.key_folder / f"{name}.pem")
    workshop.feed().add_forms(["01/TCD"])
    workshop.publish("0.3.0")
    feed = workshop.look()
    assert [offer.version for offer in feed.offers(PLATFORM)] == ["0.2.0", "0.3.0"]
    assert [offer.code for offer in feed.form_offers()] == ["01/TCD"]


class Drip:
    """A road on which one file never ends."""

    def __init__(self, folder: Path, name: str) -> None:
        self.sent = 0
        self._road = FolderRoad(folder)
        self._name = name

    def read(self, path: str, start: int = 0) -> Iterator[bytes]:
        yield from self._road.read(path, start)
        while self._name in path:
            self.sent += 65_536
            yield b"\0" * 65_536


@pytest.mark.parametrize("name", ["timestamp.json", "snapshot.json", "targets.json"])
def test_a_list_that_never_ends_is_refused(workshop: Workshop, name: str) -> None:
    workshop.publish("0.3.0")
    drip = Drip(workshop.folder, name)
    assert refusal(lambda: workshop.look(drip)) == "update.too_long"
    assert drip.sent <= 131_072


def test_a_file_that_never_ends_is_refused(workshop: Workshop) -> None:
    updating, road = workshop.updating(), Drip(workshop.folder, "content/")
    feed = updating.open_feed(road)
    offer = updating.offer(feed)
    assert offer is not None
    release = updating.release(feed, offer)
    assert refusal(lambda: updating.fetch(road, release, lambda _: True, Fetching())) == "update.too_long"
    assert road.sent <= 131_072
    assert not workshop.installation().folder("0.2.0").exists()


def test_an_altered_file_is_refused_and_thrown_away(workshop: Workshop) -> None:
    for path in (workshop.folder / "content").iterdir():
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.write_bytes(data)
    assert refusal(lambda: fetched(workshop)) == "update.damaged"
    assert list((workshop.installation().versions / "parts").iterdir()) == []
    assert not workshop.installation().folder("0.2.0").exists()


def test_a_shortened_file_is_refused(workshop: Workshop) -> None:
    for path in (workshop.folder / "content").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert refusal(lambda: fetched(workshop)) == "update.damaged"


def test_an_altered_release_is_refused(workshop: Workshop) -> None:
    path = next((workshop.folder / "targets").rglob("*.0.2.0.json.zst"))
    path.write_bytes(path.read_bytes()[::-1])
    assert refusal(lambda: fetched(workshop)) == "update.damaged"


def test_a_release_under_another_name_is_refused(workshop: Workshop) -> None:
    """Even who signs releases cannot by mistake give one platform's to another."""
    feed = workshop.feed()
    target = f"program/{PLATFORM}/0.2.0.json.zst"
    data = unfold(feed.metadata.target(target), 1_000_000)
    feed.metadata.put({target: pack(data.replace(PLATFORM.encode(), b"amiga-m68k"))})
    assert refusal(lambda: fetched(workshop)) == "update.mixed"


def test_where_there_is_no_feed_that_is_said(workshop: Workshop) -> None:
    assert refusal(lambda: workshop.look(FolderRoad(workshop.place / "nothing"))) == "update.no_feed"


@pytest.mark.parametrize("data", [b"", b"<html>", b"[]", b'{"signed": 1}', b"[" * 9_000], ids=repr)
def test_what_is_no_list_is_refused(workshop: Workshop, data: bytes) -> None:
    (workshop.folder / "metadata" / "timestamp.json").write_bytes(data)
    assert refusal(workshop.look) == "update.garbled"


def test_a_program_without_a_key_takes_nothing(workshop: Workshop) -> None:
    updating = type(workshop.updating())(workshop.installation(), None, chance=None)  # type: ignore[arg-type]
    assert refusal(lambda: updating.open_feed(FolderRoad(workshop.folder))) == "update.no_key"


def test_keys_are_not_made_inside_the_repository(workshop: Workshop) -> None:
    with pytest.raises(Exception, match="do not belong into the repository"):
        workshop.keys.make_key(ROOT / "build" / "keys", "root")


def test_a_key_under_a_password_is_not_read_without_it(workshop: Workshop, tmp_path: Path) -> None:
    workshop.keys.make_key(tmp_path / "locked", "root", b"secret")
    assert b"ENCRYPTED" in (tmp_path / "locked" / "root.pem").read_bytes()
    workshop.keys.read_key(tmp_path / "locked", "root", b"secret")
    for password in (None, b"other"):
        with pytest.raises(Exception, match="cannot be read"):
            workshop.keys.read_key(tmp_path / "locked", "root", password)
