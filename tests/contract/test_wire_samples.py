"""Bytes that programs in the field send and expect: a change here is a new version of the protocol."""

from __future__ import annotations

import json

from app.domain.envelopes import is_written_by, open_envelope, read_bundle
from app.domain.signing import public_key
from sync import wire
from sync.describe import describe_exchange, describe_request
from tests.contract.wire_samples import (
    ANSWER,
    CONFLICTS_ANSWER,
    DECISION,
    DECISION_REQUEST,
    DEVICES_ANSWER,
    ENROLLED_REQUEST,
    NOTED,
    NOTES_ANSWER,
    NOTES_REQUEST,
    OWN,
    REQUEST,
    RESTORED_ANSWER,
    RESTORED_REQUEST,
    SAMPLES,
    forms,
)

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


def test_what_is_said_after_a_restore_is_read_and_written_as_it_was():
    request = (SAMPLES / "restored-request-1.json").read_bytes()
    answer = (SAMPLES / "restored-answer-1.json").read_bytes()
    assert wire.decode_request(request, forms) == RESTORED_REQUEST
    assert wire.encode_request(RESTORED_REQUEST, forms) == request
    assert wire.decode_answer(answer, lambda _: None, forms, RESTORED_REQUEST) == RESTORED_ANSWER
    assert wire.encode_answer(RESTORED_ANSWER, RESTORED_REQUEST, forms) == answer


def test_what_a_computer_enrolled_anew_asks_is_read_and_written_as_it_was():
    request = (SAMPLES / "enrolled-request-1.json").read_bytes()
    assert wire.encode_request(ENROLLED_REQUEST, forms) == request
    assert wire.decode_request(request, forms) == ENROLLED_REQUEST


def test_the_hashes_that_are_not_on_the_wire_are_the_ones_that_were_signed():
    read = wire.decode_request(REQUEST_BYTES, forms)
    assert [chain.head.hash() for chain in read.chains] == [
        "0857e45959d36913ce48aea8121d9f468be113046b6127f8734befd111023961",
        "6f74fd8fc3794ffe016eeb8eebd81fb11214e82483aaa7ea4ef47c0f8e1f9e41",
    ]


def test_notes_of_version_1_are_read_and_written_as_they_were():
    asked = (SAMPLES / "request-1-notes.json").read_bytes()
    told = (SAMPLES / "answer-1-notes.json").read_bytes()
    assert wire.encode_request(NOTES_REQUEST, forms) == asked
    assert wire.decode_request(asked, forms) == NOTES_REQUEST
    assert wire.encode_answer(NOTES_ANSWER, NOTES_REQUEST, forms) == told
    assert wire.decode_answer(told, {}.get, forms, NOTES_REQUEST) == NOTES_ANSWER


def test_the_computers_of_an_office_are_read_and_written_as_they_were():
    told = (SAMPLES / "answer-1-devices.json").read_bytes()
    assert wire.encode_answer(DEVICES_ANSWER, NOTES_REQUEST, forms) == told
    assert wire.decode_answer(told, {}.get, forms, NOTES_REQUEST) == DEVICES_ANSWER


def test_a_decision_and_the_conflicts_of_an_office_are_read_and_written_as_they_were():
    asked = (SAMPLES / "request-1-decision.json").read_bytes()
    told = (SAMPLES / "answer-1-conflicts.json").read_bytes()
    assert wire.encode_request(DECISION_REQUEST, forms) == asked
    assert wire.decode_request(asked, forms) == DECISION_REQUEST
    assert wire.encode_answer(CONFLICTS_ANSWER, NOTES_REQUEST, forms) == told
    assert wire.decode_answer(told, {}.get, forms, NOTES_REQUEST) == CONFLICTS_ANSWER


def test_a_decision_for_what_stands_is_signed_as_such():
    assert DECISION.head.hash() == "e15b8ec8ecc73c426b6d9302cf915840ab1ef0cc074a9bb0d9335f41aaaf7fd1"


def test_a_bundle_of_version_1_still_opens():
    (envelope,) = read_bundle((SAMPLES / "bundle-1.sbc").read_bytes())
    assert (envelope.header.kind, envelope.header.office, envelope.header.number) == ("to_central", "Phường Thử", 3)
    letter = open_envelope(envelope, "22" * 32)
    assert is_written_by(envelope, letter, public_key("11" * 32))
    assert letter.bodies == [("", b"[1]"), ("zstd", b"\x00\xff")]
    assert letter.reply_to == "5da1cb5d9b59bc49eccb48c1bde15d373a4bf457de2c258a67aee95114d2d363"


def test_a_note_for_both_is_signed_as_such():
    assert NOTED.operations[0].hash() == "876b9d60c1919dc79ce0a9bdf911bebf310286d8ae0a1d6a5ebff1629f06e9e8"


def test_a_request_is_printed_in_full():
    printed = json.loads(describe_request(REQUEST_BYTES, forms))
    seal = printed["chains"][0]["operations"][3]
    assert (seal["kind"], seal["seq"], seal["report"]) == ("report.seal", 8, "u-10|II.06a/VPCP/KSTT|2026-Q3|")
    assert seal["body"]["brought"] == [["extra/r01/c2", "...", "40"]]
    assert seal["hash"] == OWN.operations[3].hash()


def test_a_request_of_a_form_that_is_not_here_is_printed_as_it_stands():
    printed = json.loads(describe_request(REQUEST_BYTES, lambda _: None))
    assert printed["as_it_stands"] == json.loads(REQUEST_BYTES)


def test_what_is_said_after_a_restore_is_printed_in_full():
    request = (SAMPLES / "restored-request-1.json").read_bytes()
    printed = json.loads(describe_request(request, forms))
    (revision,) = printed["evidence"]["revisions"]
    assert (revision["operation"]["seq"], revision["operation"]["hash"]) == (7, OWN.operations[2].hash())
    assert printed["contents"][0]["cells"] == {"extra/r01/c1": "12", "later/x/y": "giữ lại"}


def test_an_exchange_is_printed_in_full():
    printed = describe_exchange(REQUEST_BYTES, ANSWER_BYTES, forms)
    assert '"code": "conflict"' in printed
    assert '"later/x/y": "giữ lại"' in printed
