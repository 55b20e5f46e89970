"""Faults of keys and of the isolation between teams."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault, fault

ACCESS: tuple[Fault, ...] = (
    fault(
        "list-without-key",
        "access.key.required",
        "Files can be listed without a key.",
        keyless_operations=frozenset({"listFiles"}),
    ),
    fault(
        "upload-without-key",
        "access.key.required",
        "Files can be uploaded without a key.",
        keyless_operations=frozenset({"uploadFile"}),
    ),
    fault(
        "unknown-key-accepted",
        "access.key.wrong",
        "A key that was never issued opens a team of its own.",
        unknown_key_team="(unknown)",
    ),
    fault(
        "delete-before-key-check",
        "access.key.no-side-effects",
        "A deletion without the right key is refused after it was carried out.",
        delete_checks_key_first=False,
    ),
    fault(
        "refusal-names-file",
        "access.key.no-leak",
        "The refusal of a key names the file.",
        refusal_names_file=True,
    ),
    fault(
        "content-open-after-revocation",
        "access.private.content",
        "A file whose public URL was revoked can be read without a key.",
        content_open_after_revocation=True,
    ),
    fault(
        "list-shows-all-teams",
        "access.team.list",
        "The list shows other teams' files.",
        list_own_team=False,
    ),
    fault(
        "read-crosses-teams",
        "access.team.read",
        "Another team's file can be retrieved and read.",
        read_own_team=False,
    ),
    fault(
        "delete-crosses-teams",
        "access.team.delete",
        "Another team's file can be deleted.",
        delete_own_team=False,
    ),
    fault(
        "create-url-crosses-teams",
        "access.team.create-url",
        "Another team's file can be given a URL.",
        create_own_team=False,
    ),
    fault(
        "revoke-url-crosses-teams",
        "access.team.revoke-url",
        "Another team's URL can be revoked.",
        revoke_own_team=False,
    ),
    # Generations
    fault(
        "edit-without-key",
        "access.generation.key",
        "Images can be edited without a key.",
        keyless_operations=frozenset({"editImage"}),
    ),
    fault(
        "poll-without-key",
        "access.generation.key",
        "Videos can be polled without a key.",
        keyless_operations=frozenset({"getVideo"}),
    ),
    fault(
        "unknown-key-generates",
        "access.generation.key",
        "A key that was never issued can have videos extended.",
        unkeyed_operations=frozenset({"extendVideo"}),
    ),
    fault(
        "image-stored-before-key-check",
        "access.generation.nothing-stored",
        "An image that was asked for without the right key is refused once it is stored.",
        hasty_operations=frozenset({"generateImage"}),
    ),
    fault(
        "video-stored-before-key-check",
        "access.generation.nothing-stored",
        "A video that was asked for without the right key is refused, and stored when it is done.",
        hasty_operations=frozenset({"generateVideo"}),
    ),
    fault(
        "poll-crosses-teams",
        "access.team.videos",
        "Another team's video can be polled.",
        job_own_team=False,
    ),
    fault(
        "stored-crosses-teams",
        "access.team.stored-generations",
        "What another team's generation has stored can be retrieved and read.",
        storage_own_team=False,
    ),
)
