"""Files and URLs that end by themselves. The target's clock is turned, and a margin kept from the exact second."""

from conformance.checks import Untestable, given, requirement
from conformance.suite.asked import Asked, generated
from conformance.suite.opening import opened
from conformance.suite.storage_options import asking
from conformance.suite.storage_options.kept import outputs, storing_operations
from conformance.suite.studio import VIDEOS
from conformance.suite.times import tolerance
from strategies.inputs import Inputs
from strategies.storage_options import file_seconds, own_url_seconds


def _few(inputs: Inputs[Asked]) -> Inputs[Asked]:
    """All ways with the cheapest operation, and one way with each other: for every one something is made."""
    cheapest, seen, chosen = inputs.cover()[0].operation, set(), []
    for asked in inputs.cover():
        if asked.operation == cheapest or asked.operation not in seen:
            chosen.append(asked)
        seen.add(asked.operation)
    return Inputs.of(*chosen)


def _ending_files(studio):
    return _few(generated(studio, asking.expires, storing_operations(studio)))


def _ending_urls(studio, stock):
    """Those whose file lives on for long enough that it can be told from the URL."""
    margin = 8 * tolerance(studio.api)

    def lives_on(options):
        file, url = file_seconds(options), own_url_seconds(options)
        return asking.ends_first(options) and (file is None or (url is not None and file - url > margin))

    return _few(generated(studio, lives_on, stock.public_operations()))


def _made(studio, asked):
    """What the answer says of the files that were made with these options, for this check alone."""
    extension = "mp4" if asked.operation in VIDEOS else "jpg"
    made = studio.make(asked.operation, storage=studio.storage(extension, **asked.options), **asked.fields)
    made.stored()
    return outputs(made)


def _wait_until(api, ends, rule):
    """Turn the clock to a little after the time that the answer named."""
    if not isinstance(ends, int):
        raise Untestable(f"needs an answer that says when it ends ({rule}): {ends!r}")
    api.clock.advance(max(0.0, ends - api.clock.now() + 2 * tolerance(api)))


@requirement("storage.expiry.passes")
@given(asked=_ending_files)
def test_a_stored_file_ends(api, studio, asked):
    """At its time it is gone, with its content and its URL."""
    for output in _made(studio, asked):
        _wait_until(api, output.get("expires_at"), "storage.output.expires-at")

        assert api.files.get(output["file_id"]).refused("unknown-file")
        assert api.files.content(output["file_id"]).refused("unknown-file")
        if output.get("public_url"):
            served = api.public_urls.fetch(output["public_url"])
            assert not served.accepted, f"{served!r}: the URL outlives its file"


@requirement("storage.url.passes")
@given(asked=_ending_urls)
def test_a_public_url_ends(api, studio, stock, asked):
    """At its time it is not found, and its file is there without it."""
    stored = _made(studio, asked)
    for output in stored:
        url = output.get("public_url")
        if url is None or not opened(api, url).accepted:
            raise Untestable(f"needs a URL that serves its file (storage.url.opens): {output}")
    for output in stored:
        _wait_until(api, output.get("public_url_expires_at"), "storage.output.url-expires-at")

        assert api.public_urls.fetch(output["public_url"]).refused("expired")
        seen = api.files.get(output["file_id"])
        assert seen.accepted
        assert seen["public_url"] is None, f"{seen!r}: the URL has expired"
        assert api.files.content(output["file_id"]).accepted
