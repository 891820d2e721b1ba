"""The case tables of merging: base, mine, theirs, always in this order."""

from __future__ import annotations

import pytest

from app.domain.merge import Applied, Clash, Merge, apply_edit, fold, lay_over, merge_three_way, replay
from app.domain.operations import CellEdit

X, Y = "main/r1/c1", "main/r1/c2"
HEAD, IN_ROW, IN_ROW_2 = "main/k1/@row", "main/k1/c1", "main/k1/c2"
ROW = {HEAD: "V;;", IN_ROW: "1"}

MERGES = [
    # name                          base       mine       theirs             cells                 clashes
    ("nothing changed", {X: "1"}, {X: "1"}, {X: "1"}, {X: "1"}, ()),
    ("only mine changed", {X: "1"}, {X: "2"}, {X: "1"}, {X: "2"}, ()),
    ("only theirs changed", {X: "1"}, {X: "1"}, {X: "2"}, {X: "2"}, ()),
    ("both, the same", {X: "1"}, {X: "2"}, {X: "2"}, {X: "2"}, ()),
    ("both, differently", {X: "1"}, {X: "2"}, {X: "3"}, {X: "2"}, (Clash(X, "1", "2", "3"),)),
    ("different cells", {}, {X: "2"}, {Y: "3"}, {X: "2", Y: "3"}, ()),
    ("both typed into a blank", {}, {X: "2"}, {X: "3"}, {X: "2"}, (Clash(X, None, "2", "3"),)),
    ("emptied versus changed", {X: "1"}, {}, {X: "3"}, {}, (Clash(X, "1", None, "3"),)),
    ("changed versus emptied", {X: "1"}, {X: "2"}, {}, {X: "2"}, (Clash(X, "1", "2", None),)),
    ("both emptied", {X: "1"}, {}, {}, {}, ()),
    ("mine removed the row", ROW, {}, ROW, {}, ()),
    ("theirs removed the row", ROW, ROW, {}, {}, ()),
    ("both removed the row", ROW, {}, {}, {}, ()),
    (
        "mine removed, theirs typed in it",
        ROW,
        {},
        {**ROW, IN_ROW_2: "5"},
        {},
        (Clash(HEAD, "V;;", None, "V;;"),),
    ),
    (
        "theirs removed, mine typed in it",
        ROW,
        {**ROW, IN_ROW_2: "5"},
        {},
        {**ROW, IN_ROW_2: "5"},
        (Clash(HEAD, "V;;", "V;;", None),),
    ),
    ("mine removed, theirs emptied a cell", ROW, {}, {HEAD: "V;;"}, {}, (Clash(HEAD, "V;;", None, "V;;"),)),
    ("the row moved on one side", ROW, {**ROW, HEAD: "W;;"}, ROW, {**ROW, HEAD: "W;;"}, ()),
    (
        "the row moved and its cell typed",
        ROW,
        {**ROW, HEAD: "W;;"},
        {**ROW, IN_ROW: "2"},
        {HEAD: "W;;", IN_ROW: "2"},
        (),
    ),
    (
        "two rows, one in question",
        {**ROW, X: "1"},
        {X: "2"},
        {HEAD: "V;;", IN_ROW: "9", X: "1"},
        {X: "2"},
        (Clash(HEAD, "V;;", None, "V;;"),),
    ),
]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "cells", "clashes"), [case[1:] for case in MERGES], ids=[case[0] for case in MERGES]
)
def test_merge_three_way(
    base: dict[str, str],
    mine: dict[str, str],
    theirs: dict[str, str],
    cells: dict[str, str],
    clashes: tuple[Clash, ...],
) -> None:
    assert merge_three_way(base, mine, theirs) == Merge(cells=cells, clashes=clashes)


