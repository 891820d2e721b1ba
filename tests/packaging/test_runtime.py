"""The Windows Python a build takes from an official zip: tried with a zip made here, whose maker is made here too."""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.packaging.launchers import launcher

Script = Callable[[str], ModuleType]
pytestmark = pytest.mark.skipif(
    shutil.which("osslsigncode") is None, reason="SIGNATURES ARE NOT TRIED HERE: apt-get install osslsigncode"
)
BINARIES = ("python.exe", "python3.dll", "python311.dll", "_ssl.pyd", "libcrypto-3.dll")


class Maker:
    """Somebody who publishes a Python for Windows."""

    def __init__(self, script: Script, place: Path) -> None:
        self.script, self.place = script, place
        self.made = script("testonly.identity").identity(place, "Python Software Foundation")

    def binary(self, name: str, *, signed: bool = True) -> Path:
        """A program for Windows: the launcher that pip puts before its commands."""
        target = self.place / name
        shutil.copy(launcher("t64.exe"), target)
        if signed:
            signer = self.script("signing").Signer(certificate=str(self.made.container), password_env="SIGN_PASSWORD")
            signer.sign(target)
        return target

    def zip(self, *, unsigned: str = "") -> str:
        """The `--runtime` of an embeddable zip, as its publisher lays it out."""
        library = io.BytesIO()
        with zipfile.ZipFile(library, "w") as packed:
            packed.writestr("json/__init__.pyc", b"json")
        archive = self.place / "python-3.11.9-embed-amd64.zip"
        with zipfile.ZipFile(archive, "w") as packed:
            for name in BINARIES:
                packed.write(self.binary(name, signed=name != unsigned), name)
            packed.write(self.binary("vcruntime140.dll", signed=False), "vcruntime140.dll")
            packed.writestr("python311.zip", library.getvalue())
            packed.writestr("python311._pth", "python311.zip\n.\n")
            packed.writestr("LICENSE.txt", "The Python licence.")
        return f"zip:{archive}:{hashlib.sha256(archive.read_bytes()).hexdigest()}"


@pytest.fixture
def maker(script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maker:
    monkeypatch.setenv("SIGN_PASSWORD", script("testonly.identity").PASSWORD)
    place = tmp_path / "maker"
    place.mkdir()
    found = Maker(script, place)
    monkeypatch.setattr(script("runtime"), "AUTHORITIES", found.made.certificate)
    return found


def assembled(script: Script, source: str, place: Path) -> Any:
    script("runtime")._assemble(source, place)
    return place


def test_of_an_official_zip_the_library_lies_in_a_folder_where_the_freezer_looks(
    script: Script, maker: Maker, tmp_path: Path
) -> None:
    place = assembled(script, maker.zip(), tmp_path / "python")
    assert sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()) == [
        "LICENSE.txt",
        "Lib/json/__init__.pyc",
        "_ssl.pyd",
        "libcrypto-3.dll",
        "python.exe",
        "python3.dll",
        "python311.dll",
    ]
    assert (place / "Lib" / "site-packages").is_dir()


@pytest.mark.parametrize("name", BINARIES)
def test_a_zip_in_which_one_program_or_library_is_unsigned_is_refused(
    name: str, script: Script, maker: Maker, tmp_path: Path
) -> None:
    with pytest.raises(script("tools").StepError) as caught:
        assembled(script, maker.zip(unsigned=name), tmp_path / "python")
    assert str(caught.value) == f"{name} does not carry the Python Software Foundation's signature"


def test_a_zip_signed_by_somebody_this_system_does_not_know_is_refused(
    script: Script, maker: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script("runtime"), "AUTHORITIES", None)
    with pytest.raises(script("tools").StepError, match=r"does not carry the Python Software Foundation's signature"):
        assembled(script, maker.zip(), tmp_path / "python")


def test_a_zip_that_is_not_the_one_with_the_hash_is_refused_before_it_is_opened(
    script: Script, maker: Maker, tmp_path: Path
) -> None:
    source = maker.zip().rpartition(":")[0] + ":" + "0" * 64
    with pytest.raises(script("tools").StepError, match=r"amd64\.zip is not the file with the hash given"):
        assembled(script, source, tmp_path / "python")
    assert list((tmp_path / "python").iterdir()) == []


@pytest.mark.parametrize("source", ["zip:/x.zip", "wheels", "zip:/x.zip:abc"])
def test_a_runtime_that_is_neither_is_refused(source: str, script: Script, tmp_path: Path) -> None:
    with pytest.raises(script("tools").StepError, match="neither “wheel” nor “zip:PATH:SHA256”"):
        assembled(script, source, tmp_path / "python")
