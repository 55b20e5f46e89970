"""Every operation of voice, by name, each with a request that is refused for nothing but its key.

Transcription is left out: what it promises of keys is among its own requirements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from conformance.checks import Untestable
from conformance.client import Api
from conformance.suite.cast import Cast
from conformance.targets.call import Answer
from strategies import speech, voices
from strategies.voice_clips import CLIP

Perform = Callable[[Api], Answer]

#: Operation → how to carry it out, the cheapest first.
ON_A_TEAM: dict[str, Perform] = {
    "listVoices": lambda api: api.speech.voices(),
    "retrieveVoice": lambda api: api.speech.voice(speech.default_voice()),
    "listCustomVoices": lambda api: api.voices.list(),
    "createClientSecret": lambda api: api.secrets.create({}),
    "createSpeech": lambda api: api.speech.create(speech.ordinary()),
}
#: Operation → how to carry it out on a custom voice, reads before writes.
ON_A_VOICE: dict[str, Callable[[Api, str], Answer]] = {
    "retrieveCustomVoice": lambda api, voice_id: api.voices.get(voice_id),
    "retrieveCustomVoiceAudio": lambda api, voice_id: api.voices.audio(voice_id),
    "updateCustomVoice": lambda api, voice_id: api.voices.update(voice_id, {}),
    "deleteCustomVoice": lambda api, voice_id: api.voices.delete(voice_id),
}


@contextmanager
def voice_operations(cast: Cast, *, custom: bool) -> Iterator[dict[str, Perform]]:
    """All of them for the block; those on custom voices only where `custom` says that such may be made.

    They are left out, too, where the target makes none. What they make with the right key goes at the end of the block.
    """
    made: list[Answer] = []

    def creation(api: Api) -> Answer:
        answer = api.voices.create(CLIP, {voices.NAME: cast.name()})
        made.append(answer)
        return answer

    found = dict(ON_A_TEAM)
    try:
        if not custom:
            yield found
            return
        try:
            with cast.voice() as voice:
                found |= {name: _on(perform, voice.id) for name, perform in ON_A_VOICE.items()}
                yield {**found, "createCustomVoice": creation}
        except Untestable:
            if len(found) > len(ON_A_TEAM):
                raise
            yield found
    finally:
        for answer in made:
            cast.dismiss(answer)


def _on(perform: Callable[[Api, str], Answer], voice_id: str) -> Perform:
    return lambda api: perform(api, voice_id)
