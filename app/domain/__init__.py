"""What reports, forms and operations are: pure, no I/O."""
