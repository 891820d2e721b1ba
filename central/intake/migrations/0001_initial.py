"""The intake's tables, in the database's own words.

Every big table is keyed by province first and refers to no other big table, so that PostgreSQL can split
them by that key. `xid` and `position` are a row's place in the feed.
"""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from central.intake.migrations import WORDS

TABLES = """
CREATE TABLE intake_meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO intake_meta (name, value) VALUES ('registry', '1');

CREATE TABLE intake_chain (
    province {KEY} NOT NULL, device {KEY} NOT NULL, epoch {KEY} NOT NULL,
    follows_epoch {KEY} NOT NULL, follows_seq {INT} NOT NULL,
    seq {INT} NOT NULL, hash {KEY} NOT NULL, held {INT} NOT NULL, blocked {INT} NOT NULL,
    PRIMARY KEY (province, device, epoch));

CREATE TABLE intake_asking (
    province {KEY} NOT NULL, device {KEY} NOT NULL, epoch {KEY} NOT NULL,
    PRIMARY KEY (province, device, epoch));

CREATE TABLE intake_operation (
    province {KEY} NOT NULL, device {KEY} NOT NULL, epoch {KEY} NOT NULL, seq {INT} NOT NULL,
    hash {KEY} NOT NULL, report {KEY} NOT NULL, kind {KEY} NOT NULL, author {KEY} NOT NULL, at {INT} NOT NULL,
    received_at {INT} NOT NULL, body {BYTES} NOT NULL,
    code {KEY} NULL, rev {INT} NOT NULL, error {KEY} NOT NULL, answer {BYTES} NOT NULL,
    PRIMARY KEY (province, device, epoch, seq));
CREATE INDEX intake_operation_report ON intake_operation (province, report);
CREATE INDEX intake_operation_held ON intake_operation (province, device, epoch) WHERE code IS NULL;

CREATE TABLE intake_block (
    province {KEY} NOT NULL, device {KEY} NOT NULL, epoch {KEY} NOT NULL, report {KEY} NOT NULL, seq {INT} NOT NULL,
    PRIMARY KEY (province, device, epoch, report));

CREATE TABLE intake_history (
    province {KEY} NOT NULL, report {KEY} NOT NULL, rev {INT} NOT NULL,
    device {KEY} NOT NULL, epoch {KEY} NOT NULL, seq {INT} NOT NULL,
    device_province {KEY} NOT NULL, kind {KEY} NOT NULL, state {KEY} NOT NULL, content {KEY} NOT NULL,
    author {KEY} NOT NULL, at {INT} NOT NULL, received_at {INT} NOT NULL,
    xid {INT} NOT NULL, position {INT} NOT NULL,
    PRIMARY KEY (province, report, rev, device, epoch, seq));

CREATE TABLE intake_head (
    province {KEY} NOT NULL, report {KEY} NOT NULL, upward {INT} NOT NULL,
    form {KEY} NOT NULL, state {KEY} NOT NULL, rev {INT} NOT NULL, content {KEY} NOT NULL, cells {BYTES} NOT NULL,
    author {KEY} NOT NULL, at {INT} NOT NULL, received_at {INT} NOT NULL,
    PRIMARY KEY (province, report, upward));

CREATE TABLE intake_feed (
    province {KEY} NOT NULL, scope {KEY} NOT NULL, kind {KEY} NOT NULL, item {KEY} NOT NULL,
    home {KEY} NOT NULL, xid {INT} NOT NULL, position {INT} NOT NULL,
    PRIMARY KEY (province, scope, kind, item));
CREATE INDEX intake_feed_order ON intake_feed (province, scope, xid, position);
CREATE INDEX intake_feed_position ON intake_feed (position);

CREATE TABLE intake_digest (
    province {KEY} NOT NULL, scope {KEY} NOT NULL, unit {KEY} NOT NULL, sum {KEY} NOT NULL, count {INT} NOT NULL,
    PRIMARY KEY (province, scope, unit));

CREATE TABLE intake_receipt (
    province {KEY} NOT NULL, report {KEY} NOT NULL, kind {KEY} NOT NULL, content {KEY} NOT NULL,
    device {KEY} NOT NULL, epoch {KEY} NOT NULL, seq {INT} NOT NULL, rev {INT} NOT NULL,
    sealed_at {INT} NOT NULL, received_at {INT} NOT NULL, deadline {KEY} NOT NULL, late {INT} NOT NULL,
    central {KEY} NOT NULL, signature {KEY} NOT NULL,
    PRIMARY KEY (province, report, kind, content, device, epoch, seq));
CREATE INDEX intake_receipt_device ON intake_receipt (province, device, epoch, seq);

CREATE TABLE intake_obligation (
    province {KEY} NOT NULL, report {KEY} NOT NULL,
    unit {KEY} NOT NULL, form {KEY} NOT NULL, receiver {KEY} NOT NULL,
    window_start {KEY} NOT NULL, window_end {KEY} NOT NULL, deadline {KEY} NOT NULL,
    withdrawn {INT} NOT NULL, route {KEY} NOT NULL,
    PRIMARY KEY (province, report));
"""

SQLITE = """
CREATE TABLE intake_counter (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL);
INSERT INTO intake_counter (name, value) VALUES ('feed', 0);
"""
POSTGRES = "CREATE SEQUENCE intake_feed_seq;"


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the tables."""
    vendor = editor.connection.vendor
    text = TABLES.format(**WORDS[vendor]) + (SQLITE if vendor == "sqlite" else POSTGRES)
    for statement in text.split(";"):
        if statement.strip():
            editor.execute(statement)


class Migration(migrations.Migration):
    """First schema."""

    initial = True
    dependencies = ()
    operations = (migrations.RunPython(create),)
