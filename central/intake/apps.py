"""The intake as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Operations, history, heads, feed, receipts; its tables are plain SQL (migrations/), not models."""

    name = "central.intake"
    label = "intake"
    verbose_name = "Tiếp nhận"
