"""The paths of speech and of the built-in voices, and one handler an operation."""

from __future__ import annotations

from starlette.routing import Route

ROUTES: tuple[Route, ...] = ()
