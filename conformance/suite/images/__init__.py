"""Images: generating and editing them, what they are like, their ephemeral URLs, and what is refused."""
