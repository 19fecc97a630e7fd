"""What a record rests on and what came of it."""
