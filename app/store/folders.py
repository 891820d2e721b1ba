"""Which folders cannot hold the store: one that another computer also writes breaks SQLite's locks and its log."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from app.errors import StoreError

POINTER_NAME = "kho-du-lieu.txt"
"""In a data folder that cannot hold the store: the folder that does. A text may lie anywhere."""
_NETWORK_FILE_SYSTEMS = frozenset(
    {"9p", "afpfs", "afs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.sshfs"}
    | {"glusterfs", "nfs", "nfs4", "smb2", "smb3", "smbfs"}
    | {"fuse.google-drive-ocamlfuse", "fuse.onedriver", "fuse.s3fs", "fuse.glusterfs", "fuse.ceph", "vboxsf", "prl_fs"}
)
_SYNCED_NAMES = (
    *("onedrive", "dropbox", "google drive", "googledrive", "my drive", "drive của tôi", "shared drives"),
    *("icloud drive", "iclouddrive", "com~apple~clouddocs", "nextcloud", "owncloud", "seafile", "mega", "box sync"),
    *("pcloud drive", "pclouddrive", "synologydrive", "synology drive", "yandexdisk", "yandex.disk", "zalo cloud"),
)
_SYNCED_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial", "DROPBOX_PATH")
"""Where a service tells every program which folder it copies, whatever that is called."""
_SYNCED_VOLUMES = ("google drive", "onedrive", "dropbox", "pcloud drive", "box")
"""Names of disks that a service makes up."""
_WINDOWS_REMOTE_DRIVE = 4


def synced_folder(path: str) -> str | None:
    """The part of `path` that names a folder some cloud service copies, or None.

    A name counts when it is the service's own or begins with it ("OneDrive - UBND xã Minh Khai").
    """
    for part in path.replace("\\", "/").split("/"):
        name = unicodedata.normalize("NFC", part).casefold()
        if any(name == service or name.startswith((f"{service} -", f"{service} (")) for service in _SYNCED_NAMES):
            return part
    return None


def told_folder(path: str, environment: Mapping[str, str]) -> str | None:
    """The folder that a cloud service says it copies and `path` lies in, or None."""
    inside = _plain(path)
    for name in _SYNCED_VARIABLES:
        folder = environment.get(name, "")
        if folder and f"{inside}/".startswith(f"{_plain(folder)}/"):
            return folder.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return None


def _plain(path: str) -> str:
    """A path as Windows compares them."""
    return path.replace("\\", "/").rstrip("/").casefold()


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


def led_to(folder: Path) -> Path:
    """Where the store of a data folder lies: there, or in the folder that was chosen in its place."""
    try:
        elsewhere = Path((folder / POINTER_NAME).read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return folder
    return elsewhere if elsewhere.is_absolute() else folder


def lead(folder: Path, elsewhere: Path) -> None:
    """From now on the store of a data folder lies elsewhere. Raises StoreError `store.unwritable`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / POINTER_NAME).write_text(str(elsewhere.absolute()), encoding="utf-8")
    except OSError as exc:
        raise StoreError("store.unwritable", detail=f"errno {exc.errno}") from exc


def refusal(path: Path) -> str | None:
    """Why `path` cannot hold the store, in a word for the message's figures; None where it can.

    Looked at as it is written and as it is: a link or a drive letter may stand for a folder of a network.
    """
    for full in dict.fromkeys((str(path.absolute()), os.path.realpath(path))):
        if (why := _refusal(full)) is not None:
            return why
    return None


def _refusal(full: str) -> str | None:
    if (name := remote_host(full)) is not None:
        return name
    if (name := synced_folder(full) or told_folder(full, os.environ)) is not None:
        return name
    if sys.platform == "win32":
        return _windows_drive(os.path.splitdrive(full)[0] + "\\")
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return network_mount(full, mounts)


def remote_host(path: str) -> str | None:
    """The computer a UNC path names, or None for any other path."""
    spelled = path.replace("\\", "/")
    if not spelled.startswith("//"):
        return None
    # //?/C:/… and //./… are this machine's own, at full length; //?/UNC/host/… is not.
    parts = spelled.lstrip("/").split("/")
    if parts[0] in ("?", "."):
        return parts[2] if len(parts) > 2 and parts[1].casefold() == "unc" else None
    return parts[0]


if sys.platform == "win32":

    def _windows_drive(drive: str) -> str | None:
        """Why a drive ("G:\\") is no disk of this machine, or None."""
        import ctypes

        kernel = ctypes.windll.kernel32
        if kernel.GetDriveTypeW(drive) == _WINDOWS_REMOTE_DRIVE:
            return drive
        label = ctypes.create_unicode_buffer(261)
        kernel.GetVolumeInformationW(drive, label, len(label), None, None, None, None, 0)
        return label.value if label.value.casefold() in _SYNCED_VOLUMES else None
