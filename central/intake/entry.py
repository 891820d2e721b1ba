"""The exchange's own door: requests for its one address go straight to its view.

Nothing of what Django does on the way is meant for them: they have no session, no middleware and no form, use
connections of their own (`central/databases.py`), and whatever goes wrong is told by the view itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIRequest

from central.intake.views import exchange

PATH = "/sync/v1/exchange"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def with_exchange(application: Application) -> Application:
    """The application, with the exchange in front of it."""

    def asked(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != PATH:
            return application(environ, start_response)
        response = exchange(WSGIRequest(environ))
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]

    return asked
