"""Faults of changing and deleting custom voices."""

from __future__ import annotations

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.faults.fault import Fault, fault

_TRUE = Behaviour()

VOICE_CHANGES: tuple[Fault, ...] = (
    fault(
        "voice-tone-never-changes",
        "voices.update.sets",
        "A change does not set the tone.",
        voice_update_sets=_TRUE.voice_update_sets - {"tone"},
    ),
    fault(
        "voice-null-is-absent",
        "voices.update.clears",
        "A change takes null for left out.",
        voice_update_clears=False,
    ),
    fault(
        "voice-change-replaces",
        "voices.update.keeps",
        "A change clears all labels that it does not name.",
        voice_update_keeps=False,
    ),
    fault(
        "voice-change-answers-in-part",
        "voices.update.answer",
        "A change is answered with the labels that it names.",
        voice_update_whole_answer=False,
    ),
    fault(
        "voice-change-answers-before",
        "voices.update.answer",
        "A change is answered with the voice as it was before.",
        voice_update_answers_before=True,
    ),
    fault(
        "voice-change-is-creation",
        "voices.update.lasting",
        "A change moves the time of creation.",
        voice_update_moves_creation=True,
    ),
    fault(
        "voice-change-cuts-clip",
        "voices.update.lasting",
        "A change takes the last byte of the clip.",
        voice_update_touches_clip=True,
    ),
    fault(
        "voice-change-counts",
        "voices.update.again",
        "The same change once more changes the description, too.",
        voice_update_twice_differs=True,
    ),
    fault(
        "voice-empty-name",
        "voices.update.empty-text",
        "A name may be set to an empty text.",
        voice_update_empty_refused=_TRUE.voice_update_empty_refused - {"name"},
    ),
    fault(
        "voice-empty-tone",
        "voices.update.empty-text",
        "A tone may be set to an empty text.",
        voice_update_empty_refused=_TRUE.voice_update_empty_refused - {"tone"},
    ),
    fault(
        "voice-changes-to-any-choice",
        "voices.update.no-choices",
        "A change may set any gender, age, use case or tone.",
        voice_update_choices_checked=False,
    ),
    fault(
        "voice-changes-to-any-language",
        "voices.update.language-region",
        "A change may set a region in lower case.",
        voice_update_language_checked=False,
    ),
    fault(
        "voice-changes-by-halves",
        "voices.update.atomic",
        "A change that is refused has set what stood before its fault.",
        voice_update_atomic=False,
    ),
    fault(
        "voice-change-of-nothing-refused",
        "voices.update.nothing",
        "A change of nothing is refused.",
        voice_update_may_be_empty=False,
    ),
    fault(
        "voice-change-for-all",
        "voices.update.alone",
        "A change gives the team's other voices the same labels.",
        voice_update_spares_others=False,
    ),
    fault(
        "voice-change-unknown-400",
        "voices.update.unknown",
        "Changing an unknown id is answered with 400.",
        voice_update_unknown_status=400,
    ),
    fault(
        "voice-deletion-says-no",
        "voices.delete.answer",
        "A deletion says that the voice is not deleted.",
        voice_delete_says_so=False,
    ),
    fault(
        "voice-deleted-retrievable",
        "voices.delete.gone",
        "A deleted voice can be retrieved.",
        voice_deleted_operations=frozenset({"retrieveCustomVoice"}),
    ),
    fault(
        "voice-deleted-audible",
        "voices.delete.gone",
        "The clip of a deleted voice can be had.",
        voice_deleted_operations=frozenset({"retrieveCustomVoiceAudio"}),
    ),
    fault(
        "voice-deleted-listed",
        "voices.delete.unlisted",
        "Deleted voices stay in the list.",
        voice_deleted_listed=True,
    ),
    fault(
        "voice-deleted-again-200",
        "voices.delete.again",
        "Deleting a deleted voice succeeds again.",
        voice_delete_again_status=200,
    ),
    fault(
        "voice-deletion-unknown-400",
        "voices.delete.again",
        "Deleting an unknown id is answered with 400.",
        voice_delete_unknown_status=400,
    ),
    fault(
        "voice-deletion-takes-namesakes",
        "voices.delete.alone",
        "A deletion removes all voices of the same name.",
        voice_delete_spares_namesakes=False,
    ),
    fault(
        "voice-cleared-for-good",
        "voices.lives",
        "A label that was cleared twice cannot be set any more.",
        voice_clears_for_good=2,
    ),
)
