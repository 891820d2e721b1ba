"""Requests of several offices in one transaction: each is answered as if it had come alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from app.domain import signing
from app.domain.exchange import Answer, ReportChange, ReportEcho, Request
from app.domain.operations import Kind
from app.errors import AppError, PermanentError
from central.intake import taking
from central.intake.admission import Load
from central.intake.desk import ExchangeDesk, Letter, Reply
from central.intake.exchange import answer_all, round_of
from central.registry.enrolment import dismiss, revoke
from central.registry.offices import devices_by_id
from central.registry.packages import FormShelf
from sync.wire import compress, decode_answer, decompress, encode_request
from tests.central.office import ROW, Computer, World, codes


def asked(world: World, *pairs: tuple[Computer, Request]) -> list[Answer | Exception]:
    """What central answers to requests that came together."""
    devices = devices_by_id(world.db, [computer.id for computer, _ in pairs])
    return answer_all([round_of(world.central, world.db, request, devices[computer.id]) for computer, request in pairs])


def own(computer: Computer) -> tuple[Computer, Request]:
    """A computer, and the request that brings all it has made."""
    return computer, computer.request([computer.chain()])


def applied(answer: Answer | Exception) -> list[str]:
    assert isinstance(answer, Answer), answer
    return codes(answer)


@contextmanager
def transactions(world: World) -> Iterator[list[str]]:
    """What the block's transactions began with."""
    begun: list[str] = []
    run = type(world.db).run

    def noting(self: Any, sql: str, *parameters: Any) -> None:
        if sql.startswith("BEGIN"):
            begun.append(sql)
        run(self, sql, *parameters)

    type(world.db).run = noting  # type: ignore[method-assign]
    try:
        yield begun
    finally:
        type(world.db).run = run  # type: ignore[method-assign]


def test_offices_that_come_together_are_written_in_one_transaction_and_told_from_one_picture(world: World) -> None:
    computers = [world.computer(code) for code in ("01273", "01279")]
    for computer in computers:
        computer.edit(ROW)
        computer.act(Kind.SEAL, ROW)
    with transactions(world) as begun:
        answers = asked(world, *map(own, computers))
    assert [applied(answer) for answer in answers] == [["applied", "applied"]] * 2
    assert len(begun) == 2
    for computer, answer in zip(computers, answers, strict=True):
        assert isinstance(answer, Answer)
        assert {result.id.device for result in answer.results} == {computer.id}
        assert [receipt.report for receipt in answer.receipts] == [computer.report()]
        assert [change.report for change in answer.changes if isinstance(change, ReportEcho)] == [computer.report()]
        computer.book(answer)
        assert computer.exchange().digest == answer.digest


def test_two_computers_of_one_office_meet_in_one_transaction_as_in_two(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW | {"main/a/c1": "5"})
    b.edit({"main/a/c1": "7"})
    first, second = asked(world, own(a), own(b))
    assert applied(first) == ["applied"]
    assert isinstance(second, Answer)
    (result,) = second.results
    assert (result.code.value, result.cells[0].value, result.cells[0].author) == ("conflict", "5", a.person)


