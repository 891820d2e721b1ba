"""Central's WSGI application, asked without a socket."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

TOLD_LENGTH = "CONTENT-LENGTH-TOLD"
"""A header for `ask`: the length that is told of a body that is not all there."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes


def ask(
    method: str,
    path: str,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    application: Callable[..., Any] | None = None,
) -> Reply:
    """One request to central's application, or to another."""
    if application is None:
        from central.wsgi import application

    where, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote(where),
        "QUERY_STRING": query,
        "SERVER_NAME": "central.example",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": (headers or {}).get(TOLD_LENGTH, str(len(body))),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in (headers or {}).items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    got: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, answered: list[tuple[str, str]], exc_info: object = None) -> object:
        got.append((status, answered))
        return None

    chunks = application(environ, start)
    data = b"".join(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    status, answered = got[-1]
    return Reply(status=int(status.split()[0]), headers={name.lower(): value for name, value in answered}, body=data)
