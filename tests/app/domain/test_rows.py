import pytest

from app.domain.rows import RowHead, order_between, parse_row_head

HEADS = [
    (RowHead(order="V"), "V;;"),
    (RowHead(order="V1", group="I"), "V1;I;"),
    (RowHead(order="z0a", group="A.1", of_which=True), "z0a;A.1;w"),
    (RowHead(order="V", of_which=True), "V;;w"),
]


@pytest.mark.parametrize(("head", "value"), HEADS)
def test_a_row_head_is_written_and_read_alike(head: RowHead, value: str) -> None:
    assert str(head) == value
    assert parse_row_head(value) == head


@pytest.mark.parametrize(
    "value", ["", "V", "V;", "V;I", ";I;", "V;I;x", "V;I;W", "V;I;w;", "V V;;", "Đ;;", "-;;", "V0;;", "0;;", "V;;w "]
)
def test_what_is_not_a_row_head_is_not_read(value: str) -> None:
    assert parse_row_head(value) is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", "V"),
        ("V", "", "V1"),
        ("Vz", "", "W"),
        ("yz", "", "z"),
        ("z", "", "z001"),
        ("", "V", "Uz"),
        ("", "1", "0z"),
        ("", "01", "00zz"),
        ("A", "C", "B"),
        ("A", "B", "AV"),
        ("Az", "B1", "B"),
        ("A", "A1", "A0V"),
        ("Vz", "W", "VzV"),
    ],
)
def test_a_key_is_found_between_two(before: str, after: str, expected: str) -> None:
    assert order_between(before, after) == expected
    assert before < expected
    assert not after or expected < after


@pytest.mark.parametrize(
    ("before", "after"),
    [("B", "A"), ("V", "V"), ("V1", "V"), ("", "V0"), ("V0", ""), ("", "0"), ("V", "V0"), ("é", "")],
)
def test_there_is_no_key_between_what_is_not_in_order_or_not_a_key(before: str, after: str) -> None:
    with pytest.raises(ValueError, match="not"):
        order_between(before, after)


@pytest.mark.parametrize("at_end", [True, False])
def test_the_twenty_thousandth_row_added_at_one_end_has_a_key_of_four_letters(at_end: bool) -> None:
    keys = [order_between("", "")]
    for _ in range(20_000):
        keys.append(order_between(keys[-1], "") if at_end else order_between("", keys[-1]))
    assert max(map(len, keys)) == 4
    assert keys == sorted(set(keys), reverse=not at_end)
