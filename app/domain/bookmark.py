"""Where a person left off: the open report, the cell in hand, and what is typed and not entered yet."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from app.domain.exchange import View
from app.domain.operations import ReportKey


class Typing(msgspec.Struct, frozen=True, kw_only=True):
    """A text in an editor that is open."""

    text: str
    into: str = ""
    """Address of the cell, the section or the reason it will be entered into; empty where it will name a new row."""
    replaced: str | None = None
    """What stood there when typing began: the entered text will say that it replaced this."""


class Bookmark(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is needed to go on where a person left off. It is this computer's own and never synchronised."""

    report: ReportKey
    view: View = View.INNER
    table: str = ""
    """Key of the table in sight; `@text` for the sections."""
    row: str = ""
    """What is the same of its row in every list of rows: see `GridRow.identity`; of sections the section's key."""
    column: str = ""
    typing: Typing | None = None
    unread: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Address -> what was entered there and could not be read: it stands in the cell as typed, and in no content."""
    tries: int = 0
    """How many starts went back here, since anything was done there."""

    @property
    def text(self) -> str:
        """What was typed and is nowhere but here, a line each; empty for nothing."""
        return "\n".join([*([self.typing.text] if self.typing else []), *self.unread.values()])
