"""Folders that cannot hold the store: a network's, or ones that a cloud service copies."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import StoreError
from app.store import folders
from app.store.folders import refusal, remote_host, synced_folder, told_folder

NAMES = [
    ("D:\\Drive của tôi\\Báo cáo", "Drive của tôi"),
    ("G:\\My Drive\\Báo cáo", "My Drive"),
    ("/home/a/Dropbox (UBND xã)/x", "Dropbox (UBND xã)"),
    ("C:\\Users\\a\\iCloudDrive\\x", "iCloudDrive"),
    ("C:\\Mega\\x", "Mega"),
    ("C:\\Megaphone\\x", None),
    ("C:\\Báo cáo\\Drive", None),
]


@pytest.mark.parametrize(("path", "named"), NAMES)
def test_more_services_are_known_by_name(path: str, named: str | None) -> None:
    assert synced_folder(path) == named


def test_a_name_is_known_however_its_letters_are_composed() -> None:
    decomposed = "Drive cu\u0309a to\u0302i"
    assert synced_folder(f"/media/{decomposed}/x") == decomposed


TOLD = {"OneDrive": "D:\\Tài liệu chung", "OneDriveCommercial": "", "PATH": "C:\\Windows"}


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("D:\\Tài liệu chung\\SoBaoCao", "Tài liệu chung"),
        ("d:/tài liệu chung/SoBaoCao/x.db", "Tài liệu chung"),
        ("D:\\Tài liệu chung", "Tài liệu chung"),
        ("D:\\Tài liệu chung 2\\SoBaoCao", None),
        ("C:\\Windows\\x", None),
    ],
)
def test_a_service_may_say_which_folder_it_copies_whatever_that_is_called(path: str, named: str | None) -> None:
    assert told_folder(path, TOLD) == named


@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("\\\\may-chu\\bao-cao\\x", "may-chu"),
        ("//may-chu/bao-cao/x", "may-chu"),
        ("\\\\?\\UNC\\may-chu\\bao-cao", "may-chu"),
        ("\\\\?\\C:\\Users\\a", None),
        ("C:\\Users\\a", None),
        ("/home/a", None),
    ],
)
def test_a_path_into_the_network_names_its_computer(path: str, host: str | None) -> None:
    assert remote_host(path) == host


def test_a_link_into_a_copied_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "bao-cao").symlink_to(tmp_path / "Dropbox")
    assert refusal(tmp_path / "bao-cao" / "sobaocao.db") == "Dropbox"


def test_an_environment_s_word_is_heeded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "chung"))
    assert refusal(tmp_path / "chung" / "sobaocao.db") == "chung"
    assert refusal(tmp_path / "riêng" / "sobaocao.db") is None


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.rclone", "fuse.onedriver", "vboxsf"])
def test_a_network_s_disk_is_known_by_its_file_system(kind: str) -> None:
    mounts = f"/dev/sda1 / ext4 rw 0 0\nsomewhere /mnt/x {kind} rw 0 0\n"
    assert folders.network_mount("/mnt/x/sobaocao.db", mounts) == kind
    assert folders.network_mount("/home/a/sobaocao.db", mounts) is None


def test_a_folder_that_cannot_hold_the_store_leads_to_the_one_that_was_chosen(tmp_path: Path) -> None:
    shared, own = tmp_path / "chung", tmp_path / "riêng" / "SoBaoCao"
    assert folders.led_to(shared) == shared
    folders.lead(shared, own)
    assert folders.led_to(shared) == own
    assert not own.exists()


@pytest.mark.parametrize("text", ["", "SoBaoCao", "../x", "\x00\n"], ids=["nothing", "a name", "a way up", "a zero"])
def test_what_names_no_folder_leads_nowhere(tmp_path: Path, text: str) -> None:
    (tmp_path / folders.POINTER_NAME).write_text(text, encoding="utf-8")
    assert folders.led_to(tmp_path) == tmp_path


def test_where_nothing_can_be_written_nothing_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        folders.lead(tmp_path / "file" / "inside", tmp_path)
    assert caught.value.code == "store.unwritable"
