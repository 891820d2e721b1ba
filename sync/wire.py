"""The exchange on the wire: what a request and an answer look like in bytes.

The two sides mean the dataclasses of app/domain/exchange.py; this module spells them as JSON arrays,
by position, so that a reader passes over what a newer writer adds at an array's end, or under a name it does not
know. Chains and reports are written column by column (sync/columns.py), cells by number (sync/cells.py).
Left out is what the reader can put back: an operation's `prev` and hash, which follow from the chain's
opening; the hash of a result for the asker's own operation; in an answer whatever equals what was asked. What is put
back is then proven by the signature over it. docs/PROTOCOL.md describes every position.

History (version · date · change · oldest client served):
    1 · 2026-11-23 · first version · 1
"""

from __future__ import annotations

from sync.answering import decode_answer, encode_answer
from sync.asking import decode_request, encode_request
from sync.cells import FormOrder, TableOrder, form_order
from sync.compression import LIMIT_BYTES, compress, decompress
from sync.shapes import OLDEST, PROTOCOL, Forms, Hashes

__all__ = [
    "LIMIT_BYTES",
    "MEDIA_TYPE",
    "OLDEST",
    "PROBLEM_TYPE",
    "PROTOCOL",
    "FormOrder",
    "Forms",
    "Hashes",
    "TableOrder",
    "compress",
    "decode_answer",
    "decode_request",
    "decompress",
    "encode_answer",
    "encode_request",
    "form_order",
]

MEDIA_TYPE = "application/vnd.sobaocao.sync+json"
"""Content-Type of both bodies."""

PROBLEM_TYPE = "application/problem+json"
"""Content-Type of a refusal (RFC 9457), whose member `code` is the stable code."""
