"""The driver of `openai`, pointed at xAI's address as its documentation shows."""
