"""How speech is encoded: codecs, rates and bit rates, and what is in the bytes."""

from conformance.checks import given, observe, requirement
from conformance.suite.defaults import ENCODED, is_default
from conformance.suite.speech.hearing import NotAudio, heard, media_type, mp3, wav
from conformance.suite.speech.outcomes import MOST_APART, fewer, seconds
from strategies import speech
from strategies.inputs import Inputs


@requirement("speech.format.codecs")
@given(codec=speech.codecs())
def test_documented_codecs(speaker, codec):
    """There is audio in each."""
    speaker.spoken()
    answer = speaker.tried(output_format={"codec": codec})

    assert answer.accepted
    assert answer.content, f"{answer!r}: no audio in {codec}"


def _formats(speaker):
    return speech.few_formats() if speaker.lean else speech.formats()


@requirement("speech.format.sample-rates")
@given(wanted=_formats)
def test_documented_rates(speaker, wanted):
    """Of each codec."""
    speaker.spoken(output_format={"codec": wanted["codec"]})

    assert speaker.tried(output_format=wanted).accepted


@requirement("speech.format.bit-rates")
@given(wanted=speech.bit_rates())
def test_documented_bit_rates(speaker, wanted):
    """Of the one codec that has any."""
    speaker.spoken(output_format={"codec": wanted["codec"]})

    assert speaker.tried(output_format=wanted).accepted


@requirement("speech.format.codec-unknown")
@given(miss=speech.unknown_codecs())
def test_no_other_codec(speaker, miss):
    """Nothing that is not documented."""
    assert speaker.broken(miss).refused(miss)


@requirement("speech.format.sample-rate-unknown")
@given(miss=speech.unknown_rates())
def test_no_other_rate(speaker, miss):
    """Neither beside the documented ones, nor between them, nor beyond."""
    assert speaker.broken(miss).refused(miss)


@requirement("speech.format.bit-rate-unknown")
@given(miss=speech.unknown_bit_rates())
def test_no_other_bit_rate(speaker, miss):
    """Neither beside the documented ones, nor between them, nor beyond."""
    assert speaker.broken(miss).refused(miss)


@requirement("speech.format.unclear")
@given(unclear=lambda speaker: fewer(speaker, speech.unclear_formats(), lean=8))
def test_unclear_formats(speaker, unclear):
    """Parts that are null, left out, or of another codec."""
    answer = speaker.tried(**unclear.value)

    observe(f"a format with {unclear.what}", {"status": answer.status, "type": media_type(answer)})


@requirement("speech.format.media-type")
@given(codec=speech.codecs())
def test_media_types(speaker, codec):
    """That of the codec, whatever its parameters."""
    answer = speaker.spoken(output_format={"codec": codec})

    found = media_type(answer)
    assert found in speech.media_types(codec), f"{answer!r}: {codec} came as {found!r}"


@requirement("speech.format.default")
def test_the_default_format(speaker):
    """Its codec and its rate."""
    answer, usual = speaker.spoken(), speech.default_format()

    sound = heard(answer.content, usual["codec"], usual["sample_rate"])
    assert sound.rate == usual["sample_rate"], f"{answer!r}: {sound.rate} samples a second"


@requirement("speech.format.bit-rate-default")
def test_the_default_bit_rate(speaker):
    """By the bytes of a second."""
    usual, text = speech.default_format(), speech.text_of(60)

    def bytes_a_second(**more):
        answer = speaker.spoken(text=text, output_format={"codec": usual["codec"], **more})
        return len(answer.content) / mp3(answer.content).seconds

    rates = sorted(wanted["bit_rate"] for wanted in speech.bit_rates().cover())
    measured = {rate: bytes_a_second(bit_rate=rate) for rate in (usual["bit_rate"], rates[0], rates[-1])}
    is_default(bytes_a_second(), measured, usual["bit_rate"], of="a bit rate", same=ENCODED)


def _rates(speaker):
    every = speech.rates()
    return Inputs.of(every[0], every[-1]) if speaker.lean else Inputs.of(*every)


def _in_mp3(speaker):
    usual = speech.default_format()
    rates = _rates(speaker).map(lambda rate: {"codec": "mp3", "sample_rate": rate})
    bit_rates = speech.bit_rates().map(lambda wanted: {**wanted, "sample_rate": usual["sample_rate"]})
    return Inputs.union(rates, fewer(speaker, bit_rates))


@requirement("speech.format.mp3")
@given(wanted=_in_mp3)
def test_mp3_is_mp3(speaker, wanted):
    """At the rate that was asked for."""
    answer = speaker.spoken(output_format=wanted)

    sound = mp3(answer.content)
    asked = wanted["sample_rate"]
    assert sound.rate == asked, f"{answer!r}: {sound.rate} samples a second, where {asked} were asked for"


@requirement("speech.format.wav")
@given(rate=_rates)
def test_wav_is_wav(speaker, rate):
    """At the rate that was asked for."""
    answer = speaker.spoken(output_format={"codec": "wav", "sample_rate": rate})

    sound = wav(answer.content)
    assert sound.rate == rate, f"{answer!r}: {sound.rate} samples a second, where {rate} were asked for"


@requirement("speech.format.pcm")
@given(rate=_rates)
def test_pcm_has_whole_samples(speaker, rate):
    """Two bytes each."""
    answer = speaker.spoken(output_format={"codec": "pcm", "sample_rate": rate})

    assert len(answer.content) % 2 == 0, f"{answer!r}: {len(answer.content)} bytes end within a sample"


@requirement("speech.format.duration")
@given(wanted=_formats)
def test_an_encoding_changes_no_length(speaker, wanted):
    """Much more or much less would be other samples than were asked for."""
    text = speech.text_of(60)
    usual = seconds(speaker, codec="wav", text=text)
    found = seconds(speaker, codec=wanted["codec"], rate=wanted["sample_rate"], text=text)

    if not usual / MOST_APART <= found <= usual * MOST_APART:
        raise NotAudio(f"{wanted} takes {found:.2f} s, where the same text takes {usual:.2f} s in WAV")
