"""Finding a run's own files in the lists of a team that may have others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from conformance.checks import Untestable
from conformance.client import Api
from conformance.suite.stored import Stored
from conformance.targets.call import Answer

T = TypeVar("T")
#: So often a list is looked at that others change meanwhile.
_LOOKS = 8


def own(page_or_walk: list[dict[str, Any]], files: list[Stored]) -> list[str]:
    """Ids of `files` in the order, and as often, as they are listed."""
    ids = {file.id for file in files}
    return [file["id"] for file in page_or_walk if file.get("id") in ids]


def walk(api: Api, **query: str | int) -> list[dict[str, Any]]:
    """Every listed file, page by page. Sort key and order are fixed unless `query` names them.

    Raises:
        AssertionError: a page is refused.
    """
    listed: list[dict[str, Any]] = []
    for page in _pages(api, **query):
        assert page.accepted, repr(page.accepted)
        files = page["data"]
        assert isinstance(files, list), f"{page!r}: no array of files"
        listed += [file for file in files if isinstance(file, dict)]
    return listed


def undisturbed(api: Api, look: Callable[[], T], right: Callable[[T], object]) -> T:
    """What `look` gives: the first time that it is `right`, or that it is not although nothing changed meanwhile.

    What a walk visits while files come and go is promised nowhere, and others of the team may be at work.

    Raises:
        Untestable: it was wrong again and again, and every time something had changed.
    """
    for number in range(_LOOKS):
        before = _ids(api) if number else None
        try:
            found = look()
        except AssertionError:  # a token may be of no use any more
            if number and _ids(api) == before:
                raise
        else:
            if right(found) or (number and _ids(api) == before):
                return found
    raise Untestable("needs a list that nobody changes meanwhile")


def _ids(api: Api) -> list[str]:
    return sorted(str(file.get("id")) for file in walk(api))


def since(api: Api, file_id: str) -> list[dict[str, Any]]:
    """What is listed before the file `file_id`, the newest first.

    Raises:
        Untestable: the target does not list, or not that file, so that others would not have to be listed either.
    """
    found: list[dict[str, Any]] = []
    for page in _pages(api):
        if not page.accepted or not isinstance(page["data"], list):
            raise Untestable(f"needs the list (files.list.shape): {page!r}")
        for file in page["data"]:
            if isinstance(file, dict):
                if file.get("id") == file_id:
                    return found
                found.append(file)
    raise Untestable(f"needs stored files to be listed (storage.file.listed): {file_id} is not")


def _pages(api: Api, **query: str | int) -> Iterator[Answer]:
    most = next(
        p["schema"]["maximum"] for p in api.spec.operations["listFiles"].parameters if p["name"] == "limit"
    )
    return api.files.pages(**{"limit": most, "order": "desc", "sort_by": "created_at", **query})


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


def listed_value(api: Api, file_id: str, field: str) -> Any:
    """A field of a file as the list of the newest shows it now; `None` also where the file is not there."""
    return next((file.get(field) for file in newest(api) if file.get("id") == file_id), None)


def listed_names(api: Api) -> set[str]:
    """Names among the most recently created files."""
    return {file.get("filename", "") for file in newest(api)}
