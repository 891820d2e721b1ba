from __future__ import annotations

import pytest

from app.domain.addresses import parse_address
from app.domain.forms.catalogue import pack_form, shipped_forms
from app.domain.forms.loading import load_form
from sync.orders import FormOrders
from sync.wire import form_order

FORM = """
code: T.01
edition: "2026"
title: Biểu thử
legal_basis: Thông tư thử
senders: [commune]
receivers: {commune: UBND tỉnh}
frequencies: [Q]
window: nd09
deadlines:
  commune: {working_days: 1}
tables:
  main:
    rows:
      - {code: "01", title: Dòng một}
      - {code: "02", title: Dòng hai}
    lines:
      - {code: ho, title: Hộ}
      - {code: khau, title: Khẩu}
    columns:
      - {number: 1, title: Tổng số}
      - {number: 2, title: Trong đó}
  extra:
    rows: free
    columns:
      - {number: A, title: Nội dung, type: label}
      - {number: 1, title: Số}
sections:
  - {key: summary, title: Nhận xét}
"""


def test_cells_are_numbered_table_by_table_row_by_row_line_by_line_then_the_narrative():
    order = form_order(load_form(FORM, "t.yaml"))
    assert order.addresses == (
        "main/r01.ho/c1",
        "main/r01.ho/c2",
        "main/r01.khau/c1",
        "main/r01.khau/c2",
        "main/r02.ho/c1",
        "main/r02.ho/c2",
        "main/r02.khau/c1",
        "main/r02.khau/c2",
        "@text/summary/body",
    )
    assert order.row_columns["extra"] == ("@row", "cA", "c1", "@total_only")


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.code)
def test_every_shipped_form_has_an_order_without_doubles(form):
    order = form_order(form)
    assert len(set(order.addresses)) == len(order.addresses)
    assert all(str(parse_address(address)) == address for address in order.addresses)
    assert set(order.row_columns) == {table.key for table in form.tables}


def test_a_package_is_unpacked_once_and_looked_for_again_while_it_is_missing():
    form = shipped_forms()[0]
    here: dict[str, bytes] = {}
    asked = []

    def package(name: str) -> bytes | None:
        asked.append(name)
        return here.get(name)

    orders = FormOrders(package)
    assert orders(form.hash) is None
    here[form.hash] = pack_form(form)
    orders.forget_missing()
    assert orders(form.hash) == form_order(form)
    assert orders(form.hash) is orders(form.hash)
    assert asked == [form.hash, form.hash]


def test_a_damaged_package_is_as_good_as_none():
    assert FormOrders(lambda _: b"{").__call__("ab" * 32) is None


def test_what_central_cannot_read_by_number_goes_by_address_from_then_on():
    form = shipped_forms()[0]
    orders = FormOrders({form.hash: pack_form(form)}.get)
    assert orders.for_sending(form.hash) is not None
    assert (orders.spell_out(form.hash), orders.spell_out(form.hash), orders.spell_out("")) == (True, False, False)
    assert orders.for_sending(form.hash) is None
    assert orders(form.hash) is not None
