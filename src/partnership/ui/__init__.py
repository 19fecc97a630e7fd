"""Templates, charts, maps and words that every page may use. Knows no domain."""
