"""Faults of keys where something is spoken, or is about voices."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault, fault

#: Operation → what can be done by it, in a few words.
_DONE = {
    "createSpeech": "A text can be spoken",
    "listVoices": "Built-in voices can be listed",
    "retrieveVoice": "A built-in voice can be retrieved",
    "createCustomVoice": "A custom voice can be made",
    "listCustomVoices": "Custom voices can be listed",
    "retrieveCustomVoice": "A custom voice can be retrieved",
    "updateCustomVoice": "A custom voice can be changed",
    "deleteCustomVoice": "A custom voice can be deleted",
    "retrieveCustomVoiceAudio": "The clip of a custom voice can be had",
    "createClientSecret": "A client secret can be had",
}
_NAMES = {
    "createSpeech": "speech",
    "listVoices": "voices",
    "retrieveVoice": "voice",
    "createCustomVoice": "custom-voice-made",
    "listCustomVoices": "custom-voices",
    "retrieveCustomVoice": "custom-voice",
    "updateCustomVoice": "custom-voice-changed",
    "deleteCustomVoice": "custom-voice-deleted",
    "retrieveCustomVoiceAudio": "custom-voice-clip",
    "createClientSecret": "client-secret",
}

VOICE_ACCESS: tuple[Fault, ...] = (
    *(
        fault(
            f"{_NAMES[operation]}-without-key",
            "access.voice.key",
            f"{done} without a key.",
            keyless_operations=frozenset({operation}),
        )
        for operation, done in _DONE.items()
    ),
    *(
        fault(
            f"{_NAMES[operation]}-with-any-key",
            "access.voice.wrong-key",
            f"{_DONE[operation]} with a key that was never issued.",
            unkeyed_operations=frozenset({operation}),
        )
        for operation in ("createSpeech", "listVoices", "deleteCustomVoice", "createClientSecret")
    ),
)
