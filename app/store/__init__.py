"""The encrypted SQLite file."""
