"""Content-Encoding of exchange bodies: zstd by choice, gzip accepted, and never more out than agreed."""

from __future__ import annotations

import zlib

from app.errors import InputError

LIMIT_BYTES = 32 * 1024 * 1024
"""The most a body may unfold to."""

LEVEL = 15
"""zstd level of larger bodies; see docs/PROTOCOL.md for the measurement."""

_LEVEL_SMALL = 19
_SMALL_BYTES = 64 * 1024
_WINDOW_LOG = 23
_WORTH_BYTES = 24
"""What the header line `Content-Encoding: zstd` costs."""


def compress(data: bytes, accept: str = "zstd", *, level: int = LEVEL) -> tuple[bytes, str]:
    """The body to send and its Content-Encoding (`zstd`, `gzip`, or "" for none).

    `accept` is the other side's Accept-Encoding. A body that would not become shorter is left as it is.
    """
    offered = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
    if "zstd" in offered:
        from backports import zstd

        packed, encoding = zstd.compress(data, _LEVEL_SMALL if len(data) <= _SMALL_BYTES else level), "zstd"
    elif "gzip" in offered:
        packed, encoding = zlib.compress(data, 6, wbits=31), "gzip"
    else:
        return data, ""
    return (packed, encoding) if len(packed) + _WORTH_BYTES < len(data) else (data, "")


def decompress(data: bytes, encoding: str, limit: int = LIMIT_BYTES) -> bytes:
    """The body that `data` unfolds to under a Content-Encoding ("" or `identity` for none).

    Raises InputError: `wire.encoding` for another encoding or damaged data, `wire.too_large` beyond `limit` bytes.
    """
    match encoding.strip().lower():
        case "" | "identity":
            if len(data) > limit:
                raise InputError("wire.too_large", limit=limit)
            return data
        case "zstd":
            return _unfold_zstd(data, limit)
        case "gzip":
            return _unfold_gzip(data, limit)
        case _:
            raise InputError("wire.encoding", encoding=encoding[:40])


def _unfold_zstd(data: bytes, limit: int) -> bytes:
    from backports import zstd

    unfolder = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _WINDOW_LOG})
    try:
        plain = unfolder.decompress(data, max_length=limit + 1)
    except zstd.ZstdError as exc:
        raise InputError("wire.encoding", encoding="zstd") from exc
    if len(plain) > limit:
        raise InputError("wire.too_large", limit=limit)
    if not unfolder.eof or unfolder.unused_data:
        raise InputError("wire.encoding", encoding="zstd")
    return plain


def _unfold_gzip(data: bytes, limit: int) -> bytes:
    unfolder = zlib.decompressobj(wbits=31)
    try:
        plain = unfolder.decompress(data, limit + 1)
    except zlib.error as exc:
        raise InputError("wire.encoding", encoding="gzip") from exc
    if len(plain) > limit:
        raise InputError("wire.too_large", limit=limit)
    if not unfolder.eof or unfolder.unused_data:
        raise InputError("wire.encoding", encoding="gzip")
    return plain
