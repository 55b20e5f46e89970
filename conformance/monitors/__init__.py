"""Passive judges: they see every exchange of a run and judge what holds for all of them."""

from conformance.monitors.answers import (
    Documented,
    ErrorShape,
    Fields,
    FieldsOfImages,
    FieldsOfVideos,
    JsonType,
    NoServerError,
)
from conformance.monitors.custom_voices import (
    FieldsOfCustomVoices,
    FieldsOfSecrets,
    NoServerErrorOfCustomVoices,
    SuccessOfCustomVoices,
)
from conformance.monitors.generations import (
    RefusalEmpty,
    RefusalEmptyOfVideos,
    RetentionHeader,
    RetentionHeaderOfVideos,
)
from conformance.monitors.monitor import Monitor, Violation
from conformance.monitors.voice import (
    ErrorShapeOfSpeech,
    ErrorShapeOfTranscription,
    FieldsOfSpeech,
    FieldsOfTranscription,
    JsonTypeOfSpeech,
    NoServerErrorOfSpeech,
    NoServerErrorOfTranscription,
    StatusesOfSpeech,
    StatusesOfTranscription,
)
from specs import Spec

__all__ = ["Monitor", "Violation", "monitors"]

_KINDS: tuple[type[Monitor], ...] = (
    NoServerError,
    Documented,
    Fields,
    FieldsOfImages,
    FieldsOfVideos,
    JsonType,
    ErrorShape,
    RefusalEmpty,
    RefusalEmptyOfVideos,
    RetentionHeader,
    RetentionHeaderOfVideos,
    NoServerErrorOfSpeech,
    StatusesOfSpeech,
    FieldsOfSpeech,
    JsonTypeOfSpeech,
    ErrorShapeOfSpeech,
    NoServerErrorOfTranscription,
    StatusesOfTranscription,
    FieldsOfTranscription,
    ErrorShapeOfTranscription,
    NoServerErrorOfCustomVoices,
    SuccessOfCustomVoices,
    FieldsOfCustomVoices,
    FieldsOfSecrets,
)


def monitors(spec: Spec) -> list[Monitor]:
    """One of each, freshly made for a run."""
    return [kind(spec) for kind in _KINDS]
