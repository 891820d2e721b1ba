"""Which folders cannot hold the store: one that another computer also writes breaks SQLite's locks and its log."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NETWORK_FILE_SYSTEMS = frozenset(
    {"9p", "afpfs", "afs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.sshfs"}
    | {"glusterfs", "nfs", "nfs4", "smb2", "smb3", "smbfs"}
)
_SYNCED_NAMES = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud drive",
    "iclouddrive",
    "com~apple~clouddocs",
    "nextcloud",
    "owncloud",
    "seafile",
    "mega",
    "zalo cloud",
)
_WINDOWS_REMOTE_DRIVE = 4


def synced_folder(path: str) -> str | None:
    """The part of `path` that names a folder some cloud service copies, or None.

    A name counts when it is the service's own or begins with it ("OneDrive - UBND xã Minh Khai").
    """
    for part in path.replace("\\", "/").split("/"):
        name = part.casefold()
        if any(name == service or name.startswith((f"{service} -", f"{service} (")) for service in _SYNCED_NAMES):
            return part
    return None


def network_mount(path: str, mounts: str) -> str | None:
    """The network file system that an absolute `path` lies on, by the text of /proc/mounts; None for a local disk."""
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        if (path == point or path.startswith(point.rstrip("/") + "/")) and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind if kind in _NETWORK_FILE_SYSTEMS else None


def refusal(path: Path) -> str | None:
    """Why `path` cannot hold the store, in a word for the message's figures; None where it can."""
    full = str(path.absolute())
    if full.startswith(("\\\\", "//")):
        return full.replace("\\", "/").lstrip("/").split("/")[0]
    if (name := synced_folder(full)) is not None:
        return name
    if sys.platform == "win32":
        import ctypes

        drive = os.path.splitdrive(full)[0] + "\\"
        return drive if ctypes.windll.kernel32.GetDriveTypeW(drive) == _WINDOWS_REMOTE_DRIVE else None
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return network_mount(full, mounts)
