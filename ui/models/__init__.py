"""Rows for Qt's views; they change narrowly, never whole under a reader."""
