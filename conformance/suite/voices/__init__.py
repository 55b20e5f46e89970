"""Checks of custom voices."""
