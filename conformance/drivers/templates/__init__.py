"""Drivers to begin with: copies of them are made, they are not imported."""
