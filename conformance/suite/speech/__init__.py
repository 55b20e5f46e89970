"""Speech over REST, and the built-in voices."""
