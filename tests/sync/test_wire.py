from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.canonical import fingerprint
from app.domain.exchange import (
    Answer,
    Commitment,
    Digest,
    FormChange,
    Have,
    ObligationChange,
    Pair,
    PersonChange,
    Receipt,
    ReceiptKind,
    ReportChange,
    ReportEcho,
    Request,
    Result,
    ResultCode,
    TheirCell,
    UnitChange,
    View,
)
from app.domain.operations import (
    ActBody,
    CellEdit,
    Chain,
    EditBody,
    Kind,
    NoteBody,
    Operation,
    OperationId,
    ReportKey,
    opening_hash,
)
from app.domain.workflow import State
from app.errors import AppError, InputError, PermanentError
from sync import wire
from tests.contract import wire_samples as samples
from tests.sync import workload

KEY = ReportKey("u-01", "II.06a/VPCP/KSTT", "2026-Q3")
OTHER = ReportKey("u-01", "01/TCD", "2026-M07", "official")
FREE = wire.FormOrder(
    tables=(
        wire.TableOrder(key="main", columns=("cA", "c1", "c2"), rows=()),
        wire.TableOrder(key="fixed", columns=("c1", "c2"), rows=("r01", "r02")),
    ),
    texts=("intro",),
)
FORM = fingerprint(b"free").hex()


def forms(package: str) -> wire.FormOrder | None:
    return FREE if package == FORM else None


def none(_: object) -> None:
    return None


def operation(seq: int, prev: str, kind: Kind, body: object, report: ReportKey = KEY, **kw: object) -> Operation:
    fields = {"device": "d1", "epoch": "00ff00ff00ff00ff", "author": "p1", "form": FORM, "after": 0, "at": 1000 + seq}
    return Operation(seq=seq, prev=prev, kind=kind, report=report, body=body, **(fields | kw))


def chain_of(*bodies: tuple[Kind, object], first: int = 1, **kw: object) -> Chain:
    prev = opening_hash("d1", "00ff00ff00ff00ff", None) if first == 1 else "22" * 32
    operations = []
    for place, (kind, body) in enumerate(bodies):
        operations.append(operation(first + place, prev, kind, body, report=(KEY, OTHER)[place % 2], **kw))
        prev = operations[-1].hash()
    return Chain(device="d1", epoch="00ff00ff00ff00ff", follows=None, operations=tuple(operations), signature="cd" * 64)


def request(**kw: object) -> Request:
    fields = {
        "device": "d1",
        "central_epoch": "c0ffee",
        "cursor": "7",
        "epoch": "00ff00ff00ff00ff",
        "known": 0,
        "scope": "s1",
        "limit": 500,
    }
    return Request(**(fields | kw))


def answer(**kw: object) -> Answer:
    fields = {
        "central_epoch": "c0ffee",
        "have": Have(epoch="00ff00ff00ff00ff", seq=0, hash=""),
        "scope": "s1",
        "results": (),
        "results_signature": "",
        "receipts": (),
        "changes": (),
        "cursor": "7",
        "more": False,
        "digest": None,
        "server_time": 2000,
    }
    return Answer(**(fields | kw))


