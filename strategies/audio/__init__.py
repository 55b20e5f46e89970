"""Sounds to send: tones, silence and speech-like bursts, raw or in files of any container, sound or damaged."""

from strategies.audio.containers import CONTAINERS, Container
from strategies.audio.files import DAMAGES, HOPELESS, AudioFile, DamagedAudio, SilentWav, lasting
from strategies.audio.recorded import RATE, WIDTHS, Lane, Recorded
from strategies.audio.sounds import WORD_SECONDS, Silence, Sound, Speech, Tone

__all__ = [
    "CONTAINERS",
    "DAMAGES",
    "HOPELESS",
    "RATE",
    "WIDTHS",
    "WORD_SECONDS",
    "AudioFile",
    "Container",
    "DamagedAudio",
    "Lane",
    "Recorded",
    "Silence",
    "SilentWav",
    "Sound",
    "Speech",
    "Tone",
    "lasting",
]
