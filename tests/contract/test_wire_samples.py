"""Bytes that programs in the field send and expect: a change here is a new version of the protocol."""

from __future__ import annotations

import json

from sync import wire
from sync.describe import describe_exchange, describe_request
from tests.contract.wire_samples import ANSWER, OWN, REQUEST, SAMPLES, forms

REQUEST_BYTES = (SAMPLES / "request-1.json").read_bytes()
ANSWER_BYTES = (SAMPLES / "answer-1.json").read_bytes()
HASHES = {operation.id: operation.hash() for operation in OWN.operations}


def test_the_request_of_version_1_is_read_as_it_was_meant():
    assert wire.decode_request(REQUEST_BYTES, forms) == REQUEST


def test_the_request_of_version_1_is_written_as_it_was():
    assert wire.encode_request(REQUEST, forms) == REQUEST_BYTES


def test_the_answer_of_version_1_is_read_as_it_was_meant():
    assert wire.decode_answer(ANSWER_BYTES, HASHES.get, forms, REQUEST) == ANSWER


def test_the_answer_of_version_1_is_written_as_it_was():
    assert wire.encode_answer(ANSWER, REQUEST, forms) == ANSWER_BYTES


def test_the_hashes_that_are_not_on_the_wire_are_the_ones_that_were_signed():
    read = wire.decode_request(REQUEST_BYTES, forms)
    assert [chain.head.hash() for chain in read.chains] == [
        "0857e45959d36913ce48aea8121d9f468be113046b6127f8734befd111023961",
        "6f74fd8fc3794ffe016eeb8eebd81fb11214e82483aaa7ea4ef47c0f8e1f9e41",
    ]


def test_a_request_is_printed_in_full():
    printed = json.loads(describe_request(REQUEST_BYTES, forms))
    seal = printed["chains"][0]["operations"][3]
    assert (seal["kind"], seal["seq"], seal["report"]) == ("report.seal", 8, "u-10|II.06a/VPCP/KSTT|2026-Q3|")
    assert seal["body"]["brought"] == [["extra/r01/c2", "...", "40"]]
    assert seal["hash"] == OWN.operations[3].hash()


def test_a_request_of_a_form_that_is_not_here_is_printed_as_it_stands():
    printed = json.loads(describe_request(REQUEST_BYTES, lambda _: None))
    assert printed["as_it_stands"] == json.loads(REQUEST_BYTES)


def test_an_exchange_is_printed_in_full():
    printed = describe_exchange(REQUEST_BYTES, ANSWER_BYTES, forms)
    assert '"code": "conflict"' in printed
    assert '"later/x/y": "giữ lại"' in printed
