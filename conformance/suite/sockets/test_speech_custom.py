"""Custom voices on the socket that speaks."""

from conformance.checks import Untestable, requirement
from conformance.suite.sockets.handshakes import opens, refusal, refused
from conformance.suite.sockets.spoken import spoken
from strategies.conversations.speaking import SPEECH, conversation, plain, say


@requirement("sockets.speech.custom-voice")
def test_speaks_in_a_custom_voice(booth, cast):
    """As soon as it was made."""
    without = refusal(booth, SPEECH, plain())
    if without is not None:
        raise Untestable(f"needs a connection (sockets.speech.open): {without!r}")
    with cast.voice() as voice:
        query = plain(voice=voice.id)
        booth.api.eventually(lambda: opens(booth, SPEECH, query))
        assert opens(booth, SPEECH, query)

        (heard,) = spoken(booth.held(conversation(*say("Yes."), query=query)), 1)
        assert heard.audio, "nothing is heard in a custom voice"


@requirement("sockets.speech.custom-voice.other-team")
def test_knows_no_voice_of_another_team(booth, cast):
    """It is as unknown as one that never was."""
    query = plain(voice=cast.shared().id)
    if not opens(booth, SPEECH, query):
        raise Untestable("needs a custom voice that can be spoken in (sockets.speech.custom-voice)")
    other = refusal(booth, SPEECH, plain(), identity="second")
    if other is not None:
        raise Untestable(f"needs a second team that can open the socket (sockets.speech.open): {other!r}")

    assert refused(refusal(booth, SPEECH, query, identity="second"), "unknown-voice")
