"""The file's schema, one numbered step after the other. A released step is never edited.

`PRAGMA user_version` counts the steps taken; each step and its number commit together.
"""

from __future__ import annotations

from collections.abc import Callable

from app.errors import StoreError
from app.store.database import Database

_CORE = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE position (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    device TEXT NOT NULL DEFAULT '',
    epoch TEXT NOT NULL DEFAULT '',
    follows_epoch TEXT NOT NULL DEFAULT '',
    follows_seq INTEGER NOT NULL DEFAULT 0,
    numbered INTEGER NOT NULL DEFAULT 0,
    head TEXT NOT NULL DEFAULT '',
    after INTEGER NOT NULL DEFAULT 0,
    central_epoch TEXT NOT NULL DEFAULT '',
    era INTEGER NOT NULL DEFAULT 1,
    cursor TEXT NOT NULL DEFAULT '',
    scope TEXT NOT NULL DEFAULT '',
    repulling INTEGER NOT NULL DEFAULT 0,
    from_start INTEGER NOT NULL DEFAULT 0,
    ours_sum TEXT NOT NULL,
    ours_count INTEGER NOT NULL DEFAULT 0,
    theirs_sum TEXT,
    theirs_count INTEGER,
    agreed_at INTEGER,
    contact_at INTEGER,
    unequal INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO position (id, ours_sum) VALUES (1, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    view TEXT NOT NULL CHECK (view IN ('inner', 'upward')),
    unit TEXT NOT NULL,
    form_code TEXT NOT NULL,
    period TEXT NOT NULL,
    release TEXT NOT NULL,
    form TEXT NOT NULL,
    state TEXT NOT NULL,
    base_form TEXT NOT NULL,
    base_state TEXT NOT NULL,
    base_rev INTEGER NOT NULL DEFAULT 0,
    base_era INTEGER NOT NULL DEFAULT 0,
    base_content TEXT NOT NULL,
    base_stamp INTEGER NOT NULL DEFAULT 0,
    touch INTEGER NOT NULL DEFAULT 0,
    hold_rev INTEGER NOT NULL DEFAULT 0,
    in_scope INTEGER NOT NULL DEFAULT 1,
    conflicts INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    author TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL DEFAULT 0,
    UNIQUE (key, view)
) STRICT;
CREATE INDEX report_form ON report (unit, form_code, period);

CREATE TABLE base (report INTEGER PRIMARY KEY REFERENCES report (id), cells BLOB NOT NULL) STRICT;

CREATE TABLE cell (
    report INTEGER NOT NULL REFERENCES report (id),
    address TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY (report, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    report INTEGER NOT NULL REFERENCES report (id),
    address TEXT NOT NULL,
    old TEXT,
    new TEXT,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    reason TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX journal_cell ON journal (report, address, seq);
CREATE TRIGGER journal_keeps_lines BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_loses_nothing BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES report (id),
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    form TEXT NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    answers TEXT NOT NULL DEFAULT '',
    body BLOB
) STRICT;
CREATE INDEX outbox_report ON outbox (report, id);

CREATE TABLE outbox_cell (
    entry INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    replaced TEXT,
    new TEXT,
    PRIMARY KEY (entry, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE operation (
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    report INTEGER NOT NULL REFERENCES report (id),
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    long BLOB NOT NULL,
    taken INTEGER NOT NULL DEFAULT 0,
    code TEXT,
    result BLOB,
    result_at INTEGER,
    PRIMARY KEY (epoch, seq)
) STRICT;
CREATE INDEX operation_open ON operation (epoch, seq) WHERE code IS NULL;
CREATE INDEX operation_report ON operation (report);

CREATE TABLE receipt (
    signature TEXT PRIMARY KEY,
    report TEXT NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    device TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    sealed_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    deadline TEXT NOT NULL,
    late INTEGER NOT NULL,
    central TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_report ON receipt (report, received_at);

CREATE TABLE conflict (
    id INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES report (id),
    origin TEXT NOT NULL CHECK (origin IN ('merge', 'typed')),
    address TEXT NOT NULL,
    base TEXT,
    mine TEXT,
    theirs TEXT,
    mine_author TEXT NOT NULL,
    mine_at INTEGER NOT NULL,
    their_author TEXT NOT NULL,
    their_at INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    answers TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'open',
    settled_at INTEGER
) STRICT;
CREATE INDEX conflict_open ON conflict (report, address) WHERE state = 'open';

CREATE TABLE refused (
    id INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES report (id),
    operation TEXT NOT NULL,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    params TEXT NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'open',
    settled_at INTEGER
) STRICT;
CREATE INDEX refused_open ON refused (report) WHERE state = 'open';
CREATE TABLE refused_cell (
    entry INTEGER NOT NULL REFERENCES refused (id),
    address TEXT NOT NULL,
    replaced TEXT,
    new TEXT,
    open INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (entry, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE form (hash TEXT PRIMARY KEY, package BLOB NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TABLE unit_version (
    unit TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    parent TEXT NOT NULL,
    PRIMARY KEY (unit, valid_from)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_parent ON unit_version (parent);
CREATE TABLE obligation (
    report TEXT PRIMARY KEY,
    unit TEXT NOT NULL,
    form TEXT NOT NULL,
    receiver TEXT NOT NULL,
    window_start TEXT NOT NULL,
    window_end TEXT NOT NULL,
    deadline TEXT NOT NULL,
    withdrawn INTEGER NOT NULL,
    route TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX obligation_unit ON obligation (unit, deadline);
CREATE TABLE person (
    person TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    role TEXT NOT NULL,
    active INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE differing (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID
"""

_HISTORY = """
CREATE TABLE cycle (
    id INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    code TEXT NOT NULL,
    requests INTEGER NOT NULL,
    bytes_up INTEGER NOT NULL,
    bytes_down INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    received INTEGER NOT NULL
) STRICT;
CREATE TABLE summary (
    report INTEGER PRIMARY KEY REFERENCES report (id),
    stamp TEXT NOT NULL,
    filled INTEGER NOT NULL,
    needed INTEGER NOT NULL,
    errors INTEGER NOT NULL
) STRICT
"""

_BOOKMARK = """
CREATE TABLE bookmark (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    report TEXT NOT NULL,
    view TEXT NOT NULL,
    sheet_table TEXT NOT NULL,
    sheet_row TEXT NOT NULL,
    sheet_column TEXT NOT NULL,
    typed TEXT,
    typed_into TEXT NOT NULL,
    replaced TEXT,
    tries INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE bookmark_unread (address TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID
"""

_NOTES = """
CREATE TABLE note (
    id TEXT PRIMARY KEY,
    report TEXT NOT NULL,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,
    shared INTEGER NOT NULL,
    settled INTEGER NOT NULL,
    told INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX note_report ON note (report);
CREATE INDEX note_open ON note (report) WHERE kind = 'question' AND NOT settled;
CREATE TABLE note_draft (
    report TEXT NOT NULL,
    address TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (report, address)
) STRICT, WITHOUT ROWID
"""


_ATTACHMENTS = """
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    hash TEXT UNIQUE,
    size INTEGER NOT NULL,
    held INTEGER NOT NULL DEFAULT 0,
    sent INTEGER NOT NULL DEFAULT 0,
    there TEXT NOT NULL DEFAULT '',
    wanted INTEGER NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL,
    idle_since INTEGER
) STRICT;
CREATE TABLE attachment_part (
    attachment INTEGER NOT NULL REFERENCES attachment (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (attachment, start)
) STRICT;
CREATE TABLE attachment_use (
    hash TEXT NOT NULL,
    report INTEGER NOT NULL REFERENCES report (id),
    PRIMARY KEY (hash, report)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_use_report ON attachment_use (report)
"""

# Why without foreign keys: with one, a parent is looked up for every cell written, and many cells go one by one, at
# four times the price. The trigger does what the key did, and the doctor looks for cells that belong to nothing.
_QUICK_CELLS = """
CREATE TABLE quick_cell (
    report INTEGER NOT NULL,
    address TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY (report, address)
) STRICT, WITHOUT ROWID;
INSERT INTO quick_cell SELECT * FROM cell;
DROP TABLE cell;
ALTER TABLE quick_cell RENAME TO cell;
CREATE INDEX cell_free_row ON cell (report) WHERE substr(address, -5) = '/@row';
CREATE TABLE quick_outbox_cell (
    entry INTEGER NOT NULL,
    address TEXT NOT NULL,
    replaced TEXT,
    new TEXT,
    PRIMARY KEY (entry, address)
) STRICT, WITHOUT ROWID;
INSERT INTO quick_outbox_cell SELECT * FROM outbox_cell;
DROP TABLE outbox_cell;
ALTER TABLE quick_outbox_cell RENAME TO outbox_cell;
CREATE TRIGGER outbox_takes_its_cells AFTER DELETE ON outbox
BEGIN DELETE FROM outbox_cell WHERE entry = OLD.id; END
"""


_EVIDENCE = """
CREATE TABLE sealed (
    report INTEGER NOT NULL REFERENCES report (id),
    content TEXT NOT NULL,
    form TEXT NOT NULL,
    cells BLOB NOT NULL,
    at INTEGER NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (report, content)
) STRICT, WITHOUT ROWID;
CREATE TABLE proof (
    id INTEGER PRIMARY KEY,
    central_epoch TEXT NOT NULL,
    results BLOB NOT NULL,
    signature TEXT NOT NULL
) STRICT;
ALTER TABLE operation ADD COLUMN proof INTEGER;
ALTER TABLE position ADD COLUMN recall_epoch TEXT NOT NULL DEFAULT '';
ALTER TABLE position ADD COLUMN recall_seq INTEGER NOT NULL DEFAULT 0
"""

_OPEN_WORK = """
DROP INDEX obligation_unit;
CREATE INDEX obligation_due ON obligation (unit, withdrawn, deadline);
CREATE INDEX report_settled ON report (key, view, state, base_rev, conflicts, refused)
"""


_BUNDLES = """
CREATE TABLE bundle (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    operations INTEGER NOT NULL,
    answered_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE carried (
    device TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    taken_at INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (device, kind)
) STRICT
"""


_OFFICE_NETWORK = """
CREATE TABLE device (
    device TEXT PRIMARY KEY,
    unit TEXT NOT NULL,
    name TEXT NOT NULL,
    person TEXT NOT NULL,
    public_key TEXT NOT NULL,
    revoked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE peer_operation (
    device TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    report TEXT NOT NULL,
    taken_at INTEGER NOT NULL,
    long BLOB NOT NULL,
    code TEXT,
    proof INTEGER,
    PRIMARY KEY (device, epoch, seq)
) STRICT;
CREATE INDEX peer_operation_report ON peer_operation (report) WHERE code IS NULL;
CREATE TABLE peer_head (
    device TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    follows_epoch TEXT NOT NULL,
    follows_seq INTEGER NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (device, epoch)
) STRICT, WITHOUT ROWID
"""


_FORMER = """
CREATE TABLE former (
    device TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    proof TEXT NOT NULL DEFAULT '',
    asked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (device, epoch)
) STRICT;
INSERT INTO former (device, epoch, seq) SELECT device, recall_epoch, recall_seq FROM position WHERE recall_epoch <> '';
ALTER TABLE position DROP COLUMN recall_epoch;
ALTER TABLE position DROP COLUMN recall_seq
"""


_OFFICE_CONFLICTS = """
CREATE TABLE office_conflict (
    operation TEXT NOT NULL,
    address TEXT NOT NULL,
    report TEXT NOT NULL,
    device TEXT NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,
    since INTEGER NOT NULL,
    base TEXT,
    mine TEXT,
    theirs TEXT,
    their_author TEXT NOT NULL,
    their_at INTEGER NOT NULL,
    answered_at INTEGER,
    decider TEXT NOT NULL,
    reason TEXT NOT NULL,
    value TEXT,
    journaled INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (operation, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX office_conflict_open ON office_conflict (report) WHERE answered_at IS NULL;
CREATE INDEX office_conflict_untold ON office_conflict (report) WHERE NOT journaled AND decider <> '';
CREATE INDEX conflict_answers ON conflict (answers)
"""


# Why each: of years of operations, seals and receipts, and of thousands of reports, every exchange asks for the few
# that are open; and a push of a thousand reports asks a thousand times what of one is in flight.
_OPEN_EXCHANGE = """
CREATE INDEX operation_flying ON operation (report, epoch, seq) WHERE code IS NULL AND NOT taken;
CREATE INDEX operation_seal ON operation (epoch, seq) WHERE kind = 'report.seal';
CREATE INDEX receipt_operation ON receipt (device, epoch, seq);
CREATE INDEX report_unmoved ON report (unit, base_era) WHERE base_rev = 0
"""


# Why apart: what became of an operation changes, what was signed never does. In one row, a result booked writes the
# whole of it again, and whoever looks for what is open reads past it all.
_OPERATIONS_APART = """
CREATE TABLE operation_long (
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    long BLOB NOT NULL,
    PRIMARY KEY (epoch, seq)
) STRICT;
INSERT INTO operation_long SELECT epoch, seq, long FROM operation ORDER BY epoch, seq;
ALTER TABLE operation ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
UPDATE operation SET size = length(long);
ALTER TABLE operation DROP COLUMN long;
CREATE TRIGGER operation_takes_its_long AFTER DELETE ON operation
BEGIN DELETE FROM operation_long WHERE epoch = OLD.epoch AND seq = OLD.seq; END
"""

# Why a mark: of years of obligations all but a few rest, and each start of the window asks for those that do not.
# Only the report's head says it, so the head's own changes keep it.
_RESTS = """
ALTER TABLE obligation ADD COLUMN rests INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER obligation_comes AFTER INSERT ON obligation
BEGIN UPDATE obligation SET rests = 1 WHERE report = NEW.report AND EXISTS (
    SELECT 1 FROM report WHERE key = NEW.report AND view = 'inner'
    AND state IN ('submitted', 'received', 'accepted') AND base_rev AND NOT conflicts AND NOT refused
); END;
CREATE TRIGGER report_rests AFTER UPDATE OF state, base_rev, conflicts, refused ON report WHEN NEW.view = 'inner'
BEGIN UPDATE obligation SET rests =
    NEW.state IN ('submitted', 'received', 'accepted') AND NEW.base_rev AND NOT NEW.conflicts AND NOT NEW.refused
WHERE report = NEW.key; END;
UPDATE report SET state = state WHERE view = 'inner';
CREATE INDEX obligation_open ON obligation (unit, deadline) WHERE NOT withdrawn AND NOT rests;
DROP INDEX report_settled
"""


def _statements(script: str) -> list[str]:
    """The statements of a script: a trigger's inner semicolon is followed by END, no other statement's is."""
    found, held = [], ""
    for piece in script.split(";"):
        held += piece
        if held.lstrip().startswith("CREATE TRIGGER") and not held.rstrip().endswith("END"):
            held += ";"
            continue
        if held.strip():
            found.append(held)
        held = ""
    return found


def _run(database: Database, script: str) -> None:
    for statement in _statements(script):
        database.execute(statement)


def m0001_core(database: Database) -> None:
    """Reports, journal, outbox, operations, receipts, conflicts, the registry."""
    _run(database, _CORE)


def m0002_history(database: Database) -> None:
    """The history of sync cycles; how far a report is filled, kept so that the work list opens at once."""
    _run(database, _HISTORY)


def m0003_bookmark(database: Database) -> None:
    """Where the typist left off, the text in an open editor included."""
    _run(database, _BOOKMARK)


def m0004_notes(database: Database) -> None:
    """Notes and questions beside the figures of reports."""
    _run(database, _NOTES)


def m0005_attachments(database: Database) -> None:
    """Files attached to reports, in pieces; which report has which."""
    _run(database, _ATTACHMENTS)


def m0006_quick_cells(database: Database) -> None:
    """Cells without foreign keys: thousands are numbered and booked at once."""
    _run(database, _QUICK_CELLS)


def m0007_evidence(database: Database) -> None:
    """What was sealed, until central has it; results as central signed them, for the day it is restored."""
    _run(database, _EVIDENCE)


def m0008_open_work(database: Database) -> None:
    """Indexes that hold all that is asked of settled reports: a start looks past years of them."""
    _run(database, _OPEN_WORK)


def m0009_cycle_detail(database: Database) -> None:
    """What the words of a failed cycle name."""
    database.execute("ALTER TABLE cycle ADD COLUMN detail TEXT NOT NULL DEFAULT ''")


def m0010_bundles(database: Database) -> None:
    """The bundles that were made here, and other computers' envelopes that are carried along."""
    _run(database, _BUNDLES)


def m0011_office_network(database: Database) -> None:
    """The office's computers, and what those nearby have and central has not answered yet."""
    _run(database, _OFFICE_NETWORK)


def m0012_former_chains(database: Database) -> None:
    """The chains that this store went on from, as another device or under another epoch."""
    _run(database, _FORMER)


def m0013_office_conflicts(database: Database) -> None:
    """What waits for a person on other computers of the office, and what was decided there."""
    _run(database, _OFFICE_CONFLICTS)


def m0014_open_exchange(database: Database) -> None:
    """Indexes of what an exchange looks for among all that was ever exchanged."""
    _run(database, _OPEN_EXCHANGE)


def m0015_operations_apart(database: Database) -> None:
    """What an operation says, apart from what became of it."""
    _run(database, _OPERATIONS_APART)


def m0016_resting_obligations(database: Database) -> None:
    """Which obligations ask for nothing any more: their report was sent, and central has all of it."""
    _run(database, _RESTS)


MIGRATIONS: tuple[Callable[[Database], None], ...] = (
    m0001_core,
    m0002_history,
    m0003_bookmark,
    m0004_notes,
    m0005_attachments,
    m0006_quick_cells,
    m0007_evidence,
    m0008_open_work,
    m0009_cycle_detail,
    m0010_bundles,
    m0011_office_network,
    m0012_former_chains,
    m0013_office_conflicts,
    m0014_open_exchange,
    m0015_operations_apart,
    m0016_resting_obligations,
)
NEWEST = len(MIGRATIONS)


def refuse_newer(database: Database) -> None:
    """Raises StoreError `store.newer` where a newer program wrote the file."""
    version = database.version()
    if version > NEWEST:
        raise StoreError("store.newer", file=version, program=NEWEST)


def migrate(database: Database, *, up_to: int = NEWEST) -> int:
    """Take the steps that are missing; how many were taken."""
    refuse_newer(database)
    taken = 0
    while database.version() < up_to:
        with database.write():
            # Read again under the lock: another process may have taken the step meanwhile.
            version = database.version()
            if version < up_to:
                MIGRATIONS[version](database)
                database.execute(f"PRAGMA user_version = {version + 1}")
                taken += 1
    return taken
