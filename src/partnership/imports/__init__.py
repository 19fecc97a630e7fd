"""Records out of a CSV file: looked at first, then taken in."""
