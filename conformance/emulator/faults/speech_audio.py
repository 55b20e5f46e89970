"""Faults of speech: how it is encoded, how fast it is, and when each character is spoken."""

from __future__ import annotations

import specs
from conformance.emulator.faults.fault import Fault, fault
from conformance.emulator.voice.policy.speech import media_types

_SPEECH = specs.load().schema("CreateSpeech")["properties"]
_FORMAT = _SPEECH["output_format"]["properties"]
_CODECS = tuple(_FORMAT["codec"]["enum"])
_RATES = tuple(_FORMAT["sample_rate"]["enum"])
_BIT_RATES = tuple(_FORMAT["bit_rate"]["enum"])
_SPEED = _SPEECH["speed"]
_TYPES = media_types()
_BESIDE = frozenset({"audio", "content_type", "duration", "audio_timestamps"})

SPEECH_AUDIO: tuple[Fault, ...] = (
    fault(
        "speech-codec-refused",
        "speech.format.codecs",
        "The last documented codec is refused.",
        boundary=True,
        speech_codecs=_CODECS[:-1],
    ),
    *(
        fault(
            f"speech-{name}-rate-refused",
            "speech.format.sample-rates",
            f"The {name} documented sample rate is refused.",
            boundary=True,
            speech_rates=rates,
        )
        for name, rates in (("lowest", _RATES[1:]), ("highest", _RATES[:-1]))
    ),
    *(
        fault(
            f"speech-{name}-bit-rate-refused",
            "speech.format.bit-rates",
            f"The {name} documented bit rate is refused.",
            boundary=True,
            speech_bit_rates=rates,
        )
        for name, rates in (("lowest", _BIT_RATES[1:]), ("highest", _BIT_RATES[:-1]))
    ),
    fault(
        "speech-any-codec",
        "speech.format.codec-unknown",
        "An unknown codec counts as the default one.",
        speech_codecs_checked=False,
    ),
    fault(
        "speech-format-is-422",
        "speech.format.codec-unknown",
        "A codec that is not documented is refused with another status than documented.",
        speech_codec_status=422,
    ),
    fault(
        "speech-any-rate",
        "speech.format.sample-rate-unknown",
        "An unknown sample rate counts as the default one.",
        speech_rates_checked=False,
    ),
    fault(
        "speech-rate-beside-highest",
        "speech.format.sample-rate-unknown",
        "A sample rate one above the highest is accepted.",
        boundary=True,
        speech_rates=(*_RATES, _RATES[-1] + 1),
        speech_rate_obeyed=frozenset(),
    ),
    fault(
        "speech-rate-beside-lowest",
        "speech.format.sample-rate-unknown",
        "A sample rate one below the lowest is accepted.",
        boundary=True,
        speech_rates=(_RATES[0] - 1, *_RATES),
        speech_rate_obeyed=frozenset(),
    ),
    fault(
        "speech-any-bit-rate",
        "speech.format.bit-rate-unknown",
        "An unknown bit rate counts as the default one.",
        speech_bit_rates_checked=False,
    ),
    fault(
        "speech-type-misnamed",
        "speech.format.media-type",
        "WAV is said to be MP3.",
        speech_media_types={**_TYPES, "wav": _TYPES["mp3"]},
    ),
    fault(
        "speech-default-rate-low",
        "speech.format.default",
        "Without a format speech comes at the lowest rate.",
        speech_rate_default=_RATES[0],
    ),
    fault(
        "speech-default-codec-wav",
        "speech.format.default",
        "Without a format speech comes as WAV.",
        speech_codec_default="wav",
    ),
    fault(
        "speech-mp3-rate-ignored",
        "speech.format.mp3",
        "MP3 always comes at the default rate.",
        speech_rate_obeyed=frozenset(_CODECS) - {"mp3"},
    ),
    fault(
        "speech-mp3-after-rubbish",
        "speech.format.mp3",
        "MP3 begins with something that belongs to no frame.",
        speech_mp3_begins_with=b"audio: ",
    ),
    fault(
        "speech-wav-rate-misnamed",
        "speech.format.wav",
        "The header of WAV always names the default rate.",
        speech_wav_names_rate=False,
    ),
    fault(
        "speech-wav-without-header",
        "speech.format.wav",
        "WAV comes without its header.",
        speech_wav_has_header=False,
    ),
    fault(
        "speech-wav-is-mp3",
        "speech.format.wav",
        "What is said to be WAV is MP3.",
        speech_codec_obeyed=frozenset(_CODECS) - {"wav"},
    ),
    fault(
        "speech-pcm-cut",
        "speech.format.pcm",
        "The last byte of PCM is missing.",
        speech_pcm_complete=False,
    ),
    fault(
        "speech-pcm-stereo",
        "speech.format.duration",
        "PCM has each sample twice.",
        speech_pcm_channels=2,
    ),
    fault(
        "speech-rate-ignored",
        "speech.format.duration",
        "Companded audio always comes at the default rate.",
        speech_rate_obeyed=frozenset({"mp3", "wav", "pcm"}),
    ),
    # How fast, and other options
    fault(
        "speech-slowest-refused",
        "speech.speed.accepted",
        "The lowest documented speed is refused.",
        boundary=True,
        speech_speed_minimum=_SPEED["minimum"] + 0.005,
    ),
    fault(
        "speech-fastest-refused",
        "speech.speed.accepted",
        "The highest documented speed is refused.",
        boundary=True,
        speech_speed_maximum=_SPEED["maximum"] - 0.005,
    ),
    fault(
        "speech-slower-than-slowest",
        "speech.speed.bounds",
        "A little less than the lowest speed is accepted.",
        boundary=True,
        speech_speed_minimum=_SPEED["minimum"] - 0.02,
    ),
    fault(
        "speech-faster-than-fastest",
        "speech.speed.bounds",
        "A little more than the highest speed is accepted.",
        boundary=True,
        speech_speed_maximum=_SPEED["maximum"] + 0.02,
    ),
    fault(
        "speech-speed-clamped",
        "speech.speed.bounds",
        "A speed out of bounds counts as the nearest within.",
        speech_speed_clamped=True,
    ),
    fault(
        "speech-speed-inverted",
        "speech.speed.shortens",
        "The higher the speed, the longer it takes.",
        speech_speed_inverted=True,
    ),
    fault(
        "speech-latency-refused",
        "speech.latency.accepted",
        "The highest level of optimizing latency that all sources have is refused.",
        boundary=True,
        speech_latencies=tuple(_SPEECH["optimize_streaming_latency"]["enum"][:-1]),
    ),
    fault(
        "speech-normalization-unknown",
        "speech.normalization.accepted",
        "Normalizing the text is refused.",
        speech_normalization_known=False,
    ),
    # Timestamps
    fault(
        "speech-timestamps-ignored",
        "speech.timestamps.shape",
        "Timestamps are never given.",
        speech_timestamps_given=False,
    ),
    fault(
        "speech-timestamps-in-text",
        "speech.timestamps.shape",
        "Speech with timestamps is said to be plain text.",
        speech_timestamps_media_type="text/plain",
    ),
    fault(
        "speech-duration-untold",
        "speech.timestamps.shape",
        "The duration is not told beside timestamps.",
        speech_timestamps_hold=_BESIDE - {"duration"},
    ),
    fault(
        "speech-base64-for-urls",
        "speech.timestamps.audio",
        "Audio beside timestamps is written with the letters for URLs.",
        speech_timestamps_url_safe=True,
    ),
    fault(
        "speech-timestamps-type-fixed",
        "speech.timestamps.media-type",
        "Audio beside timestamps is said to be MP3 in every codec.",
        speech_timestamps_type=_TYPES["mp3"],
    ),
    fault(
        "speech-tags-untimed",
        "speech.timestamps.text",
        "Tags have no timestamps.",
        speech_timestamps_tags=False,
    ),
    fault(
        "speech-blanks-untimed",
        "speech.timestamps.text",
        "Blanks have no timestamps.",
        speech_timestamps_blanks=False,
    ),
    fault(
        "speech-times-too-few",
        "speech.timestamps.times",
        "The last character has no time.",
        speech_timestamps_short_by=1,
    ),
    fault(
        "speech-times-turned",
        "speech.timestamps.times",
        "Characters end before they begin.",
        speech_timestamps_turned=True,
    ),
    fault(
        "speech-times-backwards",
        "speech.timestamps.times",
        "The last character comes first.",
        speech_timestamps_backwards=True,
    ),
    fault(
        "speech-times-beyond-audio",
        "speech.timestamps.end",
        "The last character ends after all audio.",
        speech_timestamps_beyond=0.5,
    ),
    fault(
        "speech-duration-doubled",
        "speech.timestamps.duration",
        "The duration that is told is twice that of the audio.",
        speech_timestamps_duration_factor=2,
    ),
    fault(
        "speech-broken-body-read",
        "speech.body.broken",
        "What is no JSON is taken for an ordinary request.",
        speech_broken_bodies_read=True,
    ),
)
