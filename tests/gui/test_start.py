"""Starting brings in Qt, msgspec, the store and compiled definitions; the rest waits until the window is idle."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from app.bootstrap import office_at
from app.domain.forms.catalogue import find_form
from app.services.forms import FormShelf
from tests.app.services.test_workspace import FORM, Q4, answer, owed
from tests.app.store.office import identity

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import json, sys
from pathlib import Path
from app.bootstrap import office_at
from ui.imports import import_plainly

import_plainly()
from ui.application import make_application

application = make_application(["sobaocao"])
window = office_at(Path(sys.argv[1]), "file").build_window(application)

def told():
    print(json.dumps(sorted(sys.modules)), flush=True)
    window.close()

window.idle.connect(told)
window.show()
application.exec()
"""
OWN_LATER = {"ui.views.form", "ui.widgets.grid_pane", "ui.models.grid", "ui.presenters.ports"}
OWN_LATER |= {"sync.wire", "sync.transport", "sync.engine", "app.domain.relations.sheet"}
OWN_LATER |= {
    f"app.services.{name}" for name in ("attachments", "attention", "bundles", "notes", "versions", "workbooks")
}
LATER = {"lark", "yaml", "requests", "urllib3", "truststore", "cryptography", "keyring", "holidays", "sqlite_utils"}
LATER |= {"dataclasses", "socket", "subprocess", "pickle"}
"""Of Python's own: making one dataclass takes as long as making forty structs."""


def test_nothing_heavy_is_brought_in_before_the_window_is_idle(tmp_path: Path) -> None:
    office = office_at(tmp_path, "file")
    store = office.open_store()
    store.enrol(identity("A", "p1"))
    form = FormShelf(store).put(find_form(FORM))
    store.book(answer(owed(Q4, form, "2026-09-15", "2026-12-14", "2026-12-15")))
    store.close()
    workspace = office.open_workspace()
    workspace.work_list()  # which counts what is filled, once
    workspace.close()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    modules = set(json.loads(done.stdout))
    assert modules & OWN_LATER == set()
    loaded = {name.partition(".")[0] for name in modules}
    assert {"PySide6", "msgspec", "sqlcipher3", "app", "ui"} <= loaded
    assert loaded & LATER == set()
