"""Conflicts that wait for a person on some computer of an office."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from central.intake.migrations import WORDS

TABLES = """
CREATE TABLE intake_conflict (
    province {KEY} NOT NULL, id {KEY} NOT NULL, report {KEY} NOT NULL, device {KEY} NOT NULL, epoch {KEY} NOT NULL,
    seq {INT} NOT NULL, holder {KEY} NOT NULL, author {KEY} NOT NULL, at {INT} NOT NULL, since {INT} NOT NULL,
    cells {BYTES} NOT NULL, open {INT} NOT NULL,
    PRIMARY KEY (province, id));
CREATE INDEX intake_conflict_open ON intake_conflict (province, report) WHERE open = 1;
"""


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table."""
    for statement in TABLES.format(**WORDS[editor.connection.vendor]).split(";"):
        if statement.strip():
            editor.execute(statement)


class Migration(migrations.Migration):
    """Fourth schema."""

    dependencies = (("intake", "0003_recovery"),)
    operations = (migrations.RunPython(create),)
