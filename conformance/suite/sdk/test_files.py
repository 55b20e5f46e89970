"""Files and public URLs by the Python SDK's own names."""

from conformance.checks import Untestable, given, requirement
from conformance.suite.sdk.times import due
from conformance.suite.times import tolerance
from strategies import expiry


def _is_about(api, value, other):
    return isinstance(value, int) and isinstance(other, int) and abs(value - other) <= tolerance(api)


@requirement("sdk.files.upload-path")
def test_a_path_is_uploaded(sdk, store, tmp_path):
    """Under its own name, and all of it."""
    path = tmp_path / store.name()
    path.write_bytes(store.file().content)

    heard = sdk.native("files.upload", str(path), read=("id", "filename"))

    assert heard.accepted
    assert heard["filename"] == path.name, f"{heard!r}: the file is called {path.name}"
    assert sdk.api.files.content(heard["id"]).content == path.read_bytes(), (
        f"{heard!r}: other bytes are stored"
    )


@requirement("sdk.files.upload-bytes")
@given(seconds=expiry.within_bounds("UploadFile"))
def test_bytes_are_uploaded(sdk, store, seconds):
    """With a name and an expiry."""
    content, name = store.file().content, store.name()

    heard = sdk.native(
        "files.upload", content, filename=name, expires_after={"timedelta": seconds}, read=("id", "filename")
    )

    assert heard.accepted
    assert heard["filename"] == name, f"{heard!r}: the name was to be {name}"
    assert due(sdk, heard, sdk.api.files.get(heard["id"])["expires_at"], seconds)


@requirement("sdk.files.get")
def test_a_file_is_looked_up(sdk, store):
    """By its id."""
    file = store.file()
    heard = sdk.native("files.get", file.id, read=("id", "filename"))

    assert heard.accepted
    assert (heard["id"], heard["filename"]) == (file.id, file.name), (
        f"{heard!r}: it is {file.id}, {file.name}"
    )


@requirement("sdk.files.delete")
def test_a_file_is_deleted(sdk, store):
    """And not found afterwards."""
    file = store.file()

    assert sdk.native("files.delete", file.id).accepted
    again = sdk.native("files.get", file.id)
    assert again.failed


@requirement("sdk.files.filter")
def test_files_are_filtered_by_their_url(sdk, store):
    """Those with a URL, and those without."""
    shared, private = store.shared().id, store.file().id
    known = {}
    for sign in ("!=", "="):
        heard = sdk.native("files.list", filter=f"public_url {sign} null", read=("data",))
        assert heard.accepted
        assert isinstance(heard["data"], list), f"{heard!r}: its files are no list"
        known[sign] = [file["id"] for file in heard["data"]]

    page = next(p for p in sdk.api.spec.operations["listFiles"].parameters if p["name"] == "limit")["schema"]
    if shared not in known["!="] and len(known["!="]) >= page["default"]:
        raise Untestable("needs a page that has room for all files with a public URL")
    assert shared in known["!="], "a file with a public URL is not found by it"
    assert private not in known["!="], "a file without a public URL is found by one"
    assert shared not in known["="], "a file with a public URL is found among those without"


@requirement("sdk.public-url.create")
def test_a_url_is_created(sdk, store):
    """And serves the file."""
    file = store.file()
    heard = sdk.native("files.create_public_url", file.id, read=("public_url",))

    assert heard.accepted
    assert heard["public_url"], f"{heard!r}: it tells no URL"
    assert sdk.api.public_urls.fetch(heard["public_url"]).content == file.content, (
        f"{heard!r}: it serves other bytes"
    )


@requirement("sdk.public-url.never-expires")
def test_a_url_without_an_expiry_has_no_field_for_it(sdk, store):
    """Whereas one with an expiry has."""
    never = sdk.native("files.create_public_url", store.file().id, has=("expires_at",))
    shortest = expiry.bounds("CreatePublicUrl").shortest
    some_time = sdk.native(
        "files.create_public_url", store.file().id, expires_after=shortest, has=("expires_at",)
    )

    assert never.accepted
    assert not never.has("expires_at"), f"{never!r}: it has an expiry that nobody asked for"
    assert some_time.accepted
    assert some_time.has("expires_at"), f"{some_time!r}: it has no expiry, where one was asked for"


