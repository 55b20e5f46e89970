"""Forms for transcripts: what they say, which rule they break, and that they can be written into a script."""

import pytest

import specs
from strategies import transcription
from strategies.audio import AudioFile, Recorded, SilentWav
from strategies.requests import LeftOut
from strategies.source import imports_for, source_of
from strategies.transcription import RULES, SHORT, asked

FIELDS = transcription.fields()
COVERS = {
    "containers": transcription.containers(),
    "codecs": transcription.codecs_in_mkv(),
    "raw": transcription.raw(),
    "lengths": transcription.lengths(),
    "stereo": transcription.stereo(),
    "channels": transcription.many_channels(),
    "keyterms": transcription.keyterms(),
    "misses": transcription.near_misses(),
    "late": transcription.late(),
    "silent": transcription.silent(),
    "unclear": transcription.unclear(),
    "mono": transcription.mono(),
}


def texts(form):
    return [(part.name, part.text) for part in form.parts if part.filename is None]


def test_options_stand_before_the_recording():
    form = asked(AudioFile("wav", Recorded(SHORT)), diarize=True, keyterm=["a", "b"], language=LeftOut())

    assert texts(form) == [("diarize", "true"), ("keyterm", "a"), ("keyterm", "b")]
    assert [part.name for part in form.parts][-1] == "file"
    assert asked(None, url="http://x/").parts[-1].name == "url"


def test_raw_audio_says_what_it_is():
    recorded = Recorded(SHORT, 8000, "alaw", channels=3)

    assert texts(asked(recorded)) == [("audio_format", "alaw"), ("sample_rate", "8000")]
    assert ("channels", "3") in texts(asked(recorded, multichannel=True))
    assert ("sample_rate", "9") in texts(asked(recorded, sample_rate=9))
    assert [name for name, _ in texts(asked(recorded, sample_rate=LeftOut()))] == ["audio_format"]


@pytest.mark.parametrize("name", COVERS)
def test_covers_are_the_same_every_time_and_can_be_written_down(name):
    for value in COVERS[name].cover():
        names = {}
        for line in imports_for(value):
            exec(line, names)
        assert eval(source_of(value), names) == value


@pytest.mark.parametrize("rule", RULES)
def test_misses_break_one_rule(rule):
    for miss in transcription.near_misses(rules=(rule,)).cover():
        assert miss.rule == rule
        assert miss.value != miss.twin
        others = {part.name for part in miss.twin.parts} & {part.name for part in miss.value.parts}
        place = miss.at.strip("/")
        assert all(
            [part for part in miss.value.parts if part.name == name]
            == [part for part in miss.twin.parts if part.name == name]
            for name in others - {place}
        )


def test_everything_documented_is_asked_for():
    spec = specs.load()
    assert [file.container for file in transcription.containers().cover()] == spec.limit(
        "transcription-containers"
    )
    rates = {recorded.rate for recorded in transcription.raw().cover()}
    encodings = {recorded.encoding for recorded in transcription.raw().cover()}
    assert (rates, encodings) == (set(FIELDS["sample_rate"]["enum"]), set(FIELDS["audio_format"]["enum"]))
    short = transcription.raw(short=True).cover()
    assert {recorded.rate for recorded in short} == rates
    assert {recorded.encoding for recorded in short} == encodings
    assert len(short) == len(rates) + len(encodings) - 1
    channels = [recorded.channels for recorded in transcription.many_channels().cover()]
    assert channels[:2] == [FIELDS["channels"]["minimum"], FIELDS["channels"]["maximum"]]


def test_a_file_of_any_size_is_silent():
    assert len(SilentWav(44 + 4 * 50_000).read()) == 200_044
    assert SilentWav(48).read()[-4:] == bytes(4)
    large = SilentWav(44 + 4 * 100_000_000)
    assert len(large) == 400_000_044
    assert next(large.chunks())[:4] == b"RIFF"
    for size in (43, 45):
        with pytest.raises(ValueError, match="cannot be made"):
            SilentWav(size)
