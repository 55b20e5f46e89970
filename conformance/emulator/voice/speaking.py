"""Making the speech that a request asks for, and what is answered with it."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

from starlette.responses import Response

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.calls import answered
from conformance.emulator.voice import codecs, synthesis
from conformance.emulator.voice.speech_requests import Format, SpeechRequest
from conformance.emulator.voice.synthesis import Speech

_DECIMALS = 4


def spoken(policy: Behaviour, request: SpeechRequest, voice: str) -> Response:
    """The answer to `request`, in the voice of this id. It takes its time: never call it where others wait."""
    said = synthesis.speech(
        _said(policy, request.text), voice, _speed(policy, request), _rate(policy, request.format)
    )
    audio, media_type = audio_of(policy, said, request.format)
    if request.timestamps and policy.speech_timestamps_given:
        return _with_timestamps(policy, request.text, said, audio, media_type)
    if policy.speech_in_json:
        return answered({"audio": _text(policy, audio)}, policy.speech_status)
    return Response(audio, policy.speech_status, media_type=media_type)


def audio_of(policy: Behaviour, said: Speech, wanted: Format) -> tuple[bytes, str]:
    """What was said, encoded as it was asked for, and its media type."""
    if policy.speech_silent:
        return b"", policy.speech_media_types[wanted.codec]
    codec = wanted.codec if wanted.codec in policy.speech_codec_obeyed else policy.speech_codec_default
    pcm = said.pcm
    if codec == "pcm" and policy.speech_pcm_channels > 1:
        pcm = b"".join(pcm[at : at + 2] * policy.speech_pcm_channels for at in range(0, len(pcm), 2))
    audio = codecs.encoded(
        pcm, said.rate, codec, said.rate, wanted.bit_rate, header=policy.speech_wav_has_header
    )
    if codec == "wav" and policy.speech_wav_has_header and not policy.speech_wav_names_rate:
        audio = codecs.wav_header(policy.speech_rate_default, len(pcm)) + pcm
    if codec == "pcm" and not policy.speech_pcm_complete:
        audio = audio[:-1]
    if codec == "mp3":
        audio = policy.speech_mp3_begins_with + audio
    return audio, policy.speech_media_types[wanted.codec]


def _said(policy: Behaviour, text: str) -> str:
    return text[: max(1, 100 // len(text))] if policy.speech_hurries else text


def _speed(policy: Behaviour, request: SpeechRequest) -> float:
    return 1 / request.speed if policy.speech_speed_inverted else request.speed


def _rate(policy: Behaviour, wanted: Format) -> int:
    return wanted.rate if wanted.codec in policy.speech_rate_obeyed else policy.speech_rate_default


def _text(policy: Behaviour, audio: bytes) -> str:
    encode = base64.urlsafe_b64encode if policy.speech_timestamps_url_safe else base64.b64encode
    return encode(audio).decode("ascii")


def _with_timestamps(policy: Behaviour, text: str, said: Speech, audio: bytes, media_type: str) -> Response:
    chars, times = list(said.chars), list(said.times)
    kept = set(range(len(chars)))
    if not policy.speech_timestamps_tags:
        kept -= {at for tag in synthesis.TAG.finditer(text) for at in range(*tag.span())}
    if not policy.speech_timestamps_blanks:
        kept -= {at for at, char in enumerate(chars) if char.isspace()}
    chars, times = [chars[at] for at in sorted(kept)], [times[at] for at in sorted(kept)]
    if policy.speech_timestamps_turned:
        times = [(end, start) for start, end in times]
    if policy.speech_timestamps_backwards:
        times.reverse()
    if policy.speech_timestamps_beyond and times:
        times[-1] = (times[-1][0], round(said.seconds + policy.speech_timestamps_beyond, _DECIMALS))
    times = times[: max(0, len(times) - policy.speech_timestamps_short_by)]
    whole = {
        "audio": _text(policy, audio),
        "content_type": policy.speech_timestamps_type or media_type,
        "duration": round(said.seconds * policy.speech_timestamps_duration_factor, _DECIMALS),
        "audio_timestamps": {"graph_chars": chars, "graph_times": _shown(policy, times)},
    }
    body = {name: value for name, value in whole.items() if name in policy.speech_timestamps_hold}
    encoded = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return Response(encoded, policy.speech_status, media_type=policy.speech_timestamps_media_type)


def _shown(policy: Behaviour, times: Sequence[tuple[float, float]]) -> list[object]:
    if policy.speech_times_as_objects:
        return [{"start": start, "end": end} for start, end in times]
    return [[start, end] for start, end in times]
