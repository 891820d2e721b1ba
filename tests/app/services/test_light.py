"""Green is proven: every fact that speaks against it turns it off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.domain.exchange import EMPTY_DIGEST, Digest
from app.domain.exchange_state import LightFacts
from app.domain.operations import ReportKey
from app.services.light import light_of
from app.services.views import Light

NOW = 1_790_000_000
OURS = Digest(sum="0" * 63 + "1", count=1)
PROVEN = LightFacts(ours=OURS, theirs=OURS, agreed_at=NOW - 60, last_contact_at=NOW - 60)
REPORT = ReportKey("xa-1", "F", "2026-Q3")

CASES = [
    ("all of it is proven", {}, Light.GREEN, "light.agreed", NOW - 60),
    ("never reached", {"last_contact_at": None, "agreed_at": None}, Light.GREY, "light.never", None),
    ("an entry waits", {"waiting": 1}, Light.AMBER, "light.waiting", NOW - 60),
    ("an operation is in flight", {"in_flight": 1}, Light.AMBER, "light.going", NOW - 60),
    ("an attachment is on its way", {"uploading": 1}, Light.AMBER, "light.going", NOW - 60),
    ("a conflict is open", {"conflicts": 1, "waiting": 1}, Light.AMBER, "light.conflicts", NOW - 60),
    ("something was refused", {"refused": 1, "waiting": 1}, Light.AMBER, "light.refused", NOW - 60),
    ("a report is known to differ", {"differing": (REPORT,)}, Light.AMBER, "light.differs", NOW - 60),
    ("the digests differ", {"theirs": EMPTY_DIGEST}, Light.AMBER, "light.differs", NOW - 60),
    ("only the counts differ", {"theirs": replace(OURS, count=2)}, Light.AMBER, "light.differs", NOW - 60),
    ("central gave no digest", {"theirs": None}, Light.AMBER, "light.unproven", NOW - 60),
    ("never agreed", {"agreed_at": None}, Light.AMBER, "light.unproven", NOW - 60),
    ("agreed too long ago", {"agreed_at": NOW - 901}, Light.AMBER, "light.unproven", NOW - 60),
    ("the last moment", {"agreed_at": NOW - 900, "last_contact_at": NOW - 900}, Light.GREEN, "light.agreed", NOW - 900),
    (
        "silent for longer",
        {"agreed_at": NOW - 901, "last_contact_at": NOW - 901},
        Light.GREY,
        "light.silent",
        NOW - 901,
    ),
    ("silent, with work waiting", {"last_contact_at": NOW - 901, "waiting": 3}, Light.GREY, "light.silent", NOW - 901),
    ("the clock was set back", {"last_contact_at": NOW + 5, "agreed_at": NOW + 5}, Light.GREY, "light.clock", NOW + 5),
]


@pytest.mark.parametrize(
    ("facts", "light", "code", "at"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_light(facts: dict[str, object], light: Light, code: str, at: int | None) -> None:
    shown = light_of(replace(PROVEN, **facts), NOW)  # type: ignore[arg-type]  # the table's fields are of many types
    assert (shown.light, shown.code, shown.at) == (light, code, at)


@given(
    st.builds(
        LightFacts,
        waiting=st.integers(0, 1),
        in_flight=st.integers(0, 1),
        conflicts=st.integers(0, 1),
        refused=st.integers(0, 1),
        uploading=st.integers(0, 1),
        ours=st.just(OURS),
        theirs=st.sampled_from((None, OURS, EMPTY_DIGEST)),
        agreed_at=st.sampled_from((None, NOW, NOW - 900, NOW - 5000)),
        last_contact_at=st.sampled_from((None, NOW, NOW - 900, NOW - 5000)),
        differing=st.sampled_from(((), (REPORT,))),
    )
)
def test_green_is_never_on_unless_every_fact_says_so(facts: LightFacts) -> None:
    if light_of(facts, NOW).light is not Light.GREEN:
        return
    assert facts.theirs == facts.ours
    assert facts.agreed_at is not None
    assert facts.agreed_at >= NOW - 900
    assert facts.last_contact_at is not None
    assert facts.last_contact_at >= NOW - 900
    pending = (facts.waiting, facts.in_flight, facts.conflicts, facts.refused, facts.uploading, len(facts.differing))
    assert pending == (0, 0, 0, 0, 0, 0)
