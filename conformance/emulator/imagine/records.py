"""What the store keeps of images and videos: assets at ephemeral URLs, and jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["image", "video"]


@dataclass(frozen=True, slots=True)
class Asset:
    """One generated image or video under its ephemeral URL. `name` is the last part of that; times are Unix seconds."""

    name: str
    kind: Kind
    content_type: str
    size: int
    ends_at: float

    @property
    def blob(self) -> str:
        """The name of its content."""
        return f"asset-{self.name}"


@dataclass(frozen=True, slots=True)
class Job:
    """One video that was asked for.

    `work` is what to do, as JSON; `inputs` are names of contents that it needs. Once the work is done, `ended_at`
    is the time of that, and `outcome` what polls show.
    """

    request_id: str
    team: str
    model: str
    created_at: float
    work: dict[str, Any]
    inputs: tuple[str, ...] = ()
    ended_at: float | None = None
    outcome: dict[str, Any] | None = None
