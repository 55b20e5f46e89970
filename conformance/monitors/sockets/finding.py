"""What a judge of sockets finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A violation of `requirement` by the line at `index` of a transcript, from 0.

    `rule` is what kind of rule it breaks, `state` where the automaton stood (its name in the spec), `event` what the
    line says, and `channel` the channel that was judged, where there are several.
    """

    requirement: str
    rule: str
    state: str
    event: str
    index: int
    sentence: str
    channel: int | None = None

    def __str__(self) -> str:
        """One sentence for a person, with the line's number from 1."""
        where = "" if self.channel is None else f", channel {self.channel}"
        return f"#{self.index + 1} {self.event}: {self.sentence} ({self.rule}, state {self.state}{where})"
