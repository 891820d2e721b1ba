"""Merging: the promises hold for every base, mine and theirs, not only for the cases someone thought of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.domain.addresses import is_row_head, row_of
from app.domain.canonical import canonical_bytes
from app.domain.merge import Applied, Clash, apply_edit, fold, merge_three_way, replay
from app.domain.operations import CellEdit, EditBody, body_json
from app.domain.pieces import PIECE_BYTES, pieces
from tests.properties.effort import effort

FREE_ROWS = ("main/k1", "main/k2")
FIXED = ("main/r1/c1", "main/r1/c2", "main/r2/c1", "@text/s/body")
Content = Mapping[str, str]

ADDRESSES = FIXED + tuple(f"{row}/{column}" for row in FREE_ROWS for column in ("@row", "cA", "c1"))
KEEP = "keep"

values = st.sampled_from(("1", "2", "-"))
_sides = st.tuples(
    *(st.none() | (st.sampled_from(("V;;", "W;;")) if is_row_head(address) else values) for address in ADDRESSES)
)
_changes = st.tuples(
    *(
        st.sampled_from((KEEP, KEEP, KEEP, None, *(("V;;", "W;;") if is_row_head(address) else ("1", "2", "-"))))
        for address in ADDRESSES
    )
)


def _whole(cells: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """A content as a report can hold it: a cell of a free row only where the row is there."""
    held = {address: value for address, value in cells if value is not None}
    return {a: value for a, value in held.items() if row_of(a) not in FREE_ROWS or f"{row_of(a)}/@row" in held}


contents = _sides.map(lambda side: _whole(zip(ADDRESSES, side, strict=True)))


def grown(base: Content) -> st.SearchStrategy[dict[str, str]]:
    """What an editor makes of `base`: mostly the same, some cells other, rows gone or new."""
    return _changes.map(
        lambda changes: _whole(
            (address, base.get(address) if change == KEEP else change)
            for address, change in zip(ADDRESSES, changes, strict=True)
        )
    )


@st.composite
def triples(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    base = draw(contents)
    return base, draw(grown(base)), draw(grown(base))


def edit_from(before: Content, after: Content) -> list[CellEdit]:
    """The edit that leads from one content to another."""
    return [
        CellEdit(address, before.get(address), after.get(address))
        for address in sorted(before.keys() | after.keys())
        if before.get(address) != after.get(address)
    ]


def claims_of(edit: list[CellEdit], mine: Content) -> list[str]:
    """The free rows an edit stands in, as they are claimed when it is frozen."""
    return sorted({row_of(cell.address) for cell in edit if f"{row_of(cell.address)}/@row" in mine})


@effort(60)
@given(contents, st.data())
def test_where_only_one_side_changed_that_side_stands_and_nothing_clashes(base: Content, data: st.DataObject) -> None:
    side = data.draw(grown(base))
    for merge in (
        merge_three_way(base, side, base),
        merge_three_way(base, base, side),
        merge_three_way(base, side, side),
    ):
        assert merge.cells == side
        assert merge.clashes == ()


@effort(200)
@given(triples())
def test_merging_is_symmetric_up_to_the_sides(triple: tuple[Content, Content, Content]) -> None:
    base, mine, theirs = triple
    here, there = merge_three_way(base, mine, theirs), merge_three_way(base, theirs, mine)

    assert here.clashes == tuple(Clash(c.address, c.base, c.theirs, c.mine) for c in there.clashes)
    clashing = {clash.address for clash in here.clashes}
    clashing_rows = {row_of(address) for address in clashing if is_row_head(address)}

    def undisputed(cells: Content) -> dict[str, str]:
        return {a: v for a, v in cells.items() if a not in clashing and row_of(a) not in clashing_rows}

    assert undisputed(here.cells) == undisputed(there.cells)


@effort(200)
@given(triples())
def test_nothing_clashes_unless_both_sides_changed_it(triple: tuple[Content, Content, Content]) -> None:
    base, mine, theirs = triple
    for clash in merge_three_way(base, mine, theirs).clashes:
        assert (clash.base, clash.mine, clash.theirs) == tuple(s.get(clash.address) for s in (base, mine, theirs))
        row = row_of(clash.address)
        sides = [
            [s.get(a) for a in sorted(base.keys() | mine.keys() | theirs.keys()) if row_of(a) == row] for s in triple
        ]
        assert sides[0] != sides[1]
        assert sides[0] != sides[2]
        assert sides[1] != sides[2]


@effort(200)
@given(triples())
def test_every_change_is_in_the_merge_or_in_a_clash(triple: tuple[Content, Content, Content]) -> None:
    base, mine, theirs = triple
    merge = merge_three_way(base, mine, theirs)
    clashing = {clash.address for clash in merge.clashes}
    disputed_rows = {row_of(address) for address in clashing if is_row_head(address)}
    for side in (mine, theirs):
        for address, _, new in edit_from(base, side):
            shown = address in clashing or row_of(address) in disputed_rows
            assert shown or merge.cells.get(address) == new, address
    for address, value in merge.cells.items():
        assert value in (base.get(address), mine.get(address), theirs.get(address))


@effort(200)
@given(triples())
def test_a_merge_never_leaves_a_cell_behind_without_its_row(triple: tuple[Content, Content, Content]) -> None:
    merged = merge_three_way(*triple).cells
    for address in merged:
        if row_of(address) in FREE_ROWS:
            assert f"{row_of(address)}/@row" in merged


@effort(200)
@given(triples())
def test_central_applies_an_edit_exactly_where_the_client_would_merge_without_a_clash(
    triple: tuple[Content, Content, Content],
) -> None:
    base, mine, theirs = triple
    edit = edit_from(base, mine)
    merge = merge_three_way(base, mine, theirs)
    applied = apply_edit(theirs, edit, claims_of(edit, mine))

    if merge.clashes:
        assert not isinstance(applied, Applied)
        assert {row_of(clash.address) for clash in applied} == {row_of(clash.address) for clash in merge.clashes}
    else:
        assert isinstance(applied, Applied)
        assert applied.cells == merge.cells
        assert applied.changed == (merge.cells != theirs)


@effort(200)
@given(triples())
def test_an_edit_applied_twice_changes_nothing_the_second_time(triple: tuple[Content, Content, Content]) -> None:
    base, mine, theirs = triple
    edit = edit_from(base, mine)
    first = apply_edit(theirs, edit, claims_of(edit, mine))
    if isinstance(first, Applied):
        second = apply_edit(first.cells, edit, claims_of(edit, mine))
        assert second == Applied(cells=first.cells, changed=False)


@effort(60)
@given(contents, st.data())
def test_replaying_an_edit_leads_to_what_its_author_saw(base: Content, data: st.DataObject) -> None:
    after = data.draw(grown(base))
    edit = edit_from(base, after)
    assert replay(base, edit) == after
    assert apply_edit(base, edit, claims_of(edit, after)) == Applied(cells=after, changed=bool(edit))


histories = st.lists(st.tuples(st.sampled_from((*FIXED, "main/k1/c1")), st.none() | values), max_size=12)


def typed(base: Content, history: list[tuple[str, str | None]]) -> list[CellEdit]:
    """The edits of someone who types one cell after the other."""
    now, edits = dict(base), []
    for address, new in history:
        if now.get(address) != new:
            edits.append(CellEdit(address, now.get(address), new))
            now = replay(now, edits[-1:])
    return edits


@effort(60)
@given(contents, histories)
def test_folding_and_replaying_leads_where_replaying_every_step_leads(
    base: Content, history: list[tuple[str, str | None]]
) -> None:
    edits = typed(base, history)
    folded = fold({}, edits)
    assert replay(base, folded.values()) == replay(base, edits)


@effort(60)
@given(contents, histories)
def test_a_folded_edit_names_what_stood_there_first_and_never_says_nothing(
    base: Content, history: list[tuple[str, str | None]]
) -> None:
    folded = fold({}, typed(base, history))
    for address, edit in folded.items():
        assert edit.address == address
        assert edit.replaced == base.get(address)
        assert edit.new != edit.replaced


@effort(60)
@given(contents, histories, st.integers(0, 12))
def test_folding_in_two_goes_is_folding_at_once(base: Content, history: list[tuple[str, str | None]], cut: int) -> None:
    edits = typed(base, history)
    assert fold(fold({}, edits[:cut]), edits[cut:]) == fold({}, edits)


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=1_500)
long_edits = st.dictionaries(
    st.tuples(
        st.sampled_from(("main/r1", "main/r1.h", "main/r10", "main/r1-x", "phụ/k1", "@text/s")),
        st.sampled_from(("c1", "cA", "@row", "c3a", "body")),
    ),
    st.tuples(st.none() | texts, st.none() | texts),
    max_size=16,
).map(lambda cells: [CellEdit(f"{row}/{column}", *sides) for (row, column), sides in cells.items()])


@effort(60)
@given(long_edits)
def test_pieces_never_cut_a_row_that_comes_or_goes_and_hold_everything_in_order(edit: list[CellEdit]) -> None:
    runs = pieces(edit)
    assert [cell for run in runs for cell in run] == sorted(edit)
    assert all(runs)
    rows = [{row_of(cell.address) for cell in run} for run in runs]
    whole = {row_of(cell.address) for cell in edit if cell.address.endswith("/@row")}
    for one, other in pairwise(rows):
        assert not one & other & whole


@effort(60)
@given(long_edits)
def test_a_piece_of_more_than_one_row_stays_below_the_limit(edit: list[CellEdit]) -> None:
    for run in pieces(edit):
        rows = tuple(sorted({row_of(cell.address) for cell in run}))
        if len(rows) > 1:
            assert len(canonical_bytes(body_json(EditBody(cells=run, claims=rows)))) <= PIECE_BYTES
