"""The office's computers find each other on the local network by multicast DNS.

What is announced tells no name: a mark that computers of the same office and central make alike, and a port.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol

from app.domain.canonical import canonical_bytes, fingerprint
from sync.lan import is_near

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, ServiceStateChange, Zeroconf

log = logging.getLogger(__name__)

SERVICE = "_sobaocao._tcp.local."
ASK_MS = 2_000


def office_mark(central_key: str, unit: str) -> str:
    """What computers of one office announce, and nobody else: 16 hex digits."""
    return fingerprint(canonical_bytes({"central": central_key, "say": "office", "unit": unit})).hex()[:16]


class Discovery(Protocol):
    """Finds the office's other computers."""

    def addresses(self) -> list[tuple[str, int]]:
        """Where they listen, as far as is known now."""
        ...

    def close(self) -> None:
        """Announces and looks no more."""
        ...


class Multicast:
    """Discovery by multicast DNS. Its library keeps a thread of its own."""

    def __init__(self, mark: str, name: str, port: int) -> None:
        """Announces this computer under `name`, which is random. Raises OSError where there is no network."""
        from zeroconf import IPVersion, ServiceBrowser, ServiceInfo, Zeroconf

        self._mark = mark
        self._own = f"{name}.{SERVICE}"
        self._known: dict[str, ServiceInfo] = {}
        self._zeroconf = Zeroconf(ip_version=IPVersion.V4Only)
        info = ServiceInfo(
            SERVICE, self._own, port=port, properties={"office": mark}, parsed_addresses=_near_addresses()
        )
        try:
            self._zeroconf.register_service(info)
            self._browser = ServiceBrowser(self._zeroconf, SERVICE, handlers=[self._on_change])
        except BaseException:
            self._zeroconf.close()
            raise

    def addresses(self) -> list[tuple[str, int]]:
        """Where they listen, as far as is known now."""
        return [
            (host, info.port)
            for info in list(self._known.values())
            for host in info.parsed_addresses()
            if info.port and is_near(host)
        ]

    def close(self) -> None:
        """Announces and looks no more."""
        self._browser.cancel()
        self._zeroconf.close()

    def _on_change(self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        """Somebody announces himself, or is gone. On the library's thread, which names what it passes."""
        from zeroconf import ServiceStateChange

        if name == self._own:
            return
        if state_change is ServiceStateChange.Removed:
            self._known.pop(name, None)
            return
        info = zeroconf.get_service_info(service_type, name, timeout=ASK_MS)
        if info is not None and info.properties.get(b"office") == self._mark.encode():
            self._known[name] = info


def _near_addresses() -> list[str]:
    """This computer's own addresses in private networks."""
    import ifaddr

    found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4]
    return [host for host in map(str, found) if is_near(host) and not host.startswith("127.")]
