"""Central's address: what may be one, and whether it is near."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from app.errors import PermanentError


def checked_address(url: str) -> str:
    """The address without a slash at its end. Raises PermanentError `sync.address`, `sync.insecure_address`."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as exc:
        raise PermanentError("sync.address") from exc
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or port == 0:
        raise PermanentError("sync.address")
    if parts.scheme == "http" and not is_this_machine(parts.hostname):
        raise PermanentError("sync.insecure_address")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def is_near(url: str) -> bool:
    """Whether an address stands on this machine or in a private network."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith(".local")


def is_this_machine(host: str) -> bool:
    """Whether a host is this machine's own loopback."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
