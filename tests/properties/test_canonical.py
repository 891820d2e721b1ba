"""Canonical bytes are RFC 8785's, on every value we let in."""

from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.domain.canonical import Json, canonical_bytes

text = st.text(st.characters(exclude_categories=("Cs",)))
allowed = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


@given(allowed)
def test_canonical_bytes_are_those_of_the_standard(value: Json) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)


@given(allowed)
def test_canonical_bytes_spell_the_value_and_nothing_else(value: Json) -> None:
    assert json.loads(canonical_bytes(value)) == value


@given(st.dictionaries(text, text, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_keys_were_written_leaves_no_trace(value: dict[str, str], chance: object) -> None:
    keys = list(value)
    chance.shuffle(keys)  # type: ignore[attr-defined]  # hypothesis' own Random
    assert canonical_bytes({key: value[key] for key in keys}) == canonical_bytes(value)


@given(st.floats())
def test_a_float_is_refused_wherever_it_stands(number: float) -> None:
    for value in (number, [number], {"a": {"b": number}}):
        with pytest.raises(TypeError):
            canonical_bytes(value)  # type: ignore[arg-type]  # what is being refused


@given(st.integers(min_value=2**53), st.sampled_from((1, -1)))
def test_an_integer_that_a_double_cannot_hold_is_refused(number: int, sign: int) -> None:
    with pytest.raises(ValueError, match="beyond"):
        canonical_bytes([sign * number])
