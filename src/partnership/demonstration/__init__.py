"""A made-up year of West Yorkshire, written through the same actions as people use. Only in a demonstration."""
