"""Settings, addresses, the front page and the self-check page."""
