"""What a request of this device says: made of the store's word, and signed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.exchange import Commitment, Request, SealedContent, commitment_statement
from app.domain.exchange_state import Position
from app.domain.operations import Chain, Operation, chain_statement
from sync import wire
from sync.ports import SyncStore


class Requesting:
    """Writes requests."""

    def __init__(self, store: SyncStore, sign: Callable[[bytes], str]) -> None:
        self._store = store
        self._sign = sign
        self._sent: set[str] = set()
        """Contents that were sent by themselves since this was made."""
        self.protocol = wire.PROTOCOL
        """The version that central was found to speak."""

    def bare(self, position: Position, rows: int) -> Request:
        """A request that brings nothing but the seals announced; `rows` is how many change rows are wanted."""
        return Request(
            protocol=self.protocol,
            recall=position.recall,
            device=position.device,
            central_epoch=position.central_epoch,
            cursor=position.cursor,
            epoch=position.epoch,
            known=position.known,
            scope=position.scope,
            limit=rows,
            commitments=self._commitments(position),
        )

    def chain(self, position: Position, operations: Sequence[Operation]) -> Chain:
        """The operations, signed."""
        head = operations[-1]
        statement = chain_statement(position.device, position.epoch, head.seq, head.hash())
        return Chain(
            device=position.device,
            epoch=position.epoch,
            follows=position.follows,
            operations=tuple(operations),
            signature=self._sign(statement),
        )

    def _commitments(self, position: Position) -> tuple[Commitment, ...]:
        return tuple(
            Commitment(
                report=report,
                content=content,
                sealed_at=sealed_at,
                seq=seq,
                signature=self._sign(commitment_statement(position.device, report, content, sealed_at, seq)),
            )
            for report, content, sealed_at, seq in self._store.commitments()
        )

    def announces_more(self, request: Request) -> bool:
        """Whether something was sealed since `request` was made."""
        announced = {each.seq for each in request.commitments}
        return any(seq not in announced for *_, seq in self._store.commitments())

    def central_restored(self) -> None:
        """What was sent may be lost."""
        self._sent.clear()

    def unsent_contents(self) -> list[SealedContent]:
        """What was announced and did not get there by its seal; what central left lying is not sent to it again."""
        return [content for content in self._store.sealed_contents() if content.content not in self._sent]

    def contents(self, limit_bytes: int) -> tuple[SealedContent, ...]:
        """As many of them as one request carries, and at least one where there is any; sent by this."""
        taken: list[SealedContent] = []
        size = 0
        for each in self.unsent_contents():
            size += sum(len(address) + len(value) for address, value in each.cells.items())
            if taken and size > limit_bytes:
                break
            taken.append(each)
        self._sent.update(each.content for each in taken)
        return tuple(taken)
