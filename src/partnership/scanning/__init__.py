"""What a scan saw beside signals: words that nobody listed, and who says the same as whom."""
