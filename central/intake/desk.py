"""Where requests are opened, taken in and answered, as many at once as have come meanwhile.

Whoever leads does everything for all of them, decoding and packing too: threads of one process that work at the same
time only wait for each other.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.exchange import Answer
from app.errors import PermanentError, TransientError
from central.bootstrap import Central
from central.databases import Database, lent, world_errors
from central.intake.admission import Load
from central.intake.exchange import answer_all, round_of
from central.intake.rounds import Round
from central.registry.offices import DeviceRecord, devices_of_tokens
from central.registry.packages import FormShelf
from sync.wire import LIMIT_BYTES, Names, compress, decode_announced, decode_request, decompress, encode_answer

log = logging.getLogger(__name__)

LETTERS_MAX = 64
"""Most requests that are taken together."""
BYTES_MAX = 64 * 1024
"""Most bytes of their bodies, as they came: who waits behind them waits for all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A request as it came."""

    token: str
    """Whoever sends it, by his bearer token."""
    body: bytes
    encoding: str
    """`Content-Encoding` of the body."""
    accepts: str
    """`Accept-Encoding` of whoever asks."""
    load: Load
    """What there is room for."""
    retry_after_s: int
    """When to come again, where there is no room for all of it."""


class Reply(NamedTuple):
    """An answer, packed."""

    data: bytes
    encoding: str
    """Empty where it is not compressed."""


class _Opened(NamedTuple):
    """A letter that was read."""

    round: Round
    names: Names | None
    """The request's names, where it was not read whole."""


class ExchangeDesk:
    """The desk of one central."""

    def __init__(self, central: Central) -> None:
        self._central = central

    def may_join(self, chosen: Sequence[Letter], one: Letter) -> bool:
        """Whether one more may be taken with those chosen."""
        return len(chosen) < LETTERS_MAX and sum(len(each.body) for each in (*chosen, one)) <= BYTES_MAX

    def work(self, several: Sequence[Letter]) -> list[Reply | Exception]:
        """Open the letters, take in what they bring, answer them."""
        with lent() as db, world_errors():
            devices = devices_of_tokens(db, [letter.token for letter in several])
            shelf = FormShelf(db, self._central.packages)
            opened = [self._opened(db, letter, devices.get(letter.token), shelf) for letter in several]
            answers = iter(answer_all([each.round for each in opened if not isinstance(each, Exception)]))
            return [
                each if isinstance(each, Exception) else _packed(letter, each, next(answers), shelf)
                for letter, each in zip(several, opened, strict=True)
            ]

    def _opened(
        self, db: Database, letter: Letter, asker: DeviceRecord | None, shelf: FormShelf
    ) -> _Opened | Exception:
        """The letter, or what is wrong with it."""
        try:
            return self._read(db, letter, speaking(asker), shelf)
        except Exception as error:  # noqa: BLE001  it is told to who sent the letter, and to nobody else
            return error

    def _read(self, db: Database, letter: Letter, device: DeviceRecord, shelf: FormShelf) -> _Opened:
        """The letter, read as far as there is room for."""
        plain = decompress(letter.body, letter.encoding, LIMIT_BYTES)
        if letter.load is not Load.WHOLE:
            announced = decode_announced(plain)
            asked = announced.request
            if letter.load is Load.COMMITMENTS and asked.commitments:
                this = round_of(self._central, db, asked, device, retry_after_s=letter.retry_after_s)
                return _Opened(this, announced.names)
            if letter.load is Load.COMMITMENTS or not (announced.brings or asked.commitments):
                raise TransientError("central.busy")
        return _Opened(round_of(self._central, db, decode_request(plain, shelf.order), device), None)


def _packed(letter: Letter, opened: _Opened, answer: Answer | Exception, shelf: FormShelf) -> Reply | Exception:
    if isinstance(answer, Exception):
        return answer
    asked = opened.round.request
    try:
        reply = Reply(*compress(encode_answer(answer, asked, shelf.order, opened.names), letter.accepts))
    except Exception as error:  # noqa: BLE001  it is told to who asked, and to nobody else
        return error
    log.info(
        "exchanged device=%s operations=%d results=%d changes=%d bytes_in=%d bytes_out=%d",
        asked.device,
        sum(len(chain.operations) for chain in asked.chains),
        len(answer.results),
        len(answer.changes),
        len(letter.body),
        len(reply.data),
    )
    return reply


def speaking(device: DeviceRecord | None) -> DeviceRecord:
    """The device, where it may speak. Raises PermanentError `device.unknown` or `device.revoked`."""
    if device is None:
        raise PermanentError("device.unknown")
    if device.revoked:
        raise PermanentError("device.revoked")
    return device
