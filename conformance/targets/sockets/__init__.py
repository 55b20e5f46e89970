"""WebSockets on the suite's side: connections, conversations on them, and transcripts of what was said."""

from conformance.targets.sockets.transcript import Line, Transcript, TranscriptError, read_transcripts

__all__ = ["Line", "Transcript", "TranscriptError", "read_transcripts"]
