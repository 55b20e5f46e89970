"""Made-up speech: how long it is, when each character is spoken, and that every codec can be played."""

import io
import time
from itertools import pairwise

import av
import pytest

import specs
from conformance.emulator.voice import codecs, synthesis

FORMAT = specs.load().schema("OutputFormat")["properties"]
CODECS = FORMAT["codec"]["enum"]
RATES = FORMAT["sample_rate"]["enum"]
LONGEST = specs.load().limit("speech-text-length")
TEXT = "Well, [pause] I <soft>see</soft>: it's fine!\nGrüße, 你好 😀."


def played(audio, form):
    """The rate and the number of samples that a player finds."""
    with av.open(io.BytesIO(audio), format=form) as container:
        frames = list(container.decode(audio=0))
    return frames[0].sample_rate, sum(frame.samples for frame in frames)


def of_samples(audio, codec, rate):
    """The signed samples in audio without a header."""
    name = {"pcm": "s16le", "mulaw": "mulaw", "alaw": "alaw"}[codec]
    with av.open(io.BytesIO(audio), format=name, options={"sample_rate": str(rate)}) as container:
        return [
            int(x)
            for frame in container.decode(audio=0)
            for x in memoryview(bytes(frame.planes[0])).cast("h")[: frame.samples]
        ]


def test_the_same_is_always_the_same():
    assert synthesis.speech(TEXT, "eve") == synthesis.speech(TEXT, "eve")


@pytest.mark.parametrize(
    "change", [{"text": "Other words."}, {"voice": "leo"}, {"speed": 1.2}, {"rate": 16000}]
)
def test_what_differs_sounds_otherwise(change):
    asked = {"text": TEXT, "voice": "eve", "speed": 1.0, "rate": 24000}

    assert synthesis.speech(**asked).pcm != synthesis.speech(**{**asked, **change}).pcm


def test_custom_voices_have_pitches_of_their_own():
    assert len({synthesis.hertz(f"voice{n}") for n in range(20)}) > 15


@pytest.mark.parametrize("rate", RATES)
def test_a_longer_text_takes_longer(rate):
    words = "the quick brown fox jumps over "
    lengths = [len(synthesis.speech(words * n, "eve", rate=rate).pcm) for n in (1, 2, 3, 10, 100, 480, 481)]

    assert lengths == sorted(set(lengths))


def test_the_faster_the_shorter():
    lengths = [len(synthesis.speech(TEXT, "eve", speed / 100).pcm) for speed in range(70, 151)]

    assert all(before >= after for before, after in pairwise(lengths))
    assert lengths[0] > 2 * lengths[-1]


@pytest.mark.parametrize(
    "text", [TEXT, "a", " ", "[pause]", "<slow></slow>", "a" * LONGEST, "😀" * 50, "\ud800"]
)
@pytest.mark.parametrize("rate", [8000, 44100])
def test_every_character_has_its_time(text, rate):
    said = synthesis.speech(text, "ara", 0.93, rate)

    assert "".join(said.chars) == text
    assert len(said.times) == len(said.chars)
    starts = [start for start, _ in said.times]
    assert starts == sorted(starts)
    assert all(0 <= start <= end <= said.seconds for start, end in said.times)
    assert said.pcm
    assert len(said.pcm) % 2 == 0
    assert said.seconds == pytest.approx(len(said.pcm) / 2 / rate, abs=1e-3)


def test_a_tag_lasts_at_its_first_character():
    said = synthesis.speech("a [long-pause] b", "eve")
    start = said.chars.index("[")
    (begin, end), *rest = said.times[start : start + len("[long-pause]")]

    assert end - begin > 0.5
    assert all(s == e == end for s, e in rest)


def test_a_text_in_pieces_hurries_like_the_whole():
    whole = synthesis.speech("hello " * 100, "eve")
    first = synthesis.speech("hello " * 50, "eve")
    rest = synthesis.speech("hello " * 50, "eve", said=300)

    assert rest.seconds < first.seconds
    assert first.seconds + rest.seconds == pytest.approx(whole.seconds, abs=0.1)


