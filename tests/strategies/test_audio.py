"""Recordings and files of sound: they decode to what they say, and are the same every time."""

import io
import time
from array import array
from itertools import product

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies.audio import (
    CONTAINERS,
    DAMAGES,
    HOPELESS,
    AudioFile,
    DamagedAudio,
    Recorded,
    Silence,
    Speech,
    Tone,
    g711,
    lasting,
)
from strategies.multipart import Form, Part
from strategies.multipart.uploads import file_part
from strategies.source import imports_for, source_of

quick = settings(deadline=None, max_examples=50)
RATES = (8000, 16000, 22050, 24000, 44100, 48000)
NINE = ("wav", "mp3", "flac", "ogg", "opus", "m4a", "aac", "mkv", "mp4")
SOUNDS = st.one_of(
    st.builds(Tone, st.sampled_from((0.1, 0.5)), st.integers(100, 900)),
    st.builds(Silence, st.sampled_from((0.0, 0.3))),
    st.builds(Speech, st.integers(0, 3), st.integers(0, 5), st.sampled_from((90, 120, 210))),
)


def played(data, kind=None):
    """Seconds, rate and channels of the sound in a file, as a decoder finds them; and its samples."""
    with av.open(io.BytesIO(data), format=kind) as file:
        frames = list(file.decode(audio=0))
        count = sum(frame.samples for frame in frames)
        layout = frames[0].layout.nb_channels
        return count / frames[0].sample_rate, frames[0].sample_rate, layout, frames


def samples_from(frames):
    resampler = av.AudioResampler(format="s16")
    out = b""
    for frame in frames:
        for each in resampler.resample(frame):
            wide = each.samples * each.layout.nb_channels * 2
            out += bytes(each.planes[0])[:wide]
    return out


@quick
@given(st.lists(SOUNDS, min_size=1, max_size=3), st.sampled_from(RATES), st.integers(1, 3))
def test_a_recording_is_as_long_as_its_parts(parts, rate, channels):
    recorded = Recorded(tuple(parts), rate=rate, channels=channels)
    assert len(recorded.read()) == len(recorded) == recorded.frames * channels * 2
    assert recorded.seconds == pytest.approx(sum(part.seconds for part in parts), abs=3 / rate)
    assert b"".join(recorded.chunks()) == recorded.read() == b"".join(recorded.pieces(0.1))


def test_channels_take_turns():
    recorded = Recorded(((Tone(0.1, 500),), (Silence(0.05), Tone(0.1, 300))), rate=8000)
    left, right = (array("h", recorded.pcm())[channel::2] for channel in range(2))
    assert recorded.channels == 2
    assert len(left) == len(right) == 1200
    assert left[:800].tobytes() == Recorded((Tone(0.1, 500),), rate=8000).pcm()
    assert not any(left[800:])
    assert not any(right[:400])
    assert right[400:].tobytes() == Recorded((Tone(0.1, 300),), rate=8000).pcm()


@pytest.mark.parametrize("law", ["mulaw", "alaw"])
def test_g711_is_undone_by_other_decoders(law):
    with av.open(io.BytesIO(bytes(range(256))), format=law) as file:
        values = array("h", samples_from(file.decode(audio=0)))
    # 0x7F and 0xFF are minus zero and zero in the mu-law; whoever writes takes the latter.
    again = [
        0x7F
        if law == "mulaw" and code == 0x7F
        else g711.encoded(v.to_bytes(2, "little", signed=True), law)[0]
        for code, v in enumerate(values)
    ]
    assert again == list(range(256))
    every = array("h", range(-32768, 32768))
    decoded = [values[code] for code in g711.encoded(every.tobytes(), law)]
    assert decoded == sorted(decoded)
    assert all(
        abs(a - b) <= max(16, abs(a) / 16) for a, b in zip(every, decoded, strict=True) if abs(a) < 32000
    )


@pytest.mark.parametrize("law", ["mulaw", "alaw"])
@pytest.mark.parametrize("rate", RATES)
def test_raw_audio_in_g711_decodes(law, rate):
    recorded = Recorded((Speech(1), Silence(0.1)), rate=rate, encoding=law)
    with av.open(io.BytesIO(recorded.read()), format=law, options={"sample_rate": str(rate)}) as file:
        frames = list(file.decode(audio=0))
    plain = array("h", recorded.pcm())
    again = array("h", samples_from(frames))
    assert len(plain) == len(again)
    assert max(abs(a - b) for a, b in zip(plain, again, strict=True)) < 600


