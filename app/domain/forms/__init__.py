"""Form definitions: what a report regime prints, as data."""
