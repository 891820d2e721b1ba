"""What is looked at in a workbook before any library may parse it.

An .xlsx is a zip of XML parts that anybody can write: sizes that lie, a million columns, macros, links to other files.
Nothing here trusts what a part says about itself; each is read once, in a stream, within limits.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO
from xml.parsers import expat

from app.domain.forms.drafting.workbook import place
from app.errors import InputError

FILE_BYTES_MAX = 20_000_000
PARTS_MAX = 2_000
PART_BYTES_MAX = 64_000_000
ALL_BYTES_MAX = 128_000_000
RATIO_MAX = 300
RATIO_FROM_BYTES = 1_000_000
"""Below this unpacked size a high ratio is only a well packed small file."""
CELLS_MAX = 300_000
"""Cells a sheet may hold, merged ones and empty styled ones counted, because each becomes an object."""
COLUMN_MAX = 1_000
"""The rightmost column that may hold something; Excel's own last is 16,384."""
ROW_MAX = 20_000

_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_REFERENCE = re.compile(r"\$?([A-Z]{1,7})\$?([0-9]{1,10})\Z")
_READ = re.compile(r"/(worksheet|sharedstrings|styles|theme|comments|drawing|chartsheet|table)\Z", re.IGNORECASE)
"""Kinds of parts that are parsed later, wherever they lie."""
_FORBIDDEN = (
    (re.compile(r"vbaproject|xl/macrosheets/|xl/dialogsheets/|\.bas\Z", re.IGNORECASE), "workbook.macros"),
    (re.compile(r"xl/(externallinks|querytables)/|xl/connections\.xml", re.IGNORECASE), "workbook.external_links"),
    (re.compile(r"xl/(embeddings|activex|ctrlprops)/|oleobject", re.IGNORECASE), "workbook.objects"),
)


def check_package(path: Path) -> None:
    """Refuse a file that is no workbook, or one that could harm.

    Raises InputError `workbook.*` that names the part or the cell.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
            if size > FILE_BYTES_MAX:
                raise InputError("workbook.too_large", part=path.name, size=size, limit=FILE_BYTES_MAX)
            if not start.startswith(b"PK"):
                raise InputError(_kind(start, file.read() if start == _OLE else b""), path=str(path))
            file.seek(0)
            _check_zip(file, path)
    except OSError as error:
        raise InputError("workbook.file", path=str(path), problem=type(error).__name__) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError) as error:
        raise InputError("workbook.damaged", path=str(path), problem=str(error)[:200]) from error


def _kind(start: bytes, rest: bytes) -> str:
    """The code for a file that is no zip."""
    if start == _OLE:
        return "workbook.encrypted" if _ENCRYPTED in rest else "workbook.old_excel"
    return "workbook.empty_file" if not start else "workbook.not_excel"


def _check_zip(file: IO[bytes], path: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        if len(parts) > PARTS_MAX:
            raise InputError("workbook.too_many_parts", count=len(parts), limit=PARTS_MAX)
        names = {part.filename.casefold() for part in parts}
        if len(names) < len(parts):
            raise InputError("workbook.damaged", path=str(path), problem="duplicate part names")
        for part in parts:
            _check_part(part)
        total = sum(part.file_size for part in parts)
        if total > ALL_BYTES_MAX:
            raise InputError("workbook.too_large", part=path.name, size=total, limit=ALL_BYTES_MAX)
        if "xl/workbook.bin" in names:
            raise InputError("workbook.binary", path=str(path))
        if "xl/workbook.xml" not in names:
            raise InputError("workbook.not_excel", path=str(path))
        for part in parts:
            if part.filename.casefold().endswith((".xml", ".rels")):
                _check_xml(archive, part)


def _check_part(part: zipfile.ZipInfo) -> None:
    """Refuse a part by what the zip's directory says of it."""
    name = part.filename
    if part.flag_bits & 0x1:
        raise InputError("workbook.encrypted", path=name)
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise InputError("workbook.damaged", path=name, problem=f"compression {part.compress_type}")
    if name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or ":" in name:
        raise InputError("workbook.part_name", part=name[:80])
    for pattern, code in _FORBIDDEN:
        if pattern.search(name):
            raise InputError(code, part=name[:80])
    ratio = part.file_size / max(part.compress_size, 1)
    if part.file_size > PART_BYTES_MAX or (part.file_size > RATIO_FROM_BYTES and ratio > RATIO_MAX):
        raise InputError("workbook.too_large", part=name[:80], size=part.file_size, limit=PART_BYTES_MAX)


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read a part once: no document type, and a sheet within its limits. A size that lies fails the zip's own sum."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartDoctypeDeclHandler = lambda *_: _refuse_doctype(part.filename)
    if part.filename.casefold().endswith(".rels"):
        parser.StartElementHandler = _refuse_hidden_parts
    elif part.filename.casefold() == "[content_types].xml":
        parser.StartElementHandler = _refuse_macro_types
    else:
        parser.StartElementHandler = _Extent(part.filename, parser).on_root
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        problem = f"{part.filename}:{error.lineno}:{error.offset}: {expat.errors.messages[error.code]}"
        raise InputError("workbook.damaged", path=part.filename[:80], problem=problem) from error


