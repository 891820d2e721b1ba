"""A request whose way broke off: central is asked how much of it came, and gets the rest alone."""

from __future__ import annotations

import logging

from app.domain.exchange import Request
from app.domain.exchange_state import Position
from app.errors import PermanentError, SyncError
from sync.cycle import Tally
from sync.ports import Reply, Transport

log = logging.getLogger(__name__)

WORTH_BYTES = 32_768
"""An unpacked body below this goes again whole: asking first costs as much."""

BROKEN = frozenset({"sync.interrupted", "sync.timeout"})
"""Outcomes after which a part of the request may have come."""


class Resuming:
    """The last request that broke off."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._torn: tuple[Request, bytes] | None = None
        self.in_vain = 0
        """Times in a row that central had nothing of what broke off."""

    def keeps(self, request: Request, body: bytes) -> bool:
        """Whether a request that broke off is worth going on with; kept then."""
        if not request.chains or len(body) < WORTH_BYTES:
            return False
        self._torn = (request, body)
        return True

    def wanted(self, position: Position) -> Request | None:
        """The request to go on with; None where none broke off, or where the store has moved on since."""
        if self._torn is None:
            return None
        request = self._torn[0]
        here = (position.device, position.central_epoch, position.epoch, position.known, position.cursor)
        if here != (request.device, request.central_epoch, request.epoch, request.known, request.cursor):
            self._torn = None
            return None
        return request

    def reply(self, tally: Tally) -> Reply | None:
        """Central's answer to it; None where central has nothing of it, or had all of it and its answer was lost.

        Raises TransientError where the line breaks again: what came by then counts.
        """
        assert self._torn is not None, "something broke off"
        try:
            reply = self._transport.resume(self._torn[1])
        except SyncError as error:
            tally.count(error)
            if not isinstance(error, PermanentError):
                raise
            # Whatever it is, the next exchange hears it too.
            log.info("resuming refused code=%s", error.code)
            reply = None
        self._torn = None
        self.in_vain = 0 if reply else self.in_vain + 1
        return reply
