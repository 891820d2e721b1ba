"""The list of a payload's files, and what two of them do not agree on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

Script = Callable[[str], ModuleType]


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


def test_what_is_of_development_is_refused_by_name(script: Script, folder: Path) -> None:
    payload, tools = script("payload"), script("tools")
    (folder / "LICENSES.txt").write_text("")
    payload.check_common(folder)
    (folder / "_internal" / "pytest").mkdir()
    (folder / "_internal" / "pytest" / "x.py").write_text("")
    with pytest.raises(tools.StepError, match=r"_internal/pytest/x\.py is of development only"):
        payload.check_common(folder)


def test_a_payload_without_licences_is_refused(script: Script, folder: Path) -> None:
    payload, tools = script("payload"), script("tools")
    with pytest.raises(tools.StepError, match=r"LICENSES\.txt is missing"):
        payload.check_common(folder)


def test_every_file_and_folder_gets_the_one_time(script: Script, folder: Path) -> None:
    script("payload").set_times(folder)
    assert {path.lstat().st_mtime for path in [folder, *folder.rglob("*")]} == {1_767_225_600}
