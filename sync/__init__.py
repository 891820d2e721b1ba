"""The engine that reconciles the local store with central: no Qt, no SQL."""
