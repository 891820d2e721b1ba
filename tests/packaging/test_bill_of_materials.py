"""What a payload is made of: found from the freezer's sources, written as licences and as a bill of materials."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

Script = Callable[[str], ModuleType]
WHEELS = {"requests": ("2.34.2", "Apache-2.0"), "pyinstaller": ("6.22.3", "GPL-2.0-or-later")}
DEBIAN = {
    ("dpkg", "-S", "/usr/lib/x86_64-linux-gnu/libxcb.so.9"): [],
    ("dpkg", "-S", "/lib/x86_64-linux-gnu/libxcb.so.9"): ["libxcb1:amd64: /lib/x86_64-linux-gnu/libxcb.so.9"],
}


class Build:
    """A payload and the environment it was frozen from, as small as can be."""

    def __init__(self, place: Path, script: Script) -> None:
        self.script, self.place = script, place
        self.packages, self.library = place / "site-packages", place / "python"
        self.folder = place / "SoBaoCao"
        self.wheels: dict[str, Path] = {}
        for name, (version, licence) in WHEELS.items():
            self._install(name, version, licence)
        (self.library / "Lib").mkdir(parents=True)
        (self.library / "Lib" / "LICENSE.txt").write_text("The Python licence.")
        (self.library / "Lib" / "json.py").write_text("")
        (self.library / "_ssl.pyd").write_bytes(b"ssl")
        (self.folder / "_internal").mkdir(parents=True)
        (self.folder / "_internal" / "_ssl.pyd").write_bytes(b"ssl")
        (self.folder / "_internal" / "libxcb.so.9").write_bytes(b"xcb")

    def install_store(self) -> Path:
        """The wheel of the store; its library."""
        self._install("sqlcipher3", "0.6.4", "")
        library = self.packages / "_sqlite3.cp311-win_amd64.pyd"
        library.write_bytes(b"\0community\0\0004.19.0\0 \x013.53.4\0 OpenSSL 3.6.0 1 Oct 2025\0")
        record = self.packages / "sqlcipher3-0.6.4.dist-info" / "RECORD"
        record.write_text(record.read_text() + f"{library.name},,\n")
        return library

    def _install(self, name: str, version: str, licence: str) -> None:
        info = self.packages / f"{name}-{version}.dist-info"
        info.mkdir(parents=True)
        (self.packages / f"{name}.py").write_text("")
        said = f"License-Expression: {licence}\n" if licence else ""
        (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{said}")
        (info / "LICENSE").write_text(f"The licence of {name}.")
        (info / "RECORD").write_text(f"{name}.py,,\n{info.name}/METADATA,,\n{info.name}/LICENSE,,\n")
        self.wheels[name] = self.place / f"{name}-{version}-py3-none-any.whl"
        self.wheels[name].write_bytes(name.encode())

    def parts(self, *sources: tuple[str, str | Path]) -> Any:
        listed = self.place / "sources.json"
        listed.write_text(json.dumps([[place, str(source)] for place, source in sources]))
        made = self.script("parts").Parts(self.packages, self.wheels, self.library, "3.11.7")
        return made.of(listed, self.folder)

    def bill(self, *sources: tuple[str, str | Path]) -> dict[str, Any]:
        text = self.script("bom").bill_of(self.parts(*sources), self.folder, version="1.2.3", payload="ab" * 32)
        bill: dict[str, Any] = json.loads(text)
        return bill


@pytest.fixture
def build(tmp_path: Path, script: Script) -> Build:
    return Build(tmp_path, script)


@pytest.fixture
def on_debian(script: Script, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Debian's package database, with one package; its copyright files."""
    parts = script("parts")
    parts._debian.cache_clear()

    def said(*command: str) -> list[str]:
        return ["libxcb1", "1.15-1", "amd64"] if command[0] == "dpkg-query" else DEBIAN.get(command, [])

    monkeypatch.setattr(parts, "_said", said)
    monkeypatch.setattr(parts, "DOCS", tmp_path / "doc")
    (tmp_path / "doc" / "libxcb1").mkdir(parents=True)
    (tmp_path / "doc" / "libxcb1" / "copyright").write_text("Files: *\nLicense: Expat\n Permission…\n")
    return tmp_path / "doc"


