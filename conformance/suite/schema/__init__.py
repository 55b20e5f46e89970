"""Schemathesis over the whole specification: each check is asked for one requirement that a finding concerns."""
