"""People, agencies, roles and where each role applies."""
