"""What a computer's store holds, read beside the running program: the demo's proof of what was typed and proven."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from app.bootstrap import office_at
from app.domain.canonical import content_hash
from app.domain.exchange import receipt_statement
from app.domain.exchange_state import CycleRecord
from app.domain.signing import verifies
from app.store.store import Store

Rows = Sequence[tuple[str, str, Sequence[str]]]


@contextmanager
def _store(folder: Path) -> Iterator[Store]:
    store = office_at(folder, "file").open_store()
    try:
        yield store
    finally:
        store.close()


def typed_cells(folder: Path) -> Counter[tuple[str, str]]:
    """(column, value) of every journal line of a figure or a row's name, how often each was written."""
    found: Counter[tuple[str, str]] = Counter()
    with _store(folder) as store:
        for row in store.reports():
            for line in store.history(row.key):
                column = line.address.rpartition("/")[2]
                if not column.startswith("@") and line.new is not None:
                    found[column, line.new] += 1
    return found


def expected_journal(rows: Rows, entered: Sequence[str], slip: tuple[str, str, str]) -> Counter[tuple[str, str]]:
    """What `typed_cells` must give for rows typed once each, with one figure typed wrong first."""
    wanted: Counter[tuple[str, str]] = Counter()
    for _, label, figures in rows:
        wanted["c2", label] += 1
        for column, figure in zip(entered, figures, strict=True):
            wanted[f"c{column}", figure] += 1
    wanted[f"c{slip[1]}", slip[2]] += 1
    return wanted


def verified_receipts(folder: Path) -> list[str]:
    """Kinds of the receipts whose signature is that of the central this computer was enrolled at."""
    with _store(folder) as store:
        identity = store.identity()
        assert identity is not None
        return [
            receipt.kind.value
            for receipt in store.receipts()
            if verifies(identity.central_key, receipt_statement(receipt), receipt.signature)
        ]


def digests(folder: Path) -> tuple[str, str]:
    """Our digest and central's, as of our cursor; an empty text where central gave none."""
    with _store(folder) as store:
        facts = store.light_facts()
        return facts.ours.sum, facts.theirs.sum if facts.theirs else ""


def content(folder: Path, form: str) -> str:
    """Content hash of this computer's report of a form."""
    with _store(folder) as store:
        row = next(row for row in store.reports() if row.key.form == form)
        report = store.report(row.key)
        assert report is not None
        return content_hash(report.form, report.mine)


def central_port(folder: Path) -> int:
    """The port at which this computer knows central."""
    with _store(folder) as store:
        identity = store.identity()
        assert identity is not None
        return urlsplit(identity.central_url).port or 0


def cycles_that_sent(folder: Path) -> list[CycleRecord]:
    """The cycles that got a result for something typed here."""
    with _store(folder) as store:
        return [cycle for cycle in store.cycles() if cycle.sent]
