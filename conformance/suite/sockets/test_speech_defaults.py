"""What a handshake of the socket that speaks leaves out counts as documented; each is told by what is heard."""

from conformance.checks import Untestable, requirement
from conformance.suite.defaults import ENCODED, SPOKEN, is_default
from conformance.suite.sockets.spoken import characters, spoken
from conformance.suite.sockets.streams import named_rate, stream_problem
from conformance.suite.speech.hearing import mp3
from strategies.conversations import speech_defaults


def _heard(booth, said):
    (heard,) = spoken(booth.held(said), 1)
    if not heard.audio:
        raise Untestable("needs audio (sockets.speech.audio)")
    return heard


@requirement("sockets.speech.defaults")
def test_the_codec(booth):
    """The stream is in the default one."""
    usual = speech_defaults.codec()
    problem = stream_problem(usual.default, _heard(booth, usual.said()).audio)
    assert problem is None, f"without a codec it should be {usual.default}: {problem}"


@requirement("sockets.speech.defaults")
def test_the_sample_rate(booth):
    """Where the stream of the default codec names one."""
    usual = speech_defaults.sample_rate()
    named = named_rate(speech_defaults.codec().default, _heard(booth, usual.said()).audio)
    if named is None:
        raise Untestable("needs a stream that names its rate (sockets.speech.stream)")
    assert named == usual.default, f"without a sample rate it should be {usual.default}, and it is {named}"


@requirement("sockets.speech.defaults")
def test_the_bit_rate(booth):
    """By the bytes of a second."""
    usual = speech_defaults.bit_rate()

    def bytes_a_second(said):
        audio = _heard(booth, said).audio
        return len(audio) / mp3(audio).seconds

    rates = {value: bytes_a_second(usual.said(value)) for value in usual.values}
    is_default(bytes_a_second(usual.said()), rates, usual.default, of=usual.name, same=ENCODED)


@requirement("sockets.speech.defaults")
def test_the_speed(booth):
    """By how long it takes."""
    usual = speech_defaults.speed()
    lengths = {value: len(_heard(booth, usual.said(value)).audio) for value in usual.values}
    is_default(len(_heard(booth, usual.said()).audio), lengths, usual.default, of=usual.name, same=SPOKEN)


@requirement("sockets.speech.defaults")
def test_timestamps(booth):
    """There are none unless they were asked for."""
    usual = speech_defaults.with_timestamps()
    told = [event for event in _heard(booth, usual.said()).events if characters(event)]
    assert not told or usual.default, f"nobody asked for timestamps: {str(told[0])[:200]}"
