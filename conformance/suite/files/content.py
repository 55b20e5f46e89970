"""In which formats content can be asked for."""

from __future__ import annotations

from conformance.client import Api


def formats(api: Api) -> list[str]:
    """The documented formats; the first is the original."""
    parameters = api.spec.operations["retrieveFileContent"].parameters
    return next(p["schema"]["enum"] for p in parameters if p["name"] == "format")
