"""Faults of transcription over REST: what is heard, and what is told of it."""

from __future__ import annotations

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.faults.fault import Fault, fault
from conformance.emulator.faults.transcription_refusals import TRANSCRIPTION_REFUSALS

_POLICY = Behaviour()
_CONTAINERS = _POLICY.transcribe_containers

TRANSCRIPTION: tuple[Fault, ...] = (
    fault(
        "transcripts-without-text",
        "transcription.accepted",
        "A transcript has words, and no text of them all.",
        transcribe_text_told=False,
    ),
    fault(
        "transcripts-without-language",
        "transcription.accepted",
        "A transcript does not say in which language.",
        transcribe_language_told=None,
    ),
    *(
        fault(
            f"transcription-{left_out}-refused",
            "transcription.containers",
            f"Files in {left_out} are not recognised.",
            boundary=True,
            transcribe_containers=tuple(each for each in _CONTAINERS if each != left_out),
        )
        for left_out in ("flac", "opus", "m4a", "mkv")
    ),
    fault(
        "transcription-aac-in-mkv-refused",
        "transcription.containers.codecs",
        "MKV with AAC in it is refused.",
        boundary=True,
        transcribe_codecs_in_mkv_refused=frozenset({"aac"}),
    ),
    fault(
        "transcription-alaw-refused",
        "transcription.raw",
        "Raw audio in A-law is refused.",
        boundary=True,
        transcribe_encodings=_POLICY.transcribe_encodings[:-1],
    ),
    fault(
        "transcription-highest-rate-refused",
        "transcription.raw",
        "Raw audio at the highest rate is refused.",
        boundary=True,
        transcribe_rates=_POLICY.transcribe_rates[:-1],
    ),
    fault(
        "transcription-rate-has-one-name",
        "transcription.raw.rate-alias",
        "The rate of raw audio is known under one name alone.",
        transcribe_rate_aliases=(),
    ),
    fault(
        "transcription-ignores-urls",
        "transcription.url",
        "A URL counts as nothing.",
        transcribe_url_known=False,
    ),
    fault(
        "transcription-confidence-in-percent",
        "transcription.answers.fields",
        "How sure a word is, is told in percent.",
        transcribe_confidence_whole=100,
    ),
    fault(
        "transcription-errors-called-message",
        "transcription.answers.error-shape",
        "A refusal says why under another name.",
        transcribe_error_field="message",
    ),
    fault(
        "transcription-fails-with-options",
        "transcription.answers.no-server-error",
        "Formatting and speakers together make the server fail.",
        transcribe_fails_with=frozenset({"format", "diarize"}),
    ),
    fault(
        "transcription-unknown-encodings-not-found",
        "transcription.answers.statuses",
        "An unknown encoding is not found.",
        transcribe_unknown_encoding_status=404,
    ),
    fault(
        "transcription-words-untold",
        "transcription.words.told",
        "Words are told in the text alone.",
        transcribe_words_told=False,
    ),
    fault(
        "transcription-words-end-before-they-begin",
        "transcription.words.within",
        "Start and end of words are swapped.",
        transcribe_word_swapped=True,
    ),
    fault(
        "transcription-words-beyond-the-end",
        "transcription.words.within",
        "Words end two seconds late, beyond the end of the recording.",
        transcribe_word_surplus=2,
    ),
    fault(
        "transcription-words-reversed",
        "transcription.words.in-order",
        "The last word comes first.",
        transcribe_words_reversed=True,
    ),
    fault(
        "transcription-times-in-milliseconds",
        "transcription.words.rounded",
        "Times of words have three decimal places.",
        transcribe_word_error=0.001,
    ),
    fault(
        "transcription-duration-in-milliseconds",
        "transcription.words.rounded",
        "The duration has three decimal places.",
        transcribe_duration_error=0.004,
    ),
    fault(
        "transcription-duration-of-speech",
        "transcription.duration",
        "The duration ends with the last word.",
        transcribe_duration_of_speech=True,
    ),
    fault(
        "transcription-duration-scaled",
        "transcription.duration",
        "The duration is told in milliseconds.",
        transcribe_duration_scale=1000,
    ),
    fault(
        "transcription-raw-rate-ignored",
        "transcription.duration.raw",
        "Raw audio is heard at one rate, whatever it is said to have.",
        transcribe_raw_rate=16000,
    ),
    fault(
        "transcription-rate-overrides-headers",
        "transcription.rate.ignored",
        "The rate beside a file counts more than its header.",
        transcribe_rate_in_files=True,
    ),
    fault(
        "transcription-never-names-speakers",
        "transcription.speakers.told",
        "Speakers are not told apart, even if asked for.",
        transcribe_speakers_told=False,
    ),
    fault(
        "transcription-always-names-speakers",
        "transcription.speakers.untold",
        "Every word names its speaker, asked for or not.",
        transcribe_speakers_always=True,
    ),
    fault(
        "transcription-never-tells-channels",
        "transcription.channels.told",
        "Channels are not told apart, even if asked for.",
        transcribe_channels_told=False,
    ),
    fault(
        "transcription-channels-from-one",
        "transcription.channels.told",
        "Channels are counted from one.",
        transcribe_channel_first=1,
    ),
    fault(
        "transcription-channels-alike",
        "transcription.channels.told",
        "All channels have the same index.",
        transcribe_channel_numbers=1,
    ),
    fault(
        "transcription-fewest-channels-refused",
        "transcription.channels.raw",
        "Raw audio needs one channel more than documented.",
        boundary=True,
        transcribe_channels_minimum=_POLICY.transcribe_channels_minimum + 1,
    ),
    fault(
        "transcription-most-channels-refused",
        "transcription.channels.raw",
        "Raw audio may have one channel fewer than documented.",
        boundary=True,
        transcribe_channels_maximum=_POLICY.transcribe_channels_maximum - 1,
    ),
    fault(
        "transcription-always-tells-channels",
        "transcription.channels.untold",
        "Channels are listed, asked for or not.",
        transcribe_channels_always=True,
    ),
    fault(
        "transcription-text-of-first-channel",
        "transcription.channels.merged",
        "The text is that of the first channel.",
        transcribe_text_of_first_channel=True,
    ),
    fault(
        "transcription-last-language-refused",
        "transcription.languages",
        "The last documented language is refused.",
        boundary=True,
        transcribe_languages_refused=frozenset({_POLICY.transcribe_languages[-1]}),
    ),
    fault(
        "transcription-most-terms-refused",
        "transcription.keyterms",
        "There may be one key term fewer than documented.",
        boundary=True,
        transcribe_keyterms_most=_POLICY.transcribe_keyterms_most - 1,
    ),
    fault(
        "transcription-longest-term-refused",
        "transcription.keyterms",
        "A key term may have one character fewer than documented.",
        boundary=True,
        transcribe_keyterm_longest=_POLICY.transcribe_keyterm_longest - 1,
    ),
    fault(
        "transcription-fillers-alone",
        "transcription.fillers",
        "Where filler words are asked for, there is nothing else.",
        transcribe_fillers_alone=True,
    ),
    *TRANSCRIPTION_REFUSALS,
)
