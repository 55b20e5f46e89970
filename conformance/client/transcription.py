"""Transcripts of recordings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.targets.call import Answer
from strategies.multipart import Form

if TYPE_CHECKING:
    from conformance.client.api import Api


@dataclass(frozen=True, slots=True)
class Transcription:
    """Transcripts of recordings, in files or at URLs."""

    api: Api

    def send(self, form: Form, *, awaited: tuple[int, ...] = ()) -> Answer:
        """Have what a form carries transcribed; the form is sent as it stands.

        `awaited` are statuses that are answers to it, although they usually say that the target is away.
        """
        return self.api.call("transcribe", form=form, awaited=awaited)
