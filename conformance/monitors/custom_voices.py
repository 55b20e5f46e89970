"""Monitors of answers about custom voices and client secrets."""

from __future__ import annotations

from conformance.monitors.surfaces import SECRETS, VOICES
from conformance.monitors.voice import FieldsOfVoice, NoServerErrorOfVoice, SuccessOfVoice


class SuccessOfCustomVoices(SuccessOfVoice):
    """Of custom voices."""

    surface = VOICES
    requirement = "voices.answers.success-status"


class FieldsOfCustomVoices(FieldsOfVoice):
    """Of custom voices."""

    surface = VOICES
    requirement = "voices.answers.fields"


class NoServerErrorOfCustomVoices(NoServerErrorOfVoice):
    """Of custom voices."""

    surface = VOICES
    requirement = "voices.answers.no-server-error"


class FieldsOfSecrets(FieldsOfVoice):
    """Of client secrets."""

    surface = SECRETS
    requirement = "sockets.secret.fields"
