"""The bundle's file: read by anybody as far as its header, and told apart when it is not whole."""

from __future__ import annotations

import msgspec
import pytest

from app.domain.canonical import fingerprint
from app.domain.envelopes import (
    MAGIC,
    EnvelopeKind,
    Header,
    is_written_by,
    open_envelope,
    read_bundle,
    write_envelope,
)
from app.domain.sealing import sealing_key
from app.domain.signing import public_key
from app.errors import InputError

WRITER, READER = "11" * 32, "22" * 32
BODIES = [("", b"[1]"), ("zstd", b"\x00\xff")]
HEADER = Header(
    kind=EnvelopeKind.TO_CENTRAL,
    id="ab" * 16,
    central="0123456789abcdef",
    device="d1",
    office="Phường Thục Phán",
    made_at=1_797_217_200,
    number=3,
    reports=2,
)


def written(header: Header = HEADER) -> bytes:
    return write_envelope(header, BODIES, to=sealing_key(READER), private_key=WRITER, reply_to=sealing_key(WRITER))


def refused(data: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(InputError) as caught:
        read_bundle(data)
    return caught.value.code, caught.value.params


def test_several_envelopes_lie_one_behind_the_other() -> None:
    second = msgspec.structs.replace(HEADER, id="cd" * 16)
    assert [each.header for each in read_bundle(written() + written(second))] == [HEADER, second]


def test_the_reader_finds_the_bodies_and_whose_they_are() -> None:
    (envelope,) = read_bundle(written())
    letter = open_envelope(envelope, READER)
    assert (letter.bodies, letter.reply_to) == (BODIES, sealing_key(WRITER))
    assert is_written_by(envelope, letter, public_key(WRITER))
    assert not is_written_by(envelope, letter, public_key(READER))


def test_whoever_carries_it_cannot_open_it() -> None:
    (envelope,) = read_bundle(written())
    with pytest.raises(InputError) as caught:
        open_envelope(envelope, WRITER)
    assert caught.value.code == "bundle.altered"


def test_every_cut_is_called_a_cut() -> None:
    data = written()
    assert {refused(data[:size])[0] for size in range(1, len(data))} == {"bundle.truncated"}
    assert {refused(data + data[:size])[0] for size in range(1, len(data))} == {"bundle.truncated"}


def test_every_turned_bit_behind_the_lengths_is_called_an_alteration() -> None:
    data = written()
    turned = (data[:place] + bytes([data[place] ^ 128]) + data[place + 1 :] for place in range(22, len(data)))
    assert {refused(each)[0] for each in turned} == {"bundle.altered"}


def test_a_file_of_the_future_says_which_kind_it_is() -> None:
    data = written()
    assert refused(data[:8] + b"\x00\x07" + data[10:]) == ("bundle.newer", {"theirs": 7, "ours": 1})


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n" + b"0" * 99, MAGIC.replace(b"\r\n", b"\n") + b"0" * 99]
)
def test_another_kind_of_file_is_none_of_ours(data: bytes) -> None:
    assert refused(data)[0] == "bundle.foreign_file"


def test_a_header_member_of_a_newer_program_is_passed_over_and_stays_under_the_signature() -> None:
    from app.domain import envelopes

    said = msgspec.json.encode({**msgspec.to_builtins(HEADER), "colour": "red"})
    plain = msgspec.msgpack.encode(
        envelopes.Letter(BODIES, "", envelopes.sign(WRITER, envelopes.letter_statement(said, BODIES, "")))
    )
    front = envelopes._FRONT.pack(MAGIC, 1, len(said), len(plain) + 48)
    whole = front + said + envelopes.seal(sealing_key(READER), plain, front + said)
    (envelope,) = read_bundle(whole + fingerprint(whole))
    assert envelope.header == HEADER
    assert is_written_by(envelope, open_envelope(envelope, READER), public_key(WRITER))
