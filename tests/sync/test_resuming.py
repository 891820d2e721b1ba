"""A request that broke off on its way goes on where it broke, through the whole line."""

from __future__ import annotations

import shutil
from io import BytesIO

import pytest

from app.domain.operations import Kind
from sync.transport import HttpTransport
from tests.sync.fakes import FakeClock, InProcessAdapter

ROWS = {
    f"main/k{number:x}{word}/{column}": value
    for number, word in enumerate(("dat", "ho", "thue", "rung", "nuoc", "cho", "duong", "truong"))
    for column, value in (("@row", f"V{number + 1};;"), ("cA", f"Việc {word}"), ("c1", "9"), ("c2", "4"), ("c3", "5"))
}
"""Rows that add up, enough of them to be packed."""


@pytest.fixture
def a(line, monkeypatch):
    """A computer whose smallest request is worth going on with."""
    monkeypatch.setattr("sync.resuming.WORTH_BYTES", 1)
    monkeypatch.setattr("central.intake.torn.LEAST_BYTES", 1)
    made = line.computer("01273")
    assert made.sync().error is None
    made.adapter.lines.clear()
    return made


def broken_off(a) -> int:
    """Types, and syncs over a line that breaks in the middle of the request; its bytes."""
    a.type(ROWS)
    a.adapter.faults = ["torn"]
    assert a.sync().error.code == "sync.interrupted"
    ((_, _, size),) = a.adapter.lines
    a.adapter.lines.clear()
    return size


def sent(a) -> list[tuple[str, int]]:
    """Method and bytes of each request since."""
    return [(method, size) for method, _, size in a.adapter.lines]


def test_only_the_rest_of_a_request_goes_again(a):
    size = broken_off(a)
    assert a.sync().error is None
    assert sent(a) == [("HEAD", 0), ("POST", size - size // 2)]
    assert a.is_level()
    assert list((a.line.central.data / "torn").iterdir()) == []


def test_a_cycle_that_fails_tells_what_went_over_the_line(a):
    a.type(ROWS)
    a.adapter.faults = ["torn", "", "torn", "", "busy"]
    first, second, third = a.sync().record, a.sync().record, a.sync().record
    whole, (_, _, rest) = a.adapter.lines[0][2], a.adapter.lines[2]
    assert whole < first.bytes_up < whole + 500
    assert rest < second.bytes_up < rest + 700
    assert (first.bytes_down, second.bytes_down > 0) == (0, True)
    assert (third.code, third.bytes_up > 0, third.bytes_down > 0) == ("sync.busy", True, True)


def test_a_rest_that_breaks_off_goes_on_from_there(a):
    size = broken_off(a)
    a.adapter.faults = ["", "torn"]
    assert a.sync().error.code == "sync.interrupted"
    assert a.sync().error is None
    rest = size - size // 2
    assert sent(a) == [("HEAD", 0), ("POST", rest), ("HEAD", 0), ("POST", rest - rest // 2)]
    assert a.is_level()


def test_after_a_lost_answer_nothing_is_sent_again(a):
    a.type(ROWS)
    a.adapter.faults = ["drop_reply"]
    assert a.sync().error.code == "sync.interrupted"
    a.adapter.lines.clear()
    cycle = a.sync()
    (asked, _), (small, size) = sent(a)
    assert (cycle.error, asked, small, size < 150) == (None, "HEAD", "POST", True)
    assert a.is_level()


def test_what_was_typed_since_goes_after_it(a):
    size = broken_off(a)
    a.type({"main/k0dat/c1": "10", "main/k0dat/c2": "5"})
    assert a.sync().error is None
    assert sent(a)[:2] == [("HEAD", 0), ("POST", size - size // 2)]
    assert len(sent(a)) == 3
    assert a.is_level()


def test_what_was_sealed_since_is_announced_before_it(a):
    size = broken_off(a)
    a.act(Kind.SEAL)
    assert a.sync().error is None
    assert [method for method, _ in sent(a)] == ["POST", "HEAD", "POST", "POST"]
    assert sent(a)[2] == ("POST", size - size // 2)
    assert not a.store.commitments()
    assert a.is_level()


def test_where_central_has_forgotten_it_all_of_it_goes_again(a):
    size = broken_off(a)
    shutil.rmtree(a.line.central.data / "torn")
    assert a.sync().error is None
    assert sent(a)[0] == ("HEAD", 0)
    assert sent(a)[-1] == ("POST", size)
    assert a.is_level()


def test_another_beginning_than_its_own_is_not_gone_on_from(a):
    size = broken_off(a)
    (kept,) = (a.line.central.data / "torn").iterdir()
    kept.write_bytes(b"x" * kept.stat().st_size)
    assert a.sync().error is None
    assert sent(a)[-1] == ("POST", size)
    assert a.is_level()


def test_at_a_central_that_does_not_know_of_it_all_of_it_goes_again(a):
    size = broken_off(a)
    carry = a.adapter._handle
    a.adapter._handle = lambda method, *rest: (405, {}, b"") if method == "HEAD" else carry(method, *rest)
    assert a.sync().error is None
    assert sent(a)[-1] == ("POST", size)
    assert a.is_level()


def test_a_small_request_goes_again_without_asking(a, monkeypatch):
    monkeypatch.setattr("sync.resuming.WORTH_BYTES", 32_768)
    size = broken_off(a)
    assert a.sync().error is None
    ((method, again),) = sent(a)
    assert method == "POST"
    assert again == pytest.approx(size, rel=0.02), "but for how many rows are asked for it is the same"


def test_a_line_that_broke_is_given_little_at_a_time_until_it_has_held():
    pieces: list[int] = []

    class Adapter(InProcessAdapter):
        def send(self, request, **kwargs):
            pieces.clear()
            while piece := request.body.read(16_384):
                pieces.append(len(piece))
            request.body.seek(0)
            return super().send(request, **kwargs)

    import requests

    def session() -> requests.Session:
        opened = requests.Session()
        opened.mount("http://", adapter)
        return opened

    adapter = Adapter(lambda *_: (200, {"Content-Type": "application/vnd.sobaocao.sync+json"}, b"[1]"))
    road = HttpTransport("http://127.0.0.1:8000", "t", clock=FakeClock(), session=session)
    body = bytes(BytesIO(b"".join(number.to_bytes(3, "big") for number in range(10_000))).read())
    road.exchange(body)
    whole = list(pieces)
    adapter.faults = ["drop_request"]
    with pytest.raises(Exception, match=r"sync\.interrupted"):
        road.exchange(body)
    road.exchange(body)
    assert whole[0] > 1_024
    assert max(pieces) == 1_024
    road._careful_bytes = 0
    road.exchange(body)
    assert pieces == whole