BODIES = [
    ("a single figure", Kind.EDIT, EditBody(cells=(CellEdit("fixed/r01/c1", None, "12"),))),
    (
        "values replaced",
        Kind.EDIT,
        EditBody(cells=(CellEdit("fixed/r01/c1", "7", "12"), CellEdit("fixed/r01/c2", "1", None))),
    ),
    (
        "marks and decimals",
        Kind.EDIT,
        EditBody(
            cells=(
                CellEdit("fixed/r01/c1", "-", "..."),
                CellEdit("fixed/r01/c2", None, "3.5 E"),
                CellEdit("fixed/r02/c1", None, "-0.25"),
            )
        ),
    ),
    (
        "zeros in front stay",
        Kind.EDIT,
        EditBody(cells=(CellEdit("fixed/r01/c1", "007", "-0"), CellEdit("fixed/r01/c2", "00", "-07"))),
    ),
    (
        "a figure beyond 2**53",
        Kind.EDIT,
        EditBody(cells=(CellEdit("fixed/r01/c1", None, "123456789012345678901234567890"),)),
    ),
    ("digits that are not ASCII", Kind.EDIT, EditBody(cells=(CellEdit("fixed/r01/c1", None, "٣"),))),
    ("text", Kind.EDIT, EditBody(cells=(CellEdit("@text/intro/body", "cũ", "Một đoạn văn\ndài “hai” dòng"),))),
    ("an empty text", Kind.EDIT, EditBody(cells=(CellEdit("@text/intro/body", "", ""),))),
    (
        "a free row, claimed",
        Kind.EDIT,
        EditBody(
            cells=(
                CellEdit("main/k1/@row", None, "a;g1;"),
                CellEdit("main/k1/c1", None, "5"),
                CellEdit("main/k1/cA", None, "Lĩnh vực"),
                CellEdit("main/k2/c2", "1", "2"),
            ),
            claims=("main/k1", "main/k2"),
        ),
    ),
    (
        "rows claimed in part",
        Kind.EDIT,
        EditBody(cells=(CellEdit("main/k1/c1", None, "5"), CellEdit("main/k2/c2", "1", "2")), claims=("main/k2",)),
    ),
    (
        "a printed row's reason and the row's head",
        Kind.EDIT,
        EditBody(
            cells=(CellEdit("fixed/r01/@total_only", None, "không tách được"), CellEdit("fixed/r01/c1", None, "5"))
        ),
    ),
    (
        "addresses the form does not declare",
        Kind.EDIT,
        EditBody(
            cells=(
                CellEdit("@reason/9=11+12/r01", None, "do nhập lại"),
                CellEdit("fixed/r09/c7", None, "5"),
                CellEdit("new/r1/c1", "4", "5"),
            )
        ),
    ),
    (
        "reason and what it answers",
        Kind.EDIT,
        EditBody(cells=(CellEdit("fixed/r01/c1", "1", "2"),), reason="đối chiếu lại", answers="d1/e/4"),
    ),
    (
        "cells out of order",
        Kind.EDIT,
        EditBody(cells=(CellEdit("fixed/r02/c1", None, "1"), CellEdit("fixed/r01/c1", None, "2"))),
    ),
    (
        "a cell twice",
        Kind.EDIT,
        EditBody(cells=(CellEdit("fixed/r01/c1", None, "1"), CellEdit("fixed/r01/c1", "1", "2"))),
    ),
    ("no address at all", Kind.EDIT, EditBody(cells=(CellEdit("nonsense", None, "1"),))),
    ("no cells", Kind.EDIT, EditBody(cells=())),
    ("a seal", Kind.SEAL, ActBody(content="ab" * 32)),
    (
        "a seal that brings values",
        Kind.SEAL,
        ActBody(content="ab" * 32, brought=(CellEdit("fixed/r01/c1", None, "12"),)),
    ),
    ("a reopening", Kind.REOPEN, ActBody(content="ab" * 32, reason="sai số liệu")),
    ("a return", Kind.RETURN, ActBody(content="ab" * 32, reason="xem lại", cells=("main/k1/c1", "main/k2/c1"))),
    ("a move", Kind.MOVE_VERSION, ActBody(content="ab" * 32, form="ef" * 32)),
    (
        "a move that brings values to cells of the other version",
        Kind.MOVE_VERSION,
        ActBody(
            content="ab" * 32,
            form="ef" * 32,
            brought=(CellEdit("fixed/r01/c1", "12", None), CellEdit("fixed/r77/c99", None, "12")),
        ),
    ),
    ("a comment", Kind.COMMENT, NoteBody(address="main/k1/c1", text="sao tăng?")),
    ("an attachment", Kind.ATTACH, NoteBody(address="", text="phụ lục.pdf", content="12" * 32)),
]


