"""Whether a chain is what its device signed."""

from __future__ import annotations

from app.domain.operations import Chain, chain_statement
from app.domain.signing import verifies
from app.errors import InputError


def proven_hashes(chain: Chain, public_key: str) -> tuple[str, ...]:
    """The hash of each operation, made anew, once the device's signature over the last one has held.

    Raises InputError: `chain.broken` where the operations are not one gapless run of this chain,
    `chain.signature` where the device did not sign it.
    """
    hashes: list[str] = []
    for place, operation in enumerate(chain.operations):
        if (operation.device, operation.epoch) != (chain.device, chain.epoch):
            raise InputError("chain.broken", device=chain.device, seq=operation.seq)
        if operation.seq != chain.operations[0].seq + place or (place and operation.prev != hashes[-1]):
            raise InputError("chain.broken", device=chain.device, seq=operation.seq)
        hashes.append(operation.hash())
    if not hashes or chain.operations[0].seq < 1:
        raise InputError("chain.broken", device=chain.device, seq=0)
    statement = chain_statement(chain.device, chain.epoch, chain.head.seq, hashes[-1])
    if not verifies(public_key, statement, chain.signature):
        raise InputError("chain.signature", device=chain.device)
    return tuple(hashes)
