"""The window's pages: widgets that show what their presenter decided."""
