"""Runs an automaton over the events of one channel.

What the client has sent, the server may not have read yet when it sends something itself. So the automaton is followed
along every way at once: each possible state of affairs is a state, its counters, and how many of the client's
messages the server has dealt with by then. An event is a violation only if no state of affairs allows it, and
something is owed only if every one owes it. A race is never mistaken for a fault.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from conformance.monitors.sockets.protocol import Counts, Debt, Protocol

#: More ways than this are not followed: those in which the server has read most are kept.
_MOST = 256


@dataclass(frozen=True, slots=True, order=True)
class Stand:
    """One possible state of affairs: so many messages of the client were dealt with, and that led here."""

    read: int
    state: str
    counts: Counts


@dataclass(slots=True)
class Automaton:
    """One channel's automaton at work."""

    protocol: Protocol
    _sent: list[str] = field(default_factory=list)
    _stands: set[Stand] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Stand at the beginning."""
        self._stands = {Stand(0, self.protocol.start, self.protocol.zero)}

    @property
    def likeliest(self) -> Stand:
        """The state of affairs in which the server has dealt with most."""
        return max(self._reachable())

    def send(self, event: str) -> None:
        """The client has sent something. More of the same that changes nothing is not kept, however much there is."""
        if not (self._sent and self._sent[-1] == event and event in self.protocol.repeatable):
            self._sent.append(event)

    def receive(self, event: str) -> Stand | None:
        """The server has sent something. None where that is allowed, else where it stood at most."""
        reachable = self._reachable()
        following = {
            Stand(stand.read, transition.to, transition.counted(stand.counts))
            for stand in reachable
            for transition in self.protocol.transitions.get((stand.state, "received", event), ())
            if transition.applies(stand.counts)
        }
        if not following:
            return max(reachable)
        if len(following) > _MOST:
            following = set(sorted(following)[-_MOST:])
        self._stands = following
        return None

    def debt(self) -> tuple[Debt, Stand] | None:
        """What the server owes, however far it has read; None where it may owe nothing."""
        furthest: tuple[Debt, Stand] | None = None
        for stand in sorted(self._reachable()):
            if self._can_go_on(stand):
                continue  # a server that waits has read what there is
            owed = self.protocol.owed(stand.state, stand.counts)
            if owed is None:
                return None
            furthest = owed, stand
        return furthest

    def _can_go_on(self, stand: Stand) -> bool:
        return stand.read < len(self._sent) and bool(self._next(stand))

    def _next(self, stand: Stand) -> list[Stand]:
        event = self._sent[stand.read]
        return [
            Stand(stand.read + 1, transition.to, transition.counted(stand.counts))
            for transition in self.protocol.transitions.get((stand.state, "sent", event), ())
            if transition.applies(stand.counts)
        ]

    def _reachable(self) -> set[Stand]:
        """Every state of affairs that reading on may lead to. What a state has no word for waits for another one."""
        found = set(self._stands)
        waiting = list(found)
        while waiting:
            stand = waiting.pop()
            if stand.read < len(self._sent):
                for following in self._next(stand):
                    if following not in found:
                        found.add(following)
                        waiting.append(following)
        return found
