"""Stored files as inputs: where they are taken, what is left of them, and which are no input."""
