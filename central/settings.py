"""Django's settings for central: everything that differs between installations comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path

from central.databases import database_settings

DATA = Path(os.environ.get("SOBAOCAO_CENTRAL_DATA", "central-data"))
"""Folder of the embedded database, the signing key and the high-water mark."""

DATABASES = {"default": database_settings(os.environ.get("SOBAOCAO_CENTRAL_DATABASE", ""), DATA)}

INSTALLED_APPS = ["central.registry", "central.intake"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "central.urls"
WSGI_APPLICATION = "central.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Why any host: no answer is built from the Host header, and offices reach central by several names.
ALLOWED_HOSTS = ["*"]
DEBUG = False
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi"
USE_I18N = False

# The exchange limits bodies by itself, before and after decompression (central/intake/views.py).
DATA_UPLOAD_MAX_MEMORY_SIZE = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "central": {"handlers": ["stderr"], "level": "INFO"},
        # Why ERROR: a 4xx is the asker's trouble and is told to him as a problem document.
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
