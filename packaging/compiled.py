"""Libraries that have no file of their own: a wheel has them compiled into its own, and faults are listed by them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from part import Part, licence_texts
from tools import StepError
from wheels import plain

LGPL = ("qt", "LGPL-3", "GPL-3")
OTHERS_IN_QT = ("qt-third-party",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A library in another one."""

    wheel: str
    """Whose that is, by plain name."""
    file: str
    """Pattern of that one's name."""
    name: str
    version: bytes
    """Pattern of what the library says of itself; its version is the first group."""
    licence: str
    cpe: str
    """Vendor and product, as in Part."""
    texts: tuple[str, ...]
    """Names of what is kept in licences/."""


def _openssl(wheel: str, file: str) -> Compiled:
    return Compiled(
        wheel=wheel,
        file=file,
        name="OpenSSL",
        version=rb"OpenSSL (\d+\.\d+\.\d+[a-z]?) \d+ \w{3} \d{4}",
        licence="Apache-2.0",
        cpe="openssl:openssl",
        texts=("Apache-2.0",),
    )


COMPILED = (
    Compiled(
        wheel="sqlcipher3",
        file=r"_sqlite3\..+",
        name="SQLCipher",
        version=rb"\0community\0+(\d+\.\d+\.\d+)\0",
        licence="BSD-3-Clause",
        cpe="zetetic:sqlcipher",
        texts=("sqlcipher",),
    ),
    Compiled(
        wheel="sqlcipher3",
        file=r"_sqlite3\..+",
        name="SQLite",
        version=rb"[^\d.](3\.[4-9]\d\.\d+)\0",
        licence="blessing",
        cpe="sqlite:sqlite",
        texts=("sqlite",),
    ),
    _openssl("sqlcipher3", r"_sqlite3\..+"),
    _openssl("cryptography", r"_rust\..+"),
    Compiled(
        wheel="pyside6-essentials",
        file=r"(lib)?Qt6Core\..+",
        name="Qt",
        version=rb"Qt (\d+\.\d+\.\d+) \(",
        licence="LGPL-3.0-only",
        cpe="qt:qt",
        texts=(*LGPL, *OTHERS_IN_QT),
    ),
    Compiled(
        wheel="pyside6-essentials",
        file=r"(lib)?Qt6Core\..+",
        name="PCRE2",
        version=rb"[^\d.](10\.\d\d) 20\d\d-\d\d-\d\d\0",
        licence="BSD-3-Clause",
        cpe="pcre:pcre2",
        texts=OTHERS_IN_QT,
    ),
    Compiled(
        wheel="pyside6-essentials",
        file=r"(lib)?Qt6Gui\..+",
        name="libpng",
        version=rb"[^\d.](1\.6\.\d+)\0",
        licence="libpng-2.0",
        cpe="libpng:libpng",
        texts=OTHERS_IN_QT,
    ),
    Compiled(
        wheel="pyside6-essentials",
        file=r"(lib)?qjpeg\..+",
        name="libjpeg-turbo",
        version=rb"libjpeg-turbo version (\d+\.\d+\.\d+)",
        licence="IJG AND BSD-3-Clause AND Zlib",
        cpe="libjpeg-turbo:libjpeg-turbo",
        texts=OTHERS_IN_QT,
    ),
)


def compiled_in(host: Part, library: Path) -> Iterator[Part]:
    """What is known to be compiled into a library of `host`.

    Raises StepError where the library no longer says which version that is.
    """
    for each in COMPILED:
        if each.wheel == plain(host.name) and re.fullmatch(each.file, library.name):
            said = re.search(each.version, library.read_bytes())
            if said is None:
                raise StepError(f"{library.name} does not say which {each.name} is in it")
            version = said[1].decode()
            yield Part(
                name=each.name,
                version=version,
                licence=each.licence,
                purl=f"pkg:generic/{plain(each.name)}@{version}",
                cpe=each.cpe,
                texts=licence_texts(*each.texts),
                inside=host.name,
            )
