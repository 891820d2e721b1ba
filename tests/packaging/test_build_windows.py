"""What the Windows build and its trial make of files, without a Windows."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from app.domain.updates import Switch

Script = Callable[[str], ModuleType]
ROOT = Path(__file__).resolve().parents[2]
EXPORTED = r"""Windows Registry Editor Version 5.00

[HKEY_CURRENT_USER\Software\SoBaoCao]
"Folder"="C:\\Program Files"

[HKEY_CURRENT_USER\Software\Classes\.sbc]
@="SoBaoCao.Bundle"
"long"=hex:01,\
  02
"""


def test_the_installer_unpacks_in_a_fixed_order_each_file_into_its_folder(script: Script, tmp_path: Path) -> None:
    for name in ("b.exe", "_internal/z.dll", "_internal/PySide6/a.dll"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert script("build_windows").file_lines(tmp_path).splitlines() == [
        'SetOutPath "$INSTDIR.new"',
        f'File "{tmp_path}/b.exe"',
        r'SetOutPath "$INSTDIR.new\_internal"',
        f'File "{tmp_path}/_internal/z.dll"',
        r'SetOutPath "$INSTDIR.new\_internal\PySide6"',
        f'File "{tmp_path}/_internal/PySide6/a.dll"',
    ]


def test_an_installer_that_nobody_signed_says_so_in_its_name(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, signing = script("build_windows"), script("signing")
    monkeypatch.setattr(build, "make_installer", lambda folder, target, number, signer: target.write_bytes(b""))
    monkeypatch.setattr(build, "make_msi", lambda folder, target, number: target.write_bytes(b""))
    unsigned = build.make_installers(tmp_path, tmp_path, "1.2.3", signing.Signer())
    assert [path.name for path in unsigned.values()] == [
        "SoBaoCao-1.2.3-x64-unsigned.exe",
        "SoBaoCao-1.2.3-x64-unsigned.msi",
    ]


def test_an_installer_of_more_than_60_mb_is_refused(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = script("build_windows")
    monkeypatch.setattr(build, "INSTALLER_BYTES_MAX", 3)
    monkeypatch.setattr(build, "make_installer", lambda folder, target, number, signer: target.write_bytes(b"1234"))
    monkeypatch.setattr(build, "make_msi", lambda folder, target, number: target.write_bytes(b""))
    with pytest.raises(script("tools").StepError, match=r"unsigned\.exe has 0\.0 MB, more than"):
        build.make_installers(tmp_path, tmp_path, "1.2.3", script("signing").Signer())


def test_what_is_left_of_ours_is_found_by_name_among_files_and_values(script: Script) -> None:
    leftovers = script("leftovers")
    before = leftovers.State(files=frozenset({"windows/system.ini"}), values=frozenset())
    after = leftovers.State(
        files=frozenset({"windows/system.ini", "Temp/~nsu.tmp/Un.exe", "data/sobaocao.db", "Desktop/Sổ Báo Cáo.lnk"}),
        values=frozenset(leftovers._values(EXPORTED)),
    )
    left = after.since(before)
    assert leftovers.ours(left, "data/") == [
        "Desktop/Sổ Báo Cáo.lnk",
        r"HKEY_CURRENT_USER\Software\Classes\.sbc:",
        r'HKEY_CURRENT_USER\Software\Classes\.sbc: "long"=hex:01,  02',
        r'HKEY_CURRENT_USER\Software\Classes\.sbc: @="SoBaoCao.Bundle"',
        r"HKEY_CURRENT_USER\Software\SoBaoCao:",
        r'HKEY_CURRENT_USER\Software\SoBaoCao: "Folder"="C:\\Program Files"',
    ]
    assert "Temp/~nsu.tmp/Un.exe" in left


def test_the_locks_of_the_client_name_each_distribution_once(script: Script) -> None:
    wheels = script("wheels")
    for system in ("windows", "linux"):
        text = (ROOT / "packaging" / "locks" / f"requirements-{system}.txt").read_text()
        found = wheels.locked(ROOT / "packaging" / "locks" / f"requirements-{system}.txt")
        assert len(found) == text.count("==")
        assert found["pyside6-essentials"] == found["shiboken6"]


def test_a_program_that_is_missing_is_named_with_the_line_that_brings_it(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = script("tools")
    monkeypatch.setattr("shutil.which", lambda name: None if name in ("wixl", "msiinfo") else name)
    with pytest.raises(tools.StepError) as caught:
        tools.need("wixl", "makensis", "msiinfo")
    assert str(caught.value) == ("missing: wixl, msiinfo\n    apt-get install -y --no-install-recommends msitools wixl")


def test_every_program_a_build_or_a_trial_calls_has_its_debian_package(script: Script) -> None:
    known = script("tools").DEBIAN_PACKAGES
    called = [
        name
        for path in (ROOT / "packaging").glob("*.py")
        for arguments in re.findall(r"\bneed\(([^)]*)\)", path.read_text(encoding="utf-8"))
        for name in re.findall(r'"([^"]+)"', arguments)
    ]
    assert {name for name in called if name not in known} == set()
    assert "makensis" in called


def test_the_installer_finds_the_version_in_use_where_the_program_writes_it() -> None:
    said = (ROOT / "packaging" / "installer.nsi").read_text(encoding="utf-8")
    (mark,) = re.findall(r"WordFind2X\} \"\$1\" '(.+?)' '\"'", said)
    assert msgspec.json.encode(Switch(current="99.0.0")).startswith(b"{" + mark.encode() + b'99.0.0"')
