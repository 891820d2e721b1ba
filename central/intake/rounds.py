"""What both halves of an exchange work with."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.exchange import Request
from central.bootstrap import Central
from central.databases import Database
from central.intake.chains import Proven
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
