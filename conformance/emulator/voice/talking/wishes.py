"""What the query of a handshake asks the socket that speaks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.parameters import shortened
from conformance.emulator.state import State
from conformance.emulator.voice.roster import built_in
from conformance.emulator.voice.voices_known import known_voice

# Languages that nobody lists may be spoken; what has not even the form of one is none.
_LANGUAGE = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How the utterances of one connection are to be spoken. `bit_rate` is of mp3 alone; `speed` is times as fast.

    `late` is what should have been refused before the upgrade, if the policy is to do so after it.
    """

    voice: str
    codec: str
    rate: int
    bit_rate: int
    speed: float
    timestamps: bool
    late: str | None = None


def wish(state: State, team: str, query: Sequence[tuple[str, str]]) -> Wish:
    """What is asked for. Parameters that are not documented are ignored.

    Raises:
        Refusal: 400, 404.
    """
    asked = _Asked(state.behaviour, query)
    _language(asked)
    voice = _voice(asked, state, team)
    codec = _codec(asked)
    rate = asked.one_of("sample_rate", asked.policy.talk_rates, asked.policy.talk_rate_default)
    bit_rate = asked.policy.talk_bit_rate_default
    if codec == "mp3":
        bit_rate = asked.one_of("bit_rate", asked.policy.talk_bit_rates, bit_rate)
    asked.one_of("optimize_streaming_latency", asked.policy.talk_latencies, 0)
    speed = _speed(asked)
    for name in ("text_normalization", "with_timestamps"):
        asked.switch(name)
    return Wish(
        voice=voice,
        codec=codec,
        rate=rate,
        bit_rate=bit_rate,
        speed=speed,
        timestamps=asked.switch("with_timestamps"),
        late=asked.late,
    )


class _Asked:
    """The parameters, and what is wrong with them. Of one that is repeated, the last counts."""

    def __init__(self, policy: Behaviour, query: Sequence[tuple[str, str]]) -> None:
        self.policy = policy
        self.given = dict(query)
        self.late: str | None = None

    def refuse(self, name: str, what: str) -> None:
        """Refuse the handshake, now or after the upgrade; or let the default stand for what is wrong.

        Raises:
            Refusal: the policy's status for this parameter.
        """
        if name in self.policy.talk_refused_late:
            self.late = f"{name}: {what}"
        elif name in self.policy.talk_refusals:
            raise Refusal(self.policy.talk_refusals[name], f"{name}: {what}")

    def one_of(self, name: str, allowed: Sequence[int], default: int) -> int:
        """The value of a parameter that takes a few whole numbers."""
        value = self.given.get(name)
        if value is None:
            return default
        found = next((each for each in allowed if str(each) == value), None)
        if found is not None:
            return found
        complaint = f"must be one of {', '.join(map(str, allowed))}, got {shortened(value)}"
        if name != "sample_rate":
            raise Refusal(400, f"{name}: {complaint}")
        self.refuse(name, complaint)
        return default

    def switch(self, name: str) -> bool:
        """Whether a parameter is switched on."""
        if name not in self.given:
            return name in self.policy.talk_switched_on
        value = self.given[name]
        if name not in self.policy.talk_switches:
            raise Refusal(400, f"{name}: unknown")
        if value not in ("true", "false"):
            raise Refusal(400, f"{name}: expected true or false, got {shortened(value)}")
        return value == "true"


def _language(asked: _Asked) -> None:
    language, policy = asked.given.get("language"), asked.policy
    if language is None:
        if policy.talk_language_needed:
            raise Refusal(400, "language: missing")
        return
    if not _LANGUAGE.fullmatch(language) or language in policy.talk_languages_refused:
        asked.refuse("language", f"unknown, got {shortened(language)}")


def _voice(asked: _Asked, state: State, team: str) -> str:
    policy = asked.policy
    voice = asked.given.get("voice", policy.talk_voice_default)
    named = built_in(policy, voice)
    if named is not None and (named == voice or not policy.talk_voices_cased):
        if named not in policy.talk_voices_refused:
            return named
    elif named is None and policy.talk_custom_voices and _is_custom(state, team, voice):
        return voice
    asked.refuse("voice", f"unknown, got {shortened(voice)}")
    return policy.talk_voice_default


def _is_custom(state: State, team: str, voice: str) -> bool:
    anyones = state.behaviour.talk_voices_of_all_teams and state.store.voices.get(voice) is not None
    return anyones or known_voice(state, team, voice)


def _codec(asked: _Asked) -> str:
    policy = asked.policy
    codec = asked.given.get("codec", policy.talk_codec_default)
    codec = policy.talk_codec_aliases.get(codec, codec)
    if codec not in policy.talk_codecs:
        asked.refuse("codec", f"must be one of {', '.join(policy.talk_codecs)}, got {shortened(codec)}")
        return policy.talk_codec_default
    return codec


def _speed(asked: _Asked) -> float:
    policy = asked.policy
    value = asked.given.get("speed", str(policy.talk_speed_default))
    low, high = policy.talk_speed_minimum, policy.talk_speed_maximum
    if not _NUMBER.fullmatch(value) or not low <= float(value) <= high:
        raise Refusal(400, f"speed: must lie between {low} and {high}, got {shortened(value)}")
    return float(value)