def _refuse_doctype(part: str) -> None:
    raise InputError("workbook.entities", part=part[:80])


def _refuse_macro_types(_: str, attributes: Mapping[str, str]) -> None:
    if "macroenabled" in attributes.get("ContentType", "").casefold():
        raise InputError("workbook.macros", part="[Content_Types].xml")


def _refuse_hidden_parts(_: str, attributes: Mapping[str, str]) -> None:
    """Refuse a part that would be parsed under a name that keeps it from being looked at here."""
    target = attributes.get("Target", "")
    if _READ.search(attributes.get("Type", "")) and not target.casefold().endswith(".xml"):
        raise InputError("workbook.part_name", part=target[:80])


class _Extent:
    """Counts what a sheet would become, by the references its cells bear. A sheet is known by its root element."""

    def __init__(self, part: str, parser: expat.XMLParserType) -> None:
        self._part = part
        self._parser = parser
        self._cells = 0
        self._row = 0
        self._column = 0
        self._is_in_cell = False

    def on_root(self, tag: str, _: Mapping[str, str]) -> None:
        """The first element: only a sheet's further ones are listened to."""
        self._parser.StartElementHandler = None
        if tag.rpartition("}")[2] == "worksheet":
            self._parser.buffer_text = True
            self._parser.StartElementHandler = self.on_start
            self._parser.CharacterDataHandler = self.on_text
            self._parser.EndElementHandler = self.on_end

    def on_start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2]
        if name == "row":
            self._row = self._whole(attributes.get("r", ""), self._row + 1)
            self._column = 0
        elif name == "c":
            self._begin_cell(attributes.get("r", ""))
        elif name in ("mergeCell", "hyperlink"):
            self._count_area(attributes.get("ref", ""))

    def on_text(self, text: str) -> None:
        """Letters inside an element: those of a cell must not stand far out."""
        if self._is_in_cell and (self._column > COLUMN_MAX or self._row > ROW_MAX) and text.strip():
            raise InputError("workbook.too_wide", place=self._place(), columns=COLUMN_MAX, rows=ROW_MAX)

    def on_end(self, tag: str) -> None:
        """An element ends."""
        if tag.endswith("}c") or tag == "c":
            self._is_in_cell = False

    def _begin_cell(self, reference: str) -> None:
        self._is_in_cell = True
        if reference:
            self._row, self._column = self._read(reference)
        else:
            self._column += 1
        self._add(1)

    def _count_area(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = self._read(first)
        bottom, right = self._read(last or first)
        self._add((abs(bottom - top) + 1) * (abs(right - left) + 1))

    def _add(self, count: int) -> None:
        self._cells += count
        if self._cells > CELLS_MAX:
            raise InputError("workbook.too_many_cells", place=self._place(), limit=CELLS_MAX)

    def _read(self, reference: str) -> tuple[int, int]:
        """Row and column of a reference, within Excel's own sheet."""
        match = _REFERENCE.match(reference)
        if match is None:
            raise InputError("workbook.damaged", path=self._part, problem=f"reference {reference[:40]!r}")
        row, column = int(match[2]), 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        if not 0 < row <= 1_048_576 or column > 16_384:
            raise InputError(
                "workbook.too_wide", place=f"{self._part}!{reference[:20]}", columns=COLUMN_MAX, rows=ROW_MAX
            )
        return row, column

    def _whole(self, text: str, default: int) -> int:
        if not text:
            return default
        if not text.isascii() or not text.isdigit() or len(text) > 10:
            raise InputError("workbook.damaged", path=self._part, problem=f"row {text[:40]!r}")
        return int(text)

    def _place(self) -> str:
        return f"{self._part}!{place(self._row, self._column)}"
