"""The feed of updates: files that whoever publishes puts into central's data folder, while central runs.

They are signed by others than central, and for anybody: no enrolment is asked for, and nothing here is trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

FOLDER = "updates"
"""In central's data folder, and in its address."""
FRESH_S = 60
"""For so long may a proxy on the way give out what it has."""


def with_updates(application: Callable[..., Any], data: Path) -> WhiteNoise:
    """The application, with the feed in front of it; parts of files are given out too."""
    # Why looked up each time: a feed is renewed each day, and a restart for it would break exchanges.
    served = WhiteNoise(application, autorefresh=True, max_age=FRESH_S, allow_all_origins=False)
    served.add_files(str(data.absolute() / FOLDER), prefix=FOLDER)
    return served
