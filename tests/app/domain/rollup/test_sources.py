"""Whether a roll-up still holds what its sources say."""

from __future__ import annotations

from dataclasses import replace

from app.domain.operations import ReportKey
from app.domain.rollup.over_units import roll_up_units
from app.domain.rollup.sources import Source
from tests.app.domain.rollup.reports import form, row, source

ROLLING = form("rolling")
ONE, TWO = (source(ROLLING, unit, row("main/r1", c2="5")) for unit in ("u1", "u2"))
ROLLED = roll_up_units(ROLLING, {"u1": "", "u2": "", "u3": ""}, [ONE, TWO])


def units(keys: tuple[ReportKey, ...]) -> list[str]:
    return [key.unit for key in keys]


def test_the_same_reports_leave_it_as_it_is_whatever_happened_to_them_but_their_content() -> None:
    accepted = replace(TWO, state="accepted", revision=99, cells=dict(TWO.cells))
    assert ROLLED.stale([accepted, ONE]).is_stale is False


def test_changed_new_and_gone_reports_make_it_stale() -> None:
    changed = replace(ONE, cells={**ONE.cells, "main/r1/c2": "6"})
    found = ROLLED.stale([changed, source(ROLLING, "u3")])
    assert (units(found.changed), units(found.new), units(found.gone)) == (["u1"], ["u3"], ["u2"])
    assert found.is_stale


def test_a_report_moved_to_another_edition_makes_it_stale() -> None:
    assert units(ROLLED.stale([replace(ONE, form="0" * 64), TWO]).changed) == ["u1"]


def test_a_content_hash_that_is_known_is_not_made_again() -> None:
    known = replace(ONE, content="a" * 64)
    assert known.stamp().content == "a" * 64
    assert ROLLED.stale([known, TWO]).is_stale, "another content than the one rolled up"


def test_a_release_that_stands_back_counts_as_a_source() -> None:
    births = form("13a/BTP/HTQTCT/HT")

    def release(code: str, text: str) -> Source:
        return source(births, "u1", row("main/r1", c10=text), period="2026-A1", release=code)

    rolled = roll_up_units(births, {"u1": ""}, [release("preliminary", "5"), release("official", "6")])
    assert rolled.stale([release("official", "6"), release("preliminary", "5")]).is_stale is False
    assert rolled.stale([release("official", "6"), release("preliminary", "4")]).is_stale
