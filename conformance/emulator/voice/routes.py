"""All paths of the voice surfaces that speak plain HTTP."""

from __future__ import annotations

from conformance.emulator.voice import secrets_routes, speech_routes, transcription_routes, voices_routes

ROUTES = (
    *speech_routes.ROUTES,
    *voices_routes.ROUTES,
    *transcription_routes.ROUTES,
    *secrets_routes.ROUTES,
)
