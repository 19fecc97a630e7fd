"""Pictures of what a command found, as SVG or PNG files."""
