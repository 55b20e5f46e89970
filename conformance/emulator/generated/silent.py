"""What a schema constrains and no source says anything of being broken: pattern of names → what is observed instead.

A server that takes such a thing breaks no promise, so it is no fault. Each pattern names the requirement of the
catalogue that records what a target does; once that requirement binds, the faults are there.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from types import MappingProxyType

from specs import Level, Spec

OBSERVED: Mapping[str, str] = MappingProxyType(
    {
        "listFiles.request.limit.*-let-through": "files.list.limit-outside",
        "listFiles.request.order.enum-let-through": "files.list.invalid-sort",
        "listFiles.request.sort_by.enum-let-through": "files.list.invalid-sort",
        "uploadFile.request.*.type-let-through": "files.upload.expiry-ill-formed",
        "uploadFile.request.expires_after_anchor_.enum-let-through": "files.upload.expiry-ill-formed",
        "retrieveFileContent.request.format.enum-let-through": "files.content.format-other",
        "retrieveFileContent.request.format.enum-refused.text": "files.content.format-other",
        "createPublicUrl.request.*.type-let-through": "public-url.create.ill-typed",
        "createClientSecret.request.*.type-let-through": "sockets.secret.unclear",
        "createClientSecret.request.expires_after.seconds.default-another": "sockets.secret.unclear",
        "updateCustomVoice.request.*.type-let-through": "voices.update.unclear",
        "*Image.request.model.type-refused.null": "images.model.omitted",
        "*Video.request.model.type-refused.null": "videos.model.omitted",
        "createSpeech.request.*.type-let-through": "speech.fields.ill-typed",
        "createSpeech.request.voice_id.type-refused.null": "speech.voice.unclear",
        "createSpeech.request.output_format*.type-refused.null": "speech.format.unclear",
        "createSpeech.request.optimize_streaming_latency.enum-let-through": "speech.latency.unclear",
        "transcribe.request.language.enum-let-through": "transcription.languages.unknown",
        "transcribe.request.*.type-let-through": "transcription.unclear",
        "transcribe.request.vad_threshold.*-let-through": "transcription.unclear",
        "transcribe.request.vad_threshold.*-refused": "transcription.unclear",
        "transcribe.request.vad_threshold.default-another": "transcription.unclear",
        "transcription-socket.answer.status.401-*": "sockets.transcription.refused-key-status",
        "speech-socket.request.bit_rate.enum-let-through": "sockets.speech.unclear.query",
        "speech-socket.request.optimize_streaming_latency.enum-let-through": "sockets.speech.unclear.query",
        "speech-socket.request.speed.*-let-through": "sockets.speech.unclear.query",
        "speech-socket.request.text_normalization.type-let-through": "sockets.speech.unclear.query",
        "speech-socket.request.with_timestamps.type-let-through": "sockets.speech.unclear.query",
        "speech-socket.request.text.delta.delta.required-let-through": "sockets.speech.unclear.messages",
        "speech-socket.request.text.delta.delta.type-let-through": "sockets.speech.unclear.messages",
        "transcription-socket.request.endpointing.default-another": "sockets.transcription.endpointing-default",
    }
)


def is_silent(spec: Spec, name: str) -> bool:
    """Whether what the fault called `name` would break is observed alone."""
    return any(
        fnmatch.fnmatchcase(name, pattern) and spec.requirements[requirement].level == Level.OBSERVE
        for pattern, requirement in OBSERVED.items()
    )
