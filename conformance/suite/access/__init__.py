"""Keys, and isolation between teams."""