def test_a_report_that_two_computers_write_shows_both_their_figures_to_both(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    b.edit({"main/b/@row": "W;;", "main/b/c1": "9"})
    for computer, answer in zip((a, b), asked(world, own(a), own(b)), strict=True):
        assert isinstance(answer, Answer)
        computer.book(answer)
        assert [change.rev for change in answer.changes if isinstance(change, ReportChange)] == [2]
        assert computer.copies[a.report(), next(iter(computer.copies))[1]].cells == {
            **ROW,
            "main/b/@row": "W;;",
            "main/b/c1": "9",
        }


def test_two_requests_of_one_computer_are_not_written_together(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    with transactions(world) as begun:
        first, again = asked(world, own(a), own(a))
    assert (applied(first), applied(again)) == (["applied"], ["applied"])
    assert len(begun) == 3, "two that write, one that reads for both"
    assert world.count("intake_history") == 1


@pytest.mark.logs_warnings
def test_one_that_breaks_the_transaction_costs_the_others_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = world.computer("01273"), world.computer("01279")
    a.edit(ROW)
    b.edit(ROW | {"main/a/c1": "13"})
    book = taking.book

    def breaking(db: Any, batch: Any, judged: Sequence[Any], *rest: Any) -> int:
        if any(each.device.id == b.id and each.code == "applied" for each in judged):
            raise ZeroDivisionError
        return book(db, batch, judged, *rest)

    monkeypatch.setattr(taking, "book", breaking)
    first, second = asked(world, own(a), own(b))
    assert (applied(first), applied(second)) == (["applied"], ["refused central.failed"])


def test_two_stores_that_speak_as_one_computer_are_named_without_harm_to_the_others(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01279")
    clone = replace(a, epoch="00000000000000e2", sent=[], hashes=[], follows=None)
    a.exchange()
    clone.exchange()
    a.exchange()
    b.edit(ROW)
    first, second = asked(world, (clone, clone.request()), own(b))
    assert isinstance(first, PermanentError)
    assert first.code == "device.cloned"
    assert applied(second) == ["applied"]


def letter(computer: Computer, request: Request, *, token: str = "") -> Letter:
    data, encoding = compress(encode_request(request, FormShelf(computer.world.db).order))
    return Letter(
        token=token or computer.token,
        body=data,
        encoding=encoding,
        accepts="zstd",
        load=Load.WHOLE,
        retry_after_s=0,
    )


def opened(computer: Computer, request: Request, outcome: Reply | Exception) -> Answer:
    assert isinstance(outcome, Reply), outcome
    order = FormShelf(computer.world.db).order
    return decode_answer(decompress(outcome.data, outcome.encoding), lambda _: None, order, request)


def said(outcome: Reply | Exception) -> str:
    return outcome.code if isinstance(outcome, AppError) else type(outcome).__name__


Spoil = Callable[[World, Computer, Letter], Letter]


def _stranger(_: World, __: Computer, sent: Letter) -> Letter:
    return replace(sent, token="nobody's")


def _garbled(_: World, __: Computer, sent: Letter) -> Letter:
    return replace(sent, body=b"[" * 40, encoding="")


def _revoked(world: World, computer: Computer, sent: Letter) -> Letter:
    revoke(world.db, computer.id, world.central.now())
    return sent


def _forged(_: World, computer: Computer, __: Letter) -> Letter:
    return letter(computer, computer.request([computer.chain(private=signing.new_private_key())]))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_stranger, "device.unknown"),
        (_garbled, "wire.malformed"),
        (_revoked, "device.revoked"),
        (_forged, "chain.signature"),
    ],
    ids=["a stranger's", "garbled", "of a revoked computer", "with a forged signature"],
)
def test_a_letter_that_is_refused_leaves_the_others_their_answers(world: World, spoil: Spoil, code: str) -> None:
    a, b = world.computer("01273"), world.computer("01279")
    for computer in (a, b):
        computer.edit(ROW)
    request = b.request([b.chain()])
    spoilt = spoil(world, a, letter(a, a.request([a.chain()])))
    first, second = ExchangeDesk(world.central).work([spoilt, letter(b, request)])
    assert said(first) == code
    assert codes(opened(b, request, second)) == ["applied"]


def test_what_another_process_changed_in_the_registry_holds_for_the_next_letter(world: World) -> None:
    """The desk keeps what it has read of people; whoever changes them need not know of it."""
    a = world.computer("01273")
    desk = ExchangeDesk(world.central)
    a.edit(ROW)
    first = a.request([a.chain()])
    assert codes(opened(a, first, desk.work([letter(a, first)])[0])) == ["applied"]
    a.known = 1
    dismiss(world.db, a.person)
    a.edit({"main/a/c1": "6"}, {"main/a/c1": "5"})
    second = a.request([a.chain(2)])
    assert codes(opened(a, second, desk.work([letter(a, second)])[0])) == ["refused person.left"]


@pytest.mark.parametrize(
    ("sizes", "joins"),
    [([100, 100], True), ([64_000, 100], True), ([64_000, 2_000], False), ([100] * 65, False)],
    ids=["two small ones", "a large one and a small one", "more than is decoded together", "too many"],
)
def test_letters_join_while_there_is_not_too_much_to_wait_for(world: World, sizes: list[int], joins: bool) -> None:
    sample = Letter(token="t", body=b"", encoding="", accepts="", load=Load.WHOLE, retry_after_s=0)
    *chosen, last = [replace(sample, body=b"x" * size) for size in sizes]
    assert ExchangeDesk(world.central).may_join(chosen, last) is joins
