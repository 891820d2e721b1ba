from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from app.domain.canonical import fingerprint
from app.domain.exchange import (
    Answer,
    Commitment,
    Digest,
    Evidence,
    FormChange,
    Have,
    NoteChange,
    ObligationChange,
    Pair,
    PersonChange,
    Proof,
    Receipt,
    ReceiptKind,
    ReportChange,
    ReportEcho,
    Request,
    Result,
    ResultCode,
    Revision,
    SealedContent,
    TheirCell,
    UnitChange,
    View,
)
from app.domain.notes import Note, NoteKind
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
from app.domain.recalling import Recall
from app.domain.workflow import State
from app.errors import AppError, InputError, PermanentError
from sync import wire
from sync.asking import names_of

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
    (
        "an edit that attaches a file",
        Kind.EDIT,
        EditBody(
            cells=(
                CellEdit(f"@file/{'1a' * 32}/name", None, "phụ lục.pdf"),
                CellEdit(f"@file/{'1a' * 32}/size", None, "2300000"),
            )
        ),
    ),
    ("a comment", Kind.COMMENT, NoteBody(address="main/k1/c1", text="sao tăng?")),
    ("a comment for both", Kind.COMMENT, NoteBody(address="", text="gửi lại\nphụ lục", shared=True)),
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
        contents=(SealedContent(report=OTHER, form=FORM, cells={"main/r01/c1": "5", "later/x/y": "giữ lại"}),),
        evidence=EVIDENCE,
        recall=(Recall("d1", "00ff00ff00ff00ff", 41), Recall("0f0f0f0f0f0f0f0f", "00ff00ff00ff00ff", 7)),
    )
    assert wire.decode_request(wire.encode_request(asked, forms), forms) == asked


EVIDENCE = Evidence(
    receipts=(
        Receipt(
            kind=ReceiptKind.COMMITMENT,
            report=KEY,
            content="ab" * 32,
            device="d1",
            epoch="0123456789abcdef",
            seq=3,
            rev=0,
            sealed_at=999,
            received_at=1_000,
            deadline="",
            late=False,
            central="0a1b2c3d4e5f6071",
            signature="9c" * 64,
        ),
    ),
    proofs=(
        Proof(
            central_epoch="c0ffee0200000001",
            results=(
                Result(id=OperationId("d1", "0123456789abcdef", 1), hash="aa" * 32, code=ResultCode.APPLIED, rev=4),
                Result(
                    id=OperationId("d1", "0123456789abcdef", 2),
                    hash="bb" * 32,
                    code=ResultCode.CONFLICT,
                    rev=4,
                    cells=(TheirCell(address="main/r01/c1", value=None, author="p2", at=7),),
                ),
                Result(
                    id=OperationId("d1", "0123456789abcdef", 3),
                    hash="cc" * 32,
                    code=ResultCode.REFUSED,
                    error="report.state",
                    params={"state": "sealed"},
                ),
            ),
            signature="7e" * 64,
        ),
    ),
    revisions=(
        Revision(
            operation=chain_of((Kind.EDIT, BODIES[0][2])).operations[0],
            form=FORM,
            state=State.DRAFT,
            cells={"main/r01/c1": "5"},
        ),
    ),
)


def test_what_an_overloaded_central_reads_of_a_request_is_what_it_says():
    sealed = Commitment(report=OTHER, content="ab" * 32, sealed_at=999, seq=6, signature="aa" * 64)
    asked = request(chains=(chain_of((Kind.EDIT, BODIES[0][2])),), commitments=(sealed,), fetch=(KEY,))
    announced = wire.decode_announced(wire.encode_request(asked, forms))
    assert (announced.request, announced.brings) == (replace(asked, chains=(), fetch=()), True)
    assert vars(announced.names) == vars(names_of(asked))
    assert not wire.decode_announced(wire.encode_request(request(), forms)).brings


def test_a_commitment_takes_no_more_than_250_bytes():
    sealed = Commitment(report=OTHER, content="ab" * 32, sealed_at=1_790_000_000, seq=60, signature="aa" * 64)
    without = wire.encode_request(request(), forms)
    assert len(wire.encode_request(request(commitments=(sealed,)), forms)) - len(without) <= 250


def test_an_answer_with_everything_comes_back_whole():
    asked = request(chains=(chain_of((Kind.EDIT, BODIES[0][2]), (Kind.SEAL, ActBody(content="ab" * 32))),))
    first, second = asked.chains[0].operations
    told = answer(
        history=(first,),
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


ASKED = NoteChange(
    note=Note(
        report=OTHER, kind=NoteKind.QUESTION, address="main/k1/c1", text="sao tăng?", author="p9", at=1500, shared=True
    )
)


def test_notes_come_back_as_they_were_written():
    inner = replace(ASKED.note, kind=NoteKind.NOTE, address="", text="chờ số\ncủa xã", shared=False)
    changes = (ASKED, replace(ASKED, settled=True), NoteChange(note=inner))
    body = wire.encode_answer(answer(changes=changes), request(), forms)
    assert wire.decode_answer(body, none, forms, request()).changes == changes


def test_a_program_that_knows_no_notes_passes_over_them():
    told = answer(changes=(ReportEcho(report=KEY, rev=2), ASKED))
    body = msgspec.json.decode(wire.encode_answer(told, request(), forms))
    body[13]["remark"] = body[13].pop("note")
    read = wire.decode_answer(msgspec.json.encode(body), none, forms, request())
    assert (read.changes, read.unknown_changes) == ((ReportEcho(report=KEY, rev=2),), 1)


def test_a_note_of_a_later_kind_is_passed_over_and_counted():
    body = msgspec.json.decode(wire.encode_answer(answer(changes=(ASKED,)), request(), forms))
    body[13]["note"].append([*body[13]["note"][0][:1], "poll", *body[13]["note"][0][2:]])
    read = wire.decode_answer(msgspec.json.encode(body), none, forms, request())
    assert (read.changes, read.unknown_changes) == ((ASKED,), 1)


def test_what_a_newer_writer_adds_at_the_end_of_an_array_is_passed_over():
    asked = request(chains=(chain_of((Kind.EDIT, BODIES[0][2])),))
    body = msgspec.json.decode(wire.encode_request(asked, forms))
    body += [[], [], None, [], {"later": 1}]
    assert wire.decode_request(msgspec.json.encode(body), forms) == asked


def test_members_of_a_body_that_are_not_known_here_are_kept_under_the_signed_hash():
    bodies = [(kind, replace(body, extra={"later": [1, "ý"]})) for _, kind, body in BODIES]
    asked = request(chains=(chain_of(*bodies),))
    read = wire.decode_request(wire.encode_request(asked, forms), forms)
    assert read == asked
    assert read.chains[0].head.hash() == asked.chains[0].head.hash()


def test_another_protocol_is_named_before_anything_else_is_read():
    with pytest.raises(PermanentError) as caught:
        wire.decode_request(b'[2,{"quite":"other"}]', forms)
    assert (caught.value.code, caught.value.params) == ("protocol.unsupported", {"theirs": 2, "ours": 1, "oldest": 1})


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