@pytest.mark.parametrize(("kind", "body"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
@pytest.mark.parametrize("orders", [forms, none], ids=["by number", "by address"])
def test_every_body_comes_back_as_it_was_signed(kind, body, orders):
    asked = request(chains=(chain_of((kind, body)),))
    assert wire.decode_request(wire.encode_request(asked, orders), forms) == asked


def test_all_bodies_in_one_chain_come_back_with_the_hashes_that_were_signed():
    asked = request(chains=(chain_of(*((kind, body) for _, kind, body in BODIES)),))
    read = wire.decode_request(wire.encode_request(asked, forms), forms)
    assert read == asked
    assert read.chains[0].head.hash() == asked.chains[0].head.hash()
    assert [each.prev for each in read.chains[0].operations] == [each.prev for each in asked.chains[0].operations]


def test_a_request_with_everything_comes_back_whole():
    carried = chain_of((Kind.EDIT, BODIES[0][2]), (Kind.SEAL, ActBody(content="ab" * 32)), first=5)
    other = Chain(
        device="d2",
        epoch="0123456789abcdef",
        follows=("fedcba9876543210", 41),
        operations=(
            operation(
                1,
                opening_hash("d2", "0123456789abcdef", ("fedcba9876543210", 41)),
                Kind.EDIT,
                BODIES[1][2],
                device="d2",
                epoch="0123456789abcdef",
                author="p2",
            ),
        ),
        signature="ee" * 64,
    )
    asked = request(
        known=4,
        chains=(carried, other),
        commitments=(Commitment(report=OTHER, content="ab" * 32, sealed_at=999, seq=6, signature="aa" * 64),),
        fetch=(KEY, ReportKey("u-02", "01/TCD", "2026-Q1")),
        pairs=True,
        plain=True,
    )
    assert wire.decode_request(wire.encode_request(asked, forms), forms) == asked


def test_a_commitment_takes_no_more_than_250_bytes():
    sealed = Commitment(report=OTHER, content="ab" * 32, sealed_at=1_790_000_000, seq=60, signature="aa" * 64)
    without = wire.encode_request(request(), forms)
    assert len(wire.encode_request(request(commitments=(sealed,)), forms)) - len(without) <= 250


def test_an_answer_with_everything_comes_back_whole():
    asked = request(chains=(chain_of((Kind.EDIT, BODIES[0][2]), (Kind.SEAL, ActBody(content="ab" * 32))),))
    first, second = asked.chains[0].operations
    told = answer(
        central_epoch="c0ffee02",
        have=Have(epoch="00ff00ff00ff00ff", seq=2, hash=second.hash()),
        scope="s2",
        results=(
            Result(id=first.id, hash=first.hash(), code=ResultCode.APPLIED, rev=3),
            Result(
                id=second.id,
                hash=second.hash(),
                code=ResultCode.REFUSED,
                error="report.state",
                params={"state": "sealed"},
            ),
            Result(
                id=OperationId("d2", "0123456789abcdef", 9),
                hash="77" * 32,
                code=ResultCode.CONFLICT,
                rev=8,
                cells=(TheirCell(address="main/k1/c1", value=None, author="p9", at=5),),
            ),
        ),
        results_signature="bb" * 64,
        receipts=(
            Receipt(
                kind=ReceiptKind.SEAL,
                report=OTHER,
                content="ab" * 32,
                device="d1",
                epoch="00ff00ff00ff00ff",
                seq=2,
                rev=4,
                sealed_at=1002,
                received_at=2000,
                deadline="2026-09-20",
                late=True,
                central="0123456789abcdef",
                signature="cc" * 64,
            ),
            Receipt(
                kind=ReceiptKind.COMMITMENT,
                report=KEY,
                content="cd" * 32,
                device="d7",
                epoch="1111111111111111",
                seq=40,
                rev=0,
                sealed_at=1,
                received_at=1999,
                deadline="",
                late=False,
                central="0123456789abcdef",
                signature="dd" * 64,
            ),
        ),
        changes=(
            FormChange(hash="99" * 32, package=b"\xff\xfe\x00 no text"),
            FormChange(hash="98" * 32, package='{"mã":"II.06a"}'.encode()),
            UnitChange(
                unit="u-01",
                code="01234",
                name="Xã Ô",
                level="commune",
                parent="u-04",
                valid_from="2025-07-01",
                valid_to="",
            ),
            PersonChange(person="p1", name="Nguyễn A", unit="u-01", role="clerk", active=False),
            ObligationChange(
                report=KEY,
                form=FORM,
                receiver="u-04",
                window_start="2026-06-15",
                window_end="2026-09-14",
                deadline="2026-09-18",
                withdrawn=True,
                route=("sign",),
            ),
            ReportChange(
                report=ReportKey("u-03", "01/TCD", "2026-Q3"),
                view=View.UPWARD,
                form=FORM,
                state=State.SUBMITTED,
                rev=9,
                cells={"main/k1/@row": "a;;w", "main/k1/c1": "5", "fixed/r02/c2": "7", "later/x/y": "giữ lại"},
                author="p4",
                at=50,
            ),
            ReportChange(
                report=KEY, view=View.INNER, form="fe" * 32, state=State.DRAFT, rev=1, cells={}, author="p1", at=10
            ),
            ReportEcho(report=OTHER, rev=4),
        ),
        cursor="9",
        more=True,
        digest=Digest(sum="0f" * 32, count=3),
        retry_after=30,
        pairs=(Pair(report=KEY, view=View.INNER, rev=3, content="ab" * 32),),
    )
    body = wire.encode_answer(told, asked, forms)
    hashes = {each.id: each.hash() for each in asked.chains[0].operations}
    assert wire.decode_answer(body, hashes.get, forms, asked) == told


def test_hashes_of_own_operations_are_not_on_the_wire_and_come_back_from_the_asker():
    asked = request(known=0)
    told = answer(
        results=(Result(id=OperationId("d1", asked.epoch, 1), hash="5a" * 32, code=ResultCode.APPLIED, rev=1),)
    )
    body = wire.encode_answer(told, asked, forms)
    mine = wire.decode_answer(body, {OperationId("d1", asked.epoch, 1): "6b" * 32}.get, forms, asked)
    forgotten = wire.decode_answer(body, none, forms, asked)
    assert (mine.results[0].hash, forgotten.results[0].hash) == ("6b" * 32, "")


def test_a_result_for_another_operation_under_our_number_names_its_hash():
    asked = request(chains=(chain_of((Kind.EDIT, BODIES[0][2])),))
    told = answer(results=(Result(id=asked.chains[0].head.id, hash="5a" * 32, code=ResultCode.APPLIED, rev=1),))
    body = wire.encode_answer(told, asked, forms)
    own = {asked.chains[0].head.id: asked.chains[0].head.hash()}
    assert wire.decode_answer(body, own.get, forms, asked).results[0].hash == "5a" * 32


def test_cells_of_a_form_that_is_not_here_ask_for_it():
    asked = request(chains=(chain_of((Kind.EDIT, BODIES[0][2])),))
    with pytest.raises(InputError) as caught:
        wire.decode_request(wire.encode_request(asked, forms), none)
    assert (caught.value.code, caught.value.params) == ("wire.form_unknown", {"form": FORM})


def test_an_asker_without_the_form_gets_the_cells_by_address():
    asked = request(plain=True)
    change = ReportChange(
        report=KEY,
        view=View.INNER,
        form=FORM,
        state=State.DRAFT,
        rev=1,
        cells={"fixed/r01/c1": "5"},
        author="p1",
        at=10,
    )
    body = wire.encode_answer(answer(changes=(change,)), asked, forms)
    assert wire.decode_answer(body, none, none, asked).changes == (change,)


def test_change_rows_of_an_unknown_kind_are_passed_over_and_counted():
    body = msgspec.json.decode(wire.encode_answer(answer(changes=(ReportEcho(report=KEY, rev=2),)), request(), forms))
    body[13]["weather"] = [["rain"], ["sun"]]
    body[13]["tide"] = {"high": 1}
    read = wire.decode_answer(msgspec.json.encode(body), none, forms, request())
    assert (read.changes, read.unknown_changes) == ((ReportEcho(report=KEY, rev=2),), 3)


def test_what_a_newer_writer_adds_at_the_end_of_an_array_is_passed_over():
    asked = request(chains=(chain_of((Kind.EDIT, BODIES[0][2])),))
    body = msgspec.json.decode(wire.encode_request(asked, forms))
    body += [{"later": 1}]
    assert wire.decode_request(msgspec.json.encode(body), forms) == asked


def test_another_protocol_is_named_before_anything_else_is_read():
    with pytest.raises(PermanentError) as caught:
        wire.decode_request(b'[2,{"quite":"other"}]', forms)
    assert (caught.value.code, caught.value.params) == ("protocol.unsupported", {"theirs": 2, "ours": 1})


MALFORMED = [
    ("nothing", b"", "wire.malformed"),
    ("not JSON", b"<html>", "wire.malformed"),
    ("not UTF-8", b'[1,"\xff"]', "wire.malformed"),
    ("an object", b"{}", "wire.malformed"),
    ("text for a number", b'[1,"d","","","",0,"",500,[["x"]]]', "wire.malformed"),
    ("half a surrogate", b'[1,"\\ud800"]', "wire.malformed"),
    ("deep nesting", b"[1," + b"[" * 200_000, "wire.malformed"),
    ("a chain of nothing", b'[1,"d","","","",0,"",500,[[1,0,"","report.edit"]]]', "wire.shape"),
    ("a chain of very many", b'[1,"d","","","",0,"",500,[[1,999999999,"","report.edit"]]]', "wire.too_large"),
    ("a chain numbered from 0", b'[1,"d","","","",0,"",500,[[0,1,"","report.edit"]]]', "wire.shape"),
    ("a report that is not there", b'[1,"d","","","",0,"",500,[[1,1,"","report.edit"]]]', "wire.shape"),
    (
        "an unknown kind",
        b'[1,"d","","","",0,"",500,[[1,1,"","report.erase"]],[],[],0,0,[1,[0,0,0,0],["u"],["f"],["p"],[""],["="],["a"]]]',
        "wire.kind",
    ),
    ("a name that nothing uses", b'[1,"d","","","",0,"",500,[],[],[],0,0,[0,[],["u"]]]', "wire.shape"),
    (
        "a bar in a unit's id",
        b'[1,"d","","","",0,"",500,[],[],[0],0,0,[1,[0,0,0,0],["u|v"],["f"],["p"],[""]]]',
        "wire.shape",
    ),
    (
        "the same report twice",
        b'[1,"d","","","",0,"",500,[],[],[0,0],0,0,[2,[[0,1],[0,1],[0,1],[0,1]],["u"],["f"],["p"],[""]]]',
        "wire.shape",
    ),
    ("values that no cell takes", b'[1,"d","","","",0,"",500,[],[],[],0,0,[],[[],[],[],[5]]]', "wire.shape"),
    ("a hash that is none", b'[1,"d","a","","",0,"",500]', "wire.shape"),
]


@pytest.mark.parametrize(("body", "code"), [case[1:] for case in MALFORMED], ids=[case[0] for case in MALFORMED])
def test_malformed_input_is_one_of_our_errors(body, code):
    with pytest.raises(AppError) as caught:
        wire.decode_request(body, forms)
    assert caught.value.code == code


VALID_REQUEST = wire.encode_request(
    request(
        known=3,
        chains=(chain_of(*((kind, body) for _, kind, body in BODIES[:12] + BODIES[17:20]), first=4),),
        commitments=(Commitment(report=OTHER, content="ab" * 32, sealed_at=999, seq=6, signature="aa" * 64),),
    ),
    forms,
)

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 5), st.integers(), st.floats(), st.text(max_size=4), st.just("main/k1/c1")
)


