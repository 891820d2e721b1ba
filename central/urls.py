"""Where central listens."""

from __future__ import annotations

from django.urls import path

from central.intake.file_views import file, files
from central.intake.views import exchange
from central.registry.views import enrol
from central.views import health, jwks

urlpatterns = [
    path("sync/v1/exchange", exchange),
    path("sync/v1/files/", files),
    path("sync/v1/files/<str:hash_>", file),
    path("sync/v1/enrol", enrol),
    path(".well-known/jwks.json", jwks),
    path("health", health),
]

handler400 = "central.problems.bad_request"
handler404 = "central.problems.no_page"
handler500 = "central.problems.failed"
