"""Notes and questions beside a report's figures."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from central.intake.migrations import WORDS

TABLES = """
CREATE TABLE intake_note (
    province {KEY} NOT NULL, id {KEY} NOT NULL, report {KEY} NOT NULL, kind {KEY} NOT NULL, address {KEY} NOT NULL,
    text {KEY} NOT NULL, author {KEY} NOT NULL, at {INT} NOT NULL, shared {INT} NOT NULL, settled {INT} NOT NULL,
    PRIMARY KEY (province, id));
CREATE INDEX intake_note_report ON intake_note (province, report);
"""


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table."""
    for statement in TABLES.format(**WORDS[editor.connection.vendor]).split(";"):
        if statement.strip():
            editor.execute(statement)


class Migration(migrations.Migration):
    """Second schema."""

    dependencies = (("intake", "0001_initial"),)
    operations = (migrations.RunPython(create),)