def _paths(node: object, at: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    found = [at]
    if isinstance(node, list):
        for place, child in enumerate(node):
            found += _paths(child, (*at, place))
    elif isinstance(node, dict):
        for name, child in node.items():
            found += _paths(child, (*at, name))
    return found


def _refusal(body: bytes) -> str:
    try:
        wire.decode_request(body, forms)
    except AppError as error:
        return error.code
    return "read"


PATHS = _paths(msgspec.json.decode(VALID_REQUEST))[1:]


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_damaged_request_is_read_or_refused_with_a_code_of_the_wire(data):
    body = msgspec.json.decode(VALID_REQUEST)
    for path in data.draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=3)):
        node = body
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
        raw = msgspec.json.encode(body)
    except (ValueError, UnicodeEncodeError):
        return
    assert _refusal(raw).startswith(("wire.", "protocol.", "read"))


VALID_ANSWER = wire.encode_answer(samples.ANSWER, samples.REQUEST, samples.forms)
ANSWER_PATHS = _paths(msgspec.json.decode(VALID_ANSWER))[1:]


def _answer_refusal(body: bytes) -> str:
    try:
        wire.decode_answer(body, none, samples.forms, samples.REQUEST)
    except AppError as error:
        return error.code
    return "read"


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_damaged_answer_is_read_or_refused_with_a_code_of_the_wire(data):
    body = msgspec.json.decode(VALID_ANSWER)
    for path in data.draw(st.lists(st.sampled_from(ANSWER_PATHS), min_size=1, max_size=3)):
        node = body
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
        raw = msgspec.json.encode(body)
    except (ValueError, UnicodeEncodeError):
        return
    assert _answer_refusal(raw).startswith(("wire.", "protocol.", "read"))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(VALID_REQUEST) - 1), st.binary(min_size=0, max_size=3))
