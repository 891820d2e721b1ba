"""The publisher's commands, as they are typed."""

from __future__ import annotations

import importlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.updates import bytes_to_fetch
from sync.update_roads import FolderRoad
from tests.packaging.workshop import PLATFORM, ROOT, Workshop, made_program, open_workshop

Type = Callable[..., None]


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Type:
    """Types a command; its feed and keys are in the folder."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    tools = importlib.import_module("update_feed")
    monkeypatch.setenv("FEED_PASSWORD", "bí mật")
    common = ["--keys", str(tmp_path / "keys"), "--root-file", str(tmp_path / "root.json")]

    def run(verb: str, *more: object) -> None:
        password = ["--password-env", "FEED_PASSWORD"]
        tools.main([verb, str(tmp_path / "feed"), *common, *password, *map(str, more)])

    return run


def test_a_feed_from_its_keys_to_a_stick(typed: Type, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed("begin")
    assert (tmp_path / "root.json").read_bytes() == (tmp_path / "feed" / "metadata" / "1.root.json").read_bytes()
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {
        "root.pem",
        "targets.pem",
        "forms.pem",
        "online.pem",
    }
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "keys").iterdir())
    (tmp_path / "news.txt").write_text("Nhanh hơn.\n", encoding="utf-8")
    for version in ("0.2.0", "0.3.0"):
        payload = made_program(tmp_path / version, version)
        which = ("--platform", PLATFORM, "--version", version)
        typed("add", *which, "--payload", payload, "--news-vi", tmp_path / "news.txt")
    typed("promote", "--platform", PLATFORM, "--version", "0.3.0", "--percent", 25)
    typed("forms", "01/TCD")
    typed("renew")
    typed("rotate", "online")
    assert (tmp_path / "root.json").read_bytes() == (tmp_path / "feed" / "metadata" / "2.root.json").read_bytes()
    capsys.readouterr()
    typed("show")
    said = capsys.readouterr().out
    assert f"{PLATFORM}  0.2.0  5 %" in said
    assert f"{PLATFORM}  0.3.0  25 %" in said
    typed("drop", "--platform", PLATFORM, "--version", "0.2.0")
    typed("carry", tmp_path / "cap-nhat.zip")
    with zipfile.ZipFile(tmp_path / "cap-nhat.zip") as archive:
        names = archive.namelist()
    assert "metadata/timestamp.json" in names
    assert len([name for name in names if name.startswith("content/")]) == 2


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    return open_workshop(tmp_path, monkeypatch)


def test_a_version_that_is_stopped_reaches_nobody_further(workshop: Workshop) -> None:
    workshop.publish("0.2.0")
    workshop.feed().promote(version="0.2.0", platform=PLATFORM, percent=0)
    updating = workshop.updating()
    feed = updating.open_feed(FolderRoad(workshop.folder))
    assert updating.offer(feed) is None
    assert updating.offer(feed, by_hand=True, carried=True) is None


@pytest.mark.parametrize("version", ["0.2.0", "0.1.9", "0.2", "v0.3.0"])
def test_a_version_is_above_all_before_it(workshop: Workshop, version: str) -> None:
    workshop.publish("0.2.0")
    payload = made_program(workshop.place / "payload", version)
    with pytest.raises(Exception, match="is not above"):
        workshop.feed().add(payload, version=version, platform=PLATFORM, percent=5, news={})


def test_what_did_not_change_is_not_sent_and_what_did_goes_as_a_difference(workshop: Workshop) -> None:
    first = workshop.publish("0.2.0", library=b"library one " * 9_000)
    second = workshop.publish("0.3.0", library=b"library one " * 8_999 + b"library two ")
    here = {file.sha256 for file in first.files}
    assert bytes_to_fetch(second, set()) > bytes_to_fetch(second, here)
    library = next(file for file in second.files if file.path.endswith("libqt.so.6"))
    assert [bool(part.base) for part in library.parts] in ([False], [False, True])
    assert bytes_to_fetch(second, here) < 2_000


def test_a_link_that_leads_out_of_the_program_is_not_published(workshop: Workshop) -> None:
    payload = made_program(workshop.place / "payload", "0.2.0")
    (payload / "_internal" / "secret").symlink_to("/etc/hostname")
    with pytest.raises(Exception, match="leads out of the program"):
        workshop.feed().add(payload, version="0.2.0", platform=PLATFORM, percent=5, news={})
