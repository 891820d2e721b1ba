"""Excel workbooks: looked at before anything is parsed, then read in a process of their own."""
