"""A damaged message is read or refused with a code of the wire; nothing else ever comes out of it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import AppError
from sync import wire
from tests.contract import wire_samples as samples

REQUEST = wire.encode_request(samples.REQUEST, samples.forms)
ANSWER = wire.encode_answer(samples.ANSWER, samples.REQUEST, samples.forms)
TOLD = ("wire.", "protocol.", "read")
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 5), st.integers(), st.floats(), st.text(max_size=4), st.just("main/k1/c1")
)


def read_request(body: bytes) -> object:
    return wire.decode_request(body, samples.forms)


def read_answer(body: bytes) -> object:
    return wire.decode_answer(body, lambda _: None, samples.forms, samples.REQUEST)


def outcome(read: Callable[[bytes], object], body: bytes) -> str:
    try:
        read(body)
    except AppError as error:
        return error.code
    return "read"


def paths(node: object, at: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    found = [at]
    if isinstance(node, list):
        for place, child in enumerate(node):
            found += paths(child, (*at, place))
    elif isinstance(node, dict):
        for name, child in node.items():
            found += paths(child, (*at, name))
    return found


def damaged(data: st.DataObject, body: bytes) -> bytes | None:
    """The message with up to three members replaced or taken out; None for what cannot be spelled."""
    node = whole = msgspec.json.decode(body)
    for path in data.draw(st.lists(st.sampled_from(paths(whole)[1:]), min_size=1, max_size=3)):
        node = whole
        try:
            for step in path[:-1]:
                node = node[step]
            if data.draw(st.booleans()):
                node[path[-1]] = data.draw(st.one_of(SCALARS, st.lists(SCALARS, max_size=3)))
            else:
                del node[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier damage took this place away
    try:
        return msgspec.json.encode(whole)
    except (ValueError, UnicodeEncodeError):
        return None


@pytest.mark.parametrize(("read", "body"), [(read_request, REQUEST), (read_answer, ANSWER)], ids=["request", "answer"])
@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_a_damaged_message_is_read_or_refused_with_a_code_of_the_wire(
    read: Callable[[bytes], object], body: bytes, data: st.DataObject
) -> None:
    raw = damaged(data, body)
    assert raw is None or outcome(read, raw).startswith(TOLD)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(REQUEST) - 1), st.binary(min_size=0, max_size=3))
def test_flipped_bytes_are_read_or_refused_with_a_code_of_the_wire(at: int, instead: bytes) -> None:
    assert outcome(read_request, REQUEST[:at] + instead + REQUEST[at + 1 :]).startswith(TOLD)
