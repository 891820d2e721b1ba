"""What the Linux build makes of a frozen program: the same bytes each time, in the places where a desktop looks."""

from __future__ import annotations

import configparser
import hashlib
import importlib
import os
import stat
import tarfile
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from app.cli import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """packaging/build_linux.py, with a frozen program of three small files."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    module = importlib.import_module("build_linux")
    folder = tmp_path / "SoBaoCao"
    (folder / "_internal").mkdir(parents=True)
    (folder / "sobaocao").write_bytes(b"\x7fELF\0GLIBC_2.17\0GLIBC_2.34\0")
    (folder / "_internal" / "libqt.so.6").write_bytes(b"\x7fELF\0GLIBC_2.9\0GLIBC_2.36\0")
    (folder / "_internal" / "notes.txt").write_bytes(b"GLIBC_2.99\0")
    (folder / "LICENSES.txt").write_text("Apache-2.0")
    monkeypatch.setattr(module, "FOLDER", folder)
    return module


def packed(builder: ModuleType, place: Path) -> Path:
    target = place / "sobaocao-1.0.0-linux-x86_64.tar.xz"
    builder.write_archive(builder.lay_out(place / "root") / "usr", target)
    return target


def test_the_same_files_give_the_same_archive_whenever_and_by_whomever_it_is_made(
    builder: ModuleType, tmp_path: Path
) -> None:
    digests = []
    for name, umask in (("a", 0o022), ("b", 0o077)):
        (tmp_path / name).mkdir()
        before = os.umask(umask)
        digests.append(hashlib.sha256(packed(builder, tmp_path / name).read_bytes()).hexdigest())
        os.umask(before)
    assert digests[0] == digests[1]


def test_a_desktop_finds_the_program_its_icons_and_its_type_of_file(builder: ModuleType, tmp_path: Path) -> None:
    with tarfile.open(packed(builder, tmp_path)) as archive:
        found = {entry.name.partition("/")[2]: entry for entry in archive.getmembers() if not entry.isdir()}
    assert sorted(found) == [
        "bin/sobaocao",
        "lib/sobaocao/LICENSES.txt",
        "lib/sobaocao/_internal/libqt.so.6",
        "lib/sobaocao/_internal/notes.txt",
        "lib/sobaocao/sobaocao",
        "share/applications/sobaocao.desktop",
        "share/doc/sobaocao/copyright",
        "share/icons/hicolor/128x128/apps/sobaocao.png",
        "share/icons/hicolor/256x256/apps/sobaocao.png",
        "share/icons/hicolor/32x32/apps/sobaocao.png",
        "share/icons/hicolor/48x48/apps/sobaocao.png",
        "share/icons/hicolor/scalable/apps/sobaocao.svg",
        "share/mime/packages/sobaocao.xml",
    ]
    assert found["bin/sobaocao"].linkname == "../lib/sobaocao/sobaocao"
    assert stat.S_IMODE(found["lib/sobaocao/sobaocao"].mode) == 0o755
    assert {(entry.uid, entry.uname, entry.mtime) for entry in found.values()} == {(0, "root", 1_767_225_600)}


def test_the_newest_c_library_asked_for_is_found_in_programs_and_libraries_only(builder: ModuleType) -> None:
    assert builder.newest_glibc(builder.FOLDER) == 36


def test_the_package_says_what_it_needs(builder: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(builder, "demand", lambda *command: asked.extend(command))
    root = builder.lay_out(tmp_path / "root")
    builder.write_package(root, tmp_path / "x.deb", 36)
    control = (root / "DEBIAN" / "control").read_text(encoding="utf-8")
    assert "Depends: libc6 (>= 2.36), libdbus-1-3, libegl1, libfontconfig1, libgl1," in control
    assert asked[:4] == ["dpkg-deb", "--root-owner-group", "-Zxz", "--build"]


def test_the_entry_in_menus_starts_the_window_with_a_command_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(ROOT / "packaging" / "linux" / "sobaocao.desktop", encoding="utf-8")
    words = entry["Desktop Entry"]["Exec"].split()
    assert words == ["sobaocao", "gui", "--bundle", "%f"]
    asked: list[Path | None] = []
    monkeypatch.setattr("app.bootstrap.Office.run_window", lambda _, __, *, bundle: asked.append(bundle) or 0)
    monkeypatch.setattr("gc.disable", lambda: None)
    assert main(["--secrets", "file", *words[1:-1]]) == 0  # without a file, %f is nothing
    assert asked == [None]


def test_the_type_of_file_is_the_one_the_entry_opens() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(ROOT / "packaging" / "linux" / "sobaocao.desktop", encoding="utf-8")
    kinds = ElementTree.parse(ROOT / "packaging" / "linux" / "sobaocao.xml").getroot()
    spaces = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    kind = kinds.find("m:mime-type", spaces)
    assert kind is not None
    assert f"{kind.get('type')};" == entry["Desktop Entry"]["MimeType"]
    glob = kind.find("m:glob", spaces)
    assert glob is not None
    assert glob.get("pattern") == "*.sbc"
