"""Faults of making custom voices, and of their clips."""

from __future__ import annotations

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.faults.fault import Fault, fault
from conformance.emulator.faults.voice_changes import VOICE_CHANGES
from conformance.emulator.faults.voice_lists import VOICE_LISTS

_TRUE = Behaviour()
_HALF_A_SECOND = 0.5
#: Further from the truth than clocks may differ.
_AN_HOUR = 3600


def _without_last(name: str) -> dict[str, frozenset[str]]:
    """The choices of all labels, without one of the label `name`."""
    choices = dict(_TRUE.voice_choices)
    return {**choices, name: choices[name] - {max(choices[name])}}


_MAKING: tuple[Fault, ...] = (
    fault(
        "voice-needs-every-label",
        "voices.create.accepted",
        "A voice is made only with a description.",
        voice_required=frozenset({"description"}),
    ),
    fault(
        "voice-made-with-200",
        "voices.answers.success-status",
        "The creation of a voice is answered with 200.",
        voice_created_status=200,
    ),
    fault(
        "voice-labels-are-numbers",
        "voices.answers.fields",
        "Labels that are not set are shown as a number.",
        voice_unset_label=0,
    ),
    fault(
        "voice-clip-fails",
        "voices.answers.no-server-error",
        "The clip of a voice is answered with a server error.",
        voice_audio_status=500,
    ),
    fault(
        "voice-id-of-twelve",
        "voices.object.id",
        "Ids have twelve characters.",
        voice_id_length=12,
    ),
    fault(
        "voice-id-of-nine",
        "voices.object.id",
        "Ids have nine characters.",
        boundary=True,
        voice_id_length=9,
    ),
    fault(
        "voice-id-in-capitals",
        "voices.object.id",
        "Ids are shown in capitals.",
        voice_id_upper=True,
    ),
    fault(
        "voice-time-in-digits",
        "voices.object.created-at",
        "The time of creation is in Unix seconds, as a text.",
        voice_created_at_is_text=False,
    ),
    fault(
        "voice-time-an-hour-late",
        "voices.object.creation-time",
        "The time of creation is an hour late.",
        voice_created_at_shift=_AN_HOUR,
    ),
    fault(
        "voice-needs-a-name",
        "voices.create.file-only",
        "A voice is made only with a name.",
        voice_required=frozenset({"name"}),
    ),
    fault(
        "voice-loses-accent",
        "voices.create.labels",
        "The accent of a new voice is lost.",
        voice_labels_kept=_TRUE.voice_labels_kept - {"accent"},
    ),
    fault(
        "voice-labels-unknown",
        "voices.create.unset-labels",
        "Labels that are not set are shown as a word.",
        voice_unset_label="unknown",
    ),
    fault(
        "voice-age-not-every",
        "voices.create.choices",
        "One of the documented ages is refused.",
        voice_choices=_without_last("age"),
    ),
    fault(
        "voice-tone-not-every",
        "voices.create.choices",
        "One of the documented tones is refused.",
        voice_choices=_without_last("tone"),
    ),
    fault(
        "voice-gender-any",
        "voices.create.no-choices",
        "Any gender is accepted.",
        voice_choices_checked=_TRUE.voice_choices_checked - {"gender"},
    ),
    fault(
        "voice-use-case-any",
        "voices.create.no-choices",
        "Any use case is accepted.",
        voice_choices_checked=_TRUE.voice_choices_checked - {"use_case"},
    ),
    fault(
        "voice-language-without-region",
        "voices.create.language",
        "Languages with a region are refused.",
        voice_language_regions=False,
    ),
    fault(
        "voice-language-any",
        "voices.create.language-region",
        "A region may be in lower case.",
        voice_language_checked=False,
    ),
    fault(
        "voice-without-clip",
        "voices.create.file-required",
        "A voice is made without a clip.",
        voice_requires_clip=False,
    ),
    fault(
        "voice-not-of-opus",
        "voices.create.containers",
        "Clips in Opus are refused.",
        voice_containers=_TRUE.voice_containers - {"opus"},
    ),
    fault(
        "voice-not-of-matroska",
        "voices.create.containers",
        "Clips in Matroska are refused.",
        voice_containers=_TRUE.voice_containers - {"mkv"},
    ),
    fault(
        "voice-of-one-channel",
        "voices.create.converted",
        "Clips in WAV with two channels are refused.",
        voice_mono_containers=frozenset({"wav"}),
    ),
    fault(
        "voice-of-low-rates",
        "voices.create.converted",
        "Clips with more than 48,000 samples a second are refused.",
        boundary=True,
        voice_highest_rate=48_000,
    ),
    fault(
        "voice-of-some-length-at-least",
        "voices.create.short",
        "Clips of less than three quarters of a second are refused.",
        voice_shortest=0.75,
    ),
    fault(
        "voice-of-nearly-the-longest",
        "voices.create.long",
        "Clips have to be half a second shorter than documented.",
        boundary=True,
        voice_longest=_TRUE.voice_longest - _HALF_A_SECOND,
    ),
    fault(
        "voice-of-half-the-longest",
        "voices.create.long",
        "Clips may be half as long as documented.",
        voice_longest=_TRUE.voice_longest / 2,
    ),
    fault(
        "voice-a-second-longer",
        "voices.create.too-long",
        "Clips may be a second longer than documented.",
        boundary=True,
        voice_longest=_TRUE.voice_longest + 1,
    ),
    fault(
        "voice-of-any-length",
        "voices.create.too-long",
        "Clips may be ten times as long as documented.",
        voice_longest=10 * _TRUE.voice_longest,
    ),
    fault(
        "voice-of-anything",
        "voices.create.undecodable",
        "Whatever is sent as a clip makes a voice.",
        voice_clip_must_decode=False,
    ),
    fault(
        "voice-made-though-refused",
        "voices.create.refused-makes-nothing",
        "A creation that is refused makes a voice all the same.",
        voice_made_though_refused=True,
    ),
    fault(
        "voice-made-once",
        "voices.create.distinct",
        "The same clip is answered with the voice that was made of it before.",
        voice_deduplicates=True,
    ),
    fault(
        "voice-clip-forbidden",
        "voices.audio.answer",
        "Nobody gets the clip of a voice.",
        voice_audio_status=403,
    ),
    fault(
        "voice-clip-cut",
        "voices.audio.bytes",
        "The clip comes back without its last byte.",
        voice_audio_whole=False,
    ),
    fault(
        "voice-clip-untyped",
        "voices.audio.media-type",
        "The clip is served as an octet stream.",
        voice_audio_media_type="application/octet-stream",
    ),
    fault(
        "voice-clip-always-wav",
        "voices.audio.media-type",
        "Every clip is served as WAV.",
        voice_audio_media_type="audio/wav",
    ),
    fault(
        "voice-clip-unknown-400",
        "voices.audio.unknown",
        "The clip of an unknown id is answered with 400.",
        voice_audio_unknown_status=400,
    ),
    fault(
        "voice-does-not-speak",
        "voices.speech.custom",
        "Speech does not know custom voices.",
        voice_speaks=False,
    ),
    fault(
        "voice-speaks-on",
        "voices.speech.deleted",
        "A deleted voice can still be spoken with.",
        voice_deleted_operations=frozenset({"createSpeech"}),
    ),
    fault(
        "voice-quota-one-less",
        "voices.quota.limit",
        "A team may have one voice less than documented.",
        boundary=True,
        voice_cap=_TRUE.voice_cap - 1,
    ),
    fault(
        "voice-quota-one-more",
        "voices.quota.limit",
        "A team may have one voice more than documented.",
        boundary=True,
        voice_cap=_TRUE.voice_cap + 1,
    ),
    fault(
        "voice-quota-409",
        "voices.quota.limit",
        "One voice too many is refused as a conflict.",
        boundary=True,
        voice_cap_status=409,
    ),
    fault(
        "voice-quota-never-freed",
        "voices.quota.freed",
        "Deleted voices count against the quota.",
        boundary=True,
        voice_cap_freed=False,
    ),
)

VOICES: tuple[Fault, ...] = (*_MAKING, *VOICE_LISTS, *VOICE_CHANGES)
