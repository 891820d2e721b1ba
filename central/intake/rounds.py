"""What both halves of an exchange work with."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.exchange import Evidence, Request
from central.bootstrap import Central
from central.databases import Database
from central.intake.chains import ChainName, Proven
from central.registry.known import Registry
from central.registry.offices import DeviceRecord
from central.registry.packages import FormShelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One request, with everything needed to answer it."""

    central: Central
    db: Database
    shelf: FormShelf
    registry: Registry
    request: Request
    device: DeviceRecord
    """Who asks."""
    proven: tuple[Proven, ...]
    """The chains it brought whose signatures hold."""
    now: int
    """Central's clock when it arrived, Unix seconds."""
    by_hand: bool = False
    """Whether somebody carried it here: it may be old, and says nothing about who speaks as the device now."""

    retry_after_s: int = 0
    """When the device may come with everything, where there is room for its commitments alone; else 0."""

    @property
    def is_whole(self) -> bool:
        """Whether it is taken in and answered whole."""
        return not self.retry_after_s

    @property
    def is_alone(self) -> bool:
        """Whether it is taken by itself: what is rare, and looks at more than its own reports."""
        request = self.request
        return self.by_hand or bool(request.contents or request.recall) or request.evidence != Evidence()

    @property
    def devices(self) -> tuple[DeviceRecord, ...]:
        """Who asks, and whose chains it brought."""
        return (self.device, *(each.device for each in self.proven))

    @property
    def own_chain(self) -> ChainName:
        """The chain that the device writes now."""
        return self.device.province, self.device.id, self.request.epoch

    @property
    def chains(self) -> tuple[ChainName, ...]:
        """Its own chain, and those it brought."""
        return (self.own_chain, *(each.name for each in self.proven))
