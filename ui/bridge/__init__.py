"""From other threads to signals on the window's own."""
