"""The ephemeral URL beside the public one: they have nothing to do with each other."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.made import fetched
from conformance.suite.storage_options import asking
from conformance.suite.storage_options.kept import enumerated, tried
from conformance.suite.storage_options.stock import State, public_used_up
from conformance.suite.storage_options.with_url import enumerated_with_url


@requirement("storage.ephemeral.differs")
@given(asked=enumerated_with_url)
def test_the_public_url_is_another(studio, asked):
    """In every answer that has both."""
    for asset in tried(studio, asked).assets:
        public = (asset.output or {}).get("public_url")
        assert public is None or public != asset.url, f"{public} is both the public and the ephemeral URL"


@requirement("storage.ephemeral.survives")
@given(operation=public_used_up)
def test_it_outlives_a_revocation(api, stock, operation):
    """That of the public URL."""
    piece = stock.revoke(stock.with_ephemeral(operation))

    after = fetched(api, piece.asset)
    assert after.accepted, f"{after!r}: only the public URL was revoked"
    stock.put_back(piece, State.REVOKED)


@requirement("storage.ephemeral.after-deletion")
@given(operation=public_used_up)
def test_whether_it_outlives_a_deletion(api, stock, operation):
    """Nothing says so."""
    piece = stock.with_ephemeral(operation, used=True)
    answer = api.files.delete(piece.id)
    if not answer.accepted:
        raise Untestable(f"needs a deletion (storage.file.deleted): {answer!r}")

    observe(f"the ephemeral URL ({operation}) after the deletion", fetched(api, piece.asset).status)


@requirement("storage.ephemeral.bytes")
@given(asked=lambda studio: enumerated(studio, asking.plain))
def test_whether_it_serves_the_stored_bytes(api, studio, asked):
    """Nothing says so."""
    for asset in tried(studio, asked).assets:
        if asset.url is not None:
            ephemeral, stored = fetched(api, asset), api.files.content(asset.file_id)
            if ephemeral.accepted and stored.accepted:
                same = ephemeral.content == stored.content
                observe(f"the same bytes as are stored ({asked.operation})", same)
