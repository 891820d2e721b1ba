"""Rules left out on purpose: of names that a store had before, of bundles and of the office network. See planted.py."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

import app.store.former
import app.store.peers
import app.store.recalled
import app.store.store
import central.intake.bundles
import central.intake.taking
from tests.simulation import couriers, fate, history, meetings, people
from tests.simulation.planted import Bug
from tests.simulation.planted_further import bugs

# What is put in the place of what ---------------------------------------------------------------------------------


def _as_often_as_it_is_carried(handle: Any) -> Any:
    """What came by hand is taken under numbers of its own each time."""
    from central.intake import chains

    def lacking(here: Any, db: Any, request: Any, device: Any, *, by_hand: bool = False) -> Any:
        before = central.intake.taking.arrivals
        central.intake.taking.arrivals = lambda db, chain, hashes, province, held, now: before(
            db, chain, hashes, province, chains.NOTHING if chain.operations[0].seq == 1 else held, now
        )
        try:
            return handle(here, db, request, device, by_hand=by_hand)
        finally:
            central.intake.taking.arrivals = before

    return lacking


def _lands_wherever_it_stands(land: Any) -> Any:
    def lacking(self: Any, answer: Any, asked: Any = None) -> Any:
        if asked is None:
            return land(self, answer)
        stands = self.position()
        return land(
            self,
            answer,
            replace(asked, epoch=stands.epoch, central_epoch=stands.central_epoch, cursor=stands.cursor),
        )

    return lacking


_ENROLS = (
    history,
    "EVERYDAY",
    lambda every: every | {"enrol anew": (fate.enrol_anew, 14), "type": (people.type_cells, 60)},
)
"""No fault: the condition under which one shows. People who enrol their computers anew again and again."""
_CARRIES = (
    history,
    "EVERYDAY",
    lambda every: (
        every
        | {
            "make bundle": (couriers.make_bundle, 12),
            "hand in bundle": (couriers.hand_in, 14),
            "bring home": (couriers.bring_home, 14),
        }
    ),
)
_MEETS = (history, "EVERYDAY", lambda every: every | {"meet": (meetings.meet, 20)})

ROADS: dict[str, Bug] = {
    "nobody asks about names of before": bugs(
        _ENROLS,
        (app.store.former.FormerChains, "to_ask", lambda _: lambda self, device: ()),
        oracles=("(a)", "(b)", "(c)"),
    ),
    "only what waits in the same fold is recognised": bugs(
        _ENROLS,
        (app.store.recalled.Recalled, "_steps", lambda _: lambda self, report, cell, author: []),
        oracles=("(a)", "(c)"),
    ),
    "a bundle is taken as often as it is handed in": bugs(
        _CARRIES,
        (central.intake.bundles, "handle", _as_often_as_it_is_carried),
        oracles=("(b)", "central never breaks"),
    ),
    "an answer that was carried counts however old it is": bugs(
        _CARRIES,
        (app.store.store.Store, "land", _lands_wherever_it_stands),
        oracles=("(d)", "(b)", "(a)", "comes to rest"),
    ),
    "what came of another computer's work is not kept": bugs(
        _MEETS,
        (app.store.peers.Peers, "settle", lambda _: lambda self, result, proof: None),
        oracles=("nothing is carried needlessly",),
    ),
}
"""By what goes wrong."""
