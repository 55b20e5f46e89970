"""Listening as it comes: settings, steps of sound, turns, and the messages that tell of them."""
