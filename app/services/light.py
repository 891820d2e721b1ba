"""The light: green is proven, never guessed."""

from __future__ import annotations

import msgspec

from app.domain.exchange_state import LightFacts
from app.services.views import Light

FRESH_S = 15 * 60
"""How long a proof, or central's last answer, counts."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A light and why it is so."""

    light: Light
    code: str
    """`light.agreed`; `light.conflicts`, `light.refused`, `light.waiting`, `light.going`, `light.differs`,
    `light.unproven`; `light.never`, `light.silent`, `light.clock`."""
    at: int | None
    """When green was proven; else when central last answered; Unix seconds."""


def light_of(facts: LightFacts, now: int) -> Shown:
    """The light for these facts at `now` (Unix seconds, the clock that booked them).

    Green needs all of it: central answered, its digest equals ours at this moment, that was proven within 15
    minutes, and nothing waits, is in flight, in conflict, refused, uploading or known to differ. A clock that was
    set back proves nothing.
    """
    contact = facts.last_contact_at
    if contact is None:
        return Shown(light=Light.GREY, code="light.never", at=None)
    if now < contact:
        return Shown(light=Light.GREY, code="light.clock", at=contact)
    if now - contact > FRESH_S:
        return Shown(light=Light.GREY, code="light.silent", at=contact)
    pending = (
        ("light.conflicts", facts.conflicts),
        ("light.refused", facts.refused),
        ("light.waiting", facts.waiting),
        ("light.going", facts.in_flight + facts.uploading),
        ("light.differs", len(facts.differing)),
    )
    for code, count in pending:
        if count:
            return Shown(light=Light.AMBER, code=code, at=contact)
    if facts.theirs is None or facts.agreed_at is None:
        return Shown(light=Light.AMBER, code="light.unproven", at=contact)
    if facts.theirs != facts.ours:
        return Shown(light=Light.AMBER, code="light.differs", at=contact)
    if not 0 <= now - facts.agreed_at <= FRESH_S:
        return Shown(light=Light.AMBER, code="light.unproven", at=contact)
    return Shown(light=Light.GREEN, code="light.agreed", at=facts.agreed_at)
