"""Inputs built from the specs: valid values, near misses that break one rule, and media, forms, filters."""
