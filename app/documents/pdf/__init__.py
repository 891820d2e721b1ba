"""Reports on paper: pages for a printer, and PDF files."""
