"""The whole line of a commune with two computers and the province above it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.line import Computer, Line, make_template, opened_line

COMMUNE, PROVINCE = "01273", "04"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of central with nothing but the schema."""
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def line(tmp_path: Path, template: Path) -> Iterator[Line]:
    with opened_line(tmp_path, template) as opened:
        yield opened


@pytest.fixture
def a(line: Line) -> Computer:
    return line.computer(COMMUNE)


@pytest.fixture
def b(line: Line) -> Computer:
    return line.computer(COMMUNE, "Hoàng Văn Bình", "leader")


@pytest.fixture
def above(line: Line) -> Computer:
    return line.computer(PROVINCE, "Lý Thị Hoa", "consolidator")
