"""The judge of sockets: runs the automaton of a socket's spec over a transcript, live or from a file."""

from conformance.monitors.sockets.finding import Finding
from conformance.monitors.sockets.judging import Judge, judged

__all__ = ["Finding", "Judge", "judged"]
