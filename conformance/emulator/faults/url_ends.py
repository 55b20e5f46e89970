"""Faults of revoking, and of deleting a file with a public URL."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault, fault

URL_ENDS: tuple[Fault, ...] = (
    fault(
        "revoke-names-no-url",
        "public-url.revoke.answer",
        "The answer to a revocation lacks the URL.",
        revoke_names_url=False,
    ),
    fault(
        "revoke-refuses-body",
        "public-url.revoke.empty-object",
        "A revocation with a body is refused.",
        revoke_takes_body=False,
    ),
    fault(
        "revoke-again-true",
        "public-url.revoke.none-active",
        "Revoking a second time says that a URL was revoked.",
        revoke_admits_nothing=False,
    ),
    fault(
        "revoke-never-had-true",
        "public-url.revoke.none-active",
        "Revoking where there never was a URL says that one was revoked.",
        revoke_admits_never=False,
    ),
    fault(
        "revoked-url-serves",
        "public-url.revoke.dead",
        "A revoked URL goes on serving until its file has another.",
        revoked_serves_alone=True,
    ),
    fault(
        "revoked-url-shown",
        "public-url.revoke.cleared",
        "Metadata goes on showing a revoked URL.",
        revoke_clears=False,
    ),
    fault(
        "revoke-locks-content",
        "public-url.revoke.file-remains",
        "After a revocation the file cannot be read.",
        revoke_keeps_content=False,
    ),
    fault(
        "revoke-keeps-token",
        "public-url.revoke.fresh-token",
        "The next URL after a revocation is the same again.",
        revoke_renews_token=False,
    ),
    fault(
        "revoked-serves-beside-expiring",
        "public-url.revoke.final",
        "A revoked URL serves again once its file has another that was given an expiry.",
        revoked_serves_beside_expiring=True,
    ),
    fault(
        "revoke-takes-newest",
        "public-url.revoke.only-that-file",
        "A revocation also ends the URL that the team created last.",
        revoke_spares_others=False,
    ),
    fault(
        "revoke-deleted-404",
        "public-url.revoke.deleted-file",
        "Revoking on a deleted file is answered with 404.",
        revoke_unknown_status=404,
    ),
    fault(
        "revoke-expired-true",
        "public-url.revoke.after-expiry",
        "Revoking after the URL's expiry says that it was revoked.",
        revoke_knows_expiry=False,
    ),
    fault(
        "deleted-file-served",
        "public-url.delete.dead",
        "The URL of a deleted file goes on serving.",
        deleted_serves=True,
    ),
    fault(
        "deleted-file-gets-url",
        "public-url.delete.no-create",
        "A deleted file can be given a URL.",
        url_of_deleted=True,
    ),
)
