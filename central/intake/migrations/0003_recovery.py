"""What comes back after a restore, and contents that came by themselves."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from central.intake.migrations import WORDS

TABLES = """
CREATE TABLE intake_content (
    province {KEY} NOT NULL, report {KEY} NOT NULL, content {KEY} NOT NULL, form {KEY} NOT NULL,
    cells {BYTES} NOT NULL, device {KEY} NOT NULL, received_at {INT} NOT NULL,
    PRIMARY KEY (province, report, content));

CREATE TABLE intake_recalled (
    province {KEY} NOT NULL, device {KEY} NOT NULL, epoch {KEY} NOT NULL, seq {INT} NOT NULL, hash {KEY} NOT NULL,
    central_epoch {KEY} NOT NULL, code {KEY} NOT NULL, rev {INT} NOT NULL, error {KEY} NOT NULL,
    answer {BYTES} NOT NULL,
    PRIMARY KEY (province, device, epoch, seq));

CREATE TABLE intake_recovery (
    province {KEY} NOT NULL, report {KEY} NOT NULL, central_epoch {KEY} NOT NULL, rev {INT} NOT NULL,
    stood_at {INT} NOT NULL, device {KEY} NOT NULL, epoch {KEY} NOT NULL, seq {INT} NOT NULL, at {INT} NOT NULL,
    cells {BYTES} NOT NULL,
    PRIMARY KEY (province, report, central_epoch, rev));
"""


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the tables."""
    for statement in TABLES.format(**WORDS[editor.connection.vendor]).split(";"):
        if statement.strip():
            editor.execute(statement)


class Migration(migrations.Migration):
    """Third schema."""

    dependencies = (("intake", "0002_notes"),)
    operations = (migrations.RunPython(create),)
