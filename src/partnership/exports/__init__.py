"""What leaves the site as a file: to whom, why, marked, and harmless to open."""
