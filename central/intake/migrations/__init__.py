"""Schema of the intake, version by version."""

from __future__ import annotations

WORDS = {
    "sqlite": {"KEY": "TEXT", "INT": "INTEGER", "BYTES": "BLOB"},
    "postgresql": {"KEY": 'TEXT COLLATE "C"', "INT": "BIGINT", "BYTES": "BYTEA"},
}
"""Column types in each database's words."""
