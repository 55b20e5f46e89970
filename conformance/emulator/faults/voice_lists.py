"""Faults of looking at custom voices: one by one, in lists, and as another team."""

from __future__ import annotations

from conformance.emulator.behaviour import NEVER, Behaviour
from conformance.emulator.faults.fault import Fault, fault

_TRUE = Behaviour()
_A_MINUTE = 60


def _open(operation: str) -> frozenset[str]:
    """One operation that does not look at whose voice it is."""
    return frozenset({operation})


VOICE_LISTS: tuple[Fault, ...] = (
    fault(
        "voice-seen-late",
        "voices.get.created",
        "A voice can be retrieved a minute after it was made.",
        voice_seen_after=_A_MINUTE,
    ),
    fault(
        "voice-retrieved-without-tone",
        "voices.get.agreement",
        "Retrieval does not show the tone.",
        voice_retrieved_labels=_TRUE.voice_retrieved_labels - {"tone"},
    ),
    fault(
        "voice-unknown-400",
        "voices.get.unknown",
        "Retrieving an unknown id is answered with 400.",
        voice_get_unknown_status=400,
    ),
    fault(
        "voice-malformed-409",
        "voices.get.malformed-id",
        "Retrieving an id of another length is answered with 409.",
        voice_malformed_status=409,
    ),
    fault(
        "voice-never-listed",
        "voices.list.created",
        "Voices are never listed.",
        voice_listed_after=NEVER,
    ),
    fault(
        "voice-listed-late",
        "voices.list.created",
        "Voices are listed a minute after they were made.",
        voice_listed_after=_A_MINUTE,
    ),
    fault(
        "voice-listed-without-age",
        "voices.list.agreement",
        "Lists do not show the age.",
        voice_listed_labels=_TRUE.voice_listed_labels - {"age"},
    ),
    fault(
        "voice-page-one-too-long",
        "voices.list.limit",
        "Pages hold one voice more than their limit.",
        boundary=True,
        voice_page_surplus=1,
    ),
    fault(
        "voice-limit-lowest-refused",
        "voices.list.limits",
        "The lowest limit is refused.",
        boundary=True,
        voice_limit_refused=frozenset({_TRUE.voice_limit_minimum}),
    ),
    fault(
        "voice-limit-highest-refused",
        "voices.list.limits",
        "The highest limit is refused.",
        boundary=True,
        voice_limit_refused=frozenset({_TRUE.voice_limit_maximum}),
    ),
    fault(
        "voice-limit-of-none",
        "voices.list.limit-bounds",
        "A limit of no voice is accepted.",
        boundary=True,
        voice_limit_minimum=_TRUE.voice_limit_minimum - 1,
    ),
    fault(
        "voice-limit-one-more",
        "voices.list.limit-bounds",
        "A limit of one more than the highest is accepted.",
        boundary=True,
        voice_limit_maximum=_TRUE.voice_limit_maximum + 1,
    ),
    fault(
        "voice-walk-repeats",
        "voices.list.walk",
        "Each page begins with the voice that ended the one before.",
        voice_walk_repeats=True,
    ),
    fault(
        "voice-walk-skips",
        "voices.list.walk",
        "A voice is left out between two pages.",
        voice_walk_skips=True,
    ),
    fault(
        "voice-walk-goes-on",
        "voices.list.end",
        "The last page has a token, which leads to an empty page with a token.",
        voice_walk_ends=False,
    ),
    fault(
        "voice-token-any",
        "voices.list.unknown-token",
        "Any token is accepted.",
        voice_token_checked=False,
    ),
    fault(
        "voice-among-built-in",
        "voices.built-in.list",
        "Custom voices are listed among the built-in ones.",
        voice_among_built_in=True,
    ),
    fault(
        "voice-listed-for-all",
        "voices.team.list",
        "Lists hold other teams' voices.",
        voice_open_operations=_open("listCustomVoices"),
    ),
    fault(
        "voice-retrieved-by-all",
        "voices.team.get",
        "Another team's voice can be retrieved.",
        voice_open_operations=_open("retrieveCustomVoice"),
    ),
    fault(
        "voice-heard-by-all",
        "voices.team.audio",
        "The clip of another team's voice can be had.",
        voice_open_operations=_open("retrieveCustomVoiceAudio"),
    ),
    fault(
        "voice-changed-by-all",
        "voices.team.update",
        "Another team's voice can be changed.",
        voice_open_operations=_open("updateCustomVoice"),
    ),
    fault(
        "voice-deleted-by-all",
        "voices.team.delete",
        "Another team's voice can be deleted.",
        voice_open_operations=_open("deleteCustomVoice"),
    ),
    fault(
        "voice-speaks-for-all",
        "voices.team.speech",
        "Another team's voice can be spoken with.",
        voice_open_operations=_open("createSpeech"),
    ),
)
