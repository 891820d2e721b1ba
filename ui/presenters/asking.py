"""Questions to the desk whose answers are dropped once nobody is there to see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from ui.presenters.ports import Desk, Workspace


T = TypeVar("T")


class Asking:
    """What a presenter asks through. After `close` its view may be gone: answers that come later show nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.closed = False

    def ask(
        self, work: Callable[[Workspace], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """As `Desk.ask`."""

        def on_done(answer: T) -> None:
            if not self.closed:
                done(answer)

        def on_failed(error: Exception) -> None:
            if not self.closed:
                failed(error)

        self._desk.ask(work, on_done, on_failed)

    def close(self) -> None:
        """The view goes."""
        self.closed = True
