"""What every record carries: marking, handling, scope, shares, versions, review; and who may see it."""
