"""Whether a deviation shows in what was said on a socket, and in which conversation."""

from __future__ import annotations

from reports.curl import is_conversation
from reports.transcripts import Transcript, worst
from reports.verdicts import RequirementVerdict


def spoken(found: RequirementVerdict) -> Transcript | None:
    """The conversation in which the deviation shows; None where it shows in an answer, which curl can ask for."""
    marked = any(transcript.marks for transcript in found.transcripts)
    if not marked and found.exchanges and not is_conversation(found.exchanges[-1]):
        return None
    return worst(found.transcripts)
