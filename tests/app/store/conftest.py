from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.app.store.office import Central, Computer, FakeClock


@pytest.fixture
def central() -> Central:
    return Central()


@pytest.fixture
def computer(tmp_path: Path) -> Iterator[Callable[..., Computer]]:
    """Makes computers of the office; all are closed at the end."""
    made: list[Computer] = []

    def make(device: str, person: str = "", clock: FakeClock | None = None) -> Computer:
        made.append(Computer(tmp_path, device, person, clock))
        return made[-1]

    yield make
    for one in made:
        one.store.close()
