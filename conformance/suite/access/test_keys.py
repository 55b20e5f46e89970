"""Keys: without the right one nothing is answered, told or changed."""

from conformance.checks import given, observe, requirement
from conformance.suite.access.operations import all_operations, subject
from conformance.suite.listing import listed_names
from conformance.suite.opening import opened
from strategies.inputs import Inputs

WITHOUT_THE_KEY = ("none", "wrong")


@requirement("access.key.required")
def test_every_operation_needs_a_key(api, store):
    """Without one, each is refused with the documented status."""
    for answer in all_operations(api.as_("none"), subject(store), store.name()):
        assert answer.refused("unauthenticated")


@requirement("access.key.wrong")
def test_every_operation_needs_the_right_key(api, store):
    """With one that was never issued, each is refused."""
    for answer in all_operations(api.as_("wrong"), subject(store), store.name()):
        assert answer.refused("wrong-key")


@requirement("access.key.wrong-status")
def test_the_status_for_a_wrong_key(api, store):
    """The sources have three."""
    statuses = {answer.status for answer in all_operations(api.as_("wrong"), subject(store), store.name())}
    observe("a wrong key", sorted(statuses))
    documented = api.transport.profile.readings.get("invalid_key_status")
    if documented is not None:
        observe("as the profile expects", statuses <= set(documented))


@requirement("access.key.scheme")
@given(header=Inputs.of("Bearer", "bearer {key}", "Basic {key}", "{key}", "Token {key}"))
def test_other_schemes(api, header):
    """Only the bearer scheme is documented."""
    value = header.format(key=api.transport.keys["first"])
    observe(f"authorization: {header}", api.call("listFiles", headers={"authorization": value}).status)


@requirement("access.key.no-side-effects")
@given(identity=Inputs.of(*WITHOUT_THE_KEY))
def test_a_refused_key_changes_nothing(api, store, identity):
    """The file, its URL and the list are as they were."""
    ours, name = subject(store), store.name()
    before = api.files.get(ours.id).json
    all_operations(api.as_(identity), ours, name)

    after = api.files.get(ours.id)
    assert after.json == before, f"{after!r}: it was {before}"
    assert api.files.content(ours.id).content == ours.file.content, "the content is gone"
    assert ours.url is None or opened(api, ours.url).accepted
    assert name not in listed_names(api), f"{name} was stored without a key"


@requirement("access.key.no-leak")
@given(identity=Inputs.of(*WITHOUT_THE_KEY))
def test_a_refused_key_is_told_nothing(api, store, identity):
    """Neither the file's name nor its bytes nor its URL."""
    ours = subject(store)
    secrets = [ours.file.name.encode(), ours.file.content, *([ours.url.encode()] if ours.url else [])]
    for answer in all_operations(api.as_(identity), ours, store.name()):
        for secret in secrets:
            assert secret not in answer.content, f"{answer!r} tells of the file"


@requirement("access.private.content")
def test_content_always_needs_a_key(api, store):
    """Before there was a URL, while there is one, and after."""
    file, nobody = store.file(), api.as_("none")
    steps = (lambda: None, lambda: api.public_urls.create(file.id), lambda: api.public_urls.revoke(file.id))
    for step in steps:
        step()
        assert nobody.files.content(file.id).refused("unauthenticated")
        with_key = api.files.content(file.id)
        assert with_key.accepted
        assert with_key.content == file.content, "with the key, the content is another"