@pytest.mark.parametrize("container", NINE)
@pytest.mark.parametrize("rate", [8000, 16000, 48000])
def test_files_last_as_long_as_they_say(container, rate):
    file = AudioFile(container, Recorded((Speech(4), Silence(0.5), Tone(0.5)), rate=rate))
    seconds, *_ = played(file.read())
    # The codec's frame at the end, and never longer than asked for where the container cannot say.
    assert seconds == pytest.approx(file.seconds, abs=0.2)
    if container in ("wav", "mp3", "flac", "ogg", "opus", "mkv"):
        assert seconds == pytest.approx(file.seconds, abs=0.002)
    if container == "aac":
        assert seconds <= file.seconds


def test_files_at_a_limit_are_made_in_a_few_seconds():
    began = time.process_time()
    for container, seconds in product(NINE, (119, 120, 121)):
        file = lasting(container, seconds)
        found, *_ = played(file.read())
        assert abs(found - seconds) < 0.2
        assert len(file) < 2_100_000
    assert time.process_time() - began < 20


@pytest.mark.parametrize("encoding", ["pcm", "mulaw", "alaw"])
@pytest.mark.parametrize("channels", [1, 2, 3])
def test_wav_says_what_is_in_it(encoding, channels):
    recorded = Recorded((Speech(1),), rate=22050, encoding=encoding, channels=channels)
    seconds, rate, layout, _ = played(AudioFile("wav", recorded).read())
    assert (rate, layout) == (22050, channels)
    assert seconds == pytest.approx(recorded.seconds)


@pytest.mark.parametrize("container", CONTAINERS)
def test_files_are_the_same_every_time(container):
    from strategies.audio import containers

    file = AudioFile(container, Recorded((Speech(2),), rate=8000))
    first = file.read()
    containers.contained.cache_clear()
    assert file.read() == first
    assert len(file) == len(first)
    assert b"".join(file.chunks()) == first
    assert file.filename.endswith(file.extension)
    assert file.content_type.startswith("audio/")


@pytest.mark.parametrize("container", NINE)
@pytest.mark.parametrize("how", HOPELESS)
def test_nobody_can_play_what_is_damaged_beyond_hope(container, how):
    with pytest.raises((av.FFmpegError, IndexError, ValueError)):
        played(DamagedAudio(container, how).read())


@pytest.mark.parametrize("how", DAMAGES)
def test_damaged_files_are_named_like_sound_ones(how):
    damaged, sound = DamagedAudio("mp3", how), AudioFile("mp3")
    assert (damaged.filename, damaged.content_type) == (sound.filename, sound.content_type)
    assert damaged.read() != sound.read()
    assert b"".join(damaged.chunks()) == damaged.read()


def test_what_there_is_none_of_is_refused():
    with pytest.raises(ValueError, match="no such encoding"):
        Recorded((Tone(),), encoding="opus")
    with pytest.raises(ValueError, match="without channels"):
        Recorded((Tone(),), channels=0)
    with pytest.raises(KeyError, match="no such container"):
        AudioFile("avi")
    with pytest.raises(KeyError, match="no such damage"):
        DamagedAudio("wav", "wet")


@pytest.mark.parametrize(
    "value",
    [
        AudioFile("mp3", Recorded((Speech(2, 1, hertz=200), Silence(0.3)), rate=8000)),
        Recorded(((Tone(1.5, 300),), (Silence(2),)), rate=48000, encoding="alaw"),
        Recorded((Speech(2),), channels=2),
        DamagedAudio("ogg", "cut"),
    ],
    ids=repr,
)
def test_recipes_can_be_written_into_a_script(value):
    names = {}
    for line in imports_for(value):
        assert line.startswith("from strategies.audio import ")
        exec(line, names)
    assert eval(source_of(value), names) == value


def test_files_go_into_forms():
    file = AudioFile("flac")
    form = Form((Part.of("language", "en"), file_part(file)))
    body = form.encode().read()
    assert file.read() in body
    assert b'filename="sample.flac"\r\nContent-Type: audio/flac' in body
    assert form.encode().length == len(body)
