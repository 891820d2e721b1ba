from enum import StrEnum

import pytest
import rfc8785

from app.domain.canonical import Json, canonical_bytes, content_hash, fingerprint


class Kind(StrEnum):
    EDIT = "report.edit"


SPELLINGS: list[tuple[Json, str]] = [
    (None, "null"),
    (True, "true"),
    ([False, 0, -1, ""], '[false,0,-1,""]'),
    (2**53 - 1, "9007199254740991"),
    ({"b": 1, "a": {"z": [], "y": {}}}, '{"a":{"y":{},"z":[]},"b":1}'),
    ("Số liệu", '"Số liệu"'),
    ('"\\\b\t\n\f\r\x01\x1f\x7f/\u2028', '"\\"\\\\\\b\\t\\n\\f\\r\\u0001\\u001f\x7f/\u2028"'),
    (("a", ("b",)), '["a",["b"]]'),
    (Kind.EDIT, '"report.edit"'),
    # UTF-16 order: a surrogate pair (U+1F600) stands before U+FB33, though its code point is greater
    ({"\ufb33": 1, "\U0001f600": 2, "\u20ac": 3, "1": 4, "\u00f6": 5}, '{"1":4,"ö":5,"€":3,"😀":2,"\ufb33":1}'),
]


@pytest.mark.parametrize(("value", "spelling"), SPELLINGS)
def test_a_value_has_one_spelling(value: Json, spelling: str) -> None:
    assert canonical_bytes(value) == spelling.encode()
    assert rfc8785.dumps(value) == spelling.encode()  # type: ignore[arg-type]  # the oracle's own narrower type


@pytest.mark.parametrize("value", [1.0, [0.5], {"a": {"b": 1e9}}, float("nan")])
def test_a_float_is_refused(value: Json) -> None:
    with pytest.raises(TypeError, match="float"):
        canonical_bytes(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), [10**30]])
def test_an_integer_that_a_float_could_not_hold_is_refused(value: Json) -> None:
    with pytest.raises(ValueError, match="integer"):
        canonical_bytes(value)


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, ["a\udc00"]])
def test_half_a_surrogate_pair_is_refused(value: Json) -> None:
    with pytest.raises(ValueError, match="surrogates"):
        canonical_bytes(value)


def test_a_fingerprint_is_blake2b_of_32_bytes() -> None:
    assert fingerprint(b"").hex() == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"
    assert len(fingerprint(b"x" * 1000)) == 32


def test_a_content_hash_covers_the_form_and_every_cell_and_not_their_order() -> None:
    cells = {"main/r1/c1": "12", "main/r1/c2": "-"}
    told = content_hash("ab" * 32, cells)
    assert told == "c8198ec322aec743b1b13a7f87892a56b2c95eb3d26adc3cf2bdfd13f6b82a4f"
    assert content_hash("ab" * 32, dict(reversed(cells.items()))) == told
    others = [
        content_hash("cd" * 32, cells),
        content_hash("ab" * 32, cells | {"main/r1/c1": "13"}),
        content_hash("ab" * 32, cells | {"main/r1/c3": "0"}),
        content_hash("ab" * 32, {"main/r1/c1": "12"}),
    ]
    assert len({told, *others}) == 5
