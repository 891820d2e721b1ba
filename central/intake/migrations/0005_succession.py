"""Which device a store went on as."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from central.intake.migrations import WORDS

TABLE = "CREATE TABLE intake_succession (device {KEY} NOT NULL, heir {KEY} NOT NULL, PRIMARY KEY (device, heir))"


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table."""
    editor.execute(TABLE.format(**WORDS[editor.connection.vendor]))


class Migration(migrations.Migration):
    """Fifth schema."""

    dependencies = (("intake", "0004_conflicts"),)
    operations = (migrations.RunPython(create),)