def test_a_wheel_in_the_payload_is_a_part_with_version_licence_and_the_hash_of_its_file(build: Build) -> None:
    components = {each["name"]: each for each in build.bill(("requests", build.packages / "requests.py"))["components"]}
    assert components["requests"] == {
        "bom-ref": "pkg:pypi/requests@2.34.2",
        "hashes": [{"alg": "SHA-256", "content": "ec72420df5dfbdce4111f715c96338df3b7cb75f58e478d2449c9720e560de8c"}],
        "licenses": [{"license": {"id": "Apache-2.0"}}],
        "name": "requests",
        "purl": "pkg:pypi/requests@2.34.2",
        "type": "library",
        "version": "2.34.2",
    }


def test_what_is_locked_but_not_in_the_payload_is_no_part_of_it(build: Build) -> None:
    assert [part.name for part in build.parts(("json", build.library / "Lib" / "json.py"))] == [
        "CPython",
        "pyinstaller",
    ]


def test_pythons_own_files_are_one_part_with_their_hashes(build: Build) -> None:
    bill = build.bill(("json", build.library / "Lib" / "json.py"), ("_ssl.pyd", build.library / "_ssl.pyd"))
    (python,) = (each for each in bill["components"] if each["name"] == "CPython")
    assert python["cpe"] == "cpe:2.3:a:python:python:3.11.7:*:*:*:*:*:*:*"
    assert [file["name"] for file in python["components"]] == ["_internal/_ssl.pyd"]


def test_a_path_under_wine_is_the_file_it_means(build: Build) -> None:
    source = "Z:" + str(build.library / "_SSL.pyd").replace("/", "\\")
    assert "CPython" in [part.name for part in build.parts(("_ssl.pyd", source))]


def test_a_library_of_the_system_is_its_debian_package(build: Build, on_debian: Path) -> None:
    (part,) = (
        each for each in build.parts(("libxcb.so.9", "/usr/lib/x86_64-linux-gnu/libxcb.so.9")) if each.name == "libxcb1"
    )
    assert (part.version, part.licence) == ("1.15-1", "Expat")
    assert part.purl == "pkg:deb/debian/libxcb1@1.15-1?arch=amd64"
    assert part.files == ("_internal/libxcb.so.9",)


def test_a_source_that_nobody_brought_stops_the_build(build: Build, on_debian: Path) -> None:
    with pytest.raises(build.script("tools").StepError, match=r"nobody knows where /opt/strange\.so comes from"):
        build.parts(("strange.so", "/opt/strange.so"))


def test_what_is_not_locked_stops_the_build(build: Build) -> None:
    del build.wheels["requests"]
    with pytest.raises(build.script("tools").StepError, match="requests is in the payload but not locked"):
        build.parts(("requests", build.packages / "requests.py"))


def test_the_same_payload_has_the_same_bill(build: Build) -> None:
    source = ("requests", build.packages / "requests.py")
    assert build.bill(source) == build.bill(source)


def test_the_program_depends_on_every_part(build: Build) -> None:
    bill = build.bill(("requests", build.packages / "requests.py"))
    (own,) = (each for each in bill["dependencies"] if each["ref"] == "sobaocao")
    assert own["dependsOn"] == ["pkg:pypi/pyinstaller@6.22.3", "pkg:pypi/requests@2.34.2"]
    assert bill["metadata"]["component"]["version"] == "1.2.3"


def test_a_part_that_breaks_the_schema_stops_the_build(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build.script("bom"), "_sha256", lambda _: _strange(build.script))
    with pytest.raises(build.script("tools").StepError, match="breaks its schema"):
        build.bill(("requests", build.packages / "requests.py"))


def _strange(script: Script) -> Any:
    bom = script("bom")
    return bom.HashType(alg=bom.HashAlgorithm.SHA_256, content="no hash")


def test_the_licences_of_all_parts_stand_in_one_file(build: Build) -> None:
    build.script("payload").write_licences(build.folder, build.parts(("json", build.library / "Lib" / "json.py")))
    text = (build.folder / "LICENSES.txt").read_text(encoding="utf-8")
    assert "CPython 3.11.7\nPSF-2.0\n\nThe Python licence." in text
    assert "pyinstaller 6.22.3\nGPL-2.0-or-later\n\nThe licence of pyinstaller." in text


