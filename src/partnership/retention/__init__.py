"""How long records are kept: reviews that fall due, retaining with a reason, disposing to a tombstone."""
