"""A computer with little memory: a process and its children are held to a part of this one's."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LEFT_BYTES = 1 << 30
"""What Windows and what an office keeps open beside us leave of 4 GB."""
WHOLE_BYTES = 4 << 30
GROUPS = (
    (Path("/sys/fs/cgroup/memory"), "memory.limit_in_bytes"),
    (Path("/sys/fs/cgroup"), "memory.max"),
)
"""Where Linux keeps its groups of processes, in either manner, and what a group's limit is called."""


@contextmanager
def held() -> Iterator[str]:
    """Hold this process, and what it starts, while the block runs; in words, by what.

    By a control group, which counts file pages too, where this user may make one; else by the address space.
    """
    for root, limit in GROUPS:
        group = root / f"sobaocao-bench-{os.getpid()}"
        if not _joined(group, limit):
            continue
        try:
            yield f"{LEFT_BYTES >> 30} GB of memory, file pages included, by a control group"
        finally:
            (root / "cgroup.procs").write_text(str(os.getpid()))
            with suppress(OSError):
                group.rmdir()
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (WHOLE_BYTES, before[1]))
    try:
        yield f"{WHOLE_BYTES >> 30} GB of address space a process"
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _joined(group: Path, limit: str) -> bool:
    """Whether this process could make the group, limit it and go into it."""
    try:
        group.mkdir()
    except OSError:
        return False
    try:
        (group / limit).write_text(str(LEFT_BYTES))
        (group / "cgroup.procs").write_text(str(os.getpid()))
    except OSError:
        group.rmdir()
        return False
    return True
