"""The registry as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Units, people, devices, forms."""

    name = "central.registry"
    label = "registry"
    verbose_name = "Danh mục"
