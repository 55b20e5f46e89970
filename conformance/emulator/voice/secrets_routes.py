"""The paths of client secrets, and one handler an operation."""

from __future__ import annotations

from starlette.routing import Route

ROUTES: tuple[Route, ...] = ()
