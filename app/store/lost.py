"""Values that stood here and that a restored central lacks: in the tray until they are back, or a person decides.

No SQL: everything here can be tested by hand.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.operations import CellEdit, Kind
from app.store.working import Refused, Working

RESTORED = "central.restored"
"""Why such an entry of the tray is there."""


def keep_lost(working: Working, lost: Mapping[str, CellEdit]) -> None:
    """Keep what is lost, by address, each beside what stands in its place."""
    if not lost:
        return
    working.refused.append(
        Refused(
            id=0,
            operation="",
            kind=Kind.EDIT,
            code=RESTORED,
            params={},
            author=working.head.author,
            at=working.head.at,
            cells=dict(lost),
            standing=set(),
        )
    )


def close_found(working: Working, cells: Mapping[str, str]) -> None:
    """Central's content is `cells` now: entries all of whose values are back are settled."""
    for refused in working.refused:
        if refused.code == RESTORED and all(cells.get(cell.address) == cell.new for cell in refused.cells.values()):
            refused.open = False
