"""What a payload is made of: each source goes back to a wheel, to Python, to a library or to a Debian package."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pefile
from compiled import LGPL, compiled_in
from part import Part, licence_texts
from tools import ROOT, StepError
from wheels import plain

DOCS = Path("/usr/share/doc")
LICENCE_FILE = re.compile(r"(^|/)(licen[cs]e(?!Ref-Qt-Commercial)|copying|notice|authors)[^/]*$", re.IGNORECASE)
LIBRARIES = (
    (r"lib(crypto|ssl)-3\.dll", "OpenSSL", "Apache-2.0", "openssl:openssl", "Apache-2.0"),
    (r"sqlite3\.dll", "SQLite", "blessing", "sqlite:sqlite", "sqlite"),
    (r"libffi-8\.dll", "libffi", "MIT", "libffi_project:libffi", "libffi"),
    (
        *(r"(vcruntime|msvcp|concrt|ucrtbase)\w*\.dll", "Microsoft Visual C++ Runtime"),
        *("Microsoft redistributable", "", "visual-cpp-runtime"),
    ),
)
"""What lies beside Python on Windows without being of it: pattern, name, licence, vendor and product, its text."""
TAKEN_UNDER = {
    "certifi": ("MPL-2.0", ("MPL-2.0",)),
    "pyside6-essentials": ("LGPL-3.0-only", LGPL),
    "shiboken6": ("LGPL-3.0-only", LGPL),
    "sqlcipher3": ("Zlib", ()),
}
"""Wheels that offer several licences, say none or bring no whole text: the one we take, and its texts."""


class Parts:
    """Finds the part that each source belongs to, and gathers them."""

    def __init__(self, packages: Path, wheels: Mapping[str, Path], library: Path, python: str) -> None:
        """`packages` is site-packages, `library` the folder of Python's own files, `python` its version."""
        self._owners = {
            Path(str(each.locate_file(file))).resolve(): each
            for each in distributions(path=[str(packages)])
            for file in each.files or ()
        }
        self._wheels, self._library = wheels, library.resolve()
        texts = [path.read_text(encoding="utf-8") for path in sorted(library.rglob("LICENSE.txt"))[:1]]
        self._interpreter = Part(
            name="CPython", version=python, licence="PSF-2.0", cpe="python:python", texts=tuple(texts)
        )

    def of(self, sources: Path, folder: Path) -> list[Part]:
        """All parts of the payload in `folder`, by name; `sources` is what the freezer took, destination and source.

        Raises StepError where nobody knows whose a source is.
        """
        # Its launcher begins the program, so that it is in every payload.
        freezer = next(each for each in self._owners.values() if plain(each.name) == "pyinstaller")
        found = {freezer.name: self._installed(freezer)}
        files: dict[str, set[str]] = {}
        for place, source in json.loads(sources.read_text(encoding="utf-8")):
            path = _on_this_machine(source)
            part = self._part(path)
            if part is not None:
                found[part.key] = part
                found |= {each.key: each for each in compiled_in(part, path)}
                inside = f"_internal/{place}".replace("\\", "/")
                if part.wheel is None and (folder / inside).is_file():
                    files.setdefault(part.name, set()).add(inside)
        return [replace(part, files=tuple(sorted(files.get(name, ())))) for name, part in sorted(found.items())]

    def _installed(self, distribution: Distribution) -> Part:
        name = plain(distribution.name)
        if name not in self._wheels:
            raise StepError(f"{name} is in the payload but not locked")
        return _distributed(distribution, self._wheels[name])

    def _part(self, source: Path) -> Part | None:
        """The part a source belongs to; None for our own."""
        if source in self._owners:
            return self._installed(self._owners[source])
        for pattern, name, licence, product, text in LIBRARIES:
            if re.fullmatch(pattern, source.name, re.IGNORECASE):
                texts = licence_texts(text)
                return Part(name=name, version=stamped(source), licence=licence, cpe=product, texts=texts)
        if source.is_relative_to(self._library):
            return self._interpreter
        if source.is_relative_to(ROOT):
            return None
        return _debian(source)


def _on_this_machine(source: str) -> Path:
    """A source as this machine names it: under Wine drive Z: is all of it, and capitals do not matter."""
    path = Path(re.sub("^[Zz]:", "", source).replace("\\", "/"))
    if not path.exists() and path.parent.is_dir():
        path = next((each for each in path.parent.iterdir() if each.name.lower() == path.name.lower()), path)
    return path.resolve()


@cache
def _distributed(distribution: Distribution, wheel: Path) -> Part:
    brought = (
        Path(str(distribution.locate_file(file))).read_text(encoding="utf-8", errors="replace").strip()
        for file in distribution.files or ()
        if LICENCE_FILE.search(str(file)) and "dist-info" in str(file)
    )
    licence, further = TAKEN_UNDER.get(plain(distribution.name), ("", ()))
    return Part(
        name=distribution.name,
        version=distribution.version,
        licence=licence or licence_named(distribution),
        purl=f"pkg:pypi/{plain(distribution.name)}@{distribution.version}",
        wheel=wheel,
        texts=(*brought, *licence_texts(*further)),
    )


def licence_named(distribution: Distribution) -> str:
    """How a distribution names its licence. Raises StepError where it does not."""
    data = distribution.metadata
    said = data.get("License-Expression") or (data.get("License") or "").partition("\n")[0]
    classes = [line.rpartition(" :: ")[2] for line in data.get_all("Classifier") or [] if line.startswith("License")]
    if not (named := said or ", ".join(classes)):
        raise StepError(f"{distribution.name} names no licence: look it up, and say it in TAKEN_UNDER")
    return named


def stamped(library: Path) -> str:
    """The version in a Windows library, three numbers as its makers count; empty where it carries none."""
    image = pefile.PE(str(library), fast_load=True)
    image.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_RESOURCE"]])
    said = [
        table.entries[b"ProductVersion"].decode()
        for group in getattr(image, "FileInfo", ())
        for info in group
        for table in getattr(info, "StringTable", ())
        if b"ProductVersion" in table.entries
    ]
    image.close()
    return ".".join(said[0].split(".")[:3]) if said else ""


@cache
def _debian(source: Path) -> Part:
    """The Debian package a library of this system came with. Raises StepError where none brought it."""
    asked = [str(source), str(source).removeprefix("/usr")]
    owner = next((line.split(": ")[0] for path in asked for line in _said("dpkg", "-S", path)), "")
    if not owner:
        raise StepError(f"nobody knows where {source} comes from")
    name, version, architecture = _said("dpkg-query", "-W", r"-f=${Package}\n${Version}\n${Architecture}\n", owner)
    file = DOCS / name / "copyright"
    text = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    named = sorted(set(re.findall(r"^License: *(\S.*)$", text, re.MULTILINE)))
    return Part(
        name=name,
        version=version,
        licence="; ".join(named) or "see Debian's copyright file",
        purl=f"pkg:deb/debian/{name}@{version}?arch={architecture}",
        texts=(text,) if text else (),
    )


def _said(*command: str) -> list[str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []
