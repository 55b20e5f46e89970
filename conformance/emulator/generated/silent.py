"""What specs hold and no source promises: pattern of names → the requirement that observes it instead.

A server that takes what a schema excludes, or leaves out what may be left out, breaks no promise there, so it is no
fault. Each pattern names the requirement of the catalogue that records what a target does; once that requirement
binds, the faults are there.
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
        "*.answer.*purpose.presence-left-out": "files.upload.purpose-echo",
        "deleteFile.answer.object.presence-left-out": "files.delete.kind",
        "uploadFile.request.expires_after.type-let-through": "files.upload.expiry-ill-formed",
        "uploadFile.request.expires_after_anchor_.enum-let-through": "files.upload.expiry-ill-formed",
        "retrieveFileContent.request.format.enum-let-through": "files.content.format-other",
        "retrieveFileContent.request.format.enum-refused.text": "files.content.format-other",
        "createPublicUrl.request.*.type-let-through": "public-url.create.ill-typed",
        "createClientSecret.request.*.type-let-through": "sockets.secret.unclear",
        "createClientSecret.request.expires_after.seconds.default-another": "sockets.secret.unclear",
        "updateCustomVoice.request.*.type-let-through": "voices.update.unclear",
        "*Image.request.model.type-refused.null": "images.model.omitted",
        "*Video.request.model.type-refused.null": "videos.model.omitted",
        "*Image.answer.data.each.mime_type.presence-left-out": "images.answers.told",
        "*Image.answer.usage.presence-left-out": "images.answers.told",
        "getVideo.answer.usage.presence-left-out": "videos.answers.told",
        "getVideo.answer.progress.presence-left-out": "videos.answers.told",
        "*.request.*image*.url.type-refused.null": "inputs.source-null",
        "*.request.*image*.file_id.type-refused.null": "inputs.source-null",
        "*.request.video.url.type-refused.null": "inputs.source-null",
        "*.request.video.file_id.type-refused.null": "inputs.source-null",
        "listCustomVoices.request.limit.type-let-through": "voices.list.limit-unclear",
        "createSpeech.request.*.type-let-through": "speech.fields.ill-typed",
        "createSpeech.request.speed.type-refused.null": "speech.fields.ill-typed",
        "createSpeech.request.optimize_streaming_latency.type-refused.null": "speech.fields.ill-typed",
        "createSpeech.request.text_normalization.type-refused.null": "speech.fields.ill-typed",
        "createSpeech.request.with_timestamps.type-refused.null": "speech.fields.ill-typed",
        "createSpeech.request.output_format.codec.default-another": "speech.format.unclear",
        "createSpeech.request.voice_id.type-refused.null": "speech.voice.unclear",
        "createSpeech.request.output_format*.type-refused.null": "speech.format.unclear",
        "createSpeech.request.optimize_streaming_latency.enum-let-through": "speech.latency.unclear",
        "transcribe.request.language.enum-let-through": "transcription.languages.unknown",
        "transcribe.request.*.type-let-through": "transcription.unclear",
        "transcribe.request.vad_threshold.*-let-through": "transcription.unclear",
        "transcribe.request.vad_threshold.*-refused": "transcription.unclear",
        "transcribe.request.vad_threshold.default-another": "transcription.unclear",
        "transcribe.answer.*words.each.confidence.presence-left-out": "transcription.words.sure",
        "transcribe.answer.channels.each.words.presence-left-out": "transcription.channels.more",
        "transcribe.answer.channels.each.language.presence-left-out": "transcription.channels.more",
        "transcription-socket.request.interim_results.type-let-through": "sockets.transcription.settings-unclear",
        "transcription-socket.request.multichannel.type-let-through": "sockets.transcription.settings-unclear",
        "transcription-socket.request.diarize.type-let-through": "sockets.transcription.settings-unclear",
        "transcription-socket.request.filler_words.type-let-through": "sockets.transcription.settings-unclear",
        "transcription-socket.request.channels.minimum-refused": "sockets.transcription.settings-unclear",
        "transcription-socket.request.vad_threshold.default-another": "sockets.transcription.threshold",
        "transcription-socket.request.finalize.channel.*-let-through": "sockets.transcription.errors-end",
        "transcription-socket.answer.error.protocol-twice": "sockets.transcription.errors-end",
        "transcription-socket.answer.transcript.*.words.each.confidence.presence-left-out": (
            "sockets.transcription.words-sure"
        ),
        "transcription-socket.answer.status.401-*": "sockets.transcription.refused-key-status",
        "speech-socket.request.bit_rate.enum-let-through": "sockets.speech.unclear.query",
        "speech-socket.request.optimize_streaming_latency.enum-let-through": "sockets.speech.unclear.query",
        "speech-socket.request.speed.*-let-through": "sockets.speech.unclear.query",
        "speech-socket.request.text_normalization.type-let-through": "sockets.speech.unclear.query",
        "speech-socket.request.with_timestamps.type-let-through": "sockets.speech.unclear.query",
        "speech-socket.request.text.delta.delta.required-let-through": "sockets.speech.unclear.messages",
        "speech-socket.request.text.delta.delta.type-let-through": "sockets.speech.unclear.messages",
        "speech-socket.answer.audio.clear.protocol-left-out": "sockets.speech.unclear.clear",
        "speech-socket.answer.audio.delta.audio_duration.presence-left-out": "sockets.speech.unclear.timestamps",
        "transcription-socket.request.endpointing.default-another": "sockets.transcription.endpointing-default",
    }
)


def is_silent(spec: Spec, name: str) -> bool:
    """Whether what the fault called `name` would break is observed alone."""
    return any(spec.requirements[requirement].level == Level.OBSERVE for requirement in observing(name))


def observing(name: str) -> tuple[str, ...]:
    """The requirements that record what comes of the fault called `name`, or of what would be one."""
    return tuple(
        dict.fromkeys(
            requirement for pattern, requirement in OBSERVED.items() if fnmatch.fnmatchcase(name, pattern)
        )
    )
