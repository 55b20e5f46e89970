"""Schemathesis over `specs/openapi.yaml`: how its cases are carried, and what its findings mean."""
