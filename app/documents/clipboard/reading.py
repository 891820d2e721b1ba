"""What the clipboard holds, read from the best of its formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.documents.clipboard.block import Block
from app.documents.clipboard.html_tables import read_tables
from app.documents.clipboard.spreadsheet_xml import read_spreadsheet
from app.documents.clipboard.tabular_text import read_tabular_text
from app.errors import InputError

MOST_BYTES = 24_000_000
"""Of one format: a block of as many cells as are taken needs a third of it."""

_READERS: tuple[tuple[str, Callable[[bytes], Block | None]], ...] = (
    ("xml spreadsheet", read_spreadsheet),
    ("text/html", lambda data: read_tables(_decoded(data))),
    ("text/plain", lambda data: read_tabular_text(_decoded(data))),
)
"""By what a format's name holds, the most exact first."""


def read_clipboard(formats: Iterable[str], data: Callable[[str], bytes]) -> Block | None:
    """The block of cells on the clipboard; None where it holds none.

    `formats` are the names of what it offers (MIME types); `data` fetches one. A format that cannot be read gives
    way to the next. Raises InputError `clipboard.big` for more than any form could take.
    """
    offered = list(formats)
    for wanted, read in _READERS:
        name = next((one for one in offered if wanted in one.lower()), None)
        if name is None:
            continue
        held = bytes(data(name))
        if len(held) > MOST_BYTES:
            raise InputError("clipboard.big")
        block = read(held)
        if block is not None:
            return block
    return None


def _decoded(data: bytes) -> str:
    """Text of a format: UTF-16 where its mark says so, else UTF-8, up to the zero that ends it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").partition("\0")[0]
    return data.decode("utf-8-sig", errors="replace").partition("\0")[0]
