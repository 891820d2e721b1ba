"""The exchange on the wire: what a request and an answer look like in bytes.

The two sides mean the dataclasses of app/domain/exchange.py; this module spells them as JSON arrays,
by position, so that a reader passes over what a newer writer adds at an array's end, or under a name it does not
know. Chains and reports are written column by column (sync/columns.py), cells by number (sync/cells.py).
Left out is what the reader can put back: an operation's `prev` and hash, which follow from the chain's
opening; the hash of a result for the asker's own operation; in an answer whatever equals what was asked. What is put
back is then proven by the signature over it. docs/PROTOCOL.md describes every position.

The versions, and how a message of one is made one of the next: sync/versions.py. Added since, at an array's end, so
that a reader that does not know it passes over it:
    1 · 2026-11-26 · request: contents, evidence, recall · answer: history
    1 · 2026-11-26 · receipt: `redemption` · body of an act: `more`
    1 · 2026-11-26 · change rows: `note` · body of `comment.pin`: `shared`
    1 · 2026-11-26 · change rows: `device`
    1 · 2026-11-26 · change rows: `conflict` · an edit that leaves its cells as they are
    1 · 2026-11-26 · request: former
"""

from __future__ import annotations

from sync.answering import decode_answer, encode_answer
from sync.asking import Announced, decode_announced, decode_request, encode_request
from sync.cells import FormOrder, TableOrder, form_order
from sync.columns import Names
from sync.compression import LIMIT_BYTES, checksum, compress, decompress, prefix_hash
from sync.shapes import OLDEST, PROTOCOL, Forms, Hashes

__all__ = [
    "CHECKSUM_HEADER",
    "LIMIT_BYTES",
    "MEDIA_TYPE",
    "OFFSET_HEADER",
    "OLDEST",
    "PREFIX_HEADER",
    "PROBLEM_TYPE",
    "PROTOCOL",
    "Announced",
    "FormOrder",
    "Forms",
    "Hashes",
    "Names",
    "TableOrder",
    "checksum",
    "compress",
    "decode_announced",
    "decode_answer",
    "decode_request",
    "decompress",
    "encode_answer",
    "encode_request",
    "form_order",
    "prefix_hash",
]

MEDIA_TYPE = "application/vnd.sobaocao.sync+json"
"""Content-Type of both bodies."""

CHECKSUM_HEADER = "Crc32"
"""Header of a body that is not packed: its CRC-32. What is packed carries a check of its own."""

OFFSET_HEADER = "Upload-Offset"
"""Header: how many bytes central has of a body that broke off, and from where the rest goes on."""

PREFIX_HEADER = "Upload-Hash"
"""Header: which bytes these are."""

PROBLEM_TYPE = "application/problem+json"
"""Content-Type of a refusal (RFC 9457), whose member `code` is the stable code."""
