"""Libraries that have no file of their own: found in the wheels they are compiled into, by what they say themselves."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

Script = Callable[[str], ModuleType]
CIPHER = b"no such function\0community\0\0\0004.19.0\0%s %s\0"
OPENSSL = b"\0OpenSSL 3.6.0 1 Oct 2025\0"
SQLITE = b"\x01\x013.53.4\0\0\0"


def host(script: Script, name: str, version: str = "1.0") -> Any:
    return script("part").Part(name=name, version=version, licence="MIT", texts=("It is free.",))


def found(script: Script, name: str, library: Path) -> list[tuple[str, str, str, str]]:
    parts = script("compiled").compiled_in(host(script, name), library)
    return [(part.key, part.version, part.licence, part.cpe) for part in parts]


def test_what_the_store_is_made_of_is_told_with_its_versions(script: Script, tmp_path: Path) -> None:
    library = tmp_path / "_sqlite3.cp311-win_amd64.pyd"
    library.write_bytes(b"MZ\0" + CIPHER + OPENSSL + SQLITE)
    assert found(script, "sqlcipher3", library) == [
        ("SQLCipher in sqlcipher3", "4.19.0", "BSD-3-Clause", "zetetic:sqlcipher"),
        ("SQLite in sqlcipher3", "3.53.4", "blessing", "sqlite:sqlite"),
        ("OpenSSL in sqlcipher3", "3.6.0", "Apache-2.0", "openssl:openssl"),
    ]


def test_two_wheels_may_have_the_same_library_in_two_versions(script: Script, tmp_path: Path) -> None:
    library = tmp_path / "_rust.abi3.so"
    library.write_bytes(b"\x7fELF\0OpenSSL 4.0.3 29 Sep 2026\0")
    assert found(script, "cryptography", library) == [
        ("OpenSSL in cryptography", "4.0.3", "Apache-2.0", "openssl:openssl")
    ]


def test_another_library_of_the_same_wheel_is_not_searched(script: Script, tmp_path: Path) -> None:
    library = tmp_path / "dbapi2.py"
    library.write_bytes(OPENSSL)
    assert found(script, "sqlcipher3", library) == []


def test_a_library_that_no_longer_says_its_version_stops_the_build(script: Script, tmp_path: Path) -> None:
    library = tmp_path / "_sqlite3.cp311-win_amd64.pyd"
    library.write_bytes(CIPHER + SQLITE)
    with pytest.raises(script("tools").StepError, match="does not say which OpenSSL is in it"):
        found(script, "sqlcipher3", library)


def test_each_compiled_library_brings_a_licence_text(script: Script) -> None:
    compiled, part = script("compiled"), script("part")
    for each in compiled.COMPILED:
        assert all(len(text) > 200 for text in part.licence_texts(*each.texts)), each.name
        assert each.texts, each.name


def test_what_is_read_from_the_library_is_what_it_says_when_it_is_asked(script: Script) -> None:
    import sqlcipher3

    spec = importlib.util.find_spec("sqlcipher3._sqlite3")
    assert spec is not None
    assert spec.origin is not None
    connection = sqlcipher3.connect(":memory:")
    connection.execute("PRAGMA key = 'x'")
    (cipher,) = connection.execute("PRAGMA cipher_version").fetchone()
    (provider,) = connection.execute("PRAGMA cipher_provider_version").fetchone()
    connection.close()
    read = {
        each.name: each.version
        for each in script("compiled").compiled_in(host(script, "sqlcipher3"), Path(spec.origin))
    }
    assert read["SQLCipher"] == cipher.split()[0]
    assert read["SQLite"] == sqlcipher3.sqlite_version
    assert read["OpenSSL"] == provider.split()[1]
