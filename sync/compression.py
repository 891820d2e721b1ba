"""Content-Encoding of exchange bodies: zstd by choice, gzip accepted, and never more out than agreed."""

from __future__ import annotations

import hashlib
import zlib

from app.errors import InputError

LIMIT_BYTES = 32 * 1024 * 1024
"""The most a body may unfold to."""

# See docs/PROTOCOL.md for the measurement.
_SMALL_BYTES, _SMALL_LEVEL = 64 * 1024, 19
_MIDDLE_BYTES, _MIDDLE_LEVEL = 128 * 1024, 15
_LARGE_LEVEL, _LARGE_MATCH_BYTES, _LARGE_SEARCH_LOG = 12, 6, 6
"""Of bodies beyond the middle: shorter matches are not looked for, as among figures they cost time and save nothing."""
_WINDOW_LOG = 23
_WORTH_BYTES = 7
"""What the header line `Content-Encoding: zstd` costs more than the check that it spares."""


def compress(data: bytes, accept: str = "zstd") -> tuple[bytes, str]:
    """The body to send and its Content-Encoding (`zstd`, `gzip`, or "" for none).

    `accept` is the other side's Accept-Encoding. A body that would not become shorter is left as it is; one that is
    packed carries its own check.
    """
    offered = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
    if "zstd" in offered:
        packed, encoding = _fold_zstd(data), "zstd"
    elif "gzip" in offered:
        packed, encoding = zlib.compress(data, 6, wbits=31), "gzip"
    else:
        return data, ""
    return (packed, encoding) if len(packed) + _WORTH_BYTES < len(data) else (data, "")


def _fold_zstd(data: bytes) -> bytes:
    from backports import zstd

    how = zstd.CompressionParameter
    options: dict[int, int] = {how.checksum_flag: 1}
    if len(data) <= _MIDDLE_BYTES:
        options[how.compression_level] = _SMALL_LEVEL if len(data) <= _SMALL_BYTES else _MIDDLE_LEVEL
    else:
        options[how.compression_level] = _LARGE_LEVEL
        options[how.strategy] = zstd.Strategy.lazy
        options[how.min_match] = _LARGE_MATCH_BYTES
        options[how.search_log] = _LARGE_SEARCH_LOG
    return zstd.compress(data, options=options)


def checksum(body: bytes) -> str:
    """CRC-32 of a body that is not packed, 8 hex digits: what is changed on the way is noticed, not believed."""
    return f"{zlib.crc32(body):08x}"


def prefix_hash(body: bytes) -> str:
    """BLAKE2b-128 of the beginning of a body as it goes over the line, 32 hex digits: tells one body from another."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def decompress(data: bytes, encoding: str, limit: int = LIMIT_BYTES) -> bytes:
    """The body that `data` unfolds to under a Content-Encoding ("" or `identity` for none).

    Raises InputError: `wire.encoding` for another encoding, `wire.damaged` for data that was changed or cut,
    `wire.too_large` beyond `limit` bytes.
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
        raise InputError("wire.damaged") from exc
    if len(plain) > limit:
        raise InputError("wire.too_large", limit=limit)
    if not unfolder.eof or unfolder.unused_data:
        raise InputError("wire.damaged")
    return plain


def _unfold_gzip(data: bytes, limit: int) -> bytes:
    unfolder = zlib.decompressobj(wbits=31)
    try:
        plain = unfolder.decompress(data, limit + 1)
    except zlib.error as exc:
        raise InputError("wire.damaged") from exc
    if len(plain) > limit:
        raise InputError("wire.too_large", limit=limit)
    if not unfolder.eof or unfolder.unused_data:
        raise InputError("wire.damaged")
    return plain
