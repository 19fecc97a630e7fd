"""Published counts as the engine received them, and single dated figures with their sources."""
