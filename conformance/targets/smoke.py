"""Before any check: is there such a service at this address, and does it take this key?"""

from __future__ import annotations

from conformance.outcomes import NoVerdict
from conformance.targets.target import Target, TargetError


def smoke(target: Target) -> None:
    """Send a few harmless requests.

    Raises:
        TargetError: one sentence says what is wrong with the address, the key or the profile.
    """
    base = target.profile.base_url
    if "first" not in target.transport.keys:
        raise TargetError(f"there is no key for {base}: set XAI_API_KEY or pass --api-key")
    try:
        listed = target.transport.plain("GET", "/v1/files", identity="first")
        if listed.status in (401, 403):
            raise TargetError(f"{base} refuses the key in XAI_API_KEY ({listed.status})")
        if listed.status == 400 and target.transport.plain("GET", "/v1/files").status in (400, 401, 403):
            raise TargetError(f"{base} refuses the request, most likely for the key in XAI_API_KEY (400)")
        if listed.status == 404 and not _has_anything_else(target):
            raise TargetError(
                f"{base} answers, but has no Files API under /v1/files, nor any other part of the API: is the address"
                " complete?"
            )
        if 300 <= (listed.status or 0) < 400:
            place = listed.response_headers.get("location", "another address")
            raise TargetError(f"{base} only redirects, to {place}: name the address of the API itself")
        media_type = listed.response_headers.get("content-type", "").partition(";")[0].strip().lower()
        if listed.status == 200 and media_type == "text/html":
            raise TargetError(f"{base} answers with a page for people: is it the address of the API?")
        if (listed.status or 0) >= 500:
            raise TargetError(
                f"{base} answers {listed.status} to the simplest request: it is not in working order"
            )
        _second_key(target)
    except NoVerdict as error:
        raise TargetError(f"the target does not answer properly: {error}") from None


def _has_anything_else(target: Target) -> bool:
    """Whether the target has any path of the API but the one that was looked at; a mock may have few of them."""
    spec = target.api.spec
    lists = [o.path for o in spec.operations.values() if o.method == "GET" and "{" not in o.path]
    others = [path for path in (*lists, *(s.path for s in spec.sockets.values())) if path != "/v1/files"]
    asked = [("POST", "/v1/files"), *(("GET", path) for path in others if path.startswith("/v1/"))]
    return any(target.transport.plain(method, path, identity="first").status != 404 for method, path in asked)


def _second_key(target: Target) -> None:
    keys = target.transport.keys
    if "second" not in keys:
        return
    if keys["second"] == keys["first"]:
        raise TargetError("XAI_SECOND_API_KEY is the same key as XAI_API_KEY: it has to be another team's")
    if target.transport.plain("GET", "/v1/files", identity="second").status in (400, 401, 403):
        raise TargetError(f"{target.profile.base_url} refuses the key in XAI_SECOND_API_KEY")
