"""Schema of the intake, version by version."""