@requirement("sdk.public-url.seconds")
@given(seconds=expiry.within_bounds("CreatePublicUrl"))
def test_an_expiry_in_seconds(sdk, store, seconds):
    """At both ends of the bounds, too."""
    heard = sdk.native(
        "files.create_public_url", store.file().id, expires_after=seconds, read=("expires_at.seconds",)
    )

    assert heard.accepted
    assert due(sdk, heard, heard["expires_at.seconds"], seconds)


@requirement("sdk.public-url.timedelta")
@given(seconds=expiry.within_bounds("CreatePublicUrl"))
def test_an_expiry_as_a_timedelta(sdk, store, seconds):
    """It means the same."""
    heard = sdk.native(
        "files.create_public_url",
        store.file().id,
        expires_after={"timedelta": seconds},
        read=("expires_at.seconds",),
    )

    assert heard.accepted
    assert due(sdk, heard, heard["expires_at.seconds"], seconds)


@requirement("sdk.public-url.inherited")
@given(seconds=expiry.within_bounds("UploadFile"))
def test_an_expiry_that_is_inherited(sdk, store, seconds):
    """That of the file."""
    file = store.file(expires_after=seconds)
    heard = sdk.native("files.create_public_url", file.id, read=("expires_at.seconds",))

    assert heard.accepted
    told = heard["expires_at.seconds"]
    assert _is_about(sdk.api, told, file.expires_at), f"{heard!r}: the file expires at {file.expires_at}"


@requirement("sdk.public-url.again")
def test_a_url_is_created_again(sdk, store):
    """It stays the same, and its expiry follows."""
    file, bounds = store.file(), expiry.bounds("CreatePublicUrl")
    read = ("public_url", "expires_at.seconds")
    first, second, later = (
        sdk.native("files.create_public_url", file.id, expires_after=seconds, read=read)
        for seconds in (bounds.shortest, bounds.shortest, bounds.longest)
    )

    assert first.accepted
    assert second.accepted
    assert later.accepted
    told = {first["public_url"], second["public_url"], later["public_url"]}
    assert len(told) == 1, f"creating a URL again told others: {', '.join(sorted(map(str, told)))}"
    assert later["expires_at.seconds"] > first["expires_at.seconds"], (
        f"{later!r}: a later expiry was asked for"
    )


@requirement("sdk.public-url.revoked")
def test_a_url_is_revoked(sdk, store):
    """With the word that it was, and which."""
    shared = store.shared()
    heard = sdk.native("files.revoke_public_url", shared.id, read=("revoked", "public_url"))

    assert heard.accepted
    assert heard["revoked"] is True, f"{heard!r}: the URL was revoked"
    assert heard["public_url"] == shared.url, f"{heard!r}: the URL was {shared.url}"


@requirement("sdk.public-url.nothing-to-revoke")
def test_there_is_nothing_to_revoke(sdk, store):
    """No URL ever, or none any more."""
    revoked = store.shared()
    if not sdk.native("files.revoke_public_url", revoked.id).accepted:
        raise Untestable("needs a URL that was revoked (sdk.public-url.revoked)")
    for file_id in (store.file().id, revoked.id):
        heard = sdk.native("files.revoke_public_url", file_id, read=("revoked",))
        assert heard.accepted
        assert heard["revoked"] is False, f"{heard!r}: there was nothing to revoke"


@requirement("sdk.public-url.revoke-deleted")
def test_a_deleted_file_is_revoked(sdk, store):
    """That is no error."""
    shared = store.shared()
    if not sdk.native("files.delete", shared.id).accepted:
        raise Untestable("needs a file that was deleted (sdk.files.delete)")

    assert sdk.native("files.revoke_public_url", shared.id).accepted
