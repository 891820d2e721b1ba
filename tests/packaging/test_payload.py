"""A payload's gates, the list of its files, and what two of those do not agree on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.packaging.launchers import launcher

Script = Callable[[str], ModuleType]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A payload of two files and a link."""
    folder = tmp_path / "SoBaoCao"
    (folder / "_internal").mkdir(parents=True)
    (folder / "sobaocao").write_bytes(b"a")
    (folder / "_internal" / "library.so.6").write_bytes(b"bb")
    (folder / "_internal" / "library.so").symlink_to("library.so.6")
    return folder


def test_the_list_lies_in_the_payload_and_names_all_but_itself(script: Script, folder: Path) -> None:
    payload = script("payload")
    first = payload.write_list(folder)
    again = payload.write_list(folder)
    assert first == again
    assert json.loads((folder / "files.json").read_text()) == [
        {"path": "_internal/library.so", "link": "library.so.6"},
        {
            "path": "_internal/library.so.6",
            "bytes": 2,
            "sha256": "3b64db95cb55c763391c707108489ae18b4112d783300de38e033b4c98c3deaf",
        },
        {
            "path": "sobaocao",
            "bytes": 1,
            "sha256": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
        },
    ]


def test_what_two_lists_do_not_agree_on_is_named(script: Script, folder: Path, tmp_path: Path) -> None:
    payload = script("payload")
    payload.write_list(folder)
    ours = tmp_path / "ours.json"
    (folder / "files.json").rename(ours)
    (folder / "sobaocao").write_bytes(b"A")
    (folder / "_internal" / "library.so").unlink()
    (folder / "_internal" / "new.txt").write_bytes(b"")
    payload.write_list(folder)
    theirs = folder / "files.json"
    assert payload.differences(ours, theirs) == [
        "_internal/library.so: only in the first",
        "_internal/new.txt: only in the second",
        "sobaocao: other bytes",
    ]
    assert payload.differences(ours, ours) == []


@pytest.mark.parametrize(
    "name",
    [
        *("pytest", "_pytest", "pytestqt", "pytest_qt-4.5.0.dist-info", "hypothesis", "mypy", "ruff", "towncrier"),
        *("schemathesis", "mutmut-3.2.dist-info", "django", "Django-5.2.dist-info", "psycopg", "granian", "tests"),
        *("PyInstaller", "pip", "setuptools-84.2.1.dist-info", "importlinter"),
    ],
)
def test_what_is_of_development_or_of_central_is_refused_by_name(name: str, script: Script, folder: Path) -> None:
    payload, tools = script("payload"), script("tools")
    (folder / "LICENSES.txt").write_text("")
    payload.check_common(folder)
    (folder / "_internal" / name).mkdir()
    (folder / "_internal" / name / "x.py").write_text("")
    with pytest.raises(tools.StepError) as caught:
        payload.check_common(folder)
    assert str(caught.value) == f"_internal/{name}/x.py is of development only"


def test_what_a_client_is_locked_to_is_not_of_development(script: Script) -> None:
    wheels, left_out_by_the_freezer = script("wheels"), {"pip"}
    development = script("payload").of_development() - left_out_by_the_freezer
    for system in ("windows", "linux"):
        client = wheels.locked(ROOT / "packaging" / "locks" / f"requirements-{system}.txt")
        assert "requests" in client
        assert development.isdisjoint(name.replace("-", "_") for name in client)


def test_a_payload_without_licences_is_refused(script: Script, folder: Path) -> None:
    payload, tools = script("payload"), script("tools")
    with pytest.raises(tools.StepError, match=r"LICENSES\.txt is missing"):
        payload.check_common(folder)


def test_every_file_and_folder_gets_the_one_time(script: Script, folder: Path) -> None:
    script("payload").set_times(folder)
    assert {path.lstat().st_mtime for path in [folder, *folder.rglob("*")]} == {1_767_225_600}


@pytest.fixture
def windows(tmp_path: Path) -> Path:
    """A payload with one real program for Windows: the launcher that pip puts before its commands."""
    folder = tmp_path / "SoBaoCao"
    (folder / "_internal").mkdir(parents=True)
    (folder / "LICENSES.txt").write_text("")
    shutil.copy(launcher("t64.exe"), folder / "SoBaoCao.exe")
    return folder


def test_what_a_payload_expects_of_windows_is_told(script: Script, windows: Path) -> None:
    assert script("payload").check_windows(windows) == ["kernel32.dll", "shlwapi.dll"]


def test_what_the_payload_brings_itself_is_not_expected_of_windows(script: Script, windows: Path) -> None:
    shutil.copy(launcher("t64.exe"), windows / "_internal" / "SHLWAPI.dll")
    assert "shlwapi.dll" not in script("payload").check_windows(windows)


def test_a_library_for_another_processor_is_refused(script: Script, windows: Path) -> None:
    shutil.copy(launcher("t32.exe"), windows / "_internal" / "_ssl.pyd")
    with pytest.raises(script("tools").StepError, match=r"^_ssl\.pyd is not for x64$"):
        script("payload").check_windows(windows)


@pytest.mark.parametrize("mark", [b"Wine builtin DLL", b"Wine placeholder DLL"])
def test_a_library_that_wine_made_is_refused(mark: bytes, script: Script, windows: Path) -> None:
    raw = bytearray(launcher("t64.exe").read_bytes())
    raw[0x40 : 0x40 + len(mark)] = mark
    (windows / "_internal" / "version.DLL").write_bytes(raw)
    with pytest.raises(script("tools").StepError, match=r"^version\.DLL was built by Wine$"):
        script("payload").check_windows(windows)


def test_the_gates_for_every_system_hold_for_windows_too(script: Script, windows: Path) -> None:
    (windows / "LICENSES.txt").unlink()
    with pytest.raises(script("tools").StepError, match=r"LICENSES\.txt is missing"):
        script("payload").check_windows(windows)
