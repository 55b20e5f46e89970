"""Finding a run's own files in the lists of a team that may have others."""

from __future__ import annotations

from typing import Any

from conformance.checks import Untestable
from conformance.client import Api
from conformance.suite.stored import Stored


def own(page_or_walk: list[dict[str, Any]], files: list[Stored]) -> list[str]:
    """Ids of `files` in the order, and as often, as they are listed."""
    ids = {file.id for file in files}
    return [file["id"] for file in page_or_walk if file.get("id") in ids]


def walk(api: Api, **query: str | int) -> list[dict[str, Any]]:
    """Every listed file, page by page. Sort key and order are fixed unless `query` names them.

    Raises:
        AssertionError: a page is refused.
    """
    most = next(
        p["schema"]["maximum"] for p in api.spec.operations["listFiles"].parameters if p["name"] == "limit"
    )
    query = {"limit": most, "order": "desc", "sort_by": "created_at", **query}
    listed: list[dict[str, Any]] = []
    for page in api.files.pages(**query):
        assert page.accepted
        files = page["data"]
        assert isinstance(files, list), f"{page!r}: no array of files"
        listed += [file for file in files if isinstance(file, dict)]
    return listed


def newest(api: Api) -> list[dict[str, Any]]:
    """The most recently created files: one page.

    Raises:
        Untestable: the target does not list.
    """
    page = api.files.list(order="desc", sort_by="created_at")
    if not page.accepted or not isinstance(page["data"], list):
        raise Untestable(f"needs the list (files.list.shape): {page!r}")
    return [file for file in page["data"] if isinstance(file, dict)]


def listed(api: Api, file_id: str) -> dict[str, Any] | None:
    """A file as the list of the newest shows it, once it does, or `None`."""
    found: list[dict[str, Any]] = []

    def shown() -> bool:
        found[:] = [file for file in newest(api) if file.get("id") == file_id]
        return bool(found)

    api.eventually(shown)
    return found[0] if found else None


def listed_names(api: Api) -> set[str]:
    """Names among the most recently created files."""
    return {file.get("filename", "") for file in newest(api)}
