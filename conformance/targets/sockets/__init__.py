"""WebSockets on the suite's side: connections, conversations on them, and transcripts of what was said."""
