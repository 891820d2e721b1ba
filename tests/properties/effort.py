"""How far the properties look: an everyday run is small, `HYPOTHESIS_PROFILE=soak` looks fifty times further."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

SOAKING = os.environ.get("HYPOTHESIS_PROFILE") == "soak"


def effort(examples: int) -> settings:
    """Settings for a property that is worth `examples` examples on an ordinary day."""
    return settings(
        max_examples=examples * (50 if SOAKING else 1),
        deadline=None,
        # Building a form and a report from chance is slow beside a list of numbers.
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