def test_what_is_compiled_into_a_wheel_is_a_part_that_the_wheel_depends_on(build: Build) -> None:
    bill = build.bill(("sqlcipher3/_sqlite3.pyd", build.install_store()))
    components = {each["bom-ref"]: each for each in bill["components"]}
    assert components["SQLCipher in sqlcipher3"] == {
        "bom-ref": "SQLCipher in sqlcipher3",
        "cpe": "cpe:2.3:a:zetetic:sqlcipher:4.19.0:*:*:*:*:*:*:*",
        "licenses": [{"license": {"id": "BSD-3-Clause"}}],
        "name": "SQLCipher",
        "purl": "pkg:generic/sqlcipher@4.19.0",
        "type": "library",
        "version": "4.19.0",
    }
    assert components["OpenSSL in sqlcipher3"]["cpe"] == "cpe:2.3:a:openssl:openssl:3.6.0:*:*:*:*:*:*:*"
    depends = {each["ref"]: each.get("dependsOn") for each in bill["dependencies"]}
    assert depends["pkg:pypi/sqlcipher3@0.6.4"] == [
        "OpenSSL in sqlcipher3",
        "SQLCipher in sqlcipher3",
        "SQLite in sqlcipher3",
    ]
    assert depends["sobaocao"] == ["pkg:pypi/pyinstaller@6.22.3", "pkg:pypi/sqlcipher3@0.6.4"]


def test_a_wheel_that_names_no_licence_is_taken_under_the_one_we_looked_up(build: Build) -> None:
    (store,) = (part for part in build.parts(("x", build.install_store())) if part.name == "sqlcipher3")
    assert store.licence == "Zlib"


def test_a_wheel_that_names_no_licence_and_that_nobody_looked_up_stops_the_build(build: Build) -> None:
    metadata = build.packages / "requests-2.34.2.dist-info" / "METADATA"
    metadata.write_text("Metadata-Version: 2.4\nName: requests\nVersion: 2.34.2\n")
    with pytest.raises(build.script("tools").StepError, match="requests names no licence"):
        build.parts(("requests", build.packages / "requests.py"))


def test_of_qt_the_free_licence_is_told_whole_and_not_the_notice_for_those_who_paid(build: Build) -> None:
    build._install("shiboken6", "6.11.3", "LGPL-3.0-only OR GPL-2.0-only")
    info = build.packages / "shiboken6-6.11.3.dist-info"
    (info / "LICENSE").rename(info / "LicenseRef-Qt-Commercial.txt")
    record = info / "RECORD"
    record.write_text(record.read_text().replace("/LICENSE", "/LicenseRef-Qt-Commercial.txt"))
    (qt,) = (part for part in build.parts(("x", build.packages / "shiboken6.py")) if part.name == "shiboken6")
    assert qt.licence == "LGPL-3.0-only"
    titles = [" ".join(text.split()[:6]) for text in qt.texts]
    assert titles == [
        "Copyright (C) The Qt Company Ltd.",
        "GNU LESSER GENERAL PUBLIC LICENSE Version",
        "GNU GENERAL PUBLIC LICENSE Version 3,",
    ]


def test_a_part_without_a_licence_text_stops_the_build(build: Build) -> None:
    (build.packages / "requests-2.34.2.dist-info" / "RECORD").write_text("requests.py,,\n")
    parts = build.parts(("requests", build.packages / "requests.py"))
    with pytest.raises(build.script("tools").StepError, match="no licence text of requests"):
        build.script("payload").write_licences(build.folder, parts)


def test_a_text_stands_once_and_those_that_debian_refers_to_stand_at_the_end(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    payload, part = build.script("payload"), build.script("part")
    monkeypatch.setattr(payload, "COMMON_LICENCES", tmp_path)
    (tmp_path / "LGPL-2.1").write_text("The lesser one, whole.")
    mine = "Free.\nSee /usr/share/common-licenses/LGPL-2.1."
    parts = [
        part.Part(name="libone", version="1", licence="LGPL-2.1", texts=(mine,)),
        part.Part(name="libtwo", version="2", licence="LGPL-2.1", texts=(mine,), inside="libone"),
    ]
    payload.write_licences(build.folder, parts)
    rule = "=" * 100
    assert (build.folder / "LICENSES.txt").read_text(encoding="utf-8") == (
        f"{rule}\nlibone 1\nLGPL-2.1\n\n{mine}\n\n"
        f"{rule}\nlibtwo 2\nLGPL-2.1\n\nCompiled into libone.\n\nThe same text as of libone (“Free.”).\n\n"
        f"{rule}\n{tmp_path / 'LGPL-2.1'}\n\nThe lesser one, whole.\n"
    )
