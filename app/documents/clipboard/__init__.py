"""Blocks of cells on the clipboard: read from what spreadsheets put there, written as they read it. Knows no Qt."""
