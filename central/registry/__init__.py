"""Who there is and what is owed: units, people, devices, forms, obligations."""
