"""Readings: what the emulator does otherwise where the docs leave it open. It is right either way.

A fault breaks a promise; a reading breaks none, so nobody may hold it against a server.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import specs
from conformance.emulator.behaviour import Behaviour

_SPEC = specs.load()
_LATENCIES = _SPEC.schema("CreateSpeech")["properties"]["optimize_streaming_latency"]["enum"]


class UnknownReading(Exception):
    """No reading has this name; the message names the closest ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One other choice. `summary` says in a sentence what is done; `change` maps fields of `Behaviour` to values."""

    name: str
    summary: str
    change: Mapping[str, Any]


def _reading(name: str, summary: str, /, **change: Any) -> Reading:
    return Reading(name=name, summary=summary, change=change)


_ALL = (
    _reading("pending-is-200", "A video that is not done yet is answered with 200.", job_pending_status=200),
    _reading(
        "pending-is-bare", "A video that is not done yet is answered without a body.", job_pending_body=False
    ),
    _reading("videos-take-longer", "A video is not done for half a second.", job_seconds=0.5),
    _reading(
        "inputs-judged-late",
        "What is wrong with the inputs of a video is found out while it is made.",
        input_judged_late=True,
    ),
    _reading(
        "settings-judged-late",
        "What is wrong with a video's duration, ratio or resolution is found out while it is made.",
        video_settings_judged_late=True,
    ),
    _reading("missing-inputs-are-400", "The id of no file is a bad request.", input_unknown_status=400),
    _reading("unknown-models-are-400", "An unknown model is a bad request.", model_unknown_status=400),
    _reading("ill-typed-is-400", "A field of another type is a bad request.", ill_typed_status=400),
    _reading(
        "refusals-in-text",
        "Bodies that are not understood are refused in plain text.",
        refusals_in_text=frozenset({415, 422}),
    ),
    _reading(
        "urls-fail",
        "Public URLs of images cannot be made in time with their generation, and the answer says so.",
        storage_url_fails=frozenset({"image"}),
    ),
    _reading(
        "types-by-bytes",
        "What no signature at its beginning tells of a file is not told of its type either.",
        upload_typed_by_bytes=True,
    ),
    _reading("urls-redirect", "Public URLs lead on to what they serve.", fetch_redirects=True),
    _reading("models-required", "A request has to name its model.", model_required=True),
    _reading("prompts-may-be-empty", "An empty prompt is as good as any.", prompt_may_be_empty=True),
    _reading("base64-with-url", "Images as base64 have an ephemeral URL, too.", image_b64_has_url=True),
    _reading("media-types-untold", "Answers do not name the media type of images.", image_names_type=False),
    _reading("costs-untold", "Answers do not tell costs.", image_usage_told=False, video_usage_told=False),
    _reading("images-are-png", "Images are made as PNG.", image_written_as="png"),
    _reading(
        "short-lived-assets",
        "Ephemeral URLs serve for a minute, and are then told to be gone.",
        asset_seconds=60,
        asset_gone_status=410,
    ),
    _reading(
        "six-seconds", "A video that names no duration plays for six seconds.", video_duration_default=6
    ),
    _reading(
        "references-beside-image",
        "A first frame may stand beside reference images.",
        video_modes_exclusive=False,
    ),
    _reading(
        "short-reference-videos",
        "Videos with reference images have a shorter limit of their own.",
        video_reference_duration=_SPEC.limit("reference-video-duration"),
    ),
    _reading("long-edits", "A video of any length can be edited.", video_edit_longest=None),
    _reading(
        "wider-extensions",
        "Longer videos can be extended, and by less.",
        extension_minimum=_SPEC.limit("extension-duration-disputed"),
        extension_longest=_SPEC.limit("extended-video-longest-disputed"),
    ),
    _reading(
        "transcription-reuse",
        "After a transcript is done, its connection takes the audio of another turn.",
        listen_after_done="reuse",
    ),
    _reading(
        "transcription-by-chunks",
        "The final of an utterance holds its last chunk alone.",
        listen_final_text="chunk",
    ),
    _reading(
        "transcription-ends-empty", "The end of a transcript repeats nothing.", listen_done_text="empty"
    ),
    _reading(
        "transcription-ends-with-rest",
        "The end of a transcript holds what no utterance's final has told.",
        listen_done_text="tail",
    ),
    _reading(
        "transcription-finalizes-silence",
        "To finalize without speech is answered with an utterance of no words.",
        listen_silent_finalize_answered=True,
    ),
    _reading(
        "transcription-finalizes-by-json",
        "A bare word in a text frame is no message, and finalizes nothing.",
        listen_finalize="only-objects",
    ),
    _reading(
        "transcription-slower",
        "All that is told of speech takes three times as long.",
        listen_interim_seconds=1.5,
        listen_chunk_seconds=9.0,
        listen_boundary=0.36,
        listen_pause=0.01,
    ),
    _reading(
        "transcripts-name-languages", "Transcripts name the language.", transcribe_language_told="English"
    ),
    _reading(
        "transcripts-give-codes", "Transcripts give the language's code.", transcribe_language_told="en-us"
    ),
    _reading(
        "transcripts-list-no-words", "A list of no words is told as one.", transcribe_no_words_told=True
    ),
    _reading(
        "transcripts-are-unsure", "No transcript says how sure it is.", transcribe_confidence_told=False
    ),
    _reading(
        "transcription-other-languages",
        "A language that is not documented is taken, and changes nothing.",
        transcribe_other_languages=True,
    ),
    _reading(
        "transcription-looks-past",
        "What is said of raw audio beside another file is not even looked at.",
        transcribe_ignored_checked=False,
    ),
    _reading(
        "transcription-reads-on", "Fields that follow the file count, too.", transcribe_late_fields_count=True
    ),
    _reading("speech-times-as-objects", "Times of characters are objects.", speech_times_as_objects=True),
    _reading(
        "speech-below-limit",
        "A text has to have fewer characters than the documented number.",
        speech_text_longest=_SPEC.limit("speech-text-length") - 1,
    ),
    _reading(
        "speech-missing-is-422",
        "A request for speech that lacks a field is ill-formed.",
        speech_missing_status=422,
    ),
    _reading(
        "speech-listed-languages",
        "Languages that are not listed are refused.",
        speech_unlisted_languages=False,
    ),
    _reading(
        "speech-bit-rates-of-mp3",
        "A bit rate of another codec is refused.",
        speech_bit_rate_for_mp3_alone=True,
    ),
    _reading(
        "speech-latency-wider",
        "All levels of optimizing latency that any source has are taken.",
        speech_latencies=(*_LATENCIES, *_SPEC.limit("speech-latency-disputed")),
    ),
    _reading("voices-more", "There are more built-in voices.", speech_voices_more=("ursa", "zoe")),
    _reading("voices-without-languages", "Voices tell no language.", speech_voice_languages=False),
    _reading("unset-labels-absent", "Labels of voices that are not set are left out.", voice_nulls=False),
    _reading(
        "last-page-without-token",
        "The last page of voices has no token, not even null.",
        voice_last_token_null=False,
    ),
    _reading("cap-told", "Lists of voices tell how many a team may have.", voice_list_tells_cap=True),
    _reading(
        "malformed-voices-are-400",
        "An id that no voice can have is a bad request.",
        voice_malformed_status=400,
    ),
    _reading("no-custom-voices", "No team may make custom voices.", voice_enabled=False),
    _reading("talk-waits-for-the-end", "Nothing is spoken before its text is complete.", talk_eager=False),
    _reading(
        "talk-times-as-objects", "Times of characters are objects on the socket.", talk_times_as_objects=True
    ),
    _reading(
        "talk-times-apart",
        "Timestamps come in events of their own, without audio.",
        talk_timestamps_apart=True,
    ),
    _reading("talk-errors-end", "The connection ends with an error.", talk_errors_close=True),
    _reading("talk-errors-drop", "What is being said ends with an error.", talk_errors_drop=True),
    _reading("talk-without-clearing", "Nobody can drop an utterance.", talk_clears=False),
    _reading(
        "talk-of-nothing-is-wrong", "An utterance without text is an error.", talk_done_of_nothing=False
    ),
    _reading(
        "talk-refuses-with-400",
        "Whatever is wrong with a handshake is a bad request.",
        talk_refusals=dict.fromkeys(("voice", "language", "codec", "sample_rate"), 400),
    ),
    _reading("no-session-with-secret", "A client secret takes no session.", secret_session_refused=True),
)

READINGS: Mapping[str, Reading] = MappingProxyType({reading.name: reading for reading in _ALL})


def chosen(names: Iterable[str]) -> Behaviour:
    """The documented behaviour with other choices where it leaves some.

    Raises:
        UnknownReading: a name is unknown.
    """
    policy = Behaviour()
    for name in names:
        if name not in READINGS:
            close = difflib.get_close_matches(name, READINGS, n=3, cutoff=0.5) or READINGS
            raise UnknownReading(f"no reading is called {name}; there is {', '.join(close)}")
        policy = dataclasses.replace(policy, **READINGS[name].change)
    return policy
