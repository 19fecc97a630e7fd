"""Districts, the force, the country and the world: how they nest, and their outlines on a map."""
