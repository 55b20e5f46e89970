"""The built-in voices."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.emulator.behaviour import Behaviour

#: What a voice speaks best, in turn; None for those that speak all languages alike.
_LANGUAGES = ("en", None)


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """One of them, as answers show it."""

    voice_id: str
    name: str
    language: str | None

    def shown(self, policy: Behaviour) -> dict[str, object]:
        """Its fields."""
        upper = policy.speech_voices_upper_case
        fields: dict[str, object] = {"voice_id": self.voice_id.upper() if upper else self.voice_id}
        if policy.speech_voices_named:
            fields["name"] = self.name
        if policy.speech_voice_languages:
            fields["language"] = self.language
        return fields


def listed(policy: Behaviour) -> list[BuiltIn]:
    """Those that the list has."""
    return [
        BuiltIn(voice_id, voice_id.capitalize(), _LANGUAGES[place % len(_LANGUAGES)])
        for place, voice_id in enumerate((*policy.speech_voices_listed, *policy.speech_voices_more))
    ]


def built_in(policy: Behaviour, voice_id: str) -> str | None:
    """The id, as it is listed, of the built-in voice that `voice_id` means; case does not count."""
    known = {*policy.speech_voices, *policy.speech_voices_more}
    meant = voice_id if policy.speech_voices_cased else voice_id.lower()
    return meant if meant in known else None
