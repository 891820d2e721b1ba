"""What every test runs under: no screen, no network, no unexpected warning in the log."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("soak", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

OURS = ("app", "ui", "sync", "central")


@pytest.fixture(autouse=True)
def _no_unexpected_warning_in_the_log(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """An unexpected log of ours at WARNING or above fails the test; `@pytest.mark.logs_warnings` expects some."""
    yield
    if request.node.get_closest_marker("logs_warnings"):
        return
    loud = [
        f"{record.name}: {record.getMessage()}"
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING and record.name.split(".")[0] in OURS
    ]
    assert not loud, f"unexpected warnings in the log: {loud}"
