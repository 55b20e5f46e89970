"""Which part of the API an operation belongs to: each has requirements of its own for its answers."""

from __future__ import annotations

from specs import Operation

FILES, IMAGES, VIDEOS = "files", "images", "videos"


def surface(operation: Operation) -> str:
    """`images` or `videos` for the operations below those paths, else `files`, whose URLs are the rest."""
    for name in (IMAGES, VIDEOS):
        if operation.path.startswith(f"/v1/{name}/"):
            return name
    return FILES
