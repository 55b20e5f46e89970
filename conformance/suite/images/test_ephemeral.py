"""The ephemeral URLs of images."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.images.outcomes import operations, ordinary, recent
from conformance.suite.images.seeing import NotAnImage, seen
from strategies.inputs import Inputs


def _urls(made):
    urls = [asset.url for asset in made.assets if asset.url]
    if not urls:
        raise Untestable(f"needs an image with a URL (images.generate.accepted): {made!r}")
    return urls


@requirement("images.ephemeral.host")
@given(operation=operations)
def test_the_url_lies_under_the_host_for_images(api, studio, operation):
    """Whatever follows."""
    address = api.transport.profile.imgen
    if address is None:
        raise Untestable("needs the address of ephemeral images: name it as imgen in the profile")

    for url in _urls(ordinary(studio, operation)):
        assert url.startswith(f"{address}/"), f"{url} does not lie under {address}"


@requirement("images.ephemeral.fetch")
@given(operation=operations)
def test_anyone_can_fetch_the_image(api, studio, operation):
    """Soon after it was made, without a key. What comes is an image."""
    for url in _urls(recent(studio, operation)):
        fetched = api.images.fetch(url)

        assert fetched.accepted
        assert not fetched.truncated, f"{fetched!r}: it does not end"
        try:
            seen(fetched.content, whole=True)
        except NotAnImage as reason:
            raise AssertionError(f"what {url} serves is no image: {reason}") from None


@requirement("images.ephemeral.lifetime")
@given(hours=Inputs.of(1, 12, 23, 25, 24 * 7, 24 * 31))
def test_how_long_the_url_serves(api, studio, hours):
    """Hours after the image was made."""
    urls = _urls(ordinary(studio, "generateImage"))
    api.clock.advance(hours * 3600)

    for url in urls:
        observe(f"fetched after {hours} hours", api.images.fetch(url).status)
