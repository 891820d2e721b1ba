"""Parts the pages are made of."""
