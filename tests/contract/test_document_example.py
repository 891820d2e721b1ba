"""The example in docs/PROTOCOL.md is what this program writes, reads and signs."""

from __future__ import annotations

import re
from pathlib import Path

from app.domain.exchange import results_statement
from app.domain.operations import chain_statement
from app.domain.signing import sign, verifies
from sync import wire

PAGE = (Path(__file__).parents[2] / "docs/PROTOCOL.md").read_text(encoding="utf-8")
OPERATION, ASKED, ANSWERED, SIGNED = (each.encode() for each in re.findall(r"^```json\n(.+)\n```$", PAGE, re.MULTILINE))
CENTRAL = "82980869923b15105bcd898d0071208e803ad671ff9ed7f5220db5728f6d81b2"
HASH = "bc2259005ed139c825b118e9628ca32d7ec682d72ae44da827736d4a40631dc7"


def test_the_request_brings_the_operation_under_the_signature_of_its_maker():
    request = wire.decode_request(ASKED, lambda _: None)
    (chain,) = request.chains
    assert wire.encode_request(request, lambda _: None) == ASKED
    assert (chain.head.long_bytes(), chain.head.hash()) == (OPERATION, HASH)
    assert chain.signature == sign("01" * 32, chain_statement(chain.device, chain.epoch, 1, HASH))


def test_the_answer_brings_the_results_under_the_signature_of_central():
    request = wire.decode_request(ASKED, lambda _: None)
    answer = wire.decode_answer(ANSWERED, lambda _: None, lambda _: None, request)
    assert wire.encode_answer(answer, request, lambda _: None) == ANSWERED
    assert results_statement(answer.central_epoch, answer.results) == SIGNED
    assert verifies(CENTRAL, SIGNED, answer.results_signature)


def test_the_page_names_key_and_hash():
    assert f"`{CENTRAL}`" in PAGE
    assert f"`{HASH}`" in PAGE
