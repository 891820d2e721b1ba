"""From an official workbook to a form definition, with a list of what has to be confirmed."""