def test_flipped_bytes_are_read_or_refused_with_a_code_of_the_wire(at, instead):
    damaged = VALID_REQUEST[:at] + instead + VALID_REQUEST[at + 1 :]
    assert _refusal(damaged).startswith(("wire.", "protocol.", "read"))


ADDRESSES = st.sampled_from(
    [*FREE.addresses, "main/k1/@row", "main/k1/c1", "main/k2/cA", "main/k2/@total_only", "other/r1/c1", "@reason/3/k1"]
)
VALUES = st.one_of(
    st.none(),
    st.integers(-(10**17), 10**17).map(str),
    st.sampled_from(["-", "...", "", "0.5", "3 E", "-0", "01"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
CELLS = st.dictionaries(ADDRESSES, st.tuples(VALUES, VALUES), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=4))
def test_any_edits_come_back(edits):
    bodies = [
        (Kind.EDIT, EditBody(cells=tuple(sorted(CellEdit(address, *values) for address, values in cells.items()))))
        for cells in edits
    ]
    asked = request(chains=(chain_of(*bodies),))
    assert wire.decode_request(wire.encode_request(asked, forms), forms) == asked


def test_the_order_of_a_shipped_form_numbers_every_printed_cell_once():
    assert len(FREE.addresses) == len(FREE.numbers) == 5
    assert FREE.addresses == ("fixed/r01/c1", "fixed/r01/c2", "fixed/r02/c1", "fixed/r02/c2", "@text/intro/body")


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
    assert total <= 310_000


def test_pulling_the_same_reports_keeps_the_budget():
    entries = workload.reports(1000)
    asked = workload.request()
    told = replace(workload.answer(asked, []), changes=workload.pulled(entries))
    assert len(wire.compress(wire.encode_answer(told, asked, workload.forms))[0]) <= 310_000
