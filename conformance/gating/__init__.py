"""Judging releases of SDKs: which ones, by which driver, one after the other."""
