"""A file that is there whole, on the medium itself, or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def put_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one act that a power cut does not halve. Raises OSError."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            # Why: a stick is pulled out, and a machine switched off, as soon as the screen says that it is done.
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
