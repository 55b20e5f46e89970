"""The ephemeral URL of a video."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.videos.outcomes import spared
from conformance.suite.videos.playing import NotAVideo, played
from strategies.inputs import Inputs


@requirement("videos.ephemeral.host")
def test_the_url_lies_under_the_host_for_videos(api, watched):
    """Whatever follows."""
    address = api.transport.profile.vidgen
    if address is None:
        raise Untestable("needs the address of ephemeral videos: name it as vidgen in the profile")

    assert watched.url.startswith(f"{address}/"), f"{watched.url} does not lie under {address}"


@requirement("videos.ephemeral.fetch")
def test_anyone_can_fetch_the_video(watched):
    """Right after it was done; it was fetched without a key. What comes is a video that plays."""
    fetched = watched.fetched
    if watched.unfetched:
        raise Untestable(watched.unfetched)
    if fetched is None:
        raise Untestable(f"needs a video with a URL (videos.poll.fields): {watched.final!r}")

    assert fetched.accepted
    assert not fetched.truncated, f"{fetched!r}: it does not end"
    try:
        played(fetched.content)
    except NotAVideo as reason:
        raise AssertionError(f"what {watched.url} serves is no video: {reason}") from None


@requirement("videos.ephemeral.lifetime")
@given(hours=Inputs.of(1, 12, 23, 25, 24 * 7, 24 * 31))
def test_how_long_the_url_serves(api, studio, hours):
    """Hours after the video was done."""
    spared(studio)
    made = studio.shared("generateVideo")
    urls = [asset.url for asset in made.assets if asset.url]
    api.clock.advance(hours * 3600)

    for url in urls:
        observe(f"fetched after {hours} hours", api.videos.fetch(url).status)
