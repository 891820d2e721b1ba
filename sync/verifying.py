"""Whether an answer is central's word."""

from __future__ import annotations

from app.domain.canonical import fingerprint
from app.domain.exchange import Answer, FormChange, key_id, receipt_statement, results_statement
from app.domain.signing import verifies
from app.errors import PermanentError


def verify(answer: Answer, central_key: str) -> None:
    """Raises PermanentError unless everything central signs bears its signature, and a form package has its own hash.

    `sync.receipt_invalid` (part); `sync.form_invalid`: by the hash it is named in what both sides sign.
    """
    statement = results_statement(answer.central_epoch, answer.results)
    if answer.results and not verifies(central_key, statement, answer.results_signature):
        raise PermanentError("sync.receipt_invalid", part="results")
    for receipt in answer.receipts:
        named = receipt.central == key_id(central_key)
        if not named or not verifies(central_key, receipt_statement(receipt), receipt.signature):
            raise PermanentError("sync.receipt_invalid", part=receipt.kind.value)
    for change in answer.changes:
        if isinstance(change, FormChange) and fingerprint(change.package).hex() != change.hash:
            raise PermanentError("sync.form_invalid")
