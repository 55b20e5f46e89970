"""Options: who speaks, on which channel, in which language, with which terms and fillers."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.transcription.transcript import spoken
from strategies import transcription
from strategies.audio import AudioFile, Recorded, Speech
from strategies.inputs import Inputs
from strategies.transcription import SHORT, asked

#: Long enough for fillers among the words, whoever makes them up.
_LONG = AudioFile("wav", Recorded((Speech(24, 5), Speech(24, 8, hertz=180))))


@requirement("transcription.speakers.told")
@given(file=lambda listener: listener.fewer(Inputs.union(transcription.recordings(), transcription.stereo())))
def test_every_word_names_its_speaker(listener, file):
    """By a number from 0 on; on each channel as well, where there are several."""
    heard = listener.words(file, diarize=True)
    several = file.recorded.channels > 1
    channels = listener.heard(file, diarize=True, multichannel=True).channels if several else ()

    for word in (*heard.words, *(word for channel in channels for word in channel.get("words") or ())):
        speaker = word.get("speaker")
        whole = isinstance(speaker, int) and not isinstance(speaker, bool)
        assert whole, f"{heard.answer!r}: {word} names no speaker"
        assert speaker >= 0, f"{heard.answer!r}: {word}"


@requirement("transcription.speakers.untold")
@given(file=lambda listener: listener.fewer(transcription.recordings(), 1))
def test_no_word_names_a_speaker(listener, file):
    """Where nobody asked, by leaving the option out or by saying no."""
    for heard in (listener.words(file), listener.heard(file, diarize=False)):
        for word in heard.words:
            assert word.get("speaker") is None, f"{heard.answer!r}: {word}"


@requirement("transcription.channels.told")
@given(file=lambda listener: listener.fewer(transcription.stereo(), 1))
def test_channels_are_told_apart(listener, file):
    """Each under an index of its own, from 0 on, with a text."""
    heard = listener.heard(file, multichannel=True)

    _are_apart(heard, file.recorded.channels)


@requirement("transcription.channels.raw")
@given(recorded=transcription.many_channels())
def test_raw_audio_has_as_many_channels_as_it_says(listener, recorded):
    """The fewest, the most, and one more than the fewest."""
    answer = listener.tried(asked(recorded, multichannel=True))
    assert answer.accepted

    _are_apart(listener.heard(recorded, multichannel=True), recorded.channels)


def _are_apart(heard, count):
    indices = [channel.get("index") for channel in heard.channels]
    assert sorted(map(repr, indices)) == sorted(map(repr, range(count))), (
        f"{heard.answer!r}: channels {indices} of {count}"
    )
    for channel in heard.channels:
        assert isinstance(channel.get("text"), str), f"{heard.answer!r}: a channel without a text"


@requirement("transcription.channels.untold")
@given(file=lambda listener: listener.fewer(transcription.stereo(), 1))
def test_channels_are_not_told_apart_unasked(listener, file):
    """Where the option is left out, and where it says no."""
    for heard in (listener.heard(file), listener.heard(file, multichannel=False)):
        assert heard.answer["channels"] is None, f"{heard.answer!r}: channels that nobody asked for"


@requirement("transcription.channels.merged")
@given(file=lambda listener: listener.fewer(transcription.stereo(), 1))
def test_the_text_has_the_words_of_all_channels(listener, file):
    """In whichever case, and with whichever signs between them."""
    heard = listener.heard(file, multichannel=True)
    if not any(spoken(channel.get("text")) for channel in heard.channels):
        raise Untestable(f"needs words on some channel: {heard.answer!r}")

    for channel in heard.channels:
        missing = spoken(channel.get("text")) - spoken(heard.text)
        assert not missing, f"{heard.answer!r}: the text lacks {', '.join(missing)}"


@requirement("transcription.channels.more")
def test_what_is_told_of_channels(listener):
    """Beside index and text."""
    heard = listener.heard(transcription.stereo().cover()[0], multichannel=True)
    if not heard.channels:
        raise Untestable(f"needs channels (transcription.channels.told): {heard.answer!r}")

    for name in ("words", "language"):
        told = [channel.get(name) is not None for channel in heard.channels]
        observe(f"{name} of a channel", "told" if all(told) else "told of some" if any(told) else "left out")


@requirement("transcription.channels.mono")
@given(asked_for=transcription.mono())
def test_channels_that_are_not_there(listener, asked_for):
    """Of which the docs say nothing."""
    answer = listener.tried(asked_for.value)

    channels = answer["channels"] if answer.accepted else None
    observe(
        asked_for.what, {"status": answer.status, "channels": None if channels is None else len(channels)}
    )


@requirement("transcription.languages")
@given(language=lambda listener: transcription.languages(short=listener.lean))
def test_text_is_formatted_for_every_language(listener, language):
    """Whatever language is really spoken: formatting does not change what is heard."""
    file = AudioFile("wav", Recorded(SHORT))
    listener.heard(file)

    assert listener.tried(asked(file, language=language, format=True)).accepted


@requirement("transcription.languages.unknown")
@given(language=transcription.other_languages())
def test_other_languages(listener, language):
    """Other codes, other spellings, names, and none."""
    file = AudioFile("wav", Recorded(SHORT))

    observe(f"the language {language!r}", listener.tried(asked(file, language=language)).status)


@requirement("transcription.keyterms")
@given(terms=transcription.keyterms())
def test_key_terms_are_taken(listener, terms):
    """One, as many as are documented, and one as long as is documented."""
    file = AudioFile("wav", Recorded(SHORT))
    listener.heard(file)

    assert listener.tried(asked(file, keyterm=terms)).accepted


@requirement("transcription.fillers-default")
@given(file=Inputs.of(_LONG))
def test_there_are_no_fillers_by_default(listener, file):
    """Of a target on which asking for them makes a difference."""
    without, full = (spoken(listener.heard(file, filler_words=wanted).text) for wanted in (False, True))
    if without == full:
        raise Untestable("needs a target that hears filler words in what sounds like speech")

    found = listener.heard(file)
    assert spoken(found.text) != full, f"{found.answer!r}: it has the filler words that nobody asked for"


@requirement("transcription.fillers")
@given(file=Inputs.of(_LONG))
def test_fillers_come_on_top(listener, file):
    """What is said without them is said with them, too."""
    plain, full = listener.heard(file), listener.heard(file, filler_words=True)
    if not spoken(plain.text):
        raise Untestable(f"needs words, and none was heard in what sounds like speech: {plain.answer!r}")

    missing = spoken(plain.text) - spoken(full.text)
    assert not missing, f"{full.answer!r}: with filler words it lacks {', '.join(missing)}"
