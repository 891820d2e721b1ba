"""What central holds, in figures."""

from __future__ import annotations

from dataclasses import dataclass

from central.databases import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Counts, as of now."""

    units: int
    forms: int
    people: int
    devices: int
    """Those that may speak."""
    obligations: int
    reports: int
    submitted: int
    """Reports that the receiving office sees."""
    operations: int
    held: int
    """Operations that wait for a form package."""
    refused: int
    conflicts: int
    failed: int
    """Operations that a fault of central's own refused: each one is a bug to look into."""
    receipts: int
    recovered: int
    """Reports that were taken back from computers after a restore."""
    hidden: int
    """Rows of the feed that no office is shown yet, because an older transaction is still open."""


_COUNTS = {
    "units": "SELECT COUNT(*) FROM registry_unit WHERE ended IS NULL",
    "forms": "SELECT COUNT(*) FROM registry_form",
    "people": "SELECT COUNT(*) FROM registry_person WHERE active",
    "devices": "SELECT COUNT(*) FROM registry_device WHERE revoked_at IS NULL",
    "obligations": "SELECT COUNT(*) FROM intake_obligation WHERE withdrawn = 0",
    "reports": "SELECT COUNT(*) FROM intake_head WHERE upward = 0",
    "submitted": "SELECT COUNT(*) FROM intake_head WHERE upward = 1",
    "operations": "SELECT COUNT(*) FROM intake_operation",
    "held": "SELECT COUNT(*) FROM intake_operation WHERE code IS NULL",
    "refused": "SELECT COUNT(*) FROM intake_operation WHERE code = 'refused'",
    "failed": "SELECT COUNT(*) FROM intake_operation WHERE error = 'central.failed'",
    "conflicts": "SELECT COUNT(*) FROM intake_operation WHERE code = 'conflict'",
    "receipts": "SELECT COUNT(*) FROM intake_receipt",
    "recovered": "SELECT COUNT(*) FROM intake_recovery",
    "hidden": "SELECT COUNT(*) FROM intake_feed WHERE xid >= {horizon}",
}


def read_status(db: Database) -> Status:
    """The counts, from one picture of the database."""
    with db.reading():
        asked = {name: sql.format(horizon=db.horizon) for name, sql in _COUNTS.items()}
        counts = {name: int(row[0]) for name, sql in asked.items() for row in db.rows(sql)}
    return Status(**counts)
