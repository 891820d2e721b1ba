"""What an exchange weighs: the bytes of both ways, packed, for the workload that the budgets speak of."""

from __future__ import annotations

from msgspec.structs import replace

from sync import wire
from tests.sync import workload


def test_one_cell_in_each_of_100_reports_stays_far_below_its_budget():
    asked = workload.one_cell_each(100)
    told = workload.answer(asked, [place % 17 + 2 for place in range(100)])
    up, _ = wire.compress(wire.encode_request(asked, workload.forms))
    down, _ = wire.compress(wire.encode_answer(told, asked, workload.forms))
    assert len(up) + len(down) <= 2_500


def test_an_exchange_of_nothing_leaves_its_budget_to_the_headers():
    asked = workload.request(known=1000)
    up = wire.encode_request(asked, workload.forms)
    down = wire.encode_answer(workload.answer(asked, []), asked, workload.forms)
    assert len(up) + len(down) <= 200


def test_the_first_push_of_1000_reports_keeps_its_budget_in_four_requests():
    entries = workload.reports(1000)
    total = 0
    for start in range(0, 1000, 250):
        asked = workload.first_push(entries[start : start + 250], first=start + 1)
        told = workload.answer(asked, [1] * 250)
        total += len(wire.compress(wire.encode_request(asked, workload.forms))[0])
        total += len(wire.compress(wire.encode_answer(told, asked, workload.forms))[0])
    assert total <= 315_000


def test_pulling_the_same_reports_keeps_the_budget():
    entries = workload.reports(1000)
    asked = workload.request()
    told = replace(workload.answer(asked, []), changes=workload.pulled(entries))
    assert len(wire.compress(wire.encode_answer(told, asked, workload.forms))[0]) <= 310_000