def test_the_longest_text_is_made_in_a_moment():
    text = ("The quick brown fox jumps. " * 1000)[:LONGEST]
    began = time.perf_counter()
    said = synthesis.speech(text, "eve")
    audio = codecs.encoded(said.pcm, said.rate, "mp3", said.rate)

    assert time.perf_counter() - began < 2.0  # a tenth of it on a machine with nothing else to do
    assert audio


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("codec", CODECS)
def test_every_codec_at_every_rate(codec, rate):
    said = synthesis.speech(TEXT, "rex", rate=rate)
    audio = codecs.encoded(said.pcm, rate, codec, rate)

    match codec:
        case "mp3":
            found, samples = played(audio, "mp3")
            assert found == rate
            assert samples / rate == pytest.approx(said.seconds, abs=0.3)
        case "wav":
            assert played(audio, "wav") == (rate, len(said.pcm) // 2)
            assert int.from_bytes(audio[4:8], "little") == len(audio) - 8
            assert int.from_bytes(audio[40:44], "little") == len(said.pcm)
        case "pcm":
            assert audio == said.pcm
        case _:
            assert len(audio) == len(said.pcm) // 2
            before = memoryview(said.pcm).cast("h")
            after = of_samples(audio, codec, rate)
            assert all(abs(a - b) <= 16 + abs(a) / 16 for a, b in zip(before, after, strict=True))


@pytest.mark.parametrize("bit_rate", FORMAT["bit_rate"]["enum"])
def test_the_bit_rate_of_mp3(bit_rate):
    said = synthesis.speech(TEXT * 4, "eve", rate=44100)
    audio = codecs.encoded(said.pcm, 44100, "mp3", 44100, bit_rate)

    assert len(audio) * 8 / said.seconds == pytest.approx(bit_rate, rel=0.1)


@pytest.mark.parametrize("codec", [codec for codec in CODECS if codec != "wav"])
def test_piece_by_piece_is_the_same(codec):
    said = synthesis.speech(TEXT, "sal")
    encoder = codecs.Encoder(codec, said.rate)
    pieces = [encoder.feed(said.pcm[at : at + 1000]) for at in range(0, len(said.pcm), 1000)]

    assert b"".join([*pieces, encoder.end()]) == codecs.encoded(said.pcm, said.rate, codec, said.rate)


def test_a_wav_stream_does_not_know_its_length():
    encoder = codecs.Encoder("wav", 8000)
    audio = encoder.feed(bytes(16)) + encoder.feed(bytes(4)) + encoder.end()

    assert audio == codecs.wav_header(8000, None) + bytes(20)
    assert played(audio, "wav") == (8000, 10)


@pytest.mark.parametrize("codec", CODECS)
def test_another_rate_than_was_fed(codec):
    said = synthesis.speech(TEXT, "sal", rate=24000)
    audio = codecs.encoded(said.pcm, 24000, codec, 8000)

    samples = {"pcm": len(audio) // 2, "mulaw": len(audio), "alaw": len(audio)}.get(codec)
    if samples is None:
        rate, samples = played(audio, codec)
        assert rate == 8000
    assert samples / 8000 == pytest.approx(said.seconds, abs=0.3)


@pytest.mark.parametrize("codec", CODECS)
def test_half_a_sample_is_an_error(codec):
    with pytest.raises(ValueError, match="middle of a sample"):
        codecs.encoded(b"\0\0\0", 8000, codec, 8000)
    with pytest.raises(ValueError, match="middle of a sample"):
        codecs.Encoder(codec, 8000).feed(b"\0")


def test_nothing_is_encoded_as_nothing():
    assert codecs.encoded(b"", 8000, "pcm", 8000) == b""
    assert codecs.encoded(b"", 8000, "wav", 8000) == codecs.wav_header(8000, 0)
    assert codecs.encoded(b"", 8000, "alaw", 8000) == b""
