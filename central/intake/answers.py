"""Results as they are kept, and read back for whoever may ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from app.domain.exchange import Result, ResultCode, TheirCell
from app.domain.operations import OperationId
from central.databases import Database, Later, Row

RESULT_COLUMNS = "device, epoch, seq, hash, code, rev, error, answer"


class _Verdict(msgspec.Struct, array_like=True, omit_defaults=True):
    cells: list[tuple[str, str | None, str, int]] = []
    params: dict[str, str] = {}


def encode_verdict(cells: Sequence[TheirCell], params: Mapping[str, str]) -> bytes:
    """What a result says beyond code, revision and error; empty where that is nothing."""
    if not cells and not params:
        return b""
    return msgspec.json.encode(
        _Verdict([(cell.address, cell.value, cell.author, cell.at) for cell in cells], dict(params))
    )


def read_result(row: Row) -> Result:
    """The result in a row of RESULT_COLUMNS."""
    device, epoch, seq, hash_, code, rev, error, answer = row
    verdict = msgspec.json.decode(answer, type=_Verdict) if answer else _Verdict()
    return Result(
        id=OperationId(device, epoch, seq),
        hash=hash_,
        code=ResultCode(code),
        rev=rev,
        cells=tuple(TheirCell(address=a, value=value, author=author, at=at) for a, value, author, at in verdict.cells),
        error=error,
        params=verdict.params,
    )


Run = tuple[str, str, str, int, int]
"""Province, device, epoch; the operations with a number above the first one, up to the second."""
WITHOUT_END = 2**53
"""A number that no operation has."""


def results_of(db: Database, runs: Sequence[Run]) -> Later[list[list[Result]]]:
    """The results of each run of a chain's operations, ordered; those without a result are left out."""
    told = db.later(
        f"SELECT {RESULT_COLUMNS} FROM intake_operation"  # the columns are a constant
        " WHERE province = %s AND device = %s AND epoch = %s AND seq > %s AND seq <= %s AND code IS NOT NULL"
        " ORDER BY seq",
        runs,
    )
    return lambda: [[read_result(row) for row in rows] for rows in told()]
