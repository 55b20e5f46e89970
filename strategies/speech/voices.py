"""The languages and voices of a request for speech: documented ones in every spelling, and others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import specs
from strategies.inputs import Inputs
from strategies.requests import Changes, fields_of
from strategies.speech.asked import OPERATION
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def _languages() -> tuple[str, ...]:
    return tuple(specs.load().limit("speech-languages"))


def languages() -> Inputs[str]:
    """Each documented language, as it is documented."""
    return Inputs.of(*_languages())


def other_cases() -> Inputs[str]:
    """Each in upper case, in lower case, and in mixed case, where that is not how it is documented."""

    def cover() -> Iterator[str]:
        for language in _languages():
            spelt = dict.fromkeys((language.upper(), language.lower(), language.title(), language.swapcase()))
            yield from (each for each in spelt if each != language)

    return Inputs.listed("languages in other cases", cover)


def unlisted_languages() -> Inputs[Unclear[str]]:
    """What is a language to others, what looks like one, and what is none."""
    listed = {each.lower() for each in _languages()}
    likely = ("nl", "sw", "pt", "es", "en-US", "zh-Hant-TW", "tlh", "xx", "english", "", " ", "en_GB")
    return Inputs.of(*(Unclear(repr(each), each) for each in likely if each not in listed))


def cases_of(voice_id: str) -> tuple[str, ...]:
    """The id as it is not listed: in upper case, capitalized, and mixed."""
    return tuple(
        each for each in (voice_id.title(), voice_id.upper(), voice_id.swapcase()) if each != voice_id
    )


def built_in() -> tuple[str, ...]:
    """The voices that every edition of the docs has."""
    return tuple(specs.load().limit("built-in-voices"))


def default_voice() -> str:
    """The voice of a request that names none."""
    return str(fields_of(OPERATION)["voice_id"]["default"])


def unknown_voices() -> Inputs[str]:
    """Ids of the form that voices have, which no voice has."""

    def draws() -> SearchStrategy[str]:
        from hypothesis import strategies as st

        return st.text("bcdfghjklmnpqrstvwxz0123456789", min_size=12, max_size=24).map(lambda end: f"zz{end}")

    likely = ("no-such-voice", f"{default_voice()}x", "00000000", "zzzzzzzz")
    return Inputs("unknown voices", lambda: likely, draws)


def unclear_voices() -> Inputs[Unclear[Changes]]:
    """Ways to name a voice on which the docs are silent."""
    voice = default_voice()
    return Inputs.of(
        Unclear("null", {"voice_id": None}),
        Unclear("empty", {"voice_id": ""}),
        Unclear("a blank before it", {"voice_id": f" {voice}"}),
        Unclear("a blank after it", {"voice_id": f"{voice} "}),
        Unclear("under the name that sockets have for it", {"voice": voice}),
    )
