"""Clips to make voices from: in every documented container, around the documented length, converted, hostile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import specs
from specs import Spec
from strategies.audio import DAMAGES, HOPELESS, AudioFile, DamagedAudio, Recorded, Speech, lasting
from strategies.inputs import Inputs
from strategies.near_misses import NearMiss
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

#: An ordinary clip: a second of speech, in the container that everybody writes.
CLIP: Final = AudioFile("wav", Recorded((Speech(),)))
#: Of these every sample comes back as it was, so that their length is exact.
_EXACT: Final = ("wav", "flac", "mkv")
_MOST_WORDS: Final = 12


def containers(spec: Spec | None = None) -> tuple[str, ...]:
    """The documented containers."""
    return tuple((spec or specs.load()).limit("custom-voice-containers"))


def longest(spec: Spec | None = None) -> int:
    """How many seconds a clip may play."""
    return int((spec or specs.load()).limit("custom-voice-clip-seconds"))


def media_types(container: str, spec: Spec | None = None) -> tuple[str, ...]:
    """What a clip in this container may be called in a Content-Type.

    Raises:
        KeyError: it is no documented container.
    """
    return tuple((spec or specs.load()).limit(f"media-types-of-{container}"))


def any_clip(spec: Spec | None = None) -> Inputs[AudioFile]:
    """A clip in each container; draws are of any length up to some seconds."""

    def draws() -> SearchStrategy[AudioFile]:
        from hypothesis import strategies as st

        def clip(container: str, words: int, seed: int) -> AudioFile:
            return AudioFile(container, Recorded((Speech(words, seed),)))

        return st.builds(
            clip, st.sampled_from(containers(spec)), st.integers(2, _MOST_WORDS), st.integers(0, 99)
        )

    return Inputs("any_clip()", lambda: (_speech(each) for each in containers(spec)), draws)


def _speech(container: str) -> AudioFile:
    return AudioFile(container, Recorded((Speech(),)))


def converted() -> Inputs[AudioFile]:
    """Clips that have to be converted: two channels, and more samples a second than speech needs."""
    return Inputs.listed(
        "converted()",
        lambda: [
            AudioFile("wav", Recorded((Speech(),), rate=rate, channels=channels))
            for rate, channels in ((16000, 2), (44100, 1), (48000, 1), (48000, 2), (96000, 2))
        ],
    )


def short() -> Inputs[AudioFile]:
    """Clips that are short, of which no source says that they are too short."""
    return Inputs.listed(
        "short()", lambda: [AudioFile("wav", Recorded((Speech(words),))) for words in (4, 2)]
    )


def exactly_longest(spec: Spec | None = None) -> Inputs[AudioFile]:
    """Clips of exactly the documented length, in containers that keep every sample."""
    return Inputs.listed(
        "exactly_longest()",
        lambda: [lasting(each, longest(spec)) for each in containers(spec) if each in _EXACT],
    )


def nearly_longest(spec: Spec | None = None) -> Inputs[AudioFile]:
    """Clips that are a second shorter, in every container."""
    return Inputs.listed(
        "nearly_longest()", lambda: [lasting(each, longest(spec) - 1) for each in containers(spec)]
    )


def too_long(spec: Spec | None = None) -> Inputs[NearMiss[AudioFile]]:
    """Clips that are a second longer, in every container; the twin is a second shorter than allowed."""

    def misses() -> Iterator[NearMiss[AudioFile]]:
        for each in containers(spec):
            twin = lasting(each, longest(spec) - 1)
            yield NearMiss(lasting(each, longest(spec) + 1), "too-long", "/file", twin)

    return Inputs.listed("too_long()", misses)


def perhaps_too_long(spec: Spec | None = None) -> Inputs[Unclear[AudioFile]]:
    """Clips of the documented length, in containers whose codecs may add a frame to it."""
    return Inputs.listed(
        "perhaps_too_long()",
        lambda: [
            Unclear(f"{longest(spec)} s in {each}", lasting(each, longest(spec)))
            for each in containers(spec)
            if each not in _EXACT
        ],
    )


def hopeless(spec: Spec | None = None) -> Inputs[NearMiss[AudioFile | DamagedAudio]]:
    """What no decoder makes sound of, though it is named and declared as sound; the twin is sound."""

    def misses() -> Iterator[NearMiss[AudioFile | DamagedAudio]]:
        first, *others = containers(spec)
        pairs = [(first, how) for how in HOPELESS] + [(each, HOPELESS[0]) for each in others]
        for container, how in pairs:
            yield NearMiss(DamagedAudio(container, how), "undecodable", "/file", _speech(container))

    return Inputs.listed("hopeless()", misses)


def damaged(spec: Spec | None = None) -> Inputs[Unclear[DamagedAudio]]:
    """Clips of which a decoder may or may not make something."""
    return Inputs.listed(
        "damaged()",
        lambda: [
            Unclear(f"{each}, {how}", DamagedAudio(each, how))
            for each in containers(spec)
            for how in DAMAGES
            if how not in HOPELESS
        ],
    )
