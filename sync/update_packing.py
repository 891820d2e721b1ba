"""A program's files as a feed carries them: packed by zstd, whole or as the difference to another file."""

from __future__ import annotations

from hashlib import sha256

from backports import zstd

from app.errors import PermanentError

LEVEL = 19
_SMALLEST_WINDOW, _LARGEST_WINDOW = 17, 27
"""Powers of two; the largest takes 128 MB to unpack."""


def pack(data: bytes, base: bytes = b"") -> bytes:
    """The packed form of `data`; as the difference to `base`, where there is one."""
    how = zstd.CompressionParameter
    window = min(max((len(data) + len(base)).bit_length(), _SMALLEST_WINDOW), _LARGEST_WINDOW)
    options: dict[int, int] = {
        how.compression_level: LEVEL,
        how.window_log: window,
        how.enable_long_distance_matching: 1,
    }
    return zstd.compress(data, options=options, zstd_dict=_prefix(base))


def unpack(packed: bytes, size: int, hash_: str, base: bytes = b"") -> bytes:
    """The file of `size` bytes and that SHA-256; never more than that is unfolded.

    Raises PermanentError `update.damaged` where it is another.
    """
    data = unfold(packed, size, base)
    if len(data) != size or sha256(data).hexdigest() != hash_:
        raise PermanentError("update.damaged")
    return data


def unfold(packed: bytes, most: int, base: bytes = b"") -> bytes:
    """What was packed. Raises PermanentError `update.damaged` where it is none, or more than `most` bytes."""
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _LARGEST_WINDOW}
    unfolder = zstd.ZstdDecompressor(zstd_dict=_prefix(base), options=options)
    try:
        data = unfolder.decompress(packed, most + 1)
    except zstd.ZstdError as error:
        raise PermanentError("update.damaged") from error
    if len(data) > most:
        raise PermanentError("update.damaged")
    return data


def _prefix(base: bytes) -> tuple[zstd.ZstdDict, int] | None:
    return zstd.ZstdDict(base, is_raw=True).as_prefix if base else None
