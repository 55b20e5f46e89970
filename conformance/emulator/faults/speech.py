"""Faults of speech: texts, languages, voices, and what answers about them hold."""

from __future__ import annotations

import specs
from conformance.emulator.faults.fault import Fault, fault
from conformance.emulator.faults.speech_audio import SPEECH_AUDIO

_SPEC = specs.load()
_LONGEST = _SPEC.limit("speech-text-length")
_VOICES = tuple(_SPEC.limit("built-in-voices"))
_LANGUAGES = tuple(_SPEC.limit("speech-languages"))
_INLINE = tuple(_SPEC.limit("speech-inline-tags"))
_WRAPPING = tuple(_SPEC.limit("speech-wrapping-tags"))
_DEFAULT = _SPEC.schema("CreateSpeech")["properties"]["voice_id"]["default"]

SPEECH: tuple[Fault, ...] = (
    fault(
        "speech-silent", "speech.accepted", "Speech is answered without a byte of audio.", speech_silent=True
    ),
    fault("speech-in-json", "speech.accepted", "Speech always comes in JSON.", speech_in_json=True),
    fault("speech-is-created", "speech.accepted", "Speech is answered with 201.", speech_status=201),
    # What answers hold
    fault(
        "speech-fails-on-tags",
        "speech.answers.no-server-error",
        "A text with a certain tag makes the server fail.",
        speech_text_fails_on=f"[{_INLINE[-1]}]",
    ),
    fault(
        "speech-bounds-conflict",
        "speech.answers.statuses",
        "A speed out of bounds is answered with a status that no document lists for it.",
        speech_speed_status=409,
    ),
    fault(
        "voices-nameless",
        "speech.answers.fields",
        "Voices have no name.",
        speech_voices_named=False,
    ),
    fault(
        "voices-in-text",
        "speech.answers.json",
        "The list of voices is said to be plain text.",
        speech_voices_typed=False,
    ),
    fault(
        "speech-refusals-unexplained",
        "speech.answers.error-shape",
        "Refusals say in another field what was wrong.",
        speech_error_field="reason",
    ),
    # The built-in voices
    fault(
        "voices-without-default",
        "speech.voices.list",
        "The default voice is not listed.",
        speech_voices_listed=tuple(voice for voice in _VOICES if voice != _DEFAULT),
    ),
    fault(
        "voices-without-last",
        "speech.voices.roster",
        "The last documented voice is not listed.",
        speech_voices_listed=_VOICES[:-1],
    ),
    fault(
        "voices-in-upper-case",
        "speech.voices.ids",
        "Voices are listed by ids in upper case.",
        speech_voices_upper_case=True,
    ),
    fault(
        "voices-twice",
        "speech.voices.ids",
        "A voice is listed twice.",
        speech_voices_listed=(*_VOICES, _VOICES[0]),
    ),
    fault(
        "voice-retrieved-as-another",
        "speech.voices.retrieve",
        "A single voice has another name than in the list.",
        speech_voice_retrieved="Somebody",
    ),
    fault(
        "voices-unknown-made-up",
        "speech.voices.unknown",
        "A voice that does not exist can be retrieved.",
        speech_voice_unknown_status=200,
    ),
    fault(
        "voices-unknown-are-bad",
        "speech.voices.unknown",
        "To ask for a voice that does not exist is a bad request.",
        speech_voice_unknown_status=400,
    ),
    # The text
    fault(
        "speech-of-nothing",
        "speech.text.empty",
        "An empty text is spoken.",
        boundary=True,
        speech_text_may_be_empty=True,
    ),
    fault(
        "speech-without-text",
        "speech.text.missing",
        "A request needs no text.",
        speech_text_needed=False,
    ),
    fault(
        "speech-longest-refused",
        "speech.text.longest",
        "A text of the most undisputed characters is refused.",
        boundary=True,
        speech_text_longest=_LONGEST - 2,
    ),
    fault(
        "speech-longest-exceeded",
        "speech.text.too-long",
        "One character more than any source allows is accepted.",
        boundary=True,
        speech_text_longest=_LONGEST + 1,
    ),
    fault(
        "speech-too-long-cut",
        "speech.text.too-long",
        "A text that is too long is spoken as far as it may go.",
        speech_text_cut=True,
    ),
    fault(
        "speech-too-long-is-413",
        "speech.text.too-long",
        "A text that is too long is refused with another status than documented.",
        speech_text_too_long_status=413,
    ),
    fault(
        "speech-hurries",
        "speech.text.longer",
        "The longer a text is, the sooner its speech is over.",
        speech_hurries=True,
    ),
    fault(
        "speech-tag-alone-refused",
        "speech.tags.accepted",
        "A documented tag that stands alone is refused.",
        speech_tags_refused=frozenset({_INLINE[-1]}),
    ),
    fault(
        "speech-tag-around-refused",
        "speech.tags.accepted",
        "A documented tag that stands around words is refused.",
        speech_tags_refused=frozenset({_WRAPPING[-1]}),
    ),
    # The language
    fault(
        "speech-without-language",
        "speech.language.missing",
        "A request needs no language.",
        speech_language_needed=False,
    ),
    *(
        fault(
            f"speech-language-{name}-refused",
            "speech.language.accepted",
            f"The {name} documented language is refused.",
            speech_languages_refused=frozenset({language}),
        )
        for name, language in (("first", _LANGUAGES[0]), ("last", _LANGUAGES[-1]))
    ),
    fault(
        "speech-language-by-case",
        "speech.language.case",
        "A language in another case than the documented one is refused.",
        speech_languages_cased=True,
    ),
    # The voice
    fault(
        "speech-last-voice-unknown",
        "speech.voice.built-in",
        "A listed voice is not known where it is to speak.",
        speech_voices=_VOICES[:-1],
    ),
    fault(
        "speech-voice-by-case",
        "speech.voice.case",
        "A voice is known in lower case alone.",
        speech_voices_cased=True,
    ),
    fault(
        "speech-unknown-voice-is-bad",
        "speech.voice.unknown",
        "An unknown voice is a bad request.",
        speech_unknown_voice_status=400,
    ),
    fault(
        "speech-unknown-voice-speaks",
        "speech.voice.unknown",
        "In place of an unknown voice the default one speaks.",
        speech_unknown_voice_status=None,
    ),
    *SPEECH_AUDIO,
)
