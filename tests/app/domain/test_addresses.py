import pytest

from app.domain.addresses import REASON, ROW, TEXT, Address, head_row, is_row_head, parse_address, row_of
from app.errors import CellError

ADDRESSES = [
    ("main/r1/c3", Address("main", "r1", "c3")),
    ("main/total-I/c3a", Address("main", "total-I", "c3a")),
    ("main/rho.khau/c_4", Address("main", "rho.khau", "c_4")),
    ("main/k9f2/@row", Address("main", "k9f2", ROW)),
    ("@reason/1=2+3/r1", Address(REASON, "1=2+3", "r1")),
    ("@text/danh-gia/body", Address(TEXT, "danh-gia", "body")),
    ("main/đường/c1", Address("main", "đường", "c1")),
    ("a" * 64 + "/b/c", Address("a" * 64, "b", "c")),
]


@pytest.mark.parametrize(("text", "address"), ADDRESSES)
def test_an_address_is_read_and_written_alike(text: str, address: Address) -> None:
    assert parse_address(text) == address
    assert str(address) == text


@pytest.mark.parametrize(
    "text",
    ["", "main", "main/r1", "main/r1/c1/x", "//", "main//c1", "/r1/c1", "main/r1/", "ma in/r1/c1", "main/r1/c1\n",
     "main/r\t1/c1", "main/r\x001/c1", "main/r\u00a01/c1", "main/r\ud8001/c1", "a" * 65 + "/b/c"],
)  # fmt: skip
def test_what_is_not_an_address_is_refused(text: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_address(text)
    assert (caught.value.code, caught.value.params["address"]) == ("cell.unknown", text[:200])


def test_a_row_is_claimed_by_its_head() -> None:
    assert is_row_head("main/k9f2/@row")
    assert not is_row_head("main/k9f2/c1")
    assert not is_row_head("main/k9f2/x@row")


def test_every_cell_of_a_row_has_the_same_row() -> None:
    assert {row_of(f"main/r1/{column}") for column in ("c1", "c2", "@row", "@total_only")} == {"main/r1"}


@pytest.mark.parametrize(
    ("address", "head"), [("main/k1/c3", "main/k1"), ("main/k1.ho/c3", "main/k1"), ("main/k1/@row", "main/k1")]
)
def test_a_cell_stands_under_the_head_of_its_row_whatever_its_line(address: str, head: str) -> None:
    assert head_row(address) == head
