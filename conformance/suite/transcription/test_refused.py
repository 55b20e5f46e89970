"""Requests for transcripts that are refused, each for the one rule that it breaks."""

from urllib.parse import urlsplit

from conformance.checks import Untestable, given, requirement
from conformance.suite.transcription.links import link
from strategies import transcription
from strategies.audio import HOPELESS, AudioFile, DamagedAudio, Recorded, SilentWav
from strategies.inputs import Inputs
from strategies.media import Media
from strategies.transcription import SHORT, asked

_FILE = AudioFile("wav", Recorded(SHORT))
#: So many bytes above the limit no way to count them makes a file small enough.
_WELL_ABOVE = 8 * 1024 * 1024
_NEAR = ("localhost", "127.0.0.1", "::1")


@requirement("transcription.key.missing")
def test_nobody_without_a_key(api, listener):
    """The same form as with one."""
    listener.twin(asked(_FILE))

    assert api.as_("none").transcription.send(asked(_FILE)).refused("unauthenticated")


@requirement("transcription.key.unknown")
def test_nobody_with_a_key_that_was_never_issued(api, listener):
    """The same form as with a right one."""
    listener.twin(asked(_FILE))

    assert api.as_("wrong").transcription.send(asked(_FILE)).refused("wrong-key")


def _refuses(listener, miss):
    listener.twin(miss.twin)
    return listener.tried(miss.value).refused(miss)


@requirement("transcription.source.missing")
@given(miss=transcription.near_misses(rules=("missing-source",)))
def test_no_transcript_of_nothing(listener, miss):
    """Neither a file nor a URL."""
    assert _refuses(listener, miss)


@requirement("transcription.rate.missing")
@given(miss=lambda listener: listener.fewer(transcription.near_misses(rules=("missing-rate",)), 1))
def test_no_raw_audio_without_a_rate(listener, miss):
    """Of every encoding."""
    assert _refuses(listener, miss)


@requirement("transcription.rate.unknown")
@given(miss=transcription.near_misses(rules=("rate",)))
def test_no_raw_audio_at_another_rate(listener, miss):
    """Next to the documented ones, far from them, and no number at all."""
    assert _refuses(listener, miss)


@requirement("transcription.raw.unknown")
@given(miss=transcription.near_misses(rules=("unsupported-format",)))
def test_no_raw_audio_in_another_encoding(listener, miss):
    """Names that no encoding has."""
    assert _refuses(listener, miss)


@requirement("transcription.channels.bounds")
@given(miss=lambda listener: listener.fewer(transcription.near_misses(rules=("channels",))))
def test_no_raw_audio_with_other_numbers_of_channels(listener, miss):
    """Too few, and too many."""
    assert _refuses(listener, miss)


@requirement("transcription.keyterms.bounds")
@given(miss=transcription.near_misses(rules=("keyterms",)))
def test_no_more_and_no_longer_key_terms(listener, miss):
    """One more, and one character more."""
    assert _refuses(listener, miss)


@requirement("transcription.formatting.language")
@given(miss=lambda listener: listener.fewer(transcription.near_misses(rules=("format-without-language",)), 1))
def test_no_formatting_without_a_language(listener, miss):
    """Which it would have to be formatted for."""
    assert _refuses(listener, miss)


def _without_sound():
    damaged = [
        DamagedAudio(kind, how) for kind in ("wav", "mp3", "flac") for how in HOPELESS if how != "empty"
    ]
    return Inputs.of(*damaged, Media("text"), Media("png"), Media("pdf"))


@requirement("transcription.file.unsupported")
@given(file=_without_sound())
def test_no_transcript_of_what_is_no_sound(listener, file):
    """Noise or a text under the name of sound, and documents and pictures under their own."""
    listener.twin(asked(_FILE))

    answer = listener.tried(asked(file))
    assert answer.is_refusal, f"{answer!r}, where a refusal (any 4xx) had to refuse it"


@requirement("transcription.url.unreachable")
@given(what=Inputs.of("a revoked URL", "a URL that never was"))
def test_a_url_that_serves_nothing(api, store, listener, what):
    """Of the target's own, so that no other server has to be there."""
    shared = link(store)
    listener.twin(asked(url=shared.url))
    url = _revoked(api, shared) if what == "a revoked URL" else _other(shared.url)

    documented = api.spec.operations["transcribe"].refusals["unreachable-url"]
    assert api.transcription.send(asked(url=url), awaited=documented).refused("unreachable-url")


def _revoked(api, shared):
    api.public_urls.revoke(shared.id)
    if not api.eventually(lambda: not api.public_urls.fetch(shared.url).accepted):
        raise Untestable("needs a URL that serves nothing (public-url.revoke.dead)")
    return shared.url


def _other(url):
    """The same address with every letter and digit of its last parts turned round."""
    *_, token, name = urlsplit(url).path.split("/")
    return url.replace(f"{token}/{name}", f"{token[::-1]}/{name}")


@requirement("transcription.file.too-large")
def test_no_file_that_is_too_large(api, listener):
    """Where so much can be sent in no time."""
    if urlsplit(api.transport.profile.base_url or "").hostname not in _NEAR:
        raise Untestable("needs a target on this machine, since the file has half a gigabyte")
    listener.twin(asked(_FILE))
    file = SilentWav(api.spec.limit("transcription-size-refused-above") + _WELL_ABOVE)

    assert api.transcription.send(asked(file)).refused("too-large")
