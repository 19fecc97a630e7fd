"""What each person must do next, across every slice."""
