"""Acts that write thousands of cells, over the whole line: numbered in parts, held and undone as one."""

from __future__ import annotations

from app.domain.canonical import content_hash
from app.domain.exchange import ReceiptKind
from app.domain.forms.loading import load_form
from app.domain.forms.packing import pack_form
from app.domain.operations import ActBody, CellEdit, Kind
from app.domain.pieces import PIECE_BYTES
from app.domain.workflow import State
from central.registry.packages import load_forms
from tests.central.office import FORM, ROW
from tests.central.test_parts import BROUGHT, ROWS

NEWER = load_form(FORM.replace('edition: "2026"', 'edition: "2027"'), "t01.yaml")


def sealed_with_many(computer) -> None:
    """A seal that brings 500 rows beside what stands here."""
    key = computer.report()
    content = content_hash(computer.line.form.hash, computer.mine() | ROWS)
    computer.store.act(key, Kind.SEAL, ActBody(content=content, brought=BROUGHT), author=computer.person)


def moved_with_many(computer) -> None:
    """A move to the newer edition that writes 500 rows."""
    body = ActBody(content=content_hash(NEWER.hash, computer.mine() | ROWS), brought=BROUGHT, form=NEWER.hash)
    computer.store.act(computer.report(), Kind.MOVE_VERSION, body, author=computer.person)


def test_a_seal_that_brings_2500_cells_goes_in_pieces_and_is_one_seal(a, b):
    a.type(ROW)
    a.sync()
    sealed_with_many(a)
    numbered = a.store.freeze(10**6)
    assert len(numbered) == 5
    assert max(len(operation.long_bytes()) for operation in numbered) < PIECE_BYTES
    assert [each.acts for each in a.store.pending()] == [(Kind.SEAL,)]
    assert len(a.store.commitments()) == 1
    a.sync()
    b.sync()
    assert b.mine() == a.mine() == ROW | ROWS
    assert {each.kind for each in a.store.receipts()} == {ReceiptKind.COMMITMENT, ReceiptKind.SEAL}
    assert (a.store.commitments(), a.store.report(a.report()).base_state) == ((), State.SEALED)
    assert (a.is_level(), b.is_level()) == (True, True)


def test_a_line_that_is_cut_between_the_pieces_makes_no_half_seal(a, b):
    a.type(ROW)
    a.sync()
    sealed_with_many(a)
    a.engine._exchanging.ratio = 0.1
    a.adapter.faults = ["", "", "drop_reply"]
    assert a.sync().error.code == "sync.interrupted"
    b.sync()
    assert (b.mine(), b.store.report(b.report()).state) == (ROW, State.DRAFT)
    a.reopened()
    a.sync()
    b.sync()
    assert b.mine() == ROW | ROWS
    assert (a.is_level(), b.is_level()) == (True, True)


def test_a_seal_in_pieces_that_is_not_taken_is_one_entry_of_the_tray_and_what_it_brought_stays(a, b):
    a.type(ROW)
    a.sync()
    b.sync()
    b.type({"main/a/c4": "1.5"})
    b.sync()
    sealed_with_many(a)
    a.sync()
    a.sync()
    assert [(row.kind, row.code) for row in a.store.refused()] == [(Kind.SEAL, "report.changed")]
    assert a.mine() == ROW | ROWS | {"main/a/c4": "1.5"}
    assert a.store.report(a.report()).state is State.DRAFT
    b.sync()
    assert b.mine() == a.mine()


def test_a_move_that_writes_2500_cells_goes_in_pieces_and_holds_as_one(line, a, b):
    load_forms(line.db, [NEWER], line.central.now())
    a.type(ROW)
    a.sync()
    moved_with_many(a)
    assert max(len(operation.long_bytes()) for operation in a.store.freeze(10**6)) < PIECE_BYTES
    a.sync()
    b.sync()
    assert (b.mine(), b.store.report(b.report()).form) == (ROW | ROWS, NEWER.hash)
    assert (a.is_level(), b.is_level()) == (True, True)


def test_a_move_in_pieces_that_is_not_taken_is_undone_as_one(line, a, b):
    load_forms(line.db, [NEWER], line.central.now())
    a.type(ROW)
    a.sync()
    b.sync()
    b.type({"main/a/c4": "1.5"})
    b.sync()
    moved_with_many(a)
    a.sync()
    a.sync()
    assert [(row.kind, row.code) for row in a.store.refused()] == [(Kind.MOVE_VERSION, "report.changed")]
    report = a.store.report(a.report())
    assert (a.mine(), report.form) == (ROW | {"main/a/c4": "1.5"}, line.form.hash)
    assert a.store.check() == []


def test_a_refused_move_in_pieces_is_undone_as_one(line, a):
    a.type(ROW)
    a.sync()
    a.store.add_form(NEWER.hash, pack_form(NEWER))
    body = ActBody(
        content=content_hash(NEWER.hash, a.mine() | ROWS | {"main/a/c9": "1"}),
        brought=tuple(sorted((CellEdit("main/a/c9", None, "1"), *BROUGHT))),
        form=NEWER.hash,
    )
    load_forms(line.db, [NEWER], line.central.now())
    a.store.act(a.report(), Kind.MOVE_VERSION, body, author=a.person)
    a.sync()
    assert [(row.kind, row.code) for row in a.store.refused()] == [(Kind.MOVE_VERSION, "cell.unknown")]
    assert (a.mine(), a.store.report(a.report()).form) == (ROW, line.form.hash)
    assert a.store.check() == []
