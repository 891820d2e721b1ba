"""One exchange: as much as the line bears, said so that central can read it, gone on with where it broke off."""

from __future__ import annotations

from msgspec.structs import replace

from app.domain.exchange import Answer, Request
from app.domain.exchange_state import Position
from app.errors import InputError, PermanentError, SyncError, TransientError
from sync import wire
from sync.cycle import Errand, Tally
from sync.orders import FormOrders
from sync.policy import Batch
from sync.ports import Reply, SyncStore, Transport
from sync.requesting import Requesting
from sync.resuming import BROKEN, Resuming

_LONG_FORM_RATIO = 12.0
"""Canonical bytes of operations per byte on the wire, before the first measurement."""


def is_carrying(request: Request) -> bool:
    """Whether it brings what other computers have, and nothing of this one."""
    return bool(request.chains) and all(chain.device != request.device for chain in request.chains)


class Exchanging:
    """Exchanges with one central, and what they teach: how much a batch carries, and how central wants it said."""

    def __init__(self, store: SyncStore, transport: Transport, requests: Requesting, orders: FormOrders) -> None:
        self._store = store
        self._transport = transport
        self._requests = requests
        self._orders = orders
        self._resuming = Resuming(transport)
        self.batch = Batch()
        self.ratio = _LONG_FORM_RATIO
        """Canonical bytes of operations per byte on the wire, as last measured."""

    @property
    def limit_bytes(self) -> int:
        """Canonical bytes that a batch carries."""
        return int(self.batch.size_bytes * self.ratio)

    def ask(self, request: Request, tally: Tally) -> tuple[Request, Answer, Reply]:
        """One answer, asked again otherwise where one side lacks a form package or the body was too large."""
        while True:
            tally.requests += 1
            body = wire.encode_request(request, self._orders.for_sending)
            try:
                reply = self._transport.exchange(body)
            except SyncError as error:
                tally.count(error)
                if isinstance(error, PermanentError):
                    request = self._asked_otherwise(request, error)
                    continue
                if error.code in BROKEN and not self._resuming.keeps(request, body):
                    self.batch = self.batch.broke()
                raise
            self._measure(request, reply)
            try:
                answer = self._understood(request, reply, tally)
            except InputError as error:
                if error.code == "wire.form_unknown" and not request.plain:
                    request = replace(request, plain=True)
                    continue
                raise TransientError("sync.garbled", detail=error.code) from error
            return request, answer, reply

    def go_on(self, position: Position, errand: Errand, tally: Tally) -> tuple[Request, Answer, Reply] | None:
        """The answer to a request that broke off before; None where there is none, or none to be had that way."""
        request = self._resuming.wanted(position)
        if request is None:
            return None
        if not errand.announced and self._requests.announces_more(request):
            # What was sealed meanwhile is announced before anything that takes its time.
            errand.announced = errand.asks = True
            return None
        tally.requests += 1
        reply = self._resuming.reply(tally)
        if reply is None:
            # Nothing came, or all of it and the answer was lost: asking for little tells.
            errand.asks = True
            if self._resuming.in_vain > 1:
                self.batch = self.batch.broke()
            return None
        self.batch = self.batch.went(reply.seconds, self.batch.size_bytes)
        try:
            return request, self._understood(request, reply, tally), reply
        except InputError:
            errand.asks = True
            return None

    def _understood(self, request: Request, reply: Reply, tally: Tally) -> Answer:
        """The answer that came. Raises InputError as `wire.decode_answer` does."""
        tally.count(reply)
        answer = wire.decode_answer(reply.body, self._store.operation_hash, self._orders, request)
        tally.retry_after_s = max(float(answer.retry_after), 0.0)
        return answer

    def _asked_otherwise(self, request: Request, error: PermanentError) -> Request:
        """The request central can read. Raises `error` where there is none."""
        if error.code == "protocol.unsupported":
            return self._in_older_protocol(request, error)
        if error.code == "wire.form_unknown" and self._orders.spell_out(str(error.params.get("form", ""))):
            return request
        if error.code == "chain.signature" and self.spell_out(request):
            # Another program may number cells otherwise; what was signed is read the same under addresses.
            return request
        too_large = error.code in ("exchange.too_large", "wire.too_large")
        if too_large and is_carrying(request):
            return replace(request, chains=request.chains[:-1])
        if too_large and request.chains and len(request.chains[0].operations) > 1:
            self.batch = self.batch.failed()
            operations = request.chains[0].operations
            shorter = operations[: max(1, len(operations) // 2)]
            return replace(
                request, chains=(self._requests.chain(self._store.position(), shorter),), limit=self.batch.rows
            )
        raise error

    def _in_older_protocol(self, request: Request, error: PermanentError) -> Request:
        """The request in the newest version that an older central speaks. Raises what a person has to do otherwise."""
        newest = _whole(error.params.get("ours"))
        if wire.OLDEST <= newest < request.protocol:
            self._requests.protocol = newest
            return replace(request, protocol=newest)
        # Who must be updated is told by who is older.
        code = "protocol.central_old" if 0 < newest < wire.OLDEST else "protocol.unsupported"
        raise PermanentError(code, **error.params) from error

    def _measure(self, request: Request, reply: Reply) -> None:
        carried = reply.bytes_up + reply.bytes_down
        self.batch = self.batch.went(reply.seconds, carried)
        if request.chains and reply.bytes_up >= 4_096:
            size_bytes = sum(operation.size_bytes for operation in request.chains[0].operations)
            self.ratio = min(max(size_bytes / reply.bytes_up, 1.0), 40.0)

    def spell_out(self, request: Request) -> bool:
        """From here on the cells of these forms go under their addresses; whether that is new for any of them."""
        packages = {operation.form for chain in request.chains for operation in chain.operations}
        return sum(map(self._orders.spell_out, sorted(packages))) > 0


def _whole(told: object) -> int:
    """A whole number told by another program; 0 for anything else."""
    text = str(told)
    return int(text) if text.isascii() and text.isdigit() else 0
