"""Where and when counts stand out together: cylinder scans over places and periods."""
