"""Opening the socket that speaks: what is documented opens it, and what is wrong is refused before the upgrade."""

from conformance.checks import Untestable, given, requirement
from conformance.suite.sockets.handshakes import opens, refusal, refused, refuses
from strategies.conversations import speech_queries
from strategies.conversations.moves import Linger
from strategies.conversations.speaking import SPEECH, conversation, least
from strategies.inputs import Inputs


@requirement("sockets.speech.open")
@given(query=Inputs.of(least()))
def test_a_key_and_a_language_open_it(booth, query):
    """Nothing else has to be given."""
    assert opens(booth, SPEECH, query)


@requirement("sockets.speech.parameters")
@given(query=speech_queries.documented())
def test_every_documented_value_opens_it(booth, query):
    """Each at both ends, and many at once."""
    assert opens(booth, SPEECH, query)


@requirement("sockets.speech.voices")
@given(query=speech_queries.voices())
def test_every_voice_opens_it(booth, query):
    """All that have to be there."""
    assert opens(booth, SPEECH, query)


@requirement("sockets.speech.voices-any-case")
@given(query=speech_queries.voices_of_any_case())
def test_the_case_of_a_voice_makes_no_difference(booth, query):
    """As for speech over REST."""
    assert opens(booth, SPEECH, query)


@requirement("sockets.speech.languages")
@given(query=speech_queries.languages())
def test_every_listed_language_opens_it(booth, query):
    """In any case of its letters."""
    assert opens(booth, SPEECH, query)


@requirement("sockets.speech.codec-alias")
@given(query=speech_queries.aliases())
def test_a_codec_has_another_name(booth, query):
    """Only the reference says so."""
    assert opens(booth, SPEECH, query)


@requirement("sockets.speech.key-missing")
def test_it_needs_a_key(booth):
    """Without one, the refusal is plain HTTP."""
    _needs_to_open(booth)
    assert refused(refusal(booth, SPEECH, least(), identity="none"), "unauthenticated")


@requirement("sockets.speech.key-wrong")
def test_it_needs_the_right_key(booth):
    """With one that was never issued, the refusal is plain HTTP."""
    _needs_to_open(booth)
    assert refused(refusal(booth, SPEECH, least(), identity="wrong"), "wrong-key")


@requirement("sockets.speech.refused.voice")
@given(miss=speech_queries.refused("voice"))
def test_an_unknown_voice_is_refused(booth, miss):
    """Before the upgrade."""
    assert refuses(booth, SPEECH, miss)


@requirement("sockets.speech.refused.language")
@given(miss=speech_queries.refused("language"))
def test_what_is_no_language_is_refused(booth, miss):
    """Before the upgrade."""
    assert refuses(booth, SPEECH, miss)


@requirement("sockets.speech.refused.codec")
@given(miss=speech_queries.refused("codec"))
def test_an_unknown_codec_is_refused(booth, miss):
    """Before the upgrade."""
    assert refuses(booth, SPEECH, miss)


@requirement("sockets.speech.refused.sample-rate")
@given(miss=speech_queries.refused("sample_rate"))
def test_an_undocumented_rate_is_refused(booth, miss):
    """Before the upgrade."""
    assert refuses(booth, SPEECH, miss)


@requirement("sockets.speech.language-missing")
@given(miss=Inputs.of(speech_queries.without_language()))
def test_it_needs_a_language(booth, miss):
    """An old edition did without."""
    assert refuses(booth, SPEECH, miss)


@requirement("sockets.speech.no-greeting")
@given(said=Inputs.of(conversation(Linger(), query=least()), conversation(Linger())))
def test_the_client_speaks_first(booth, said):
    """Whoever waits for a greeting waits in vain, and may speak at once."""
    lines = booth.held(said).transcript.lines
    first = next((line for line in lines if line.who == "server" and line.frame in ("text", "binary")), None)
    assert first is None, f"nobody had said anything, and the target said {(first.text or 'bytes')[:80]}"


def _needs_to_open(booth):
    """End the check where the socket does not open with the right key either."""
    answer = refusal(booth, SPEECH, least())
    if answer is not None:
        raise Untestable(f"needs a connection (sockets.speech.open): {answer!r}")
