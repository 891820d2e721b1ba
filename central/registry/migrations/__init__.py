"""Schema of the registry, version by version."""
