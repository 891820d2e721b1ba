"""Files attached to a report: what its content says of them. The bytes are elsewhere, under their hash.

A file is attached while `@file/<hash>/name` holds its name and `@file/<hash>/size` its length, where the hash is
BLAKE2b-256 of its bytes. So attaching and taking away are edits like any other: merged, undone, kept in the history,
covered by the content hash and sealed with the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from app.domain.addresses import FILE
from app.domain.operations import ReportKey
from app.domain.values import canonical_text
from app.errors import CellError, InputError

FILE_MAX = 25 * 1024 * 1024
"""Bytes of one file."""
REPORT_MAX = 100 * 1024 * 1024
"""Bytes of all files of one report."""
NAME_MAX = 200
"""Characters of a name."""

NAME, SIZE = "name", "size"
_BEGINNING = FILE + "/"

_PROGRAM = (
    r"\.\s*(?:apk|app|appimage|bat|cmd|com|cpl|deb|dll|exe|gadget|hta|inf|jar|jse?|lnk|msc|ms[ip]|mst|pif|ps1|psm1|reg|rpm"
    r"|sc[frt]|sh|sys|url|vb[es]?|ws[cfh]|xll)\Z"
)
"""Endings of names that a computer runs when they are opened."""
# Compiled when first asked for, as `re` keeps them: a start has no use for them.
_HASH = r"[0-9a-f]{64}\Z"
_SIZE = r"[1-9][0-9]{0,8}\Z"
_UNFIT = r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]'
"""What no file system takes, and what turns a name's letters round so that its ending looks like another."""


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a report."""

    hash: str
    """BLAKE2b-256 of its bytes, 64 hex digits."""
    name: str
    size: int
    """Bytes; 0 where the content does not say."""


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """A file on its way between this computer and central."""

    hash: str
    name: str
    size: int
    """Bytes; 0 where nobody knows yet."""
    done: int
    """Bytes that the side they go to has."""
    report: ReportKey
    """A report it is attached to: what gives the right to it."""


def is_hash(text: str) -> bool:
    """Whether a text can be the hash of a file."""
    return bool(re.match(_HASH, text))


def is_file_part(hash_: str, part: str) -> bool:
    """Whether `@file/<hash>/<part>` is an address of this kind."""
    return part in (NAME, SIZE) and is_hash(hash_)


def link_cells(attachment: Attachment) -> dict[str, str]:
    """The cells that attach a file."""
    place = f"{FILE}/{attachment.hash}"
    return {f"{place}/{NAME}": attachment.name, f"{place}/{SIZE}": str(attachment.size)}


def attachments_of(content: Mapping[str, str]) -> tuple[Attachment, ...]:
    """The files of a content, by name.

    One whose name or size alone stands there (two computers took away and renamed it) is a file all the same.
    """
    if FILE not in "".join(content):
        return ()
    found: dict[str, dict[str, str]] = {}
    for address in content:
        if address.startswith(_BEGINNING):
            hash_, _, part = address.removeprefix(_BEGINNING).partition("/")
            found.setdefault(hash_, {})[part] = content[address]
    files = [
        Attachment(hash=hash_, name=parts.get(NAME) or hash_[:12], size=_bytes_said(parts.get(SIZE, "")))
        for hash_, parts in found.items()
    ]
    return tuple(sorted(files, key=lambda file: (file.name.casefold(), file.hash)))


def _bytes_said(text: str) -> int:
    return int(text) if re.match(_SIZE, text) else 0


def check_part(address: str, value: str | None) -> None:
    """Refuse a cell that no file of a report could have. Raises CellError `file.address`, `file.name`, `file.size`."""
    _, hash_, part = address.split("/")
    if not is_file_part(hash_, part):
        raise CellError("file.address", address=address[:80])
    if value is None:
        return
    if part == NAME and not is_sound_name(value):
        raise CellError("file.name", name=value[:80])
    if part == SIZE and (not re.match(_SIZE, value) or int(value) > FILE_MAX):
        raise CellError("file.size", size=value[:20], limit=FILE_MAX >> 20)


def check_total(files: Iterable[Attachment]) -> None:
    """Refuse files that are too many for one report together. Raises CellError `file.report_too_large`."""
    if sum(file.size for file in files) > REPORT_MAX:
        raise CellError("file.report_too_large", limit=REPORT_MAX >> 20)


def is_sound_name(name: str) -> bool:
    """Whether a name can be kept, shown, and given to a file of any computer."""
    return (
        0 < len(name) <= NAME_MAX
        and canonical_text(name) == name
        and not re.search(_UNFIT, name)
        and not name.endswith(".")
        and not is_program(name)
    )


def sound_name(name: str) -> str:
    """The name as it can be kept: what cannot stand in it is left out, a long one loses its middle.

    Raises InputError `file.program` for the name of a program.
    """
    if is_program(name):
        raise InputError("file.program", name=name[:80])
    plain = (canonical_text(re.sub(_UNFIT, "", name)) or "").rstrip(". ")
    if len(plain) > NAME_MAX:
        stem, dot, ending = plain.rpartition(".")
        ending = dot + ending if stem and len(ending) < 16 else ""
        plain = plain[: NAME_MAX - len(ending)] + ending
    if not is_sound_name(plain):
        raise InputError("file.name", name=name[:80])
    return plain


def is_program(name: str) -> bool:
    """Whether opening a file of this name would run it, also behind dots and spaces that Windows drops."""
    return bool(re.search(_PROGRAM, name.rstrip(". "), re.IGNORECASE))
