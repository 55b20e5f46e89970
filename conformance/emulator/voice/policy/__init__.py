"""The rules of the voice surfaces, one module a surface; `Behaviour` has the fields of all of them."""

from conformance.emulator.voice.policy.secrets import SecretsPolicy
from conformance.emulator.voice.policy.speech import SpeechPolicy
from conformance.emulator.voice.policy.speech_socket import SpeechSocketPolicy
from conformance.emulator.voice.policy.transcription import TranscriptionPolicy
from conformance.emulator.voice.policy.transcription_socket import TranscriptionSocketPolicy
from conformance.emulator.voice.policy.voices import VoicesPolicy

__all__ = [
    "SecretsPolicy",
    "SpeechPolicy",
    "SpeechSocketPolicy",
    "TranscriptionPolicy",
    "TranscriptionSocketPolicy",
    "VoicesPolicy",
]
