"""The registry's tables. What grows with reports (obligations too) is in intake, in plain SQL."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

ID_LENGTH = 24


class Unit(models.Model):
    """What keeps its identity while name, type, parent and code change."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    level = models.CharField(max_length=16)
    province = models.CharField(max_length=ID_LENGTH, db_index=True)
    """Unit at the top above it, itself included: what every big table is keyed by first. Never changes."""
    parent = models.CharField(max_length=ID_LENGTH, blank=True)
    """Unit above it in its newest version; empty at the top."""
    code = models.CharField(max_length=5, db_index=True)
    """Official code in its newest version."""
    name = models.CharField(max_length=200)
    """Name in its newest version."""
    ended = models.DateField(null=True)
    """Last day of its newest version; null while it lasts."""


class UnitVersion(models.Model):
    """A unit as it was from one day to another."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="versions")
    code = models.CharField(max_length=5)
    type = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    parent = models.CharField(max_length=ID_LENGTH, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    legal_basis = models.CharField(max_length=200, blank=True)


class Lineage(models.Model):
    """One unit's going into another."""

    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successors")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessors")
    kind = models.CharField(max_length=16)
    on = models.DateField()
    is_split = models.BooleanField()
    is_main = models.BooleanField()

    class Meta:
        """An edge is there once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["old", "new"], name="lineage_once")
        ]


class Person(models.Model):
    """Somebody who works for a unit."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=16)
    active = models.BooleanField(default=True)


class Device(models.Model):
    """A computer of a unit."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="devices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="devices")
    """Who enrolled it."""
    name = models.CharField(max_length=200)
    public_key = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    """Of the bearer token; the token itself is nowhere here."""
    enrolled_at = models.BigIntegerField()
    """Unix seconds."""
    revoked_at = models.BigIntegerField(null=True)
    """Unix seconds; null while it may speak."""
    epoch = models.CharField(max_length=16, blank=True)
    """The device epoch it last asked with."""
    returned = models.BooleanField(default=False)
    """Whether it had left that epoch for another one before."""


class EnrolmentCode(models.Model):
    """A one-time code, by its hash."""

    hash = models.CharField(primary_key=True, max_length=64)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="codes")
    expires_at = models.BigIntegerField()
    """Unix seconds."""
    used_at = models.BigIntegerField(null=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="codes")
    """What it enrolled."""


class Form(models.Model):
    """A form package, by its hash."""

    hash = models.CharField(primary_key=True, max_length=64)
    code = models.CharField(max_length=60, db_index=True)
    edition = models.CharField(max_length=20)
    title = models.CharField(max_length=400)
    package = models.BinaryField()
    loaded_at = models.BigIntegerField()
    """Unix seconds."""
    closed_at = models.BigIntegerField(null=True)
    """Unix seconds; null while reports are written in it."""
