"""Isolation: one team's files and URLs are nothing to another team."""

from conformance.checks import requirement
from conformance.suite.listing import own, walk
from conformance.suite.opening import opened


@requirement("access.team.list")
def test_a_list_holds_the_teams_own_files(api, other_team, store):
    """Neither team sees the other's."""
    ours, theirs = store.file(), store.file(api=other_team)

    assert own(walk(api), [ours, theirs]) == [ours.id], (
        "another team's files are listed, or the team's own are not"
    )
    assert own(walk(other_team), [ours, theirs]) == [theirs.id], "the other team sees the wrong files"


@requirement("access.team.read")
def test_another_teams_file_cannot_be_read(api, other_team, store):
    """Neither metadata nor content."""
    theirs = store.file(api=other_team)

    assert api.files.get(theirs.id).refused("unknown-file")
    assert api.files.content(theirs.id).refused("unknown-file")


@requirement("access.team.delete")
def test_another_teams_file_cannot_be_deleted(api, other_team, store):
    """It is refused, and the file is there."""
    theirs = store.file(api=other_team)

    assert api.files.delete(theirs.id).refused("unknown-file")
    assert other_team.files.get(theirs.id).accepted


@requirement("access.team.create-url")
def test_another_teams_file_gets_no_url(api, other_team, store):
    """Neither a first one, nor the one that it has."""
    plain, shared = store.file(api=other_team), store.shared(api=other_team)

    for file in (plain, shared):
        answer = api.public_urls.create(file.id)
        assert answer.refused("unknown-file")
        assert shared.url.encode() not in answer.content, f"{answer!r} tells another team's URL"
    assert not other_team.files.get(plain.id)["public_url"], "another team made a URL"


@requirement("access.team.revoke-url")
def test_another_teams_url_cannot_be_revoked(api, other_team, store):
    """Whatever is answered, nothing was revoked, and the URL serves."""
    shared = store.shared(api=other_team)

    answer = api.public_urls.revoke(shared.id)

    assert not (answer.accepted and answer["revoked"]), f"{answer!r}: the URL is another team's"
    assert opened(api, shared.url).accepted
    assert other_team.files.get(shared.id)["public_url"] == shared.url, "another team cleared the URL"
