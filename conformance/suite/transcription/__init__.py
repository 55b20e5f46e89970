"""Checks of transcription over REST."""
