"""The rules of custom voices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import specs

_SPEC = specs.load()
_CREATE = _SPEC.schema("CreateCustomVoice")["properties"]
_LIST = {p["name"]: p["schema"] for p in _SPEC.operations["listCustomVoices"].parameters}

CLIP = "file"
LANGUAGE = "language"
LABELS: tuple[str, ...] = tuple(name for name in _CREATE if name != CLIP)
LANGUAGE_PATTERN: str = _SPEC.schema("CustomVoiceLanguage")["pattern"]
CHOICES: Mapping[str, frozenset[str]] = {
    name: frozenset(_CREATE[name]["enum"]) for name in LABELS if "enum" in _CREATE[name]
}
CONTAINERS: frozenset[str] = frozenset(_SPEC.limit("custom-voice-containers"))
_ALL = frozenset(LABELS)
_EVERY = frozenset(CHOICES)


@dataclass(frozen=True, kw_only=True)
class VoicesPolicy:
    """Every field begins with `voice_`. Times are in seconds."""

    # Making them
    voice_enabled: bool = True  # whether teams may make any
    voice_created_status: int = 201
    voice_id_length: int = 8
    voice_id_upper: bool = False
    voice_created_at_is_text: bool = True
    voice_created_at_shift: float = 0
    voice_required: frozenset[str] = frozenset()  # labels without which nothing is made
    voice_requires_clip: bool = True
    voice_clip_must_decode: bool = True
    voice_longest: float = _SPEC.limit("custom-voice-clip-seconds")
    voice_longest_slack: float = 0.1  # codecs pad: what was cut at the limit decodes to a little more
    voice_shortest: float = 0.05  # the docs name none: nobody can be told by less
    voice_containers: frozenset[str] = CONTAINERS
    voice_mono_containers: frozenset[str] = frozenset()  # in which a clip may have one channel alone
    voice_highest_rate: int | None = None
    voice_cap: int = _SPEC.limit("custom-voices-per-team")
    voice_cap_status: int = 400
    voice_cap_freed: bool = True
    voice_choices: Mapping[str, frozenset[str]] = field(default_factory=lambda: CHOICES)
    voice_choices_checked: frozenset[str] = _EVERY
    voice_language_checked: bool = True
    voice_language_regions: bool = True
    voice_labels_kept: frozenset[str] = _ALL
    voice_unset_label: str | int | None = None
    voice_nulls: bool = True  # unset labels are shown as null, or else are absent
    voice_deduplicates: bool = False
    voice_made_though_refused: bool = False

    # Showing them
    voice_seen_after: float = 0
    voice_listed_after: float = 0
    voice_retrieved_labels: frozenset[str] = _ALL
    voice_listed_labels: frozenset[str] = _ALL
    voice_get_unknown_status: int = 404
    voice_audio_unknown_status: int = 404
    voice_update_unknown_status: int = 404
    voice_delete_unknown_status: int = 404
    voice_malformed_status: int = 404
    voice_open_operations: frozenset[str] = frozenset()  # that work on another team's voices, too

    # Lists
    voice_limit_minimum: int = _LIST["limit"]["minimum"]
    voice_limit_maximum: int = _LIST["limit"]["maximum"]
    voice_limit_refused: frozenset[int] = frozenset()
    voice_limit_default: int = _LIST["limit"]["default"]
    voice_page_surplus: int = 0
    voice_walk_repeats: bool = False
    voice_walk_skips: bool = False
    voice_walk_ends: bool = True
    voice_token_checked: bool = True
    voice_last_token_null: bool = True  # or else it is absent
    voice_list_tells_cap: bool = False
    voice_list_media_type: str = "application/json"

    # Changing them
    voice_update_sets: frozenset[str] = _ALL
    voice_update_clears: bool = True
    voice_update_keeps: bool = True
    voice_update_empty_refused: frozenset[str] = _ALL
    voice_update_choices_checked: bool = True
    voice_update_language_checked: bool = True
    voice_update_may_be_empty: bool = True
    voice_update_atomic: bool = True
    voice_update_whole_answer: bool = True
    voice_update_answers_before: bool = False
    voice_update_moves_creation: bool = False
    voice_update_touches_clip: bool = False
    voice_update_twice_differs: bool = False
    voice_update_spares_others: bool = True
    voice_clears_for_good: int | None = (
        None  # how often a label can be cleared before it cannot be set any more
    )

    # Removing them
    voice_delete_says_so: bool = True
    voice_delete_again_status: int | None = None
    voice_deleted_operations: frozenset[str] = frozenset()  # that still work on a deleted voice
    voice_deleted_listed: bool = False
    voice_delete_spares_namesakes: bool = True

    # The clip
    voice_audio_whole: bool = True
    voice_audio_media_type: str | None = None  # None for that of the clip
    voice_audio_status: int = 200

    # Speaking
    voice_speaks: bool = True
    voice_among_built_in: bool = False
