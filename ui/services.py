"""What the window works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from app.clock import Chance, Clock
from ui.bridge.store_thread import StoreThread
from ui.bridge.sync_bridge import SyncBridge
from ui.bridge.sync_wishes import SyncWishes
from ui.bridge.update_bridge import UpdateBridge
from ui.settings import Settings
from ui.translation import Translation

if TYPE_CHECKING:
    from ui.presenters.enrolment import Enrol
    from ui.presenters.ports import NetworkSwitch, SyncController


class Services(msgspec.Struct, frozen=True, kw_only=True):
    """What the window works with."""

    desk: StoreThread
    sync: SyncController
    wishes: SyncWishes
    bridge: SyncBridge
    settings: Settings
    translation: Translation
    clock: Clock
    chance: Chance
    version: str
    enrol: Enrol
    """Makes this computer another device of the system, whatever is going on."""
    network: NetworkSwitch | None = None
    """The office network; None where there is none."""
    updates: UpdateBridge | None = None
    """The updates of this program; None where it does not update itself."""
    updates_off: str = "update.not_installed"
    """The code of why not."""
