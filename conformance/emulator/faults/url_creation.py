"""Faults of creating and fetching public URLs."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault, fault

URL_CREATION: tuple[Fault, ...] = (
    fault(
        "url-empty-object-refused",
        "public-url.create.accepted",
        "Creating a URL with an empty object is refused.",
        url_empty_object=False,
    ),
    fault(
        "url-without-extension",
        "public-url.create.address",
        "The URL ends with the file's id, without an extension.",
        url_has_extension=False,
    ),
    fault(
        "token-short",
        "public-url.create.token",
        "Tokens have six characters.",
        url_token_bytes=4,
    ),
    fault(
        "token-counts-up",
        "public-url.create.token",
        "Tokens count up.",
        url_token_random=False,
    ),
    fault(
        "url-null-expiry-refused",
        "public-url.create.null-expiry",
        "An expiry of null is refused.",
        url_null_is_omitted=False,
    ),
    fault(
        "url-unknown-file-400",
        "public-url.create.unknown-file",
        "Creating a URL for an unknown file is answered with 400.",
        url_unknown_status=400,
    ),
    fault(
        "fetch-needs-key",
        "public-url.fetch.anyone",
        "A public URL is served only with a key.",
        fetch_needs_key=True,
    ),
    fault(
        "fetch-line-ends-changed",
        "public-url.fetch.bytes",
        "A public URL serves CR LF as LF.",
        fetch_keeps_line_ends=False,
    ),
    fault(
        "fetch-refuses-wrong-key",
        "public-url.fetch.any-credentials",
        "A public URL is refused to whoever sends credentials that are wrong.",
        fetch_refuses_wrong_keys=True,
    ),
    fault(
        "fetch-as-octet-stream",
        "public-url.fetch.content-type",
        "A public URL serves every file as an octet stream.",
        fetch_media_type="application/octet-stream",
    ),
    fault(
        "fetch-ignores-token",
        "public-url.fetch.secrecy",
        "A token that was never issued opens any file that has a URL.",
        fetch_needs_token=False,
    ),
)
