"""Hints: figures that stand out from the unit's own past, from its siblings or by their digits. They judge nothing."""
