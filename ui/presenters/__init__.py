"""What the window says and does, decided without Qt."""
