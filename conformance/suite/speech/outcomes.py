"""What the checks of speech share: durations, voices, and timestamps in either form."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from conformance.checks import Untestable
from conformance.client import Api
from conformance.suite.speaker import Speaker
from conformance.suite.speech.hearing import NotAudio, heard
from conformance.targets.call import Answer
from strategies import speech
from strategies.inputs import Inputs

#: Samples without a header: as many as there are, and no frame that is filled up.
PLAIN = "pcm"
#: A target may speak the same text in more or less time when asked again; twice as much is another matter.
MOST_APART = 1.6


def fewer(speaker: Speaker, inputs: Inputs[Any], *, lean: int = 2) -> Inputs[Any]:
    """All of them; where somebody pays, the first few."""
    return Inputs.of(*inputs.cover()[:lean]) if speaker.lean else inputs


def seconds(speaker: Speaker, *, codec: str = PLAIN, rate: int | None = None, **changes: Any) -> float:
    """How long it takes to say something, as it is to be heard in the answer.

    Raises:
        Untestable: there is no such speech.
        NotAudio: it cannot be heard.
    """
    asked = rate or speech.default_format()["sample_rate"]
    wanted = {"codec": codec, "sample_rate": asked}
    answer = speaker.spoken(output_format=wanted, **changes)
    try:
        return heard(answer.content, codec, asked).seconds
    except NotAudio as error:
        raise NotAudio(f"{answer!r} to {codec} at {asked}: {error}") from None


def voices(api: Api) -> list[dict[str, Any]]:
    """The listed voices.

    Raises:
        Untestable: there is no list, which is judged by `speech.voices.list`.
    """
    answer = api.speech.voices()
    found = answer["voices"] if answer.accepted else None
    if not isinstance(found, list) or not all(isinstance(voice, dict) for voice in found):
        raise Untestable(f"needs the list of voices (speech.voices.list): {answer!r}")
    return found


def timed(speaker: Speaker, **changes: Any) -> Answer:
    """Speech with timestamps.

    Raises:
        Untestable: there is none, which is judged by `speech.timestamps.shape`.
    """
    answer = speaker.spoken(with_timestamps=True, **changes)
    if not isinstance(answer["audio_timestamps"], dict):
        raise Untestable(f"needs timestamps (speech.timestamps.shape): {answer!r}")
    return answer


def audio_of(answer: Answer) -> bytes:
    """The audio beside timestamps.

    Raises:
        NotAudio: it is no base64.
    """
    try:
        return base64.b64decode(answer["audio"], validate=True)
    except (binascii.Error, ValueError, TypeError) as error:
        raise NotAudio(f"the audio is no base64: {error}") from None


def chars_of(answer: Answer) -> list[Any]:
    """The characters that have timestamps."""
    found = answer["audio_timestamps"].get("graph_chars")
    return found if isinstance(found, list) else []


def times_of(answer: Answer) -> list[tuple[float, float]]:
    """When each of them begins and ends, in seconds, in whichever form it is told.

    Raises:
        AssertionError: it is told in none.
    """
    return [_pair(each) for each in answer["audio_timestamps"].get("graph_times") or ()]


def _pair(told: Any) -> tuple[float, float]:
    values = [told.get("start"), told.get("end")] if isinstance(told, dict) else told
    if isinstance(values, list) and len(values) == 2 and all(type(v) in (int, float) for v in values):
        return values[0], values[1]
    raise AssertionError(f"{told!r} is neither a pair of numbers nor a start with an end")
