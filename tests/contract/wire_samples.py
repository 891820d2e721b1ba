"""The messages whose bytes are frozen in tests/contract/samples, as both sides mean them."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from app.domain.canonical import fingerprint
from app.domain.conflicts import CellAnswer, ClashedCell, Conflict
from app.domain.exchange import (
    Answer,
    Commitment,
    DeviceChange,
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
from sync.wire import FormOrder, TableOrder

SAMPLES = Path(__file__).with_name("samples")

FORM = fingerprint(b"sample form").hex()
ORDER = FormOrder(
    tables=(
        TableOrder(key="main", columns=("cA", "c1", "c2"), rows=()),
        TableOrder(key="extra", columns=("c1", "c2"), rows=("r01", "r02.ho", "r02.khau")),
    ),
    texts=("summary",),
)
QUARTER = ReportKey("u-10", "II.06a/VPCP/KSTT", "2026-Q3")
MONTH = ReportKey("u-10", "01/TCD", "2026-M09", "official")
EPOCH, OTHER_EPOCH = "0123456789abcdef", "fedcba9876543210"


def forms(package: str) -> FormOrder | None:
    """The one form of the samples."""
    return ORDER if package == FORM else None


def _chain(device: str, epoch: str, follows: tuple[str, int] | None, first: int, prev: str, *bodies) -> Chain:
    operations = []
    for place, (kind, report, body) in enumerate(bodies):
        operations.append(
            Operation(
                device=device,
                epoch=epoch,
                seq=first + place,
                prev=prev,
                author="p-1",
                kind=kind,
                report=report,
                form=FORM,
                after=first - 1,
                at=1_790_000_000 + 60 * place,
                body=body,
            )
        )
        prev = operations[-1].hash()
    signature = fingerprint(prev.encode()).hex() * 2
    return Chain(device=device, epoch=epoch, follows=follows, operations=tuple(operations), signature=signature)


OWN = _chain(
    "d-1",
    EPOCH,
    None,
    5,
    "5a" * 32,
    (
        Kind.EDIT,
        QUARTER,
        EditBody(
            cells=(
                CellEdit("@text/summary/body", None, "Tình hình quý III: không phát sinh đơn khiếu nại kéo dài."),
                CellEdit("extra/r01/c1", None, "12"),
                CellEdit("extra/r01/c2", None, "..."),
                CellEdit("extra/r02.ho/c1", None, "0.5 E"),
                CellEdit("main/k7/@row", None, "V;A;"),
                CellEdit("main/k7/c1", None, "1250"),
                CellEdit("main/k7/cA", None, "Đất đai"),
            ),
            claims=("main/k7",),
        ),
    ),
    (
        Kind.EDIT,
        MONTH,
        EditBody(
            cells=(CellEdit("@reason/1=2+3/r01", None, "Nhập lại theo sổ"), CellEdit("extra/r02.khau/c2", "7", None)),
            reason="đối chiếu",
            answers=f"d-2/{OTHER_EPOCH}/3",
        ),
    ),
    (Kind.EDIT, MONTH, EditBody(cells=(CellEdit("main/b/c1", "1", "2"), CellEdit("main/a/c1", "3", "4")))),
    (Kind.SEAL, QUARTER, ActBody(content="c1" * 32, brought=(CellEdit("extra/r01/c2", "...", "40"),))),
    (Kind.COMMENT, QUARTER, NoteBody(address="main/k7/c1", text="Vì sao tăng?")),
)

CARRIED = _chain(
    "d-2",
    OTHER_EPOCH,
    ("aaaaaaaaaaaaaaaa", 41),
    1,
    opening_hash("d-2", OTHER_EPOCH, ("aaaaaaaaaaaaaaaa", 41)),
    (Kind.EDIT, MONTH, EditBody(cells=(CellEdit("extra/r01/c1", "3", "4"),))),
)

REQUEST = Request(
    device="d-1",
    central_epoch="00112233445566aa",
    cursor="77.1",
    epoch=EPOCH,
    known=4,
    scope="5c0be",
    limit=500,
    commitments=(Commitment(report=QUARTER, content="c1" * 32, sealed_at=1_790_000_180, seq=8, signature="51" * 64),),
    chains=(OWN, CARRIED),
    fetch=(MONTH,),
    pairs=True,
)

RESTORED_REQUEST = Request(
    device="d-1",
    central_epoch="00112233445566aa",
    cursor="77.1",
    epoch=EPOCH,
    known=9,
    scope="5c0be",
    limit=500,
    contents=(SealedContent(report=QUARTER, form=FORM, cells={"extra/r01/c1": "12", "later/x/y": "giữ lại"}),),
    evidence=Evidence(
        receipts=(
            Receipt(
                kind=ReceiptKind.SEAL,
                report=QUARTER,
                content="c1" * 32,
                device="d-1",
                epoch=EPOCH,
                seq=8,
                rev=2,
                sealed_at=1_790_000_180,
                received_at=1_790_000_400,
                deadline="2026-09-18",
                late=False,
                central="0a1b2c3d4e5f6071",
                signature="9c" * 64,
            ),
        ),
        proofs=(
            Proof(
                central_epoch="00112233445566aa",
                results=(
                    Result(id=OperationId("d-1", EPOCH, 7), hash="07" * 32, code=ResultCode.APPLIED, rev=9),
                    Result(
                        id=OperationId("d-1", EPOCH, 8),
                        hash="08" * 32,
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
                operation=OWN.operations[2],
                form=FORM,
                state=State.DRAFT,
                cells={"main/a/c1": "4", "main/b/c1": "2"},
            ),
        ),
    ),
    recall=(Recall("d-1", OTHER_EPOCH, 40),),
)
"""What is said only after a restore, or where a seal did not hold."""

ENROLLED_REQUEST = Request(
    device="d-3",
    central_epoch="00112233445566aa",
    cursor="",
    epoch="0123456789abcd02",
    known=0,
    scope="5c0be",
    limit=500,
    recall=(
        Recall("d-3", "0123456789abcd01", 2),
        Recall("d-1", EPOCH, 9, "5c" * 64),
        Recall("00ff00ff00ff00ff", OTHER_EPOCH, 40),
    ),
)
"""What is asked first after a computer was enrolled anew, and its store was put back as well."""

RESTORED_ANSWER = Answer(
    central_epoch="00112233445566bb",
    have=Have(epoch=EPOCH, seq=6, hash="06" * 32),
    scope="5c0be",
    results=(),
    results_signature="",
    receipts=(
        Receipt(
            kind=ReceiptKind.REDEMPTION,
            report=QUARTER,
            content="c2" * 32,
            device="d-1",
            epoch=EPOCH,
            seq=8,
            rev=0,
            sealed_at=1_790_000_180,
            received_at=1_790_000_700,
            deadline="2026-09-18",
            late=False,
            central="0a1b2c3d4e5f6071",
            signature="9d" * 64,
        ),
    ),
    changes=(),
    cursor="",
    more=True,
    digest=None,
    server_time=1_790_000_700,
    history=(OWN.operations[0],),
)

ANSWER = Answer(
    central_epoch="00112233445566bb",
    have=Have(epoch=EPOCH, seq=9, hash=OWN.head.hash()),
    scope="5c0bf",
    results=(
        Result(id=OperationId("d-1", EPOCH, 5), hash=OWN.operations[0].hash(), code=ResultCode.APPLIED, rev=1),
        Result(
            id=OperationId("d-1", EPOCH, 6),
            hash=OWN.operations[1].hash(),
            code=ResultCode.CONFLICT,
            rev=9,
            cells=(TheirCell(address="extra/r02.khau/c2", value="8", author="p-2", at=1_789_999_000),),
        ),
        Result(id=OperationId("d-1", EPOCH, 7), hash=OWN.operations[2].hash(), code=ResultCode.SUPERSEDED, rev=9),
        Result(
            id=OperationId("d-1", EPOCH, 8),
            hash=OWN.operations[3].hash(),
            code=ResultCode.REFUSED,
            error="report.state",
            params={"state": "sealed"},
        ),
        Result(id=CARRIED.head.id, hash=CARRIED.head.hash(), code=ResultCode.DUPLICATE, rev=9),
    ),
    results_signature="7e" * 64,
    receipts=(
        Receipt(
            kind=ReceiptKind.COMMITMENT,
            report=QUARTER,
            content="c1" * 32,
            device="d-1",
            epoch=EPOCH,
            seq=8,
            rev=0,
            sealed_at=1_790_000_180,
            received_at=1_790_000_400,
            deadline="2026-09-18",
            late=False,
            central="0a1b2c3d4e5f6071",
            signature="9c" * 64,
        ),
    ),
    changes=(
        FormChange(hash=FORM, package='{"code":"II.06a/VPCP/KSTT","title":"Kết quả giải quyết"}'.encode()),
        UnitChange(
            unit="u-10",
            code="01273",
            name="Phường Thử",
            level="commune",
            parent="u-1",
            valid_from="2025-07-01",
            valid_to="",
        ),
        PersonChange(person="p-2", name="Trần Thị Mẫu", unit="u-10", role="leader", active=True),
        ObligationChange(
            report=QUARTER,
            form=FORM,
            receiver="u-1",
            window_start="2026-06-15",
            window_end="2026-09-14",
            deadline="2026-09-18",
            withdrawn=False,
            route=("sign",),
        ),
        ReportChange(
            report=MONTH,
            view=View.INNER,
            form=FORM,
            state=State.DRAFT,
            rev=9,
            cells={"extra/r01/c1": "4", "extra/r02.khau/c2": "8", "later/x/y": "giữ lại", "main/a/@row": "k;;w"},
            author="p-2",
            at=1_789_999_000,
        ),
        ReportEcho(report=QUARTER, rev=1),
    ),
    cursor="78.4",
    more=False,
    digest=Digest(sum="d1" * 32, count=2),
    server_time=1_790_000_400,
    pairs=(
        Pair(report=QUARTER, view=View.INNER, rev=1, content="c0" * 32),
        Pair(report=MONTH, view=View.INNER, rev=9, content="c9" * 32),
    ),
)

NOTED = _chain(
    "d-1",
    EPOCH,
    None,
    10,
    OWN.head.hash(),
    (Kind.COMMENT, QUARTER, NoteBody(address="main/k7/c1", text="Tăng do sáp nhập.", shared=True)),
    (Kind.RETURN, MONTH, ActBody(content="c9" * 32, reason="Vì sao giảm?", cells=("extra/r01/c1", "extra/r01/c2"))),
)

NOTES_REQUEST = replace(REQUEST, known=9, commitments=(), chains=(NOTED,), fetch=(), pairs=False)

NOTES_ANSWER = Answer(
    central_epoch="00112233445566aa",
    have=Have(epoch=EPOCH, seq=11, hash=NOTED.head.hash()),
    scope="5c0be",
    results=(),
    results_signature="",
    receipts=(),
    changes=(
        NoteChange(
            note=Note(
                report=QUARTER,
                kind=NoteKind.NOTE,
                address="main/k7/c1",
                text="Tăng do sáp nhập.",
                author="p-1",
                at=1_790_000_000,
                shared=True,
            )
        ),
        NoteChange(
            note=Note(
                report=MONTH,
                kind=NoteKind.QUESTION,
                address="extra/r01/c1",
                text="Vì sao giảm?",
                author="p-9",
                at=1_790_000_060,
                shared=True,
            ),
            settled=True,
        ),
        NoteChange(
            note=Note(
                report=MONTH,
                kind=NoteKind.NOTE,
                address="",
                text="Chờ số của công an xã.",
                author="p-2",
                at=1_789_999_000,
                shared=False,
            )
        ),
    ),
    cursor="78.9",
    more=False,
    digest=None,
    server_time=1_790_000_400,
)

DEVICES_ANSWER = replace(
    NOTES_ANSWER,
    changes=(
        DeviceChange(device="d-1", unit="u-10", name="Máy văn thư", person="p-1", public_key="ab" * 32, revoked=False),
        DeviceChange(device="d-2", unit="u-10", name="PC-2", person="p-2", public_key="cd" * 32, revoked=True),
    ),
)

DECISION = _chain(
    "d-1",
    EPOCH,
    None,
    10,
    OWN.head.hash(),
    (
        Kind.EDIT,
        MONTH,
        EditBody(
            cells=(CellEdit("extra/r01/c1", "4", "4"), CellEdit("extra/r02.khau/c2", None, None)),
            reason="Đã đối chiếu sổ gốc",
            answers=f"d-1/{EPOCH}/6",
        ),
    ),
)
"""A decision for what central holds: each cell replaces a value by itself."""

DECISION_REQUEST = replace(REQUEST, known=9, commitments=(), chains=(DECISION,), fetch=(), pairs=False)

CONFLICTS_ANSWER = replace(
    NOTES_ANSWER,
    changes=(
        Conflict(
            report=MONTH,
            operation=OperationId("d-2", OTHER_EPOCH, 7),
            device="d-4",
            author="p-2",
            at=1_789_999_000,
            since=1_790_000_300,
            cells=(
                ClashedCell(
                    address="extra/r01/c1", base="3", mine="9", theirs="4", their_author="p-1", their_at=1_790_000_060
                ),
                ClashedCell(
                    address="main/a/@row",
                    base="V;A;",
                    mine=None,
                    theirs="V;A;",
                    their_author="",
                    their_at=0,
                    answer=CellAnswer("p-2", 1_790_000_390, "Còn hồ sơ", "V;A;"),
                ),
            ),
        ),
    ),
)
