"""Central as a WSGI application."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

from central.bootstrap import DATA_VARIABLE, DATABASE_VARIABLE, central, is_open, open_central
from central.intake.entry import with_exchange
from central.updates import with_updates

if not is_open():
    open_central(Path(os.environ.get(DATA_VARIABLE, "central-data")), os.environ.get(DATABASE_VARIABLE, ""))

application = with_exchange(with_updates(get_wsgi_application(), central().data))

# An exchange makes some hundred thousand small things and hardly a ring of them: looking for rings as often as Python
# does by itself, through all of Django each time, was a fifth of its price.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 10, 10)
