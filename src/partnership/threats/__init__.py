"""The threat estimate: what could harm an area, how likely, and how sure we are."""
