"""4P plans: objectives, actions, and what became of them."""
