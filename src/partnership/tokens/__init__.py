"""API tokens: keys for programs, never wider than the person who made them."""
