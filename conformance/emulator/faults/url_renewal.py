"""Faults of metadata, and of creating a public URL again."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault, fault

_YEAR_9999 = 253402300799
# Long enough for requests that were sent together to have been read.
_PAUSE = 0.05

URL_RENEWAL: tuple[Fault, ...] = (
    fault(
        "url-replaces-purpose",
        "public-url.create.file-untouched",
        "A URL changes the purpose in its file's metadata.",
        url_replaces_purpose=True,
    ),
    fault(
        "url-not-listed",
        "public-url.metadata.url",
        "The list does not show URLs.",
        url_listed=False,
    ),
    fault(
        "url-expiry-not-shown",
        "public-url.metadata.expiry",
        "Metadata does not show a URL's expiry.",
        url_expiry_shown=False,
    ),
    fault(
        "never-shown-as-a-time",
        "public-url.metadata.no-expiry",
        "Metadata shows a time far off for a URL that never expires.",
        url_never_shown_as=_YEAR_9999,
    ),
    fault(
        "url-not-reused",
        "public-url.idempotent.same-url",
        "Creating again makes another URL.",
        url_reused=False,
    ),
    fault(
        "url-expiry-fixed",
        "public-url.idempotent.update-in-place",
        "Creating again with another expiry changes nothing.",
        url_moves="never",
    ),
    fault(
        "url-expiry-only-longer",
        "public-url.idempotent.update-in-place",
        "An expiry can be moved later, not earlier.",
        url_moves="longer",
    ),
    fault(
        "url-expiry-renews-token",
        "public-url.idempotent.update-in-place",
        "Creating again with another expiry makes another URL.",
        url_moves_in_place=False,
    ),
    fault(
        "refusal-ends-url",
        "public-url.idempotent.refusal-keeps-url",
        "A refused expiry ends the URL that was active.",
        url_refusal_keeps=False,
    ),
    fault(
        "url-gains-no-expiry",
        "public-url.idempotent.gains-expiry",
        "A URL without an expiry stays without one.",
        url_gains_expiry=False,
    ),
    fault(
        "revoked-serves-beside-next",
        "public-url.idempotent.one-active",
        "A revoked URL serves again as soon as its file has another.",
        revoked_serves_beside_next=True,
    ),
    fault(
        "create-race",
        "public-url.concurrent.one-url",
        "Creations at the same time do not see each other.",
        url_create_pause=_PAUSE,
    ),
    fault(
        "revoke-race",
        "public-url.concurrent.linearizable",
        "Revocations at the same time do not see each other.",
        url_revoke_pause=_PAUSE,
    ),
)
