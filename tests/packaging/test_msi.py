"""The MSI package for administrators: what its source says, and that the tools make the same bytes of it twice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from xml.etree.ElementTree import Element

import pytest

Script = Callable[[str], ModuleType]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A payload of four files, two of them of the same name."""
    folder = tmp_path / "SoBaoCao"
    for name in ("SoBaoCao.exe", "_internal/x.dll", "_internal/PySide6/x.dll", "_internal/resources/form.yaml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    return folder


def product(wix: Element) -> Element:
    (found,) = wix.iter("Product")
    return found


def components(wix: Element) -> dict[str, str]:
    """Each component's file, or its own name, with its number."""
    return {
        next((file.get("Source", "") for file in each.iter("File")), each.get("Id", "")): each.get("Guid", "")
        for each in wix.iter("Component")
    }


def test_every_file_is_a_component_and_every_component_is_installed(script: Script, folder: Path) -> None:
    wix = script("msi").source(folder, "1.0.0")
    assert sorted(components(wix)) == [
        "Entries",
        "Shortcut",
        "SoBaoCao.exe",
        "Start",
        "_internal/PySide6/x.dll",
        "_internal/resources/form.yaml",
        "_internal/x.dll",
    ]
    assert {each.get("Id") for each in wix.iter("ComponentRef")} == {each.get("Id") for each in wix.iter("Component")}
    assert all(each.get("Win64") == "yes" for each in wix.iter("Component"))


def test_starting_with_windows_is_not_installed_unless_asked(script: Script, folder: Path) -> None:
    features = {each.get("Id"): each for each in script("msi").source(folder, "1.0.0").iter("Feature")}
    assert (features["Program"].get("Level"), features["AtStart"].get("Level")) == ("1", "1000")
    assert [each.get("Id") for each in features["AtStart"].iter("ComponentRef")] == ["Start"]


def test_a_newer_version_replaces_an_older_one_and_keeps_the_numbers_of_the_files(script: Script, folder: Path) -> None:
    older, newer = script("msi").source(folder, "1.0.0"), script("msi").source(folder, "1.1.0")
    assert product(older).get("UpgradeCode") == product(newer).get("UpgradeCode")
    assert product(older).get("UpgradeCode") == "83970CFE-958B-4152-9C48-600A8FEFB094"
    assert product(older).get("Id") != product(newer).get("Id")
    assert components(older) == components(newer)
    assert len(set(components(older).values())) == 7


def test_names_and_numbers_are_not_given_twice(script: Script, folder: Path) -> None:
    wix = script("msi").source(folder, "1.0.0")
    names = [each.get("Id") for tag in ("Component", "File", "Directory") for each in wix.iter(tag)]
    assert len(names) == len(set(names))


def test_a_file_that_the_tool_cannot_pack_is_named(script: Script, folder: Path) -> None:
    (folder / "biểu.yaml").write_text("")
    with pytest.raises(script("tools").StepError, match=r"^biểu\.yaml"):
        script("msi").source(folder, "1.0.0")


def test_its_words_are_vietnamese_and_english(script: Script, folder: Path) -> None:
    wix = script("msi").source(folder, "1.0.0")
    (comment,) = (each.get("Value") for each in wix.iter("Property") if each.get("Id") == "ARPCOMMENTS")
    assert comment == "Lập, kiểm tra và gửi báo cáo định kỳ. / Fill, check and submit periodic reports."
    assert product(wix).get("Language") == "1066"


@pytest.mark.skipif(
    any(shutil.which(name) is None for name in ("wixl", "msibuild", "msiinfo")),
    reason="NO MSI IS MADE HERE: apt-get install wixl msitools",
)
def test_the_package_is_the_same_twice_and_bears_its_vietnamese_name(
    script: Script, folder: Path, tmp_path: Path
) -> None:
    msi = script("msi")
    script("payload").write_list(folder)
    script("payload").set_times(folder)
    for name in ("a.msi", "b.msi"):
        msi.make_msi(folder, tmp_path / name, "1.0.0")
    assert (tmp_path / "a.msi").read_bytes() == (tmp_path / "b.msi").read_bytes()
    told = subprocess.run(
        ["msiinfo", "export", tmp_path / "a.msi", "Property"], capture_output=True, text=True, check=True
    )
    assert "ProductName\tSổ Báo Cáo" in told.stdout
    assert "@" not in told.stdout
