"""What the docs leave open about transcripts: sent, and recorded."""

from conformance.checks import given, observe, requirement
from conformance.suite.transcription.links import link
from conformance.suite.transcription.transcript import Transcript
from strategies import transcription
from strategies.audio import DAMAGES, AudioFile, DamagedAudio, Recorded
from strategies.inputs import Inputs
from strategies.transcription import SHORT, asked


def _observe(listener, unclear):
    answer = listener.tried(unclear.value)
    heard = Transcript(answer)
    seen = {"status": answer.status}
    if answer.accepted:
        seen |= {"words": len(heard.words), "speakers": any("speaker" in word for word in heard.words)}
    observe(unclear.what, seen)


@requirement("transcription.source.both")
def test_a_file_beside_a_url(store, listener):
    """Of the same recording."""
    file = AudioFile("wav", Recorded(SHORT))

    observe("a file beside a URL", listener.tried(asked(file, url=link(store).url)).status)


@requirement("transcription.file.damaged")
@given(file=Inputs.of(*(DamagedAudio(kind, how) for kind in ("wav", "mp3", "mp4") for how in DAMAGES)))
def test_damaged_files(listener, file):
    """Cut off, without a beginning, or empty."""
    observe(repr(file), listener.tried(asked(file)).status)


@requirement("transcription.order")
@given(unclear=transcription.late())
def test_options_after_the_file(listener, unclear):
    """Which the docs let a server ignore."""
    _observe(listener, unclear)


@requirement("transcription.silence")
@given(unclear=transcription.silent())
def test_recordings_of_nothing(listener, unclear):
    """Silence, a tone, and no sound at all."""
    _observe(listener, unclear)


@requirement("transcription.unclear")
@given(unclear=transcription.unclear())
def test_other_fields_and_values(listener, unclear):
    """Of later editions, of nobody, or in other spellings."""
    _observe(listener, unclear)