EDITS = [
    # name                          content    edit                             claims       outcome
    ("the replaced value stands", {X: "1"}, [CellEdit(X, "1", "2")], (), Applied(cells={X: "2"}, changed=True)),
    ("the new value stands already", {X: "2"}, [CellEdit(X, "1", "2")], (), Applied(cells={X: "2"}, changed=False)),
    ("another value stands", {X: "3"}, [CellEdit(X, "1", "2")], (), (Clash(X, "1", "2", "3"),)),
    ("blank stands", {}, [CellEdit(X, "1", "2")], (), (Clash(X, "1", "2", None),)),
    ("into a blank", {}, [CellEdit(X, None, "2")], (), Applied(cells={X: "2"}, changed=True)),
    ("to blank", {X: "1"}, [CellEdit(X, "1", None)], (), Applied(cells={}, changed=True)),
    (
        "one cell of two clashes, none is written",
        {X: "3", Y: "1"},
        [CellEdit(X, "1", "2"), CellEdit(Y, "1", "2")],
        (),
        (Clash(X, "1", "2", "3"),),
    ),
    (
        "a row comes with its head",
        {},
        [CellEdit(HEAD, None, "V;;"), CellEdit(IN_ROW, None, "1")],
        ("main/k1",),
        Applied(cells=ROW, changed=True),
    ),
    ("its row is gone", {}, [CellEdit(IN_ROW, None, "1")], ("main/k1",), (Clash(HEAD, None, None, None),)),
    (
        "a row goes with all its cells",
        ROW,
        [CellEdit(HEAD, "V;;", None), CellEdit(IN_ROW, "1", None)],
        (),
        Applied(cells={}, changed=True),
    ),
    (
        "a row holds a cell its remover never saw",
        {**ROW, IN_ROW_2: "5"},
        [CellEdit(HEAD, "V;;", None), CellEdit(IN_ROW, "1", None)],
        (),
        (Clash(HEAD, "V;;", None, "V;;"),),
    ),
    (
        "a row that is gone already",
        {},
        [CellEdit(HEAD, "V;;", None), CellEdit(IN_ROW, "1", None)],
        (),
        Applied(cells={}, changed=False),
    ),
]


@pytest.mark.parametrize(
    ("content", "edit", "claims", "outcome"), [case[1:] for case in EDITS], ids=[case[0] for case in EDITS]
)
def test_apply_edit(
    content: dict[str, str], edit: list[CellEdit], claims: tuple[str, ...], outcome: Applied | tuple[Clash, ...]
) -> None:
    assert apply_edit(content, edit, claims) == outcome


def test_replaying_writes_over_whatever_stands() -> None:
    assert replay({X: "9", Y: "1"}, [CellEdit(X, "1", "2"), CellEdit(Y, "1", None)]) == {X: "2"}


def test_what_is_laid_over_stands_and_none_takes_a_cell_away() -> None:
    base = {X: "9", Y: "1"}
    assert lay_over(base, {X: "2"}) == {X: "2", Y: "1"}
    assert lay_over(base, {X: None, HEAD: "V;;"}) == {Y: "1", HEAD: "V;;"}
    assert lay_over(base, {X: "", HEAD: None}) == {X: "", Y: "1"}
    assert base == {X: "9", Y: "1"}


FOLDS = [
    ("a first edit waits as it is", {}, [CellEdit(X, "1", "2")], {X: CellEdit(X, "1", "2")}),
    ("first replaced, last new", {X: CellEdit(X, "1", "2")}, [CellEdit(X, "2", "3")], {X: CellEdit(X, "1", "3")}),
    ("back at what was replaced", {X: CellEdit(X, "1", "2")}, [CellEdit(X, "2", "1")], {}),
    (
        "another cell beside it",
        {X: CellEdit(X, "1", "2")},
        [CellEdit(Y, None, "3")],
        {X: CellEdit(X, "1", "2"), Y: CellEdit(Y, None, "3")},
    ),
]


@pytest.mark.parametrize(("waiting", "edits", "folded"), [case[1:] for case in FOLDS], ids=[case[0] for case in FOLDS])
def test_fold(waiting: dict[str, CellEdit], edits: list[CellEdit], folded: dict[str, CellEdit]) -> None:
    assert fold(waiting, edits) == folded
