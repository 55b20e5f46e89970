"""What is heard on the socket that speaks: streams in the codec that was asked for, and characters with their times."""

from conformance.checks import Untestable, given, requirement
from conformance.suite.sockets.spoken import spoken
from conformance.suite.sockets.streams import named_rate, stream_problem
from strategies.conversations import speech
from strategies.conversations.speaking import in_one_piece, texts_of


def _codecs(booth):
    return speech.codecs(lean=booth.lean)


def _timed(booth):
    return speech.timed_rounds(lean=booth.lean)


def _heard(booth, said):
    return spoken(booth.held(said), len(texts_of(said)))


@requirement("sockets.speech.stream")
@given(said=_codecs)
def test_each_utterance_is_a_stream_of_its_own(booth, said):
    """In the codec that was asked for, whatever was said before on the connection."""
    for number, heard in enumerate(_heard(booth, said), start=1):
        problem = stream_problem(said.query["codec"], heard.audio)
        assert problem is None, f"utterance {number}, asked for in {said.query['codec']}: {problem}"


@requirement("sockets.speech.stream.rate")
@given(said=_codecs)
def test_a_stream_has_the_rate_that_was_asked_for(booth, said):
    """Where it names one: raw samples do not."""
    codec, rate = said.query["codec"], said.query["sample_rate"]
    for heard in _heard(booth, said):
        if stream_problem(codec, heard.audio) is not None:
            raise Untestable("needs a stream in the codec that was asked for (sockets.speech.stream)")
        named = named_rate(codec, heard.audio)
        assert named is None or str(named) == rate, f"{codec} at {named} Hz, where {rate} were asked for"


@requirement("sockets.speech.timestamps")
@given(said=_timed)
def test_characters_have_times(booth, said):
    """Some in each utterance, and as the docs have them."""
    held = booth.held(said)
    assert held.keeps("sockets.speech.timestamps")
    for number, heard in enumerate(_heard(booth, said), start=1):
        assert heard.chars, f"utterance {number} came without timestamps, which were asked for"


@requirement("sockets.speech.timestamps-text")
@given(said=_timed)
def test_timestamps_are_of_the_text(booth, said):
    """All of it, blanks and punctuation included."""
    for heard, text in zip(_timestamped(booth, said), texts_of(said), strict=True):
        assert heard.chars == text, f"{text!r} was to be spoken, and {heard.chars!r} has timestamps"


@requirement("sockets.speech.splitting")
@given(said=lambda booth: speech.split(lean=booth.lean))
def test_pieces_make_no_difference(booth, said):
    """They are put together as they are, with nothing between them."""
    (whole,) = _timestamped(booth, in_one_piece(said))
    (heard,) = _timestamped(booth, said)
    assert heard.chars == whole.chars, f"spoken was {heard.chars!r}, and in one piece it is {whole.chars!r}"


def _timestamped(booth, said):
    heard = _heard(booth, said)
    if not all(each.chars for each in heard):
        raise Untestable("needs timestamps (sockets.speech.timestamps)")
    return heard
